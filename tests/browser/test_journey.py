"""The main job in a real browser: from a call to an exported outcome, with the server gone in between.

Everybody is a person at a screen; nothing here knows the protocol. What the screens promised is checked at the end,
cell by cell, in the files a programme manager downloads.
"""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import DESK, PATIENCE_MS, PHONE
from tests.browser.process import ServerProcess, on_example
from tests.engines import SQLITE_AND_LONG_POSTGRES, Ground

__all__ = ["PATIENCE_MS"]

AREA = "Eastbank"
PLACE = "Bus shelter, Fern Street"


@pytest.fixture
def server(tmp_path: Path, example: Path, ground: Ground) -> Iterator[ServerProcess]:
    made = on_example(example, tmp_path / "server", ground)
    yield made
    made.kill()


def sign_in(browser: Any, link: str) -> Page:
    page: Page = browser.page
    page.set_default_timeout(PATIENCE_MS)
    page.goto(link)
    return page


def serves_again(server: ServerProcess, *pages: Page) -> None:
    """The server is there again, and these hear of it: by itself each tries after a rest that grows to a minute."""
    server.start()
    for page in pages:
        page.evaluate("() => dispatchEvent(new Event('online'))")


def button(page: Page, name: str, *, exact: bool = False) -> Locator:
    return page.get_by_role("button", name=name, exact=exact)


def choose(page: Page, field: str, value: str) -> None:
    """Pick one of several; the circle itself is not drawn, its label is what a hand meets."""
    page.locator(f"{field} label:has(input[value='{value}'])").click()


def take_and_offer(desk: Page, area: str = AREA, team: str = "Heron") -> None:
    """The dispatcher takes a call and offers it to a team."""
    desk.get_by_role("link", name="New call").or_(button(desk, "New call")).first.click()
    # Who called from there before is told under it, when typing rests: what lies below moves, and presses would miss.
    with desk.expect_response("**/api/calls/earlier"):
        desk.locator("#field-1 input").fill(PLACE)
    desk.get_by_role("combobox", name="Area").fill(area)
    desk.get_by_label("Kind of place").select_option("outdoor_public")
    desk.locator("#field-2 input").fill("shouting at the traffic")
    choose(desk, "#field-3", "UNHOUSED_NEED")
    choose(desk, "#field-4", "bystander")
    choose(desk, "#field-5", "police")
    for question in desk.locator("ul.questions li").all():
        question.locator("label:has(input[value='no'])").click()
    desk.locator("label", has=desk.get_by_role("radio", name=team)).click()
    button(desk, f"Offer to {team}").click()


@pytest.mark.told_on("sqlite")
def test_a_call_becomes_exactly_one_outcome_and_one_referral_though_the_server_was_gone(
    server: ServerProcess, chromium: Callable[..., Any]
):
    desk = sign_in(chromium("desk", **DESK), server.link("Dispatcher"))
    # Signing in leaves one page for another: the board is the last of them.
    desk.locator("a.q").first.wait_for(timeout=PATIENCE_MS)
    began = desk.evaluate("Date.now()")
    ada_browser = chromium("ada", **PHONE, lasting=True)
    ada = sign_in(ada_browser, server.link("Ada"))
    expect(ada.get_by_role("heading", name="on duty")).to_be_visible(timeout=PATIENCE_MS)

    # The desk takes a call and asks; the phone shows it; the desk sees every rung.
    take_and_offer(desk)
    button(ada, "Accept").wait_for()
    expect(ada.get_by_text(PLACE, exact=True)).to_be_visible()
    for rung in ("Stored", "Sent", "Delivered", "Shown"):
        expect(desk.get_by_role("list", name="Delivery of the offer to Heron")).to_contain_text(rung)
    button(ada, "Accept").click()
    expect(desk.get_by_role("list", name="Heron on this call")).to_be_visible(timeout=PATIENCE_MS)
    button(ada, "We’re on the way").click()
    button(ada, "We’ve arrived").click()
    expect(desk.get_by_role("list", name="Heron on this call")).to_contain_text("done: Arrived", timeout=PATIENCE_MS)
    expect(ada.get_by_role("status").filter(has_text="All sent")).to_be_visible(timeout=PATIENCE_MS)

    # The server is gone; the work goes on.
    server.stop()
    button(ada, "We’re with the person").click()
    button(ada, "Clear — we’re done here").click()
    write_the_log(ada)
    expect(ada.get_by_text("Saved on this phone.", exact=True)).to_be_visible()
    refer(ada)
    expect(ada.get_by_role("status").filter(has_text="not sent yet")).to_be_visible(timeout=PATIENCE_MS)

    # The browser dies; everything is still there, with no server to ask.
    ada_browser.kill()
    ada = ada_browser.reopen()
    ada.goto(server.origin + "/now")
    expect(ada.get_by_role("status").filter(has_text="not sent yet")).to_be_visible(timeout=PATIENCE_MS)

    # The server is back; everything arrives, once.
    serves_again(server, ada, desk)
    expect(ada.get_by_role("status").filter(has_text="All sent")).to_be_visible(timeout=3 * PATIENCE_MS)
    expect(desk.get_by_text("Log written").first).to_be_visible(timeout=3 * PATIENCE_MS)

    check(download(chromium, server), within_ms=desk.evaluate("Date.now()") - began)
    assert ada_browser.problems == []


def write_the_log(phone: Page, note: str = "", words: str = "") -> None:
    """Met the person; it settled; nobody moved; nobody else; listened, water; safe; what they call their gender."""
    button(phone, "Met the person").click()
    button(phone, "Settled here").click()
    button(phone, "Nobody moved").click()
    button(phone, "Nobody else").click()
    button(phone, "Listened").click()
    button(phone, "Water").click()
    phone.get_by_role("radio", name="Yes", exact=True).click()
    if note:
        phone.get_by_label("Note (not needed)").fill(note)
    if words:
        button(phone, "About the person").click()
        about = phone.get_by_role("dialog", name="About the person")
        about.get_by_label("In their own words").first.fill(words)
        about.get_by_role("button", name="Close").last.click()
    button(phone, "Save and be ready").click()


def refer(phone: Page) -> None:
    """Food, from the directory on the phone, with the person's yes, which they give for a month."""
    phone.get_by_role("link", name="Find help").click()
    phone.get_by_label("Search for a place").fill("food")
    phone.get_by_role("main").get_by_role("link").first.click()
    phone.get_by_role("link", name="Refer").or_(button(phone, "Refer")).first.click()
    expect(phone.get_by_text("They may know it for 90 days.")).to_be_visible()
    button(phone, "30 days").click()
    expect(phone.get_by_text("They may know it for 30 days.")).to_be_visible()
    button(phone, "They said yes").click()


def download(chromium: Callable[..., Any], server: ServerProcess) -> dict[str, list[dict[str, str]]]:
    """What the manager gets from the export drawer."""
    page = sign_in(chromium("manager", **DESK, accept_downloads=True), server.link("manager"))
    page.get_by_role("link", name="Export").or_(button(page, "Export")).first.click()
    files = {}
    for name in ("calls", "responses", "encounters", "referrals"):
        with page.expect_download() as started:
            page.get_by_role("link", name=f"{name}.csv").click()
        text = Path(started.value.path()).read_text(encoding="utf-8")
        files[name] = list(csv.DictReader(io.StringIO(text)))
    return files


def check(files: dict[str, list[dict[str, str]]], *, within_ms: int) -> None:
    """The call of this test, cell by cell, among those of the example; all of it happened within this time."""
    [call] = [row for row in files["calls"] if row["area"] == AREA]
    of_call = {
        name: [row for row in files[name] if row["call_key"] == call["call_key"]]
        for name in ("responses", "encounters", "referrals")
    }
    [response], [encounter], [referral] = of_call.values()

    assert codes_of(call) == CALL
    assert codes_of(response) == RESPONSE
    assert codes_of(encounter) == ENCOUNTER
    assert codes_of(referral) == REFERRAL
    assert encounter["response_key"] == response["response_key"]
    assert referral["unit_key"] == response["unit_key"]
    assert referral["response_key"] == response["response_key"]
    assert call["received_hour"] == referral["made_hour"] or call["received_hour"] < referral["made_hour"]
    for row in (call, response, encounter):
        spans = {name: value for name, value in row.items() if name.endswith("_s")}
        assert spans
        assert all(0 <= int(value) * 1000 <= within_ms for value in spans.values()), (spans, within_ms)


def codes_of(row: dict[str, str]) -> dict[str, str]:
    """Everything but keys, hours and durations, which differ from run to run."""
    return {name: value for name, value in row.items() if not name.endswith(("_key", "_hour", "_s"))}


CALL = {
    "status": "closed",
    "source": "line727",
    "type_code": "UNHOUSED_NEED",
    "taxonomy_version": "1",
    "priority": "P3",
    "triage_result": "alt_only",
    "not_sent_reason": "",
    "would_have_gone_to": "police",
    "would_have_gone_to_proposed": "",
    "caller_role": "bystander",
    "location_kind": "outdoor_public",
    "area": AREA,
    "minor_involved": "unknown",
    "persons_count": "",
    "screened_yes": "",
    "screened_unknown": "",
    "responses": "1",
    "caller_told": "",
    "called_back": "",
    "place_within": "exact",
}
RESPONSE = {
    "state": "cleared",
    "self_initiated": "false",
    "decline_reason": "",
    "origin": "device",
    "outcome": "saved",
    "begun": "offered",
}
ENCOUNTER = {
    "contact_result": "contact_made",
    "resolution_1": "resolved_on_scene",
    "resolution_2": "",
    "resolution_3": "",
    "unmet_reason": "",
    "transport_by": "",
    "transport_to": "",
    "transport_consented": "",
    "others": "",
    "services": "active_listening",
    "supplies": "water:1",
    "persons_count": "1",
    "repeat_contact": "unknown",
    "would_have_gone_to": "police",
    "team_safe": "true",
    "staff_injured": "false",
    **dict.fromkeys((f"dispute_{each}" for each in ("about", "parties", "agreement", "follow_up")), ""),
    "additions": "0",
    "self_initiated": "false",
}
REFERRAL = {
    "service_id": "1",
    "need": "food",
    "state": "sent",
    "unavailable_reason": "",
    "urgency": "tonight",
    "consent_form": "verbal_witnessed",
    "consent_days": "30",
    "fields_shared": "need",
    "self_initiated": "false",
}


@pytest.mark.parametrize("ground", SQLITE_AND_LONG_POSTGRES, indirect=True)
def test_an_interrupter_sees_only_the_site_and_logs_with_no_network(
    server: ServerProcess, chromium: Callable[..., Any]
):
    tre_browser = chromium("tre", **PHONE)
    tre = sign_in(tre_browser, server.link("interrupter"))
    expect(tre.get_by_role("heading", name="Confidential log")).to_be_visible(timeout=PATIENCE_MS)
    lead = sign_in(chromium("lead", **PHONE), server.link("Site lead"))
    heading = lead.get_by_role("heading", level=1)
    expect(heading).to_contain_text("9 conflicts", timeout=PATIENCE_MS)

    server.stop()
    for answer in ("Riverbend", "2–3", "Money", "Kept them apart", "Settled", "My own network"):
        tre.get_by_role("main").get_by_text(answer, exact=True).first.click()
    button(tre, "Save").click()
    expect(tre.get_by_text("Saved on this phone, locked.").first).to_be_visible(timeout=PATIENCE_MS)
    serves_again(server, tre, lead)

    expect(heading).to_contain_text("10 conflicts", timeout=3 * PATIENCE_MS)
    for page in ("/desk", "/now", "/outcomes"):
        tre.goto(server.origin + page)
        expect(tre.get_by_text("This page is not for you").or_(tre.get_by_text("Confidential log"))).to_be_visible()
    assert tre_browser.problems == []


@pytest.mark.parametrize("ground", SQLITE_AND_LONG_POSTGRES, indirect=True)
def test_the_desk_enters_by_voice_what_a_team_says_and_the_phone_agreeing_later_is_no_clash(
    server: ServerProcess, chromium: Callable[..., Any]
):
    desk = sign_in(chromium("desk", **DESK), server.link("Dispatcher"))
    expect(desk.get_by_role("heading", name="Teams")).to_be_visible(timeout=PATIENCE_MS)
    take_and_offer(desk)
    offered = desk.get_by_role("list", name="Delivery of the offer to Heron")
    expect(offered).to_contain_text("done: Stored", timeout=PATIENCE_MS)

    by_voice(desk, "By voice", "Accept")
    on_call = desk.get_by_role("list", name="Heron on this call")
    expect(on_call).to_be_visible(timeout=PATIENCE_MS)
    ada = sign_in(chromium("ada", **PHONE), server.link("Ada"))
    ada.get_by_role("link", name="Go to the call").click()
    button(ada, "We’re on the way").click()

    expect(on_call).to_contain_text("done: On the way", timeout=PATIENCE_MS)
    expect(ada.get_by_role("status").filter(has_text="All sent")).to_be_visible(timeout=PATIENCE_MS)


def by_voice(desk: Page, opener: str, what: str) -> None:
    """Write down what a team told the desk, as theirs."""
    button(desk, opener).first.click()
    sheet = desk.get_by_role("dialog")
    sheet.locator("label").filter(has_text=what).first.click()
    sheet.locator("label").filter(has_text="Ada").first.click()
    button(desk, "Write it down").click()
