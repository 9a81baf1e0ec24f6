"""Taking a call, from the first ring to each way it can end."""

from playwright.sync_api import Page

from tests.browser.screenshots.desk import at_the_board
from tests.browser.screenshots.desk_sheets import close, opened
from tests.browser.screenshots.tour import Tour

TOLD = {"#field-3": "MH_CRISIS", "#field-4": "bystander", "#field-5": "police"}


def pick(desk: Page, field: str, value: str) -> None:
    """Choose one of several in a field."""
    desk.locator(f"{field} label:has(input[value='{value}'])").first.click()


def answer(desk: Page, nth: int, value: str) -> None:
    """Answer the nth question of the screening."""
    pick(desk, f"ul.questions li:nth-child({nth})", value)


def walk(tour: Tour) -> None:
    """Nothing known yet; the site's number; too early; half asked;
    a life at risk; a weapon; a partner; not sending; by phone; kept.
    """
    desk = at_the_board(tour)
    desk.keyboard.press("c")
    desk.locator("#field-1 input").wait_for()
    tour.stop(desk, "first-ring")
    desk.keyboard.press("Alt+s")
    opened(desk)
    tour.stop(desk, "site")
    close(desk)
    desk.keyboard.press("Control+Enter")
    desk.locator(".missing").wait_for()
    tour.stop(desk, "still-to-answer")
    desk.locator("#field-1 input").fill("Laundromat on Sample Square")
    desk.locator("#field-kind select").select_option("outdoor_public")
    desk.locator("#field-2 input").fill("Man crying on the kerb, says he has not slept in days")
    for field, value in TOLD.items():
        pick(desk, field, value)
    for nth, value in enumerate(("no", "no", "no", "unknown"), start=1):
        answer(desk, nth, value)
    tour.stop(desk, "half-asked")
    answer(desk, 1, "yes")
    tour.stop(desk, "life-at-risk")
    answer(desk, 3, "yes")
    tour.stop(desk, "weapon")
    answer(desk, 8, "yes")
    pick(desk, "#field-not", "no_unit_available")
    tour.stop(desk, "partner-and-not-sending")
    desk.keyboard.press("Alt+p")
    opened(desk)
    tour.stop(desk, "by-phone")
    close(desk)
    desk.keyboard.press("Escape")
    desk.locator(".q.draft").wait_for()
    tour.stop(desk, "kept-on-the-board")
