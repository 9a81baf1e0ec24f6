"""A phone claims only what it knows: of what was promised, of what was not taken, and of what it cannot read now."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import DESK, PHONE
from tests.browser.process import ServerProcess
from tests.browser.test_journey import PATIENCE_MS, button, refer, server, sign_in, take_and_offer, write_the_log
from tests.browser.test_locking import choose_a_pin

pytestmark = [pytest.mark.looks, pytest.mark.parametrize("ground", ["sqlite"], indirect=True)]
"""What a phone says of itself is the same whatever the server keeps its records in."""

__all__ = ["server"]

QUIET = "Nothing promised. Quiet so far."


def test_what_was_promised_for_tonight_stands_on_the_home_and_a_locked_phone_does_not_say_that_nothing_was(
    server: ServerProcess, chromium: Callable[..., Any]
):
    browser = chromium("ada", **PHONE)
    ada = sign_in(browser, server.link("Ada"))
    expect(ada.get_by_text(QUIET)).to_be_visible(timeout=PATIENCE_MS)
    ada.get_by_role("link", name="Me", exact=True).click()
    choose_a_pin(ada)
    ada.get_by_role("link", name="Find help").click()
    expect(ada.get_by_label("Search for a place")).to_be_visible(timeout=PATIENCE_MS)
    server.stop()
    expect(ada.get_by_text("The list as this phone last got it."), "a number says no age").to_be_visible()
    ada.get_by_role("link", name="Now", exact=True).click()
    button(ada, "We came across someone").click()
    button(ada, "Clear — we’re done here").click()
    write_the_log(ada)
    expect(ada.get_by_role("heading", name="ready again")).to_be_visible()
    expect(ada.get_by_text(QUIET), "the team was with somebody").to_have_count(0)
    refer(ada)

    ada.get_by_role("link", name="Now", exact=True).click()
    promised = ada.get_by_role("link", name="1 referral for tonight")
    expect(promised).to_be_visible()
    expect(ada.get_by_text(QUIET)).to_have_count(0)
    promised.click()
    expect(ada.get_by_role("heading", name="1 referral from this phone")).to_be_visible()

    ada.get_by_role("link", name="Me", exact=True).click()
    button(ada, "Lock now").click()
    button(ada, "Save without opening").click()
    expect(button(ada, "We came across someone")).to_be_visible()
    expect(ada.get_by_text(QUIET)).to_have_count(0)
    ada.get_by_role("link", name="Promises").click()
    expect(ada.get_by_text("Unlock to see what you promised.")).to_be_visible()
    expect(ada.get_by_text("Nothing due")).to_have_count(0)
    assert browser.problems == []


def test_a_yes_that_was_not_taken_is_one_tap_away_from_any_screen_in_words_and_never_called_unsent(
    server: ServerProcess, chromium: Callable[..., Any]
):
    desk = sign_in(chromium("desk", **DESK), server.link("Dispatcher"))
    browser = chromium("Jo", **PHONE)
    ada, jo = sign_in(chromium("Ada", **PHONE), server.link("Ada")), sign_in(browser, server.link("Jo"))
    take_and_offer(desk)
    for phone in (ada, jo):
        button(phone, "Accept").wait_for()
    jo.context.set_offline(True)
    button(jo, "Accept").click()
    expect(jo.get_by_role("heading", name="You said yes")).to_be_visible()
    stay = jo.get_by_text("Don’t leave until they answer.")
    expect(stay).to_be_visible(timeout=PATIENCE_MS)
    button(jo, "We’re on the way").click()
    expect(jo.get_by_text("dispatch can’t see it yet")).to_be_visible()
    expect(stay, "they left").to_have_count(0)
    button(ada, "Can’t take it").click()
    button(ada, "Too far").click()
    expect(desk.get_by_text("Too far").first).to_be_visible(timeout=PATIENCE_MS)
    jo.get_by_role("navigation").get_by_role("link", name="Find help").click()
    jo.context.set_offline(False)

    jo.get_by_role("link", name="See it").click(timeout=3 * PATIENCE_MS)
    expect(jo.get_by_role("heading", name="One record was not accepted")).to_be_visible()
    expect(jo.get_by_role("listitem").filter(has_text="Accept")).to_be_visible()
    expect(jo.locator("pre"), "no braces, no ids").to_have_count(0)
    expect(jo.get_by_role("link", name="See it"), "they look at it").to_have_count(0)

    jo.goto(f"{server.origin}/me/leaves")
    row = jo.locator("details", has_text="Yes to the call")
    expect(row).to_contain_text("not accepted", timeout=PATIENCE_MS)
    expect(jo.get_by_text("not sent yet")).to_have_count(0)
    assert browser.problems == []
