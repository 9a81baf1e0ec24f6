"""What a team must answer for: asking a supervisor, and a report that the law may ask for."""

from playwright.sync_api import Page

from tests.browser.screenshots.dispatcher import Told, take_and_offer
from tests.browser.screenshots.tour import Tour
from tests.browser.screenshots.writing import MET, answer, save

RUNAWAY = Told(place="Bus station, Third Street", said="fourteen, will not go home", type_code="RUNAWAY_YOUTH")


def asks_a_supervisor(tour: Tour, ada: Page) -> None:
    """What about, if anything; then waiting for an answer."""
    tour.button(ada, "Ask a supervisor").click()
    tour.button(ada, "Is it safe to leave?").click()
    tour.stop(ada, "consult")
    tour.button(ada, "Ask now").click()
    ada.locator("dialog[open]").wait_for(state="detached")
    tour.words(ada, "Is it safe to leave?").scroll_into_view_if_needed()
    tour.stop(ada, "consult-asked")


def must_report(tour: Tour, ada: Page, desk: Page) -> None:
    """A child was met: the team is reminded, and notes that it reported."""
    take_and_offer(desk, RUNAWAY)
    tour.button(ada, "Accept").click()
    for step in ("We’re on the way", "We’ve arrived", "We’re with the person", "Clear — we’re done here"):
        tour.button(ada, step).click()
    answer(tour, ada, MET)
    save(tour, ada)
    due = ada.locator("main a[href^='/now/call/']:not([href$='/log'])")
    due.wait_for()
    tour.stop(ada, "home-must-report")
    due.click()
    tour.button(ada, "Report made").wait_for()
    tour.stop(ada, "call-must-report")
    tour.button(ada, "Report made").click()
    tour.button(ada, "Child protection").click()
    tour.button(ada, "medic").click()
    tour.stop(ada, "report-made")
    tour.button(ada, "Note that it was made").click()
    ada.locator(".note.tint").first.wait_for()
    tour.stop(ada, "call-reported")
    tour.link(ada, "Now").click()
