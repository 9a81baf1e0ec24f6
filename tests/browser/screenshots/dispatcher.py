"""The dispatcher's hands, for walks that are about somebody else: always at an English desk."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.browser.test_journey import PATIENCE_MS, button, choose


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a caller says, as far as a walk needs it."""

    place: str = "Bus shelter, Fern Street"
    area: str = "Eastbank"
    said: str = "shouting at the traffic, nobody with him"
    type_code: str = "MH_CRISIS"
    language: str = ""
    callback: str = ""
    access: str = ""
    not_known: tuple[int, ...] = ()
    """The danger questions, by their place in the list, that the caller could not answer."""


SLEEPING = Told(
    place="Under the Third Avenue bridge", said="asleep in the cold since the morning", type_code="UNHOUSED_NEED"
)


def take_and_offer(desk: Page, told: Told, team: str = "Heron") -> None:
    """Take this call and offer it to the team."""
    desk.get_by_role("link", name="New call").or_(button(desk, "New call")).first.click()
    desk.locator("#field-1 input").fill(told.place)
    desk.get_by_role("combobox", name="Area").fill(told.area)
    desk.get_by_label("Kind of place").select_option("outdoor_public")
    desk.locator("#field-2 input").fill(told.said)
    desk.get_by_role("button", name=re.compile(r"^All \d")).click()
    choose(desk, "#field-3", told.type_code)
    choose(desk, "#field-4", "bystander")
    choose(desk, "#field-5", "police")
    desk.get_by_label("Language", exact=True).select_option(told.language)
    desk.get_by_label("Call back").fill(told.callback)
    desk.get_by_label("Access or hazard").fill(told.access)
    for n, question in enumerate(desk.locator("ul.questions li").all()):
        question.locator(f"label:has(input[value='{'unknown' if n in told.not_known else 'no'}'])").click()
    desk.locator("label", has=desk.get_by_role("radio", name=team)).click()
    button(desk, f"Offer to {team}").click()
    # Says what else stands there, where it does not.
    expect(desk.get_by_role("list", name=f"Delivery of the offer to {team}")).to_be_visible(timeout=PATIENCE_MS)


def call_off(desk: Page) -> None:
    """Cancel the team that has the call which is shown."""
    button(desk, "End this").first.click()
    button(desk, "Cancelled: they are not needed").click()


def take_back(desk: Page) -> None:
    """Take back the offer that is shown."""
    button(desk, "Take back").first.click()
