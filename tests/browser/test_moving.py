"""A team on its way is moved to a more urgent call, by two keys, and reads what that means on its phone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import DESK, PHONE
from tests.browser.process import ServerProcess
from tests.browser.sight import FOCUSED, at_first_sight, met
from tests.browser.test_journey import PATIENCE_MS, button, server, sign_in, take_and_offer

pytestmark = pytest.mark.parametrize("ground", ["sqlite"], indirect=True)
"""Sheets and sentences are the same whatever the server keeps its records in."""

__all__ = ["server"]


def test_a_move_says_what_it_costs_and_the_team_reads_where_it_is_needed(
    server: ServerProcess, chromium: Callable[..., Any]
):
    desk = sign_in(chromium("desk", **DESK), server.link("Dispatcher"))
    ada = sign_in(chromium("ada", **PHONE), server.link("Ada"))
    expect(ada.get_by_role("heading", name="on duty")).to_be_visible(timeout=PATIENCE_MS)
    take_and_offer(desk)
    button(ada, "Accept").click()
    button(ada, "We’re on the way").click()
    expect(desk.get_by_role("list", name="Heron on this call")).to_contain_text("done: On the way")

    desk.locator("a.q", has_text="Fern Street at Third").first.click()
    desk.locator(".panel", has_text="Could be moved").wait_for()
    desk.evaluate(at_first_sight("dialog li button", FOCUSED))
    desk.keyboard.press("m")
    assert met(desk), "Enter moves the first of them as soon as it can be read"
    cost = desk.get_by_role("dialog").get_by_role("button", name="Heron leaves")
    expect(cost).to_contain_text("it goes back to the queue with its age")
    expect(cost).to_be_focused()
    desk.keyboard.press("Enter")

    sheet = ada.get_by_role("dialog", name="You’re needed elsewhere")
    expect(sheet).to_contain_text("Next: P2", timeout=PATIENCE_MS)
    button(ada, "OK", exact=True).click()
    button(ada, "Accept").click()
    expect(desk.get_by_role("list", name="Heron on this call")).to_be_visible(timeout=PATIENCE_MS)
    expect(desk.get_by_text("Moved from")).to_be_visible()

    # Another team in its place: nobody is left without one meanwhile.
    button(desk, "End this").first.click()
    desk.get_by_role("dialog").get_by_role("button", name="Heron goes on until they say yes").first.click()
    expect(desk.locator("article", has_text="In place of Heron")).to_be_visible(timeout=PATIENCE_MS)
    expect(desk.get_by_role("list", name="Heron on this call")).to_be_visible()
