"""Three taps on the head of a screen: nobody who looks at the phone reads anything, and nothing half typed is lost."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import PHONE, Browser
from tests.browser.process import ServerProcess
from tests.browser.screenshots.locking import PIN, enter
from tests.browser.test_checkins import holds_still
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


def opened(chromium: Callable[..., Any], who: str) -> Browser:
    """A phone whose clock this test may hold: three taps are within a second on however busy a machine."""
    browser: Browser = chromium(who, **PHONE)
    browser.page.clock.install()
    return browser


def tap_three_times(head: Locator, *, hurried: int = 0) -> None:
    """In its upper corner, where nothing to press stands; a hurried hand taps on."""
    holds_still(head.page)
    for _ in range(3):
        head.click(position={"x": 3, "y": 3})
    for _ in range(hurried):
        head.page.mouse.click(3, 3)
        head.page.clock.run_for(200)
    head.page.clock.resume()


def is_blank(page: Page) -> None:
    expect(page.get_by_role("button", name="Covered. Press three times to go on.")).to_be_focused()
    expect(page).to_have_title("")
    assert page.evaluate(f"() => [...({ON_TOP})()]") == [True]


def is_blank_for_every_other_key(page: Page) -> None:
    """Escape brings nothing back, once or again and again; nor does a phone's way back, which closes the same."""
    for _ in range(3):
        page.keyboard.press("Escape")
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        is_blank(page)


def test_without_a_pin_and_without_a_signal_the_page_is_blank_until_it_is_pressed_three_times(
    server: ServerProcess, chromium: Callable[..., Any]
):
    browser = opened(chromium, "ada")
    ada = sign_in(browser, server.link("Ada"))
    button(ada, "End shift").click()
    ada.get_by_role("textbox").fill(NOTE)
    assert ada.evaluate(f"() => [...({ON_TOP})()]") == [False], "the screen is read before"
    server.stop()

    tap_three_times(ada.locator("dialog.sheet > .row.top"), hurried=7)
    is_blank(ada)
    is_blank_for_every_other_key(ada)

    # By a finger or by the keyboard.
    holds_still(ada)
    for _ in range(3):
        ada.keyboard.press("Enter")
    ada.clock.resume()
    expect(ada.get_by_role("textbox")).to_have_value(NOTE)
    expect(ada).to_have_title(re.compile("727"))

    button(ada, "Stay on duty").click()
    ada.get_by_role("link", name="Me").click()
    expect(ada.get_by_text("Three taps on the top of any screen blank it at once.")).to_be_visible()
    button(ada, "Blank it now").click()
    is_blank(ada)
    holds_still(ada)
    ada.get_by_role("button", name="Covered.").click(click_count=3)
    ada.clock.resume()
    expect(ada.get_by_role("heading", name="Ada Okafor")).to_be_visible()
    assert browser.problems == []


def test_with_a_pin_they_lock_the_confidential_log_which_then_goes_on_where_it_was(
    server: ServerProcess, chromium: Callable[..., Any]
):
    browser = opened(chromium, "tre")
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


def test_with_a_pin_what_was_typed_into_any_form_is_there_again_behind_it(
    server: ServerProcess, chromium: Callable[..., Any]
):
    browser = opened(chromium, "ada")
    ada = sign_in(browser, server.link("Ada"))
    ada.get_by_role("link", name="Me").click()
    choose_a_pin(ada)

    button(ada, "End shift").click()
    comes_back(ada, "For the next shift (no names)", lambda: button(ada, "End shift").click())
    button(ada, "Stay on duty").click()

    ada.get_by_role("link", name="Me").click()
    button(ada, "Talk to someone").click()
    comes_back(ada, "Name", lambda: button(ada, "Talk to someone").click())
    button(ada, "Back", exact=True).click()

    ada.get_by_role("link", name="Now").click()
    button(ada, "We came across someone").click()
    button(ada, "Note about this place").click()
    comes_back(ada, "In a few words", lambda: button(ada, "Note about this place").click())
    button(ada, "Back", exact=True).click()

    asks_for_food(ada)
    button(ada, "First name").click()
    button(ada, "7 days").click()
    comes_back(ada, "First name, as they say it", lambda: None)
    expect(ada.get_by_text("They may know it for 7 days.")).to_be_visible()

    # Whoever walks away from it leaves no word about the person on the phone.
    ada.locator("a.back").click()
    ada.get_by_role("link", name="Refer").or_(button(ada, "Refer")).first.click()
    expect(ada.get_by_text("They may know it for 90 days.")).to_be_visible()
    expect(ada.get_by_label("First name, as they say it")).to_have_count(0)
    assert browser.problems == []


def comes_back(page: Page, label: str, again: Callable[[], object]) -> None:
    """Typed into this field, hidden by three taps, and there once the phone is open and the form is."""
    page.get_by_label(label).fill(NOTE)
    tap_three_times(page.locator("dialog.sheet > .row.top, header.top").last)
    expect(page.get_by_text("Enter your PIN")).to_be_visible()
    assert NOTE not in page.content()
    enter(page, PIN)
    again()
    expect(page.get_by_label(label)).to_have_value(NOTE)


def asks_for_food(page: Page) -> None:
    """From the call to the form of a referral."""
    page.get_by_role("link", name="Find help").or_(page.get_by_role("link", name="Find")).first.click()
    page.get_by_label("Search for a place").fill("food")
    page.get_by_role("main").get_by_role("link").first.click()
    page.get_by_role("link", name="Refer").or_(button(page, "Refer")).first.click()
