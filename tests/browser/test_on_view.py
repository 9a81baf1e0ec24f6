"""Somebody met in the street: one tap without a signal is a call on both partners' phones, and one call at the desk."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import DESK
from tests.browser.process import ServerProcess
from tests.browser.test_checkins import a_phone
from tests.browser.test_journey import PATIENCE_MS, button, server, sign_in

pytestmark = pytest.mark.parametrize("ground", ["sqlite"], indirect=True)
"""What a phone does is the same whatever the server keeps its records in."""

__all__ = ["server"]

TEN_MINUTES_MS = 600_000


def within_the_same_ten_minutes(phones: list[Page]) -> None:
    """Across that border it would be two calls, so both clocks go past it if it is near."""
    left_ms = TEN_MINUTES_MS - phones[0].evaluate("Date.now()") % TEN_MINUTES_MS
    if left_ms < TEN_MINUTES_MS // 10:
        for phone in phones:
            phone.clock.fast_forward(left_ms + 1_000)


def test_partners_who_both_tap_without_a_signal_are_on_one_call(server: ServerProcess, chromium: Callable[..., Any]):
    desk = sign_in(chromium("desk", **DESK), server.link("Dispatcher"))
    partners = [a_phone(chromium, server, who) for who in ("Ada", "Jo")]
    for phone in partners:
        button(phone, "We came across someone").wait_for()
        phone.context.set_offline(True)

    within_the_same_ten_minutes(partners)
    for phone in partners:
        button(phone, "We came across someone").click()
        expect(phone.get_by_role("heading", level=1)).to_have_text("You’re with the person")
        band = phone.locator("main .card", has_text="OK")
        expect(phone.locator(".ladder li", has_text="Arrived")).to_contain_text("waiting to be sent")
        expect(band, "nobody calls them").to_contain_text("dispatch does not know that you are", timeout=PATIENCE_MS)
    for phone in partners:
        phone.context.set_offline(False)

    met = desk.locator("a.q", has_text="Where the team is")
    expect(met).to_have_count(1, timeout=PATIENCE_MS)
    expect(desk.locator("#teams button", has_text="Heron")).to_contain_text("With the person", timeout=PATIENCE_MS)
    for phone in partners:
        expect(phone.get_by_text(re.compile("^Call 0")), "it has its number").to_be_visible(timeout=PATIENCE_MS)
        expect(phone.get_by_role("heading", level=1)).to_have_text("You’re with the person")
    expect(met).to_have_count(1)


def test_a_shift_that_ends_without_a_signal_names_the_log_of_somebody_who_has_no_number_yet(
    server: ServerProcess, chromium: Callable[..., Any]
):
    ada = a_phone(chromium, server, "Ada")
    button(ada, "We came across someone").wait_for()
    ada.context.set_offline(True)
    button(ada, "We came across someone").click()
    button(ada, "Clear — we’re done here").click()
    ada.get_by_role("link", name="Finish later — kept on this phone").click()

    button(ada, "End shift").click()

    expect(ada.get_by_role("dialog")).to_contain_text("1 log to write: whom you met")
