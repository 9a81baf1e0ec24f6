"""The programme manager's screens, each once."""

from tests.browser.chromium import DESK
from tests.browser.screenshots.tour import Tour


def walk(tour: Tour) -> None:
    """The outcome log and its files."""
    manager = tour.sign_in("manager", DESK)
    manager.get_by_role("row").nth(1).wait_for()
    tour.stop(manager, "log")
