"""What a screen reader is told, and how urgently, of what happens by itself: time, an alarm, what came."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import DESK, PHONE
from tests.browser.looks.test_keyboard import LISTEN, hear, said
from tests.browser.looks.test_refused import takes_no
from tests.browser.looks.test_taps import is_sent
from tests.browser.process import ServerProcess
from tests.browser.screenshots.dispatcher import call_off
from tests.browser.test_checkins import a_phone, holds_still, is_with_somebody
from tests.browser.test_journey import PATIENCE_MS, button, server, sign_in, take_and_offer

pytestmark = [pytest.mark.looks, pytest.mark.parametrize("ground", ["sqlite"], indirect=True)]
"""What is said is the same whatever the server keeps its records in."""

__all__ = ["server"]

MARKS = {"1:00": 60, "0:30": 30, "0:10": 10}
"""When it is said how long is left to answer, in seconds."""


NEWS_S = 10
"""So long what was said stands where a screen reader finds it."""


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
        if left_s > NEWS_S:
            passes(ada, NEWS_S)
            expect(ada.locator(".sr[aria-live]"), "what is not so any more").to_have_text(["", ""])

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


def test_what_needs_somebody_is_said_politely_once_and_that_nothing_is_lost(
    server: ServerProcess, chromium: Callable[..., Any]
):
    desk = sign_in(chromium("desk", **DESK), server.link("Dispatcher"))
    ada, jo = (sign_in(chromium(who, **PHONE), server.link(who)) for who in ("Ada", "Jo"))
    take_and_offer(desk)
    button(ada, "Accept").wait_for()
    button(jo, "Can’t take it").click()
    jo.context.set_offline(True)
    button(jo, "Too far").click()
    button(ada, "Accept").click()
    expect(ada.get_by_role("heading", name="You said yes")).to_be_visible(timeout=PATIENCE_MS)
    # The phone says so at once; the first to reach the server counts.
    is_sent(ada)
    jo.evaluate(LISTEN)

    jo.context.set_offline(False)
    hear(jo, "status", "1 needs your attention. Nothing is lost.")
    assert {words for _, words in said(jo) if "attention" in words} == {"1 needs your attention. Nothing is lost."}


def test_what_needs_somebody_is_said_once_on_the_offer_too_where_no_line_says_it(
    server: ServerProcess, chromium: Callable[..., Any]
):
    desk = sign_in(chromium("desk", **DESK), server.link("Dispatcher"))
    ada = sign_in(chromium("ada", **PHONE), server.link("Ada"))
    expect(ada.get_by_role("status").filter(has_text="All sent")).to_be_visible(timeout=PATIENCE_MS)
    ada.evaluate(LISTEN)
    # What is told of an offer on a lit screen is not taken.
    ada.context.route("**/api/sync/commands", partial(takes_no, "assignment.show"))

    take_and_offer(desk)

    hear(ada, "polite", "1 needs your attention. Nothing is lost.")
    expect(button(ada, "Accept")).to_be_visible()
    assert counted(ada, "attention") == 2, "once: the words come, and what stood there before goes"


def test_what_a_desk_wrote_and_was_not_taken_is_said_there_politely(
    server: ServerProcess, chromium: Callable[..., Any]
):
    desk, other = (sign_in(chromium(who, **DESK), server.link(who)) for who in ("Dispatcher", "Supervisor"))
    ada = sign_in(chromium("ada", **PHONE), server.link("Ada"))
    take_and_offer(desk)
    button(ada, "Accept").click()
    for page in (desk, other):
        page.locator("a.q", has_text="Heron").first.click()
        button(page, "End this").wait_for()
    desk.context.set_offline(True)
    desk.evaluate(LISTEN)
    call_off(desk)
    button(other, "End this").first.click()
    button(other, "Needed elsewhere").click()
    expect(ada.get_by_role("dialog", name="You’re needed elsewhere")).to_be_visible(timeout=PATIENCE_MS)

    desk.context.set_offline(False)
    hear(desk, "status", "1 needs you")


def two_desks(chromium: Callable[..., Any], server: ServerProcess) -> tuple[Page, Page]:
    """One that takes calls, and one whose clock this test may move, with whatever is said there."""
    desk = sign_in(chromium("desk", **DESK), server.link("Dispatcher"))
    listening = chromium("other", **DESK)
    listening.page.clock.install()
    other = sign_in(listening, server.link("Supervisor"))
    other.locator("a.q").first.wait_for()
    other.evaluate(LISTEN)
    return desk, other


def test_calls_that_come_together_are_said_in_one_go_within_five_seconds_and_never_again(
    server: ServerProcess, chromium: Callable[..., Any]
):
    desk, other = two_desks(chromium, server)
    calls = other.locator("a.q")
    there = calls.count()
    # With no signal meanwhile it hears of all of them in one go.
    other.context.set_offline(True)
    for team in ("Heron", "Wren", "Juniper"):
        take_and_offer(desk, team=team)
    stored = desk.get_by_role("list", name="Delivery of the offer to Juniper")
    expect(stored).to_contain_text("done: Stored", timeout=PATIENCE_MS)
    other.context.set_offline(False)
    expect(calls).to_have_count(there + 3, timeout=3 * PATIENCE_MS)
    holds_still(other)

    passes(other, 5)
    hear(other, "polite", "New P3, ")
    passes(other, 3)

    [words] = {words for how, words in said(other) if how == "polite" and "New P" in words}
    assert words.count("New P3, ") == 3


def test_what_comes_within_five_seconds_of_a_sentence_waits_until_they_are_over(
    server: ServerProcess, chromium: Callable[..., Any]
):
    desk, other = two_desks(chromium, server)
    calls = other.locator("a.q")
    there = calls.count()
    holds_still(other)

    # What stood there when it was opened may just have been said.
    other.clock.run_for(5_000)
    take_and_offer(desk)
    expect(calls).to_have_count(there + 1, timeout=PATIENCE_MS)
    other.clock.run_for(500)
    one = counted(other, "New P3, ")
    assert one > 0
    # Whatever its clock is set to meanwhile.
    other.clock.set_system_time(other.evaluate("() => Date.now()") / 1000 - 3600)
    take_and_offer(desk, team="Wren")
    expect(calls).to_have_count(there + 2, timeout=PATIENCE_MS)

    other.clock.run_for(4_000)
    assert counted(other, "New P3, ") == one, "the last sentence is four seconds old"
    # The board looks at its clock once a second.
    other.clock.run_for(2_000)
    assert counted(other, "New P3, ") == 2 * one
