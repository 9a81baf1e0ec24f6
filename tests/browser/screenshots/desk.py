"""The desk's screens, each once."""

from tests.browser.chromium import DESK, PHONE
from tests.browser.screenshots.tour import Tour
from tests.browser.test_journey import button, take_and_offer


def walk(tour: Tour) -> None:
    """The dispatcher takes a call, a team says yes and goes."""
    desk = tour.sign_in("Dispatcher", DESK, language="en")
    jo = tour.sign_in("Jo", PHONE, language="en")
    take_and_offer(desk)
    for step in ("Accept", "We’re on the way", "We’ve arrived", "We’re with the person"):
        button(jo, step).click()
    desk.get_by_role("list", name="Heron on this call").wait_for()
    tour.stop(desk, "board")
