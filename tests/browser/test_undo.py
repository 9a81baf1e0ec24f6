"""A step tapped by mistake, at 2 a.m. with one thumb: it is taken back for ten seconds, and can be put right later."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import DESK
from tests.browser.process import ServerProcess
from tests.browser.test_checkins import a_phone, holds_still
from tests.browser.test_journey import PATIENCE_MS, button, server, serves_again, sign_in, take_and_offer

pytestmark = pytest.mark.parametrize("ground", ["sqlite"], indirect=True)
"""What a phone takes back is the same whatever the server keeps its records in."""

__all__ = ["server"]


def a_call(chromium: Callable[..., Any], server: ServerProcess) -> tuple[Page, Page, Locator]:
    """The desk, Ada's phone with a call just accepted, and that call on the board."""
    desk = sign_in(chromium("desk", **DESK), server.link("Dispatcher"))
    ada = a_phone(chromium, server, "Ada")
    take_and_offer(desk)
    button(ada, "Accept").click()
    board = desk.get_by_role("list", name="Heron on this call")
    expect(board).to_be_visible()
    return desk, ada, board


def undo(page: Page) -> Locator:
    return page.get_by_role("button", name="Undo")


def stands(phone: Page, sentence: str) -> None:
    expect(phone.get_by_role("heading", level=1)).to_have_text(sentence, timeout=PATIENCE_MS)


def all_sent(phone: Page) -> None:
    expect(phone.get_by_role("status").filter(has_text="All sent")).to_be_visible(timeout=PATIENCE_MS)


def test_a_step_tapped_by_mistake_is_taken_back_with_a_signal_and_without(
    server: ServerProcess, chromium: Callable[..., Any]
):
    desk, ada, board = a_call(chromium, server)
    button(ada, "We’re on the way").click()
    all_sent(ada)

    holds_still(ada)
    button(ada, "We’ve arrived").click()
    expect(ada.locator(".toast")).to_contain_text("Arrived")
    ada.clock.run_for(3_000)
    expect(board).to_contain_text("done: Arrived", timeout=PATIENCE_MS)
    undo(ada).click()
    stands(ada, "You’re on the way")
    ada.clock.resume()
    expect(board).not_to_contain_text("done: Arrived", timeout=PATIENCE_MS)
    all_sent(ada)

    server.stop()
    holds_still(ada)
    button(ada, "We’ve arrived").click()
    button(ada, "We’re with the person").click()
    button(ada, "Clear — we’re done here").click()
    expect(ada.locator(".toast")).to_contain_text("Clear")
    ada.clock.run_for(2_000)
    stands(ada, "How did it go?")
    undo(ada).click()
    stands(ada, "You’re with the person")
    expect(button(ada, "Clear — we’re done here")).to_be_visible()
    ada.clock.resume()

    serves_again(server, ada, desk)
    all_sent(ada)
    expect(board).to_contain_text("done: With the person", timeout=3 * PATIENCE_MS)
    expect(board).not_to_contain_text("done: Clear")
    expect(desk.get_by_role("region", name="Calls")).to_contain_text("with teams")
