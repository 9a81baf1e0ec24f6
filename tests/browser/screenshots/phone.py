"""A responder's screens, each once."""

from playwright.sync_api import Page

from tests.browser.chromium import DESK, PHONE
from tests.browser.screenshots.tour import Tour
from tests.browser.test_journey import take_and_offer


def walk(tour: Tour) -> None:
    """A shift: an offer, a call, its log, a referral, and what waits on the phone."""
    desk = tour.sign_in("Dispatcher", DESK, language="en")
    ada = tour.sign_in("Ada", PHONE)
    tour.words(ada, "Ready for a call").wait_for()
    tour.stop(ada, "home")
    take_and_offer(desk)
    tour.button(ada, "Accept").wait_for()
    tour.stop(ada, "offer")
    tour.button(ada, "Accept").click()
    for step in ("We’re on the way", "We’ve arrived", "We’re with the person"):
        tour.button(ada, step).click()
    tour.words(ada, "You’re with the person").wait_for()
    tour.stop(ada, "call")
    tour.button(ada, "Clear — we’re done here").click()
    log(tour, ada)


def log(tour: Tour, ada: Page) -> None:
    """Met the person; it settled; nobody moved; nobody else; listened, water; safe."""
    tour.button(ada, "Met the person").wait_for()
    tour.stop(ada, "log")
    taps = ("Met the person", "Settled here", "Nobody moved", "Nobody else", "Listened", "Water")
    for answer in taps:
        tour.button(ada, answer).click()
    tour.radio(ada, "Yes").click()
    tour.button(ada, "Save and be ready").wait_for()
    tour.stop(ada, "log-ready")
    tour.button(ada, "Save and be ready").click()
    tour.words(ada, "Saved on this phone.").wait_for()
    tour.stop(ada, "saved")
