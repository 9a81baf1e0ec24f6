"""About the person, on phones: nobody's way, a tap or two each, kept through a dead battery, read by the team alone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import DESK, PHONE
from tests.browser.looks.test_taps import NOBODY_MET, TYPICAL, Finger, at_the_log, is_sent
from tests.browser.looks.test_writing_up import DRAFTS
from tests.browser.process import ServerProcess
from tests.browser.test_journey import PATIENCE_MS, button, download, server, serves_again, sign_in

pytestmark = [pytest.mark.looks, pytest.mark.parametrize("ground", ["sqlite"], indirect=True)]
"""A sheet is the same whatever the server keeps its records in."""

__all__ = ["server"]

WORDS = "a woman of trans experience"
TYPICAL_ANSWERS = ("Met the person", "Settled here", "Nobody moved", "Nobody else", "Listened", "Calmed", "Water")
ANSWERS = {
    "Age": ["25 to 39", "We only saw it"],
    "Language they speak best": ["Spanish"],
    "Where they live now": ["Sleeps outside"],
    "Needs help or time with": ["Walking", "Hearing"],
    "Race or ethnicity": ["Did not want to say"],
    "Gender": ["Woman"],
    "Served in the military": ["Yes"],
    "Belongs to a tribe": ["No"],
}
"""What somebody taps to answer each question, by its name."""
NOTICED = ("Thoughts of suicide", "Living outside")


def about(phone: Page) -> Locator:
    """The row of the form that opens the sheet."""
    return button(phone, "About the person")


def noticed(phone: Page) -> Locator:
    """The row of the form that opens what the team noticed."""
    return button(phone, "What you noticed")


def saw(phone: Page) -> None:
    """Two observations are tapped on the sheet of their own, between two looks at the one about the person."""
    sheet(phone).get_by_role("button", name="Close").last.tap()
    noticed(phone).tap()
    observations = phone.get_by_role("dialog", name="What you noticed")
    for each in (*NOTICED, "Close"):
        observations.get_by_role("button", name=each).last.tap()
    about(phone).tap()


def sheet(phone: Page) -> Locator:
    return phone.get_by_role("dialog", name="About the person")


def group(phone: Page, question: str) -> Locator:
    """The answers to a question, the first of its chips; whether it was seen stands in a group of the same name."""
    return sheet(phone).get_by_role("group", name=question)


def told(finger: Finger) -> None:
    """Every question is answered, each in one or two taps."""
    for question, answers in ANSWERS.items():
        before = finger.taps
        for answer in answers:
            finger.tap(group(finger.page, question).get_by_role("button", name=answer, exact=True))
        assert finger.taps - before <= 2, question


def all_of_it(phone: Page) -> None:
    """The rows of the form say what was noticed, each answer, and how what was not said is known."""
    row = about(phone)
    expect(noticed(phone)).to_contain_text(" · ".join(NOTICED))
    for words in ("25 to 39 · We only saw it", "Spanish", "Walking · Hearing", "Did not want to say", WORDS):
        expect(row).to_contain_text(words)


def everything_is_read(supervisor: Page) -> None:
    """Each outcome on the list is opened; that of these two says what both were told."""
    supervisor.locator(".link-state button").last.click(timeout=PATIENCE_MS)
    read = button(supervisor, "Read the outcome")
    expect(read.first).to_be_visible(timeout=PATIENCE_MS)
    for left in range(read.count(), 0, -1):
        read.first.click()
        expect(read).to_have_count(left - 1, timeout=PATIENCE_MS)
    for age in ("18 to 24", "25 to 39"):
        expect(supervisor.get_by_role("dialog").get_by_text(age, exact=True).first).to_be_visible(timeout=PATIENCE_MS)


def test_what_somebody_says_of_themselves_is_tapped_offline_survives_the_battery_and_is_read_by_the_partner_alone(
    server: ServerProcess, chromium: Callable[..., Any]
):
    browser = chromium("ada", **PHONE, lasting=True)
    jo = sign_in(chromium("jo", **PHONE), server.link("Jo"))
    expect(jo.get_by_role("heading", name="on duty")).to_be_visible(timeout=PATIENCE_MS)
    finger = at_the_log(sign_in(browser, server.link("Ada")))
    is_sent(finger.page)
    server.stop()
    finger.answer(*TYPICAL_ANSWERS)
    finger.is_safe()
    typical = finger.taps
    form = finger.page.url
    finger.tap(about(finger.page))
    expect(sheet(finger.page)).to_contain_text("help never depends on it")
    told(finger)
    saw(finger.page)
    before = finger.page.evaluate(DRAFTS)
    sheet(finger.page).get_by_label("In their own words").first.fill(WORDS)
    finger.page.wait_for_function(f"async (before) => await ({DRAFTS})() !== before", arg=before)

    browser.kill()
    finger.page = browser.reopen()
    finger.page.set_default_timeout(PATIENCE_MS)
    finger.page.goto(form)

    all_of_it(finger.page)
    finger.taps = typical
    assert finger.saves() == TYPICAL, "it stood in nobody's way"
    serves_again(server, finger.page, jo)
    is_sent(finger.page)
    jo.goto(form.removesuffix("/log"))
    expect(jo.get_by_text("The log is saved")).to_be_visible(timeout=PATIENCE_MS)
    jo.get_by_role("link", name="Add to the log").tap()
    all_of_it(jo)
    written = download(chromium, server)["encounters"]
    assert not [cell for row in written for cell in row.values() if "25-39" in cell or WORDS in cell]
    assert browser.problems == []


def test_nobody_is_asked_about_somebody_they_did_not_meet_and_leaving_it_costs_no_tap(
    server: ServerProcess, chromium: Callable[..., Any]
):
    finger = at_the_log(sign_in(chromium("ada", **PHONE), server.link("Ada")))
    phone = finger.page
    finger.answer("Gone when we arrived", "Nobody else")
    finger.is_safe()
    expect(about(phone).or_(noticed(phone))).to_have_count(0)
    assert finger.saves() == NOBODY_MET

    finger = at_the_log(phone)
    finger.answer(*TYPICAL_ANSWERS)
    finger.is_safe()
    expect(about(phone)).to_contain_text("Not needed. Help never depends on it.")
    about(phone).tap()
    for question in ("Race or ethnicity", "Gender", "Served in the military", "Belongs to a tribe"):
        first = group(phone, question).get_by_role("button").first
        first.tap()
        seen = group(phone, question).get_by_role("button", name="We only saw it")
        expect(seen, "nobody but the person can say").to_have_count(0)
        first.tap()
    group(phone, "Age").get_by_role("button", name="60 or older").tap()
    expect(group(phone, "Age").get_by_role("button", name="We only saw it")).to_be_visible()
    group(phone, "Age").get_by_role("button", name="60 or older").tap()
    sheet(phone).get_by_role("button", name="Close").last.tap()
    expect(about(phone), "all was taken back").to_contain_text("Not needed. Help never depends on it.")
    assert finger.saves() == TYPICAL
    is_sent(phone)


def test_partners_who_were_told_different_things_read_both_and_settle_it_and_a_supervisor_reads_all_of_it(
    server: ServerProcess, chromium: Callable[..., Any]
):
    ada, jo = (sign_in(chromium(who, **PHONE), server.link(who.title())) for who in ("ada", "jo"))
    expect(jo.get_by_role("heading", name="on duty")).to_be_visible(timeout=PATIENCE_MS)
    finger = at_the_log(ada)
    is_sent(ada)
    form = ada.url
    jo.goto(form)
    expect(button(jo, "Met the person")).to_be_visible(timeout=PATIENCE_MS)
    server.stop()
    for phone, age in ((ada, "18 to 24"), (jo, "25 to 39")):
        finger = Finger(phone)
        finger.answer("Met the person", "Need not met", "No bed", "Nobody moved", "Nobody else", "Listened")
        finger.is_safe()
        about(phone).tap()
        group(phone, "Age").get_by_role("button", name=age, exact=True).tap()
        sheet(phone).get_by_role("button", name="Close").last.tap()
        finger.saves()
    serves_again(server, ada, jo)
    for phone in (ada, jo):
        is_sent(phone)

    for phone in (ada, jo):
        phone.goto(form.replace("/log", "/both"))
        expect(phone.get_by_role("heading", name="Age")).to_be_visible(timeout=PATIENCE_MS)
        for age in ("18 to 24", "25 to 39"):
            expect(phone.get_by_role("main")).to_contain_text(age)
    ada.goto(form)
    about(ada).tap()
    older = group(ada, "Age").get_by_role("button", name="25 to 39")
    if older.get_attribute("aria-pressed") == "false":
        older.tap()
    sheet(ada).get_by_role("button", name="Close").last.tap()
    Finger(ada).saves()
    is_sent(ada)
    jo.goto(form.replace("/log", "/both"))
    expect(jo.get_by_text("You saved the same.")).to_be_visible(timeout=PATIENCE_MS)
    everything_is_read(sign_in(chromium("supervisor", **DESK), server.link("Supervisor")))
