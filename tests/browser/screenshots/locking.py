"""A phone that opens by a PIN: choosing one, opening, a wrong and a forgotten one, and saving without."""

from playwright.sync_api import Page

from tests.browser.screenshots.tour import Tour

PIN = "271828"


def enter(page: Page, digits: str) -> None:
    """By the keys on the screen."""
    for digit in digits:
        page.get_by_role("button", name=digit, exact=True).click()


def walk(tour: Tour, ada: Page) -> None:
    """On a call: a PIN is chosen, the phone locked, looked at and opened."""
    tour.link(ada, "Me").click()
    tour.words(ada, "This phone has no PIN. Whoever holds it can read your calls.").wait_for()
    tour.stop(ada, "me-no-pin")
    tour.link(ada, "Choose a PIN for this phone").click()
    lead = "6 digits. Without it nobody reads what this phone keeps. Saving works without it."
    tour.words(ada, lead).wait_for()
    enter(ada, PIN[:3])
    tour.stop(ada, "pin-choose")
    enter(ada, PIN[3:])
    tour.words(ada, "Type it once more").wait_for()
    enter(ada, PIN)
    tour.link(ada, "Me").click()
    tour.words(ada, "Lock now").wait_for()
    tour.stop(ada, "me-pin")
    tour.button(ada, "Lock now").click()
    tour.words(ada, "Enter your PIN").wait_for()
    tour.stop(ada, "unlock")
    enter(ada, "000000")
    tour.words(ada, "That PIN is not right. 9 tries left.").wait_for()
    tour.stop(ada, "unlock-wrong")
    tour.button(ada, "Forgot PIN").click()
    tour.stop(ada, "unlock-forgot")
    tour.button(ada, "Back").click()
    tour.button(ada, "Save without opening").click()
    tour.link(ada, "Now").click()
    tour.link(ada, "Go to the call").wait_for()
    tour.stop(ada, "locked-home")
    tour.link(ada, "Go to the call").click()
    tour.words(ada, "You’re with the person").wait_for()
    tour.stop(ada, "locked-call")
    tour.link(ada, "Unlock").click()
    tour.words(ada, "Enter your PIN").wait_for()
    enter(ada, PIN)
    tour.words(ada, "All sent.").wait_for()
    tour.link(ada, "Now").click()
    tour.link(ada, "Go to the call").wait_for()
