"""What a phone says of itself: what leaves it, and what will not work in a browser's tab."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import DESK, PHONE
from tests.browser.process import ServerProcess
from tests.browser.test_journey import (
    PATIENCE_MS,
    button,
    server,
    serves_again,
    sign_in,
    take_and_offer,
    write_the_log,
)

pytestmark = [pytest.mark.looks, pytest.mark.parametrize("ground", ["sqlite"], indirect=True)]
"""What a phone says of itself is the same whatever the server keeps its records in."""

__all__ = ["server"]

NOTE = "By the north gate"
IN_A_TAB = "Object.defineProperty(navigator, 'standalone', { get: () => false })"
"""What only an iPhone says, of a page that was not opened from its Home Screen."""
ALMOST_EMPTY = "Navigator.prototype.getBattery = async () => ({ level: 0.24, charging: false })"
UNKNOWN = "delete Navigator.prototype.getBattery"
"""What Safari and Firefox tell a page of the battery: nothing."""


def part(page: Page, title: str) -> Locator:
    """A card of the page about what leaves."""
    return page.locator(".card", has=page.get_by_role("heading", name=title, exact=True))


def works_to_the_end(ada: Page, desk: Page) -> None:
    """A call is taken, offered and gone to, up to the last step."""
    take_and_offer(desk)
    for step in ("Accept", "We’re on the way", "We’ve arrived", "We’re with the person", "Clear — we’re done here"):
        button(ada, step).click()
    # That all is sent, as it may have said before this step, says nothing of it.
    ada.wait_for_url("**/log")


def logs_with_no_server(ada: Page, desk: Page, server: ServerProcess) -> None:
    """All of a call but its outcome is sent."""
    works_to_the_end(ada, desk)
    expect(ada.get_by_role("status").filter(has_text="All sent")).to_be_visible(timeout=PATIENCE_MS)
    server.stop()
    write_the_log(ada, NOTE)


def sees_what_leaves(ada: Page) -> None:
    """From wherever there are tabs."""
    ada.get_by_role("link", name="Me").click()
    ada.get_by_role("link", name="What leaves this phone").click()


def test_what_leaves_a_phone_stands_there_as_it_was_written_and_what_only_waits_stands_apart(
    server: ServerProcess, chromium: Callable[..., Any]
):
    browser = chromium("ada", **PHONE)
    ada = sign_in(browser, server.link("Ada"))
    logs_with_no_server(ada, sign_in(chromium("desk", **DESK), server.link("Dispatcher")), server)
    sees_what_leaves(ada)

    # With no server the outcome is on this phone alone, and says what was written.
    waits = part(ada, "Only on this phone").locator("details", has_text="Outcome, call")
    waits.locator("summary").click()
    expect(waits.get_by_text(NOTE)).to_be_visible()
    expect(part(ada, "Sent").locator("details", has_text="Outcome, call")).to_have_count(0)
    steps = part(ada, "Sent").locator("details", has_text="Status, call")
    steps.locator("summary").click()
    expect(steps.get_by_role("listitem").filter(has_text=re.compile(r"^Arrived .*\d"))).to_be_visible()

    serves_again(server, ada)
    left = part(ada, "Sent").locator("details", has_text="Outcome, call")
    left.locator("summary").click(timeout=3 * PATIENCE_MS)
    expect(left.get_by_text(NOTE)).to_be_visible()
    expect(waits).to_have_count(0)
    assert browser.problems == []


def test_an_outcome_that_is_half_written_is_on_this_phone_alone_and_what_left_is_counted(
    server: ServerProcess, chromium: Callable[..., Any]
):
    browser = chromium("ada", **PHONE)
    ada = sign_in(browser, server.link("Ada"))
    works_to_the_end(ada, sign_in(chromium("desk", **DESK), server.link("Dispatcher")))
    button(ada, "Met the person").click()
    expect(ada.get_by_role("status").filter(has_text="All sent")).to_be_visible(timeout=PATIENCE_MS)
    ada.goto(f"{server.origin}/me/leaves")

    half = part(ada, "Only on this phone").locator(".item", has_text="Draft outcome, call")
    expect(half).to_contain_text("not sent yet", timeout=PATIENCE_MS)
    sent = part(ada, "Sent")
    expect(sent.locator(".tag")).to_have_text("4")
    expect(sent.locator("details", has_text="Status, call").locator("li")).to_have_count(4)
    assert browser.problems == []


def test_one_button_unfolds_everything_as_it_was_sent_and_folds_it_again(
    server: ServerProcess, chromium: Callable[..., Any]
):
    browser = chromium("ada", **PHONE)
    ada = sign_in(browser, server.link("Ada"))
    sees_what_leaves(ada)
    expect(part(ada, "Never leaves, never kept")).to_be_visible(timeout=PATIENCE_MS)
    # Nothing left yet: nothing to unfold.
    expect(button(ada, "Show each item as it was sent")).to_have_count(0)
    ada.get_by_role("link", name="Me").click()
    ada.get_by_role("link", name="Now").click()
    logs_with_no_server(ada, sign_in(chromium("desk", **DESK), server.link("Dispatcher")), server)
    sees_what_leaves(ada)
    rows = ada.locator("main details")
    expect(rows).to_have_count(2, timeout=PATIENCE_MS)

    button(ada, "Show each item as it was sent").click()

    expect(ada.get_by_text(NOTE)).to_be_visible()
    expect(rows.locator("li").filter(has_text=re.compile(r"^Arrived .*\d"))).to_be_visible()
    # One may be shut by hand meanwhile; all of them are shut together.
    rows.first.locator("summary").click()
    expect(ada.locator("main details[open]")).to_have_count(1)
    button(ada, "Fold every item").click()
    expect(ada.locator("main details[open]")).to_have_count(0)
    button(ada, "Show each item as it was sent").click()
    expect(ada.locator("main details[open]")).to_have_count(2)
    assert browser.problems == []


def test_before_a_shift_it_says_how_full_the_battery_is_or_that_this_browser_does_not(
    server: ServerProcess, chromium: Callable[..., Any]
):
    for who, script, words in (
        ("Ada", ALMOST_EMPTY, "Battery 24%: charge it."),
        ("Jo", UNKNOWN, "This browser does not say how full the battery is."),
    ):
        browser = chromium(who, **PHONE)
        browser.page.add_init_script(script)
        phone = sign_in(browser, server.link(who))
        phone.get_by_role("link", name="Me").click()
        phone.locator("a[href='/me/phone']").click()

        expect(phone.get_by_role("list", name="This phone")).to_contain_text(words, timeout=PATIENCE_MS)
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
    serves_again(server, ada, desk)
    expect(ada.get_by_role("heading", name="on duty")).to_be_visible(timeout=3 * PATIENCE_MS)

    desk.reload()
    desk.locator("#teams button", has_text="Heron").click()
    expect(desk.get_by_role("dialog").get_by_text("In a browser tab, by choice at")).to_be_visible(timeout=PATIENCE_MS)
    assert browser.problems == []
