"""An interrupter calls for help by a hold: the lead has it at once and decides who goes; where is never asked."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from server.example.people import example
from tests.browser.chromium import PHONE
from tests.browser.process import ServerProcess
from tests.browser.test_help import hold, sheet
from tests.browser.test_journey import PATIENCE_MS, button, server, sign_in

pytestmark = pytest.mark.parametrize("ground", ["sqlite"], indirect=True)
"""What a phone does is the same whatever the server keeps its records in."""

__all__ = ["server"]


COUNT_PLACES = """
window.asked = 0;
const { getCurrentPosition } = Geolocation.prototype;
Geolocation.prototype.getCurrentPosition = function (...given) { asked += 1; getCurrentPosition.apply(this, given); };
"""
"""How often the browser is asked where the phone is."""


def board(chromium: Callable[..., Any], server: ServerProcess) -> Page:
    """The lead's board."""
    lead = sign_in(chromium("lead", **PHONE), server.link("Site lead"))
    lead.get_by_role("link", name="Call-out board").click()
    return lead


def interrupter(chromium: Callable[..., Any], server: ServerProcess) -> Page:
    """Somebody's phone, whose clock this test may move."""
    browser = chromium("tre", **PHONE)
    browser.page.clock.install()
    browser.context.add_init_script(COUNT_PLACES)
    return sign_in(browser, server.link("interrupter"))


def test_what_is_held_for_two_seconds_is_before_the_lead_who_takes_it_sends_whom_the_policy_says_and_ends_it(
    server: ServerProcess, chromium: Callable[..., Any]
):
    lead = board(chromium, server)
    tre = interrupter(chromium, server)
    tre.context.grant_permissions(["geolocation"])
    tre.context.set_geolocation({"latitude": 41.763215, "longitude": -72.685097, "accuracy": 40})

    over = sheet(tre)
    hold(tre, 1.5)
    expect(over.locator("button.hold"), "let go too early it calls nobody").to_have_text("Hold: help")
    hold(tre, 2.1)
    expect(over).to_contain_text("Sent. Waiting for your lead.")
    alarm = lead.locator("main .card", has_text="Tre Coleman calls for help")
    expect(alarm).to_contain_text("Nobody has it yet", timeout=PATIENCE_MS)
    tre.clock.run_for(11_000)
    expect(over).to_contain_text("Nobody has answered yet. Call or text now.")
    tre.clock.resume()
    expect(over.get_by_role("link", name="Call your site")).to_have_attribute("href", re.compile("^tel:"))
    expect(over.get_by_role("link", name="Text your lead")).to_have_attribute("href", re.compile("^sms:"))

    button(lead, "I have it").click()
    expect(over).to_contain_text("Your lead has it", timeout=PATIENCE_MS)
    expect(button(lead, "The police are called"), "nobody said so").to_have_attribute("aria-disabled", "true")
    expect(button(lead, "Another team: nobody else is on call")).to_have_attribute("aria-disabled", "true")
    button(lead, "A lead goes").click()
    expect(over).to_contain_text("A lead is on the way to you.", timeout=PATIENCE_MS)
    button(lead, "A life is at risk").click()
    expect(button(lead, "The police are called"), "a lead decides it then").not_to_have_attribute(
        "aria-disabled", "true"
    )
    assert tre.evaluate("() => asked") == 0, "where they are is never asked, though the browser would say"
    button(lead, "It’s over, they are safe").click()
    expect(alarm).to_have_count(0)
    expect(over.locator("button.hold")).to_have_text("Hold: help", timeout=PATIENCE_MS)


def test_whoever_else_is_on_call_is_asked_to_go_and_reads_whom_to_phone_until_it_is_over(
    server: ServerProcess, chromium: Callable[..., Any]
):
    lead, tre = board(chromium, server), interrupter(chromium, server)
    said = server.ask("person", "add", "Moe Example", "--role", "interrupter", "--org", example().site.name)
    moe = sign_in(chromium("moe", **PHONE), f"{server.origin}/enrol#{said.split()[1]}")
    moe.get_by_role("link", name="Call-outs").click()
    button(moe, "Go on call").click()
    over = sheet(tre)
    hold(tre, 2.1)
    tre.clock.resume()

    button(lead, "Ask another team: 1 on call").click()
    asked = moe.locator("main .note", has_text="Tre Coleman calls for help")
    expect(asked).to_contain_text("You are asked to go.", timeout=PATIENCE_MS)
    expect(asked.get_by_role("link", name="Phone the lead")).to_have_attribute("href", re.compile("^tel:"))
    expect(over).to_contain_text("Whoever else is on call is asked to come.", timeout=PATIENCE_MS)
    button(tre, "I’m safe now").click()
    expect(asked).to_have_count(0, timeout=PATIENCE_MS)


def test_without_a_signal_nothing_is_called_sent_and_the_call_arrives_when_there_is_one(
    server: ServerProcess, chromium: Callable[..., Any]
):
    lead = board(chromium, server)
    tre = interrupter(chromium, server)
    over = sheet(tre)
    expect(over.locator("button.hold")).to_be_visible(timeout=PATIENCE_MS)
    tre.context.set_offline(True)

    hold(tre, 2.1)
    expect(over).to_contain_text("Not sent: no signal. Call or text now.", timeout=PATIENCE_MS)
    expect(over.get_by_role("link", name="Call your site")).to_have_attribute("href", re.compile("^tel:"))
    tre.clock.resume()
    tre.context.set_offline(False)

    expect(lead.locator("main .card", has_text="Tre Coleman calls for help")).to_be_visible(timeout=3 * PATIENCE_MS)


def test_a_lead_sets_who_is_sent_and_whoever_goes_on_call_reads_when_the_hold_works(
    server: ServerProcess, chromium: Callable[..., Any]
):
    lead = board(chromium, server)
    lead.get_by_role("link", name="Who is sent for help").click()
    expect(lead.get_by_text("Nobody has set it here")).to_be_visible(timeout=PATIENCE_MS)
    lead.get_by_role("button", name="Ambulance").click()
    button(lead, "This counts from now").click()
    lead.get_by_role("link", name="Who is sent for help").click()
    expect(lead.get_by_text("Policy 1, set by")).to_be_visible(timeout=PATIENCE_MS)

    tre = sign_in(chromium("tre", **PHONE), server.link("interrupter"))
    tre.get_by_role("link", name="Call-outs").click()
    button(tre, "Go on call").click()
    expect(tre.get_by_text("only while this app is open on the screen")).to_be_visible(timeout=PATIENCE_MS)
