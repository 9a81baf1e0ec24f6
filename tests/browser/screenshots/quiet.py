"""The confidential site's screens, each once."""

from tests.browser.chromium import PHONE
from tests.browser.screenshots.tour import Tour


def walk(tour: Tour) -> None:
    """An interrupter logs a conflict; the site lead reads how they stand."""
    tre = tour.sign_in("interrupter", PHONE)
    tour.words(tre, "Confidential log").wait_for()
    tour.stop(tre, "form")
    for answer in ("Riverbend", "2–3"):
        tre.get_by_role("main").get_by_text(answer, exact=True).first.click()
    tour.stop(tre, "form-what")
    for answer in ("Money", "Kept them apart", "Settled", "My own network"):
        tour.words(tre, answer).click()
    tour.stop(tre, "form-ready")
    tre.locator("summary").click()
    tour.button(tre, "Change").last.click()
    tour.stop(tre, "form-more")
    tour.button(tre, "in 7 days").click()
    tour.button(tre, "Save, locked").click()
    tour.words(tre, "Saved on this phone, locked.").wait_for()
    tour.stop(tre, "saved")
    tre.context.set_offline(True)
    tour.server.stop()
    tre.locator(".sync.off").wait_for()
    tour.stop(tre, "offline")
    tour.server.start()
    tre.context.set_offline(False)
    tour.link(tre, "Me").click()
    tour.button(tre, "Sign out").wait_for()
    tour.stop(tre, "me")
    tour.button(tre, "Help").click()
    tour.words(tre, "Call for help").wait_for()
    tour.stop(tre, "help")
    lead = tour.sign_in("Site lead", PHONE)
    tour.words(lead, "How they stand").wait_for()
    tour.stop(lead, "lead")
