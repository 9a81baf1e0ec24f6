"""A slip has ten seconds in which it is undone, and is put right after them, too; the desk takes back its own."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.process import ServerProcess
from tests.browser.test_checkins import holds_still
from tests.browser.test_journey import PATIENCE_MS, button, server
from tests.browser.test_undo import a_call, stands, undo

pytestmark = [pytest.mark.looks, pytest.mark.parametrize("ground", ["sqlite"], indirect=True)]
"""What is taken back is the same whatever the server keeps its records in."""

__all__ = ["server"]


def test_after_ten_seconds_nothing_is_undone_by_a_late_thumb_but_a_step_can_still_be_said_not_to_have_happened(
    server: ServerProcess, chromium: Callable[..., Any]
):
    _, ada, board = a_call(chromium, server)
    button(ada, "We’re on the way").click()
    holds_still(ada)
    button(ada, "We’ve arrived").click()
    expect(ada.locator(".toast")).to_contain_text("Arrived")
    ada.clock.run_for(8_000)
    expect(undo(ada)).to_be_visible()
    ada.clock.run_for(4_000)
    expect(undo(ada)).to_have_count(0)
    ada.clock.resume()
    expect(board).to_contain_text("done: Arrived", timeout=PATIENCE_MS)

    ada.get_by_text("What has happened").click()
    ada.get_by_role("link", name="A time is wrong or missing").click()
    ada.get_by_text("Arrived, ").click()
    button(ada, "It didn’t happen").click()
    button(ada, "Take this step back").click()

    stands(ada, "You’re on the way")
    expect(board).not_to_contain_text("done: Arrived", timeout=PATIENCE_MS)


def test_the_desk_takes_back_a_step_that_it_wrote_down_for_a_team(server: ServerProcess, chromium: Callable[..., Any]):
    desk, _, board = a_call(chromium, server)

    for takes_back in (lambda: undo(desk).click(), lambda: desk.keyboard.press("z")):
        desk.keyboard.press("v")
        sheet = desk.get_by_role("dialog")
        sheet.get_by_text("Arrived", exact=True).click()
        sheet.get_by_text("Ada Okafor", exact=True).click()
        sheet.get_by_role("button", name="Write it down").click()
        expect(board).to_contain_text("done: Arrived", timeout=PATIENCE_MS)
        takes_back()
        expect(board).not_to_contain_text("done: Arrived", timeout=PATIENCE_MS)
