"""The screens before somebody is signed in, each once."""

from tests.browser.chromium import PHONE
from tests.browser.screenshots.tour import Tour


def walk(tour: Tour) -> None:
    """A phone that nobody works with yet, a code that did not work, a link to somebody else's work."""
    phone = tour.page("nobody", PHONE)
    phone.goto(f"{tour.server.origin}/enrol")
    tour.button(phone, "I have no code").wait_for()
    tour.stop(phone, "enrol")
    tour.button(phone, "I have no code").click()
    tour.stop(phone, "no-code")
    phone.locator("#code").fill("WRNGCDE2")
    tour.button(phone, "Set up").click()
    tour.words(phone, "That code didn’t work. Ask for a new one.").wait_for()
    tour.stop(phone, "wrong-code")
    phone.context.set_offline(True)
    tour.button(phone, "Set up").click()
    tour.words(phone, "Needs signal once. Try again where you have it.").wait_for()
    tour.stop(phone, "no-signal")
    phone.context.set_offline(False)
    phone.goto(tour.server.link("Ada"))
    tour.link(phone, "Now").wait_for()
    phone.goto(tour.server.link("Jo"))
    tour.button(phone, "Set up").wait_for()
    tour.stop(phone, "somebody-else")
    phone.goto(f"{tour.server.origin}/desk")
    tour.words(phone, "This page is not for you").wait_for()
    tour.stop(phone, "wrong-place")
    unsafe = tour.page("unsafe", PHONE)
    # What a browser without secure context lacks; the page is the same on any address that cannot keep things safe.
    unsafe.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    unsafe.goto(f"{tour.server.origin}/enrol")
    tour.words(unsafe, "This address can’t keep anything safe").wait_for()
    tour.stop(unsafe, "unsafe-address")
