"""The board of a busy night, each kind of call on it, and the board when nobody waits."""

from playwright.sync_api import Page

from tests.browser.chromium import DESK
from tests.browser.damage import damage_newest_call
from tests.browser.screenshots.tour import Tour

CALLS = {
    "just-in": "bus stop 9",
    "no-answer": "Alder Bridge, east",
    "two-teams": "Eastbank underpass",
    "with-person": "Pier Steps",
    "no-check-in": "7 Example Row",
    "leaving": "Laundromat",
    "arrived": "12 Fern",
    "nearby": "School yard",
    "not-sent": "Pharmacy",
    "by-phone": "5 Sample Court",
}
"""A stop, and where the call is that it shows."""


def at_the_board(tour: Tour, who: str = "Dispatcher") -> Page:
    """Somebody signed in at the desk, the board before them."""
    desk = tour.sign_in(who, DESK)
    desk.locator("a.q").first.wait_for()
    return desk


def choose(desk: Page, where: str) -> None:
    """Choose the call at this place."""
    row = desk.locator("a.q", has_text=where).first
    row.click()
    row.and_(desk.locator("[aria-current]")).wait_for()


def walk(tour: Tour) -> None:
    """Ten alarms and fourteen calls: none chosen, then one of each kind; then no link."""
    desk = at_the_board(tour)
    tour.stop(desk, "none-chosen")
    choose(desk, "Mill Lane")
    tour.stop(desk, "board")
    for name, where in CALLS.items():
        choose(desk, where)
        tour.stop(desk, name)
    desk.keyboard.press("/")
    desk.keyboard.type("offer 14 wren" if tour.language == "en" else "ofrecer 14 wren")
    tour.stop(desk, "line")
    desk.keyboard.press("Escape")
    desk.keyboard.press("a")
    desk.locator("dialog table").wait_for()
    tour.stop(desk, "by-area")
    desk.keyboard.press("Escape")
    choose(desk, "bus stop 9")
    tour.server.stop()
    desk.locator(".topbar.late").wait_for()
    desk.keyboard.press("v")
    desk.locator("dialog summary").click()
    tour.stop(desk, "by-voice")
    desk.keyboard.press("Escape")
    desk.keyboard.press("o")
    desk.locator(".toast").wait_for()
    tour.stop(desk, "no-link")
    desk.goto(f"{tour.server.origin}/desk/paper")
    desk.locator(".paper section").first.wait_for()
    tour.stop(desk, "paper")


def calm(tour: Tour) -> None:
    """Of the two calls of the example one lies damaged; they are solved by phone; then nobody waits."""
    damage_newest_call(tour.server)
    desk = at_the_board(tour)
    tour.words(desk, "Part of a record cannot be read").wait_for()
    choose(desk, "Millside")
    tour.words(desk, "Part of this call lies damaged and cannot be read. Ask the caller and the team.").wait_for()
    tour.stop(desk, "unreadable")
    desk.locator(".al button").first.click()
    desk.locator(".al").wait_for(state="detached")
    for where in ("Millside", "Alder Bridge"):
        choose(desk, where)
        desk.keyboard.press("p")
        desk.locator("dialog li button").first.click()
        desk.locator("dialog").wait_for(state="detached")
    desk.goto(f"{tour.server.origin}/desk")
    desk.locator(".panel.none a[href='/desk/new']").wait_for()
    tour.stop(desk, "nobody-waits")
