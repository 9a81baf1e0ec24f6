"""Calling for help without a word: held on the phone, before the desk at once, and what became of it on the phone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import DESK
from tests.browser.process import ServerProcess
from tests.browser.test_checkins import a_phone, holds_still, is_with_somebody
from tests.browser.test_journey import PATIENCE_MS, button, server, sign_in, take_and_offer

pytestmark = pytest.mark.parametrize("ground", ["sqlite"], indirect=True)
"""What a phone does is the same whatever the server keeps its records in."""

__all__ = ["server"]


def sheet(phone: Page) -> Locator:
    """The help sheet, open."""
    phone.get_by_role("button", name="Help", exact=True).first.click()
    return phone.get_by_role("dialog")


def hold(phone: Page, seconds: float) -> None:
    """A finger on the button for so long; the phone's clock stands still from here."""
    holds_still(phone)
    hands = phone.get_by_role("dialog").locator("button.hold")
    hands.hover()
    phone.mouse.down()
    expect(hands).to_have_text("Keep holding")
    phone.clock.run_for(round(seconds * 1000))
    phone.mouse.up()


def test_what_is_held_for_two_seconds_is_before_the_desk_and_the_phone_says_who_has_it(
    server: ServerProcess, chromium: Callable[..., Any]
):
    desk = sign_in(chromium("desk", **DESK), server.link("Dispatcher"))
    ada, jo = (a_phone(chromium, server, who) for who in ("Ada", "Jo"))
    take_and_offer(desk)
    is_with_somebody(ada)
    alarm = desk.locator(".alarms li", has_text="Help — Ada")
    ada.context.grant_permissions(["geolocation"])
    ada.context.set_geolocation({"latitude": 41.763215, "longitude": -72.685097, "accuracy": 40})

    over = sheet(ada)
    hold(ada, 1.5)
    expect(over.locator("button.hold"), "let go too early it calls nobody").to_have_text("Hold: help")
    hold(ada, 2.1)
    expect(over).to_contain_text("Sent. Waiting for dispatch.")
    expect(alarm).to_contain_text("Heron", timeout=PATIENCE_MS)
    expect(desk.locator("#teams button", has_text="Heron")).to_contain_text("Needs help", timeout=PATIENCE_MS)
    ada.clock.run_for(11_000)
    expect(over).to_contain_text("Nobody has answered yet. Call or text now.")
    ada.clock.resume()
    expect(over.get_by_role("link", name="Text dispatch")).to_have_attribute("href", re.compile("^sms:"))
    desk.keyboard.press("F1")

    expect(over).to_contain_text("Dispatch has it", timeout=PATIENCE_MS)
    helping = desk.get_by_role("dialog", name="Help for Ada")
    expect(helping.get_by_role("button", name="Police are on their way"), "nobody said so").to_be_disabled()
    expect(helping.locator("ul").first).to_contain_text("41.76322, -72.68510, ± 40 m", timeout=PATIENCE_MS)
    desk.keyboard.press("p")
    desk.keyboard.press("l")
    desk.keyboard.press("a")
    expect(over).to_contain_text("An ambulance is on its way to you.", timeout=PATIENCE_MS)
    expect(helping.locator("ul").first).to_contain_text("life at risk")
    expect(helping.locator("ul").first).not_to_contain_text("Police")
    desk.keyboard.press("Escape")
    expect(alarm).to_have_count(0)
    button(ada, "I’m safe now").click()
    expect(over.locator("button.hold")).to_have_text("Hold: help")
    expect(desk.locator("#teams button", has_text="Heron")).not_to_contain_text("Needs help", timeout=PATIENCE_MS)
    expect(sheet(jo).locator("button.hold"), "it was Ada's").to_have_text("Hold: help")


def test_without_a_signal_nothing_is_called_sent_and_the_call_arrives_when_there_is_one(
    server: ServerProcess, chromium: Callable[..., Any]
):
    desk = sign_in(chromium("desk", **DESK), server.link("Dispatcher"))
    ada = a_phone(chromium, server, "Ada")
    expect(ada.get_by_role("status").filter(has_text="All sent")).to_be_visible(timeout=PATIENCE_MS)
    over = sheet(ada)
    expect(over.locator("button.hold")).to_be_visible(timeout=PATIENCE_MS)
    ada.context.set_offline(True)

    hold(ada, 2.1)
    expect(over).to_contain_text("Not sent: no signal. Call or text now.", timeout=PATIENCE_MS)
    expect(over.get_by_role("link", name="Call dispatch")).to_have_attribute("href", re.compile("^tel:"))
    ada.clock.run_for(11_000)
    expect(over).to_contain_text("Not sent: no signal. Call or text now.")
    ada.clock.resume()
    ada.context.set_offline(False)

    expect(desk.locator(".alarms li", has_text="Help — Ada")).to_be_visible(timeout=3 * PATIENCE_MS)


def counting_down(chromium: Callable[..., Any], server: ServerProcess) -> tuple[Page, Locator]:
    """Ada's phone and its help sheet, the button just pressed by a key; the phone's clock stands still from here."""
    ada = a_phone(chromium, server, "Ada")
    over = sheet(ada)
    hands = over.locator("button.hold")
    expect(hands).to_be_visible(timeout=PATIENCE_MS)
    hands.focus()
    holds_still(ada)
    ada.keyboard.press("Enter")
    return ada, over


def test_with_a_key_or_a_screen_reader_it_counts_down_and_can_be_stopped(
    server: ServerProcess, chromium: Callable[..., Any]
):
    ada, over = counting_down(chromium, server)

    ada.clock.run_for(3_000)
    expect(over).to_contain_text("Alarm in 2. Stop.")
    ada.keyboard.press("Enter")
    ada.clock.run_for(6_000)

    expect(over.locator("button.hold")).to_have_text("Hold: help")


def test_counted_down_to_the_end_it_is_sent(server: ServerProcess, chromium: Callable[..., Any]):
    """On its own: a phone moved ten seconds before the server's clock is told at once that nobody has answered."""
    ada, over = counting_down(chromium, server)

    ada.clock.run_for(5_100)

    expect(over).to_contain_text("Sent. Waiting for dispatch.")
