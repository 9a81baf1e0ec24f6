"""The programme manager's screens, each once."""

from tests.browser.chromium import DESK
from tests.browser.screenshots.tour import Tour


def walk(tour: Tour) -> None:
    """The outcome log, its files, an earlier page, a month without calls, no server."""
    manager = tour.sign_in("manager", DESK)
    manager.get_by_role("row").nth(1).wait_for()
    tour.stop(manager, "log")
    tour.link(manager, "Export").click()
    manager.locator(".drawer").wait_for()
    tour.stop(manager, "files")
    manager.locator(".drawer a.btn").first.click()
    tour.link(manager, "Earlier").click()
    tour.link(manager, "Newest").wait_for()
    tour.stop(manager, "earlier")
    tour.button(manager, "My page").click()
    manager.locator("dialog[open]").wait_for()
    tour.stop(manager, "my-page")
    manager.keyboard.press("Escape")
    manager.goto(f"{tour.server.origin}/outcomes?month=2025-01")
    manager.locator("main .panel a.btn").wait_for()
    tour.stop(manager, "no-calls")
    tour.server.stop()
    manager.locator("nav a.btn").first.click()
    tour.button(manager, "Try again").wait_for()
    tour.stop(manager, "no-server")
