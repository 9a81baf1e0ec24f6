"""A team that says it is all right: counted on the phone without signal, asked for when it is due, and sent later."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import DESK, PHONE
from tests.browser.process import ServerProcess
from tests.browser.test_journey import PATIENCE_MS, button, server, sign_in, take_and_offer

pytestmark = pytest.mark.parametrize("ground", ["sqlite"], indirect=True)
"""What a phone counts is the same whatever the server keeps its records in."""

__all__ = ["server"]


def a_phone(chromium: Callable[..., Any], server: ServerProcess, who: str) -> Page:
    """Somebody's phone, whose clock this test may move."""
    browser = chromium(who, **PHONE)
    browser.page.clock.install()
    browser.context.add_init_script(NOTICED)
    page = sign_in(browser, server.link(who))
    page.wait_for_function(TOUCHED)
    return page


def holds_still(phone: Page) -> None:
    """From here its clock moves only as the test moves it: a slow machine lets no second pass between two touches."""
    phone.clock.pause_at(phone.evaluate("() => Date.now()") / 1000 + 1)


NOTICED = """
window.felt = []; window.heard = 0;
Navigator.prototype.vibrate = (shakes) => felt.push([shakes].flat().join(" ")) > 0;
const Context = AudioContext;
window.AudioContext = class extends Context { constructor() { super(); window.sound = this; } };
const { start } = AudioScheduledSourceNode.prototype;
AudioScheduledSourceNode.prototype.start = function (at) { heard += 1; start.call(this, at); };
"""
"""What the phone is asked to sound and how to shake."""

TOUCHED = "() => { document.body.click(); return window.sound?.state === 'running'; }"
"""Somebody touches the page, as at the start of a shift: from then on it may sound."""


def is_with_somebody(phone: Page) -> None:
    """The offer is taken, and they are on their way."""
    button(phone, "Accept").click()
    button(phone, "We’re on the way").click()
    expect(phone.get_by_role("status").filter(has_text="All sent")).to_be_visible(timeout=PATIENCE_MS)


def test_without_signal_the_phone_counts_warns_and_asks_and_what_was_said_arrives(
    server: ServerProcess, chromium: Callable[..., Any]
):
    desk = sign_in(chromium("desk", **DESK), server.link("Dispatcher"))
    ada = a_phone(chromium, server, "Ada")
    take_and_offer(desk)
    is_with_somebody(ada)
    ada.context.set_offline(True)
    band, question = ada.locator("main .card", has_text="OK"), ada.get_by_role("dialog")

    button(ada, "We’ve arrived").click()
    expect(band).to_contain_text("Check in by")
    expect(band).to_contain_text("dispatch does not know that you are there", timeout=PATIENCE_MS)
    ada.clock.fast_forward("08:30")
    expect(band).to_contain_text("Check in within 1 min")
    expect(question).to_have_count(0)
    ada.wait_for_function("felt.at(-1) === '80 80 80'")
    notes = ada.evaluate("heard")
    ada.clock.fast_forward("01:30")
    expect(question).to_contain_text("Are you both OK?")
    expect(question).to_contain_text("Check-in is due now")
    ada.wait_for_function("felt.at(-1) === '250 120 250 120 250'")
    assert 0 < notes == ada.evaluate("heard"), "the offer sounded, and nothing where they are"
    ada.keyboard.press("Escape")
    expect(question).to_have_count(0)
    ada.get_by_role("navigation").get_by_role("link", name="Find help").click()
    ada.clock.fast_forward("01:05")
    expect(question, "over whatever screen is open").to_contain_text("Are you both OK?")
    button(ada, "We’re OK").click()
    expect(question).to_have_count(0)
    ada.go_back()
    expect(band).to_contain_text("Check in by")
    ada.clock.fast_forward("00:30")
    expect(question).to_have_count(0)

    ada.context.set_offline(False)
    expect(ada.get_by_role("status").filter(has_text="All sent")).to_be_visible(timeout=3 * PATIENCE_MS)
    team = desk.locator("#teams button", has_text="Heron")
    expect(team).to_contain_text(re.compile("check-in [0-9]"), timeout=PATIENCE_MS)
    expect(desk.locator(".alarms li", has_text="Heron")).to_have_count(0)


def test_what_one_of_the_team_says_is_said_for_both(server: ServerProcess, chromium: Callable[..., Any]):
    desk = sign_in(chromium("desk", **DESK), server.link("Dispatcher"))
    ada, jo = (a_phone(chromium, server, who) for who in ("Ada", "Jo"))
    take_and_offer(desk)
    is_with_somebody(ada)
    button(ada, "We’ve arrived").click()
    expect(jo.locator("main .card", has_text="OK")).to_contain_text("in 9 min", timeout=PATIENCE_MS)

    button(jo, "We’re OK").click()

    for phone in (jo, ada):
        expect(phone.locator("main .card", has_text="OK")).to_contain_text("in 19 min", timeout=PATIENCE_MS)
    expect(button(ada, "We’re with the person")).to_be_visible()
