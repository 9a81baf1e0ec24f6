"""What a phone says of itself: what leaves it, and what will not work in a browser's tab."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import DESK, PHONE
from tests.browser.process import ServerProcess
from tests.browser.test_journey import PATIENCE_MS, button, server, sign_in, take_and_offer, write_the_log

pytestmark = [pytest.mark.looks, pytest.mark.parametrize("ground", ["sqlite"], indirect=True)]
"""What a phone says of itself is the same whatever the server keeps its records in."""

__all__ = ["server"]

NOTE = "By the north gate"
IN_A_TAB = "Object.defineProperty(navigator, 'standalone', { get: () => false })"
"""What only an iPhone says, of a page that was not opened from its Home Screen."""


def part(page: Page, title: str) -> Locator:
    """A card of the page about what leaves."""
    return page.locator(".card", has=page.get_by_role("heading", name=title, exact=True))


def test_what_leaves_a_phone_stands_there_as_it_was_written_and_what_only_waits_stands_apart(
    server: ServerProcess, chromium: Callable[..., Any]
):
    browser = chromium("ada", **PHONE)
    desk, ada = sign_in(chromium("desk", **DESK), server.link("Dispatcher")), sign_in(browser, server.link("Ada"))
    take_and_offer(desk)
    for step in ("Accept", "We’re on the way", "We’ve arrived", "We’re with the person", "Clear — we’re done here"):
        button(ada, step).click()
    expect(ada.get_by_role("status").filter(has_text="All sent")).to_be_visible(timeout=PATIENCE_MS)
    server.stop()
    write_the_log(ada, NOTE)
    ada.get_by_role("link", name="Me").click()
    ada.get_by_role("link", name="What leaves this phone").click()

    # With no server the outcome is on this phone alone, and says what was written.
    waits = part(ada, "Only on this phone").locator("details", has_text="Outcome, call")
    waits.locator("summary").click()
    expect(waits.get_by_text(NOTE)).to_be_visible()
    expect(part(ada, "Sent").locator("details", has_text="Outcome, call")).to_have_count(0)
    steps = part(ada, "Sent").locator("details", has_text="Status, call")
    steps.locator("summary").click()
    expect(steps.get_by_role("listitem").filter(has_text=re.compile(r"^Arrived .*\d"))).to_be_visible()

    server.start()
    left = part(ada, "Sent").locator("details", has_text="Outcome, call")
    left.locator("summary").click(timeout=3 * PATIENCE_MS)
    expect(left.get_by_text(NOTE)).to_be_visible()
    expect(waits).to_have_count(0)
    assert browser.problems == []


def test_before_a_shift_in_an_iphones_tab_it_says_what_fails_and_the_desk_sees_who_began_it_all_the_same(
    server: ServerProcess, chromium: Callable[..., Any]
):
    browser = chromium("ada", **PHONE)
    browser.page.add_init_script(IN_A_TAB)
    desk, ada = sign_in(chromium("desk", **DESK), server.link("Dispatcher")), sign_in(browser, server.link("Ada"))
    button(ada, "End shift").click()
    button(ada, "End shift").last.click()
    expect(ada.get_by_role("heading", name="You’re off duty")).to_be_visible(timeout=PATIENCE_MS)

    button(ada, "Start shift").click()
    told = ada.get_by_role("dialog")
    expect(told.get_by_text("No call rings here with the tab closed")).to_be_visible()
    expect(told.get_by_text("After 7 days without use")).to_be_visible()
    told.get_by_role("button", name="Back").click()
    expect(button(ada, "Start shift")).to_be_enabled()

    # Whoever knows may start, with no signal too: it is a fact.
    server.stop()
    button(ada, "Start shift").click()
    button(ada, "Start anyway; dispatch sees it").click()
    expect(button(ada, "Starting, as soon as dispatch hears it")).to_be_visible()
    server.start()
    expect(ada.get_by_role("heading", name="on duty")).to_be_visible(timeout=3 * PATIENCE_MS)

    desk.reload()
    desk.locator("#teams button", has_text="Heron").click()
    expect(desk.get_by_role("dialog").get_by_text("In a browser tab, by choice at")).to_be_visible(timeout=PATIENCE_MS)
    assert browser.problems == []
