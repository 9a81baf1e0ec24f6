"""What a form of an outcome keeps and refuses, and a time that nobody tapped, as a person meets them on a phone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import PHONE
from tests.browser.looks.test_taps import TYPICAL, at_the_log, is_sent
from tests.browser.outbox import PROMISE
from tests.browser.process import ServerProcess
from tests.browser.test_journey import PATIENCE_MS, button, download, server, sign_in

pytestmark = [pytest.mark.looks, pytest.mark.parametrize("ground", ["sqlite"], indirect=True)]
"""A form is the same whatever the server keeps its records in."""

__all__ = ["server"]

A_TIME = re.compile(r"\d\d:\d\d")
"""What a row says of when its step was."""

MOST_WORDS = 600
"""Characters of a note."""

DRAFTS = f"""async () => {{
  {PROMISE}
  const {{ name }} = (await indexedDB.databases()).find(({{ name }}) => /^f727-[^-]+$/.test(name));
  const open = await promise(indexedDB.open(name));
  const kept = await promise(open.transaction("draft").objectStore("draft").getAll());
  open.close();
  return JSON.stringify(kept, (_, value) => (value instanceof Uint8Array ? [...value] : value));
}}"""
"""All drafts as they lie there, sealed anew at each tap: a battery that dies before takes the last tap along."""


def test_a_form_half_filled_in_is_there_after_the_battery_died_and_costs_no_tap_more(
    server: ServerProcess, chromium: Callable[..., Any]
):
    browser = chromium("ada", **PHONE, lasting=True)
    finger = at_the_log(sign_in(browser, server.link("Ada")))
    for name in ("Met the person", "Settled here", "Nobody moved"):
        before = finger.page.evaluate(DRAFTS)
        finger.answer(name)
        finger.page.wait_for_function(f"async (before) => await ({DRAFTS})() !== before", arg=before)
    expect(button(finger.page, "3 answers to go")).to_be_visible()
    form = finger.page.url

    browser.kill()
    finger.page = browser.reopen()
    finger.page.set_default_timeout(PATIENCE_MS)
    finger.page.goto(form)

    expect(button(finger.page, "3 answers to go")).to_be_visible(timeout=PATIENCE_MS)
    finger.answer("Nobody else", "Listened", "Calmed", "Water")
    finger.is_safe()
    assert finger.saves() == TYPICAL
    assert browser.problems == []


def test_what_cannot_be_true_cannot_be_tapped_and_a_note_warns_and_ends(
    server: ServerProcess, chromium: Callable[..., Any]
):
    finger = at_the_log(sign_in(chromium("ada", **PHONE), server.link("Ada")))
    phone = finger.page

    finger.answer("Met the person", "Police took over", "Nobody moved")
    expect(button(phone, "Nobody else")).to_be_disabled()
    button(phone, "What did you do").tap()
    expect(button(phone, "First aid")).to_be_enabled()
    expect(button(phone, "Water")).to_be_visible()
    phone.locator("#axis-contact").tap()
    button(phone, "By phone only").tap()
    button(phone, "What did you do").tap()
    expect(button(phone, "First aid")).to_be_disabled()
    expect(button(phone, "Water")).to_have_count(0)
    expect(button(phone, "Listened")).to_be_enabled()

    note = phone.get_by_label("Note (not needed)")
    warning = phone.get_by_text("This looks like a name or a number. Please take it out.")
    for words, warns in (("calm after ten minutes", False), ("Spoke to Mr. Vega", True), ("call 555-010-1199", True)):
        note.fill(words)
        expect(warning).to_be_visible() if warns else expect(warning).to_be_hidden()
    note.fill("")
    note.focus()
    phone.keyboard.insert_text("a" * (MOST_WORDS + 1))
    expect(note).to_have_value("a" * MOST_WORDS)


def test_what_neighbours_were_at_odds_over_is_coded_costs_nobody_else_a_tap_and_reaches_the_export(
    server: ServerProcess, chromium: Callable[..., Any]
):
    finger = at_the_log(sign_in(chromium("ada", **PHONE), server.link("Ada")))
    phone = finger.page
    finger.answer("Met the person", "Settled here", "Nobody moved", "Nobody else", "Listened")
    expect(button(phone, "What were they at odds over?")).to_have_count(0)
    finger.tap(phone.get_by_role("group", name="What did you do?").get_by_role("button", name="More"))
    finger.answer("Mediated")
    finger.is_safe()
    expect(button(phone, "Save and be ready"), "it may stay open").to_be_visible()

    finger.answer("What were they at odds over?", "Noise", "One more")
    expect(button(phone, "1 answer to go")).to_be_visible()
    finger.answer("In part", "Within a week")
    finger.saves()
    is_sent(phone)

    written = [row for row in download(chromium, server)["encounters"] if row["dispute_about"]]
    assert {
        tuple(row[f"dispute_{each}"] for each in ("about", "parties", "agreement", "follow_up")) for row in written
    } >= {("noise", "3", "partly", "7d")}


def test_how_safe_somebody_felt_is_asked_without_a_tap_and_leaves_no_line_on_the_phone(
    server: ServerProcess, chromium: Callable[..., Any]
):
    browser = chromium("ada", **PHONE)
    finger = at_the_log(sign_in(browser, server.link("Ada")))
    phone = finger.page
    is_sent(phone)
    browser.context.set_offline(True)
    finger.answer("Gone when we arrived", "Nobody else")
    finger.is_safe()
    felt = phone.get_by_role("group", name="Did you feel safe? (not needed)")
    expect(phone.get_by_text("Kept only as a count for your team’s week")).to_be_visible()
    finger.tap(felt.get_by_role("button", name="No", exact=True))
    finger.saves()

    expect(phone.get_by_role("heading", name="Waiting on this phone")).to_be_visible()
    expect(phone.get_by_role("main")).to_contain_text("Outcome")
    expect(phone.get_by_role("main"), "nor is it told that it waits").not_to_contain_text("Record")
    browser.context.set_offline(False)
    is_sent(phone)

    # What is added to the log is no second answer of theirs.
    phone.get_by_role("link", name="Add to it").click()
    expect(button(phone, "Save and be ready")).to_be_visible()
    expect(felt).to_have_count(0)


def test_that_somebody_of_the_team_is_hurt_cannot_be_left_open(server: ServerProcess, chromium: Callable[..., Any]):
    finger = at_the_log(sign_in(chromium("ada", **PHONE), server.link("Ada")))
    phone = finger.page
    finger.answer("Gone when we arrived", "Nobody else")
    finger.tap(phone.get_by_role("radio", name="No, or unsure", exact=True))
    expect(button(phone, "1 answer to go")).to_be_visible()
    expect(button(phone, "Save and be ready")).to_have_count(0)

    hurt = phone.get_by_role("radiogroup", name="Is one of you hurt?")
    finger.tap(hurt.get_by_role("radio", name="Yes", exact=True))

    finger.saves()
    is_sent(phone)


def test_whoever_opens_the_log_second_sees_that_a_partner_writes_until_one_of_them_is_offline_or_done(
    server: ServerProcess, chromium: Callable[..., Any]
):
    browsers = {who: chromium(who, **PHONE) for who in ("Ada", "Jo")}
    ada, jo = (sign_in(browser, server.link(who)) for who, browser in browsers.items())
    finger = at_the_log(ada)
    is_sent(ada)
    jo.get_by_role("link", name="Write the log").tap()
    hint = re.compile(r"is writing this too, since \d\d:\d\d\. Both are kept\.")
    expect(button(jo, "Met the person")).to_be_visible()
    expect(jo.get_by_text(hint), "she has answered nothing yet").to_be_hidden()

    finger.answer("Met the person", "Settled here")
    expect(jo.get_by_text(hint)).to_contain_text("Ada Okafor", timeout=PATIENCE_MS)
    expect(ada.get_by_text(hint), "he has answered nothing").to_be_hidden()
    button(jo, "Met the person").tap()
    expect(ada.get_by_text(hint)).to_contain_text("Jo Lindqvist", timeout=PATIENCE_MS)

    browsers["Ada"].context.set_offline(True)
    expect(ada.get_by_text(hint), "she cannot know any more").to_be_hidden(timeout=3 * PATIENCE_MS)
    expect(jo.get_by_text(hint), "nor can he").to_be_hidden(timeout=3 * PATIENCE_MS)
    finger.answer("Nobody moved", "Nobody else", "Listened")
    finger.is_safe()
    finger.saves()
    browsers["Ada"].context.set_offline(False)
    is_sent(ada)
    expect(jo.get_by_text(hint), "what is saved is not being written").to_be_hidden()


def test_a_time_that_nobody_tapped_is_empty_until_somebody_says_when(
    server: ServerProcess, chromium: Callable[..., Any]
):
    phone = sign_in(chromium("ada", **PHONE), server.link("Ada"))
    button(phone, "We came across someone").tap()
    phone.get_by_text("What has happened").tap()
    expect(step(phone, "Arrived")).to_contain_text(A_TIME)
    expect(step(phone, "On the way")).not_to_contain_text(A_TIME)

    phone.get_by_role("link", name="A time is wrong or missing").tap()
    expect(button(phone, "Save this time")).to_be_disabled()
    phone.get_by_text("On the way, no time yet").tap()
    expect(button(phone, "Save this time"), "no time is chosen for them").to_be_disabled()
    when = phone.get_by_role("button", name="10 min ago")
    at = when.inner_text()[:5]
    when.tap()
    button(phone, "Save this time").tap()

    expect(phone.get_by_role("heading", level=1)).to_have_text("You’re with the person")
    expect(step(phone, "On the way")).to_contain_text(at)
    is_sent(phone)
    expect(step(phone, "On the way")).to_contain_text(at)


def step(phone: Page, name: str) -> Locator:
    """The row of one of the team's steps."""
    return phone.get_by_role("list", name="Status").get_by_role("listitem").filter(has_text=name)
