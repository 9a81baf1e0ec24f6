"""How a shift ends: what needs somebody, an outcome that two saved, and what the next shift reads."""

from playwright.sync_api import Page

from tests.browser.chromium import PHONE
from tests.browser.damage import damage_newest_call
from tests.browser.screenshots.dispatcher import SLEEPING, take_and_offer
from tests.browser.screenshots.tour import Tour
from tests.browser.screenshots.words import said
from tests.browser.screenshots.writing import GONE, MET, answer, save

DAMAGED = "Part of this call cannot be read. A warning may be missing. Ask dispatch."


def needs_you(tour: Tour, ada: Page, desk: Page) -> Page:
    """Two phones answer one offer, part of which lies damaged; the one without signal said no to what was taken."""
    # The desk is opened anew rather than waited for: its link comes back in its own time.
    desk.goto(f"{tour.server.origin}/desk")
    take_and_offer(desk, SLEEPING)
    tour.button(ada, "Accept").wait_for()
    damage_newest_call(tour.server)
    jo = tour.sign_in("Jo", PHONE)
    tour.words(jo, DAMAGED).wait_for()
    tour.stop(jo, "offer-unreadable")
    jo.context.set_offline(True)
    tour.button(jo, "Can’t take it").click()
    tour.button(jo, "Too far").click()
    tour.button(ada, "Accept").click()
    tour.words(ada, "You said yes").wait_for()
    tour.words(ada, "All sent.").wait_for()
    tour.words(ada, DAMAGED).wait_for()
    tour.stop(ada, "call-unreadable")
    jo.context.set_offline(False)
    jo.get_by_role("status").filter(has_text=said("1 needs your attention.", tour.language, whole=False)).wait_for()
    # Refused, it gives way to what is true: the offer never comes back to them.
    to_call = jo.locator("a.btn[href^='/now/call/']")
    to_call.wait_for()
    tour.stop(jo, "home-attention")
    to_call.click()
    tour.words(jo, DAMAGED).wait_for()
    tour.stop(jo, "call-attention")
    tour.link(jo, "See it").click()
    tour.button(jo, "I’ve read it").wait_for()
    tour.stop(jo, "attention")
    tour.button(jo, "I’ve read it").click()
    tour.words(jo, "Nothing needs you").wait_for()
    tour.stop(jo, "attention-none")
    return jo


def walk(tour: Tour, ada: Page, jo: Page) -> None:
    """The last call ends; the team goes home."""
    tour.button(ada, "We’re on the way").click()
    tour.button(ada, "We’ve arrived").click()
    tour.button(ada, "Nobody here? Clear").click()
    tour.link(ada, "Finish later — kept on this phone").click()
    tour.button(ada, "End shift").wait_for()
    tour.stop(ada, "home-log-due")
    tour.button(ada, "We came across someone").click()
    tour.words(ada, "Where you are").wait_for()
    tour.stop(ada, "call-met")
    tour.words(ada, "What has happened").click()
    tour.link(ada, "A time is wrong or missing").click()
    tour.button(ada, "Save this time").wait_for()
    ada.get_by_role("radio").nth(1).click()
    tour.button(ada, "It didn’t happen").click()
    tour.button(ada, "Take this step back").wait_for()
    tour.stop(ada, "fix-time")
    ada.go_back()
    tour.button(ada, "Clear — we’re done here").click()
    saved_unlike(tour, ada, jo)
    tour.button(ada, "End shift").click()
    tour.button(ada, "Stay on duty").wait_for()
    ada.get_by_role("dialog").get_by_role("textbox").fill("The van pulls to the left.")
    tour.stop(ada, "end-shift")
    ada.get_by_role("dialog").get_by_role("button").nth(1).click()
    tour.button(ada, "Start shift").wait_for()
    tour.stop(ada, "off-duty")
    tour.link(ada, "Test my alarm").click()
    tour.words(ada, "No alarm on this phone").wait_for()
    tour.stop(ada, "alarm-drill")
    ada.go_back()
    in_a_tab(tour, ada)
    taking_over(tour, ada)


def saved_unlike(tour: Tour, ada: Page, jo: Page) -> None:
    """Both of the pair save the same outcome without a signal, each another one."""
    tour.button(ada, "Met the person").wait_for()
    jo.goto(ada.url)
    tour.button(jo, "Met the person").wait_for()
    for phone, answers in ((ada, GONE), (jo, MET)):
        phone.context.set_offline(True)
        answer(tour, phone, answers)
        save(tour, phone)
    for phone in (ada, jo):
        phone.context.set_offline(False)
    tour.link(ada, "Now").click()
    unlike = ada.locator("a[href$='/both']")
    unlike.wait_for()
    tour.stop(ada, "home-unlike")
    unlike.click()
    tour.words(ada, "Save once more").wait_for()
    tour.stop(ada, "saved-unlike")
    ada.locator(".dock .btn").last.click()


def in_a_tab(tour: Tour, ada: Page) -> None:
    """On an iPhone that opened it in its browser: what will not work there."""
    # What only an iPhone says, of a page that was not opened from its Home Screen.
    ada.evaluate("() => Object.defineProperty(navigator, 'standalone', { value: false, configurable: true })")
    tour.button(ada, "Start shift").click()
    tour.button(ada, "Start anyway; dispatch sees it").wait_for()
    tour.stop(ada, "in-a-tab")
    tour.button(ada, "Back").click()
    ada.evaluate("() => delete navigator.standalone")


def taking_over(tour: Tour, ada: Page) -> None:
    """The next shift reads what this one left, and says so."""
    tour.button(ada, "Start shift").click()
    left = ada.locator("a[href='/me/handover']")
    left.wait_for()
    tour.stop(ada, "home-left-to-us")
    left.click()
    tour.button(ada, "We have read it").wait_for()
    tour.stop(ada, "handover")
    tour.button(ada, "We have read it").click()
    tour.button(ada, "We have read it").wait_for(state="detached")
    tour.stop(ada, "handover-read")
