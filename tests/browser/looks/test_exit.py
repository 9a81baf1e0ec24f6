"""Three taps on the head of a screen: nobody who looks at the phone reads anything, and nothing half typed is lost."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import PHONE
from tests.browser.process import ServerProcess
from tests.browser.screenshots.locking import PIN, enter
from tests.browser.test_journey import PATIENCE_MS, button, server, sign_in
from tests.browser.test_locking import answer, choose_a_pin
from tests.browser.test_steps import ANSWERS

pytestmark = [pytest.mark.looks, pytest.mark.parametrize("ground", ["sqlite"], indirect=True)]
"""What stands on a screen is the same whatever the server keeps its records in."""

__all__ = ["server"]

NOTE = "Keys lie with the night"
ON_TOP = """() => {
  const lines = n => Array.from({ length: 12 }, (_, i) => ((i + 0.5) * n) / 12);
  const points = lines(innerHeight).flatMap(y => lines(innerWidth).map(x => document.elementFromPoint(x, y)));
  return new Set(points.map(it => it.closest("dialog.cover") !== null && it.textContent === ""));
}"""
"""Whether what lies on top is the blank page, over the whole screen."""


def tap_three_times(head: Locator) -> None:
    """In its upper corner, where nothing to press stands."""
    for _ in range(3):
        head.click(position={"x": 3, "y": 3})


def is_blank(page: Page) -> None:
    expect(page.get_by_role("button", name="Covered. Press three times to go on.")).to_be_focused()
    expect(page).to_have_title("")
    assert page.evaluate(f"() => [...({ON_TOP})()]") == [True]


def test_without_a_pin_and_without_a_signal_the_page_is_blank_until_it_is_pressed_three_times(
    server: ServerProcess, chromium: Callable[..., Any]
):
    browser = chromium("ada", **PHONE)
    ada = sign_in(browser, server.link("Ada"))
    button(ada, "End shift").click()
    ada.get_by_role("textbox").fill(NOTE)
    assert ada.evaluate(f"() => [...({ON_TOP})()]") == [False], "the screen is read before"
    server.stop()

    tap_three_times(ada.locator("dialog.sheet > .row.top"))
    is_blank(ada)

    # By a finger or by the keyboard.
    for _ in range(3):
        ada.keyboard.press("Enter")
    expect(ada.get_by_role("textbox")).to_have_value(NOTE)
    expect(ada).to_have_title(re.compile("727"))

    button(ada, "Stay on duty").click()
    ada.get_by_role("link", name="Me").click()
    expect(ada.get_by_text("Three taps on the top of any screen blank it at once.")).to_be_visible()
    button(ada, "Blank it now").click()
    is_blank(ada)
    ada.get_by_role("button", name="Covered.").click(click_count=3)
    expect(ada.get_by_role("heading", name="Ada Okafor")).to_be_visible()
    assert browser.problems == []


def test_with_a_pin_they_lock_the_confidential_log_which_then_goes_on_where_it_was(
    server: ServerProcess, chromium: Callable[..., Any]
):
    browser = chromium("tre", **PHONE)
    tre = sign_in(browser, server.link("interrupter"))
    expect(tre.get_by_role("heading", name="Confidential log")).to_be_visible(timeout=PATIENCE_MS)
    tre.get_by_role("link", name="Me").click()
    choose_a_pin(tre)
    *first, last = ANSWERS
    answer(tre, *first)

    tap_three_times(tre.locator("header.top"))
    expect(tre.get_by_text("Enter your PIN")).to_be_visible()
    expect(tre.get_by_text("Money", exact=True)).to_have_count(0)

    enter(tre, PIN)
    answer(tre, last)
    button(tre, "Save, locked").click()
    tre.wait_for_url("**/quiet/list")
    assert browser.problems == []
