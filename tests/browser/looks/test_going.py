"""A team is sent to a colleague who calls for help: over every screen, then on its home for as long as it lasts."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from server.example.people import example
from tests.browser.chromium import DESK, PHONE
from tests.browser.process import ServerProcess
from tests.browser.test_journey import PATIENCE_MS, button, server, sign_in

pytestmark = [pytest.mark.looks, pytest.mark.parametrize("ground", ["sqlite"], indirect=True)]
"""A sheet is the same whatever the server keeps its records in."""

__all__ = ["server"]

GOES = "Sam Example calls for help"


def calls_for_help(sam: Page) -> None:
    """From their home: while they are let in, one screen takes the place of another, and a key pressed then is lost."""
    expect(sam.get_by_role("heading", name="off duty")).to_be_visible(timeout=PATIENCE_MS)
    button(sam, "Help").first.click()
    sam.locator("button.hold").press("Enter")


def sends_heron(desk: Page) -> None:
    """As soon as the alarm stands there: its first answer is whom to send."""
    desk.locator(".alarms .al.worst button").first.click(timeout=2 * PATIENCE_MS)
    desk.locator("dialog button", has_text="Heron").first.click()


def test_whom_a_team_was_sent_for_stays_on_its_home_after_it_was_seen_until_they_are_safe(
    server: ServerProcess, chromium: Callable[..., Any]
):
    said = server.ask("person", "add", "Sam Example", "--role", "responder", "--org", example().city.name)
    sam, ada = chromium("sam", **PHONE).page, sign_in(chromium("ada", **PHONE), server.link("Ada"))
    desk = sign_in(chromium("desk", **DESK), server.link("Dispatcher"))
    sam.goto(f"{server.origin}/enrol#{said.split()[1]}")
    calls_for_help(sam)
    sends_heron(desk)
    over = ada.get_by_role("dialog", name=GOES)
    row = ada.get_by_role("main").get_by_role("button", name=GOES)
    expect(over).to_be_visible(timeout=PATIENCE_MS)

    button(ada, "Seen").tap()

    expect(over).to_have_count(0)
    row.tap()
    expect(over).to_contain_text("Dispatch sends you.")
    button(ada, "Seen").tap()
    button(sam, "I’m safe now").click()
    expect(row).to_have_count(0, timeout=PATIENCE_MS)
