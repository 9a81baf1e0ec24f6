"""Calls about one event become one by keyboard, and a call is put right; each says first what will happen."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import DESK
from tests.browser.process import ServerProcess
from tests.browser.test_journey import PATIENCE_MS, button, server, sign_in

pytestmark = pytest.mark.parametrize("ground", ["sqlite"], indirect=True)
"""Sheets and sentences are the same whatever the server keeps its records in."""

__all__ = ["server"]


def test_calls_are_merged_and_one_is_put_right_by_keyboard(server: ServerProcess, chromium: Callable[..., Any]):
    desk = sign_in(chromium("desk", **DESK), server.link("Dispatcher"))
    leads = desk.locator("a.q", has_text="Fern Street at Third").first
    leads.click()
    button(desk, "Merge").wait_for()
    desk.keyboard.press("l")
    sheet = desk.get_by_role("dialog")
    expect(sheet.get_by_text("Nothing is marked.")).to_be_visible()
    desk.keyboard.press("Space")
    expect(sheet.get_by_text("Each keeps its number and its caller.")).to_be_visible()
    desk.keyboard.press("Enter")

    expect(desk.get_by_text("Also about this:")).to_be_visible(timeout=PATIENCE_MS)
    desk.keyboard.press("d")
    desk.get_by_label("Place", exact=True).fill("Fern Street at Fourth")
    desk.keyboard.press("Enter")
    expect(desk.locator(".panel", has_text="Fern Street at Fourth").first).to_be_visible(timeout=PATIENCE_MS)
