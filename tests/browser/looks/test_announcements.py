"""What a screen reader is told, and how urgently, of what happens by itself: time that runs out, an alarm, trouble."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import DESK
from tests.browser.looks.test_keyboard import LISTEN, hear, said
from tests.browser.process import ServerProcess
from tests.browser.test_checkins import a_phone, holds_still, is_with_somebody
from tests.browser.test_journey import PATIENCE_MS, button, server, sign_in, take_and_offer

pytestmark = [pytest.mark.looks, pytest.mark.parametrize("ground", ["sqlite"], indirect=True)]
"""What is said is the same whatever the server keeps its records in."""

__all__ = ["server"]

MARKS = {"1:00": 60, "0:30": 30, "0:10": 10}
"""When it is said how long is left to answer, in seconds."""


def a_phone_with_a_screen_reader(chromium: Callable[..., Any], server: ServerProcess) -> Page:
    """Ada's phone, whose clock this test may move, and whatever is said on it."""
    phone = a_phone(chromium, server, "Ada")
    phone.get_by_role("navigation").wait_for()
    phone.evaluate(LISTEN)
    return phone


def passes(phone: Page, seconds: int) -> None:
    """So many seconds, and the moment in which a page draws and speaks."""
    phone.clock.run_for(seconds * 1000)
    phone.clock.run_for(500)


def pass_until(phone: Page, left_s: int) -> None:
    """Let time pass until so many seconds are left of an offer."""
    shown = phone.get_by_role("timer").inner_text()
    minutes, seconds = re.findall(r"\d+", shown)[:2]
    passes(phone, int(minutes) * 60 + int(seconds) - left_s)


def counted(phone: Page, words: str) -> int:
    return len([each for _, each in said(phone) if words in each])


def test_an_offer_says_itself_and_how_long_is_left_at_three_marks_and_never_between(
    server: ServerProcess, chromium: Callable[..., Any]
):
    desk = sign_in(chromium("desk", **DESK), server.link("Dispatcher"))
    ada = a_phone_with_a_screen_reader(chromium, server)
    take_and_offer(desk)
    hear(ada, "assertive", "New call for Heron.")
    # With a signal it would go by the server's clock, which nobody moves.
    ada.context.set_offline(True)
    holds_still(ada)

    for words, left_s in MARKS.items():
        pass_until(ada, left_s)
        hear(ada, "assertive", f"{words} left to answer")

    assert {words for _, words in said(ada) if "left to answer" in words} == {f"{at} left to answer" for at in MARKS}


def test_a_check_in_is_said_before_it_is_due_politely_then_at_once_and_again(
    server: ServerProcess, chromium: Callable[..., Any]
):
    desk = sign_in(chromium("desk", **DESK), server.link("Dispatcher"))
    ada = a_phone_with_a_screen_reader(chromium, server)
    take_and_offer(desk)
    is_with_somebody(ada)
    # With a signal it would go by the server's clock, which nobody moves.
    ada.context.set_offline(True)
    button(ada, "We’ve arrived").click()
    expect(ada.locator("main .card", has_text="OK")).to_contain_text("dispatch does not know", timeout=PATIENCE_MS)
    holds_still(ada)

    passes(ada, 510)
    hear(ada, "polite", "Check in within")
    passes(ada, 90)
    hear(ada, "assertive", "Are you both OK? Check-in is due now")
    asked = counted(ada, "Are you both OK?")
    passes(ada, 20)

    ada.wait_for_function(f"() => window.said.filter(([, words]) => words.includes('both OK?')).length > {asked}")


def test_a_call_for_help_is_said_on_the_phone_second_by_second_and_at_the_desk_at_once(
    server: ServerProcess, chromium: Callable[..., Any]
):
    desk = sign_in(chromium("desk", **DESK), server.link("Dispatcher"))
    desk.locator("a.q").first.wait_for()
    desk.evaluate(LISTEN)
    ada = a_phone_with_a_screen_reader(chromium, server)
    ada.get_by_role("button", name="Help", exact=True).first.click()
    hands = ada.get_by_role("dialog").locator("button.hold")
    expect(hands).to_be_visible(timeout=PATIENCE_MS)
    hands.focus()
    holds_still(ada)

    ada.keyboard.press("Enter")
    hear(ada, "assertive", "Alarm in 5")
    ada.clock.run_for(5_100)
    hear(ada, "assertive", "Sent. Waiting for dispatch.")
    hear(desk, "assertive", "Help — Ada")
    ada.clock.resume()
    desk.keyboard.press("F1")

    hear(ada, "assertive", "Dispatch has it")


def test_a_call_that_another_desk_took_is_said_politely(server: ServerProcess, chromium: Callable[..., Any]):
    desk = sign_in(chromium("desk", **DESK), server.link("Dispatcher"))
    other = sign_in(chromium("other", **DESK), server.link("Supervisor"))
    other.locator("a.q").first.wait_for()
    other.evaluate(LISTEN)

    take_and_offer(desk)

    hear(other, "polite", "New P3, ")
