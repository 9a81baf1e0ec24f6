"""An outcome as a team writes it up: its answers, each a tap, that they are safe, and Save."""

from playwright.sync_api import Page

from tests.browser.screenshots.tour import Tour

GONE = ("Gone when we arrived", "Nobody else")
MET = ("Met the person", "Settled here", "Nobody moved", "Nobody else", "Listened")


def answer(tour: Tour, phone: Page, answers: tuple[str, ...]) -> None:
    """Everything it asks, in the order it asks it."""
    for each in answers:
        tour.button(phone, each).click()
    tour.radio(phone, "Yes").click()


def save(tour: Tour, phone: Page) -> None:
    """Saved, and the phone says so."""
    tour.button(phone, "Save and be ready").click()
    tour.words(phone, "Saved on this phone.").wait_for()
