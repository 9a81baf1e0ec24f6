"""A team asks for somebody to come too, with three taps; the desk answers with two keys and a press."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import DESK, PHONE
from tests.browser.process import ServerProcess
from tests.browser.test_journey import PATIENCE_MS, button, server, sign_in, take_and_offer

pytestmark = pytest.mark.parametrize("ground", ["sqlite"], indirect=True)
"""What stands on the screens is the same whatever the server keeps its records in."""

__all__ = ["server"]


def test_a_team_asks_who_should_come_and_reads_who_comes_and_when(server: ServerProcess, chromium: Callable[..., Any]):
    desk = sign_in(chromium("desk", **DESK), server.link("Dispatcher"))
    ada = sign_in(chromium("ada", **PHONE), server.link("Ada"))
    expect(ada.get_by_role("heading", name="on duty")).to_be_visible(timeout=PATIENCE_MS)
    take_and_offer(desk)
    for tap in ("Accept", "We’re on the way", "We’ve arrived"):
        button(ada, tap).click()

    asked = ada.locator(".note", has_text="Another 727 team")
    button(ada, "Ask for backup").click()
    button(ada, "Too many people").click()
    button(ada, "Ask for another 727 team").click()
    expect(desk.get_by_role("region", name="alarm")).to_contain_text(
        "Backup — Heron: Another 727 team", timeout=PATIENCE_MS
    )
    expect(asked).to_contain_text("Waiting for dispatch")

    desk.keyboard.press("F1")
    sheet = desk.get_by_role("dialog", name="Heron asks for")
    sheet.locator("label", has_text="10 min").click()
    sheet.get_by_role("button", name="Tell Heron: coming").click()
    expect(asked).to_contain_text("Coming, there by", timeout=PATIENCE_MS)
    expect(desk.get_by_role("list", name="Delivery of the offer to")).to_be_visible()

    button(ada, "They’re here").click()
    expect(asked).to_have_count(0)
    expect(desk.locator("li", has_text="Heron asked for").filter(has_text="came")).to_be_visible(timeout=PATIENCE_MS)
