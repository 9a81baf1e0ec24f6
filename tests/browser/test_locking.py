"""A phone that opens by a PIN: locked it takes what is saved, opens with no network, and its files tell nothing."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, Request, WebSocket, expect

from server.example.people import example
from tests.browser.chromium import DESK, PATIENCE_MS, PHONE, Browser
from tests.browser.outbox import DEVICE, KEYS, all_answered, until
from tests.browser.process import ServerProcess
from tests.browser.screenshots.locking import PIN, enter
from tests.browser.test_journey import PLACE, button, server, serves_again, sign_in, take_and_offer, write_the_log
from tests.browser.test_steps import ANSWERS

pytestmark = pytest.mark.parametrize("ground", ["sqlite"], indirect=True)
"""What lies on a phone is the same whatever the server keeps its records in."""

__all__ = ["server"]

SAID = "shouting at the traffic"
NOTE = "CANARY asked for her sister"
WORDS = "CANARY muxe of the isthmus"
PLANTED = "CANARY-in-the-clear"
PLANT = """text => new Promise((resolve, reject) => {
  const asked = indexedDB.open("control", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("it");
  asked.onerror = () => reject(asked.error);
  asked.onsuccess = () => {
    const tx = asked.result.transaction("it", "readwrite", { durability: "strict" });
    tx.objectStore("it").put({ text }, 1);
    tx.oncomplete = resolve;
  };
})"""
SLOW = """() => {
  const now = performance.now.bind(performance);
  let late = 0;
  performance.now = () => now() + (late = Math.min(late + 500, 10_000));
}"""
"""Half a second goes by from look to look, for a while."""
FAST = """() => {
  const now = performance.now.bind(performance);
  performance.now = () => now() / 1000;
}"""
"""However busy this machine is, the dearest guess can be borne."""


def holding(profile: Path, text: str) -> list[str]:
    """The files of a profile in which this stands, in either way a browser writes text."""
    wanted = (text.encode(), text.encode("utf-16-le"))
    found = [path for path in profile.rglob("*") if path.is_file()]
    return [str(path) for path in found if any(each in path.read_bytes() for each in wanted)]


def tells_nothing(browser: Browser) -> None:
    """The browser ends, and its files say nothing of whom they went to; what lies in the clear there is found."""
    browser.kill()
    assert holding(browser.profile, PLANTED), "the search finds what lies there in the clear"
    assert [holding(browser.profile, text) for text in (PLACE, SAID, NOTE, WORDS, PIN)] == [[]] * 5


def choose_a_pin(page: Page, pace: str = SLOW) -> None:
    """From Me, by the keys; on a slow phone, where the least that is allowed is all that can be borne."""
    page.evaluate(pace)
    page.get_by_role("link", name="Choose a PIN for this phone").click()
    enter(page, PIN)
    expect(page.get_by_role("heading", name="Type it once more")).to_be_visible()
    enter(page, PIN)


def with_a_pin(server: ServerProcess, browser: Any) -> Page:
    """Ada's phone on duty, after she chose a PIN: what was there before moved under it."""
    ada = sign_in(browser, server.link("Ada"))
    expect(ada.get_by_role("heading", name="on duty")).to_be_visible(timeout=PATIENCE_MS)
    ada.get_by_role("link", name="Me").click()
    choose_a_pin(ada)
    expect(ada.get_by_role("heading", name="on duty")).to_be_visible(timeout=PATIENCE_MS)
    return ada


def save_without_opening(ada: Page) -> None:
    """Three steps and what came of it, for a call of which nothing is read."""
    button(ada, "Save without opening").click()
    expect(ada.get_by_text("Locked. You can save, not read.")).to_be_visible()
    ada.get_by_role("link", name="Go to the call").click()
    button(ada, "We’ve arrived").click()
    button(ada, "We’re with the person").click()
    expect(ada.get_by_text("Hidden", exact=True).first).to_be_visible()
    expect(ada.get_by_text(PLACE)).to_have_count(0)
    button(ada, "Clear — we’re done here").click()
    write_the_log(ada, NOTE, WORDS)
    expect(ada.get_by_text("Saved on this phone.", exact=True)).to_be_visible()


def reopened(browser: Browser, server: ServerProcess, *, later: str = "00:00") -> Page:
    """The browser started anew at the app, by a clock that went on by so much meanwhile."""
    page = browser.reopen()
    page.clock.install()
    page.clock.fast_forward(later)
    page.goto(server.origin + "/now")
    expect(page.get_by_role("heading", name="Hello, Ada Okafor")).to_be_visible(timeout=PATIENCE_MS)
    return page


def everything_sent(page: Page) -> Callable[[], bytes]:
    """What leaves this page from now on, by request and by socket."""
    sent: list[bytes] = []

    def asked(request: Request) -> None:
        sent.append(request.url.encode() + (request.post_data_buffer or b""))

    def said(frame: str | bytes) -> None:
        sent.append(frame.encode() if isinstance(frame, str) else frame)

    def opened(socket: WebSocket) -> None:
        socket.on("framesent", said)

    page.context.on("request", asked)
    page.on("websocket", opened)
    return lambda: b"".join(sent)


def copied(playwright: Playwright, browser: Browser, server: ServerProcess) -> None:
    """The profile on another machine: what was saved there arrives, and nothing of it can be read on the way."""
    profile = browser.profile.with_name("copied")
    # A browser that was killed may leave behind who it was, as links to nothing.
    shutil.copytree(browser.profile, profile, ignore=shutil.ignore_patterns("Singleton*"))
    other = Browser(playwright, profile, {**PHONE})
    page = other.page
    sent = everything_sent(page)
    page.goto(server.origin + "/now")
    expect(page.get_by_role("heading", name="Hello, Ada Okafor")).to_be_visible(timeout=PATIENCE_MS)
    all_answered(page, 3 * PATIENCE_MS)
    button(page, "Save without opening").click()
    expect(page.get_by_text("Locked. You can save, not read.")).to_be_visible()
    expect(page.get_by_text(PLACE)).to_have_count(0)
    other.close()
    assert b"encounter.record" in sent(), "what is said in the clear is heard"
    assert [text for text in (PLACE, SAID, NOTE, WORDS, "settled") if text.encode() in sent()] == []


def code_for(server: ServerProcess, key: str = "ada") -> str:
    """A new code, as the desk gives it to whoever forgot the PIN."""
    city = example().city
    said = server.ask("person", "code", city.person(key).id, "--org", city.name)
    return said.split()[0]


def on_the_way_when_the_shift_ends(desk: Page, ada: Page) -> None:
    """Locked, the phone says that the team is asked; opened, what. Then they are off duty, and it stays theirs."""
    ada.get_by_role("link", name="Me").click()
    button(ada, "Lock now").click()
    ada.get_by_text("Enter your PIN").wait_for()
    take_and_offer(desk)
    rung = ada.get_by_role("alert").filter(has_text="New call for your team. P3. Unlock to answer.")
    expect(rung).to_be_visible(timeout=PATIENCE_MS)
    button(ada, "Save without opening").click()
    expect(rung).to_be_visible()
    expect(button(ada, "Accept").or_(ada.get_by_text(PLACE))).to_have_count(0)
    ada.get_by_role("link", name="Unlock").click()
    enter(ada, PIN)
    button(ada, "Accept").click()
    button(ada, "We’re on the way").click()
    expect(ada.get_by_text(PLACE).first).to_be_visible()
    expect(ada.get_by_role("status").filter(has_text="All sent")).to_be_visible(timeout=PATIENCE_MS)
    ada.evaluate(PLANT, PLANTED)
    desk.locator("#teams button", has_text="Heron").click()
    desk.get_by_role("dialog").get_by_role("button", name="End shift").click()
    ada.get_by_role("link", name="Now").click()
    expect(ada.get_by_role("heading", name="You’re off duty")).to_be_visible(timeout=PATIENCE_MS)
    expect(ada.get_by_role("link", name="Go to the call")).to_be_visible()


def closed_with_no_server(ada: Page) -> None:
    """A wrong PIN is counted, and saving needs none; then the PIN opens it."""
    enter(ada, "000000")
    expect(ada.get_by_role("alert").filter(has_text="9 tries left")).to_be_visible(timeout=PATIENCE_MS)
    save_without_opening(ada)
    ada.get_by_role("link", name="Unlock").click()
    enter(ada, PIN)
    expect(ada.get_by_role("heading", name="off duty")).to_be_visible(timeout=PATIENCE_MS)
    expect(ada.get_by_text("Locked.")).to_have_count(0)
    expect(ada.get_by_role("status").filter(has_text="saved on this phone, not sent yet")).to_be_visible()


def opened_by_a_code(ada: Page, server: ServerProcess) -> None:
    """Whoever forgot the PIN starts anew, and what waited here is sent."""
    button(ada, "Forgot PIN").click()
    button(ada, "I have a code").click()
    ada.get_by_role("textbox").fill(code_for(server))
    button(ada, "Set up").click()
    expect(ada.get_by_role("status").filter(has_text="All sent")).to_be_visible(timeout=3 * PATIENCE_MS)
    assert ada.evaluate(KEYS) == 1


def signed_out(ada: Page) -> None:
    ada.get_by_role("link", name="Me").click()
    button(ada, "Sign out").click()
    button(ada, "Sign out").last.click()
    ada.wait_for_url("**/enrol")


def shut_out(page: Page, server: ServerProcess) -> None:
    """Signed in again, and then somebody else in her place, the phone is reported as lost."""
    off_duty = page.get_by_role("heading", name="off duty")
    expect(off_duty).to_be_visible(timeout=PATIENCE_MS)
    page.goto(f"{server.origin}/enrol#{code_for(server, 'jo')}")
    button(page, "Set up").click()
    expect(off_duty).to_be_visible(timeout=PATIENCE_MS)
    assert page.evaluate(KEYS) == 2, "the keys of both lie here"
    server.ask("device", "revoke", page.evaluate(DEVICE), "--org", example().city.name)
    assert until(page, f"async () => (await ({KEYS})()) === 0", PATIENCE_MS), "both are destroyed"


def test_locked_and_offline_half_an_hour_after_the_shift_a_call_is_closed_and_no_file_or_copy_tells_of_it(
    server: ServerProcess, chromium: Callable[..., Any], playwright: Playwright
):
    desk = sign_in(chromium("desk", **DESK), server.link("Dispatcher"))
    browser = chromium("ada", **PHONE, lasting=True)
    on_the_way_when_the_shift_ends(desk, with_a_pin(server, browser))
    tells_nothing(browser)

    server.stop()
    closed_with_no_server(reopened(browser, server, later="30:00"))
    tells_nothing(browser)

    # Copied with all that it has not sent; then the PIN is forgotten. What was saved arrives once.
    serves_again(server, desk)
    copied(playwright, browser, server)
    expect(desk.get_by_text("Log written").first).to_be_visible(timeout=3 * PATIENCE_MS)
    opened_by_a_code(reopened(browser, server), server)

    signed_out(browser.page)
    tells_nothing(browser)
    browser.reopen()
    shut_out(sign_in(browser, f"{server.origin}/enrol#{code_for(server)}"), server)
    tells_nothing(browser)
    assert browser.problems == []


def tried_wrong(page: Page, left: int) -> float:
    """Seconds that the page's own thread was busy while a wrong PIN was tried."""
    wire = page.context.new_cdp_session(page)
    wire.send("Performance.enable")

    def ran() -> float:
        found = wire.send("Performance.getMetrics")["metrics"]
        return float(next(it["value"] for it in found if it["name"] == "TaskDuration"))

    enter(page, "00000")
    before = ran()
    enter(page, "0")
    expect(page.get_by_role("alert").filter(has_text=f"{left} tries left")).to_be_visible(timeout=3 * PATIENCE_MS)
    return ran() - before


def test_the_page_is_free_while_a_pin_is_tried_with_no_server_and_where_no_worker_starts_it_tries_by_itself(
    server: ServerProcess, chromium: Callable[..., Any]
):
    browser = chromium("tre", **PHONE)
    tre = sign_in(browser, server.link("interrupter"))
    tre.get_by_role("link", name="Me").click()
    choose_a_pin(tre, FAST)
    expect(tre.get_by_role("heading", name="Confidential log")).to_be_visible(timeout=PATIENCE_MS)
    server.stop()
    tre.goto(server.origin + "/quiet")
    tre.get_by_text("Enter your PIN").wait_for()

    with tre.expect_worker() as started:
        beside = tried_wrong(tre, left=9)
    assert "/assets/guesser-" in started.value.url
    # It is ended, and its memory is gone; the browser tells in its own time.
    while tre.workers:
        tre.evaluate("1")

    tre.evaluate("() => { Worker = class { constructor() { setTimeout(() => this.onerror()); } }; }")
    by_itself = tried_wrong(tre, left=8)
    tre.evaluate("() => { delete window.Worker; }")
    without = tried_wrong(tre, left=7)
    assert min(by_itself, without) > 2 * beside, (beside, by_itself, without)

    enter(tre, PIN)
    expect(tre.get_by_role("heading", name="Confidential log")).to_be_visible(timeout=PATIENCE_MS)
    assert browser.problems == []


def test_the_confidential_log_locks_when_nobody_touches_it_for_a_minute_and_goes_on_where_it_was(
    server: ServerProcess, chromium: Callable[..., Any]
):
    browser = chromium("tre", **PHONE)
    browser.page.clock.install()
    tre = sign_in(browser, server.link("interrupter"))
    expect(tre.get_by_role("heading", name="Confidential log")).to_be_visible(timeout=PATIENCE_MS)
    tre.get_by_role("link", name="Me").click()
    choose_a_pin(tre)
    *first, last = ANSWERS
    answer(tre, *first)

    # A touch counts, and a minute without one locks: what was answered so far is not on the screen.
    tre.clock.fast_forward("00:50")
    tre.keyboard.press("Tab")
    tre.clock.fast_forward("00:50")
    expect(tre.get_by_role("heading", name="Confidential log")).to_be_visible()
    tre.clock.fast_forward("00:15")
    expect(tre.get_by_text("Enter your PIN")).to_be_visible()
    expect(tre.get_by_text("Money", exact=True)).to_have_count(0)

    # Without the PIN it begins anew, and locks as well.
    button(tre, "Save without opening").click()
    expect(button(tre, "6 answers to go")).to_be_visible()
    tre.clock.fast_forward("01:05")
    expect(tre.get_by_text("Enter your PIN")).to_be_visible()

    enter(tre, PIN)
    answer(tre, last)
    button(tre, "Save, locked").click()
    tre.wait_for_url("**/quiet/list")
    assert browser.problems == []


def answer(page: Page, *answers: str) -> None:
    """Of the confidential log."""
    for each in answers:
        page.get_by_role("main").get_by_text(each, exact=True).first.click()


def locked_in_every_window(browser: Browser, server: ServerProcess) -> None:
    """With no server: locked in one window, it is locked in the other."""
    one, other = browser.page, browser.context.new_page()
    other.goto(f"{server.origin}/quiet/list")
    enter(other, PIN)
    other.get_by_role("link", name="Log a conflict").wait_for()
    server.stop()
    button(one, "Lock now").click()
    other.get_by_text("Enter your PIN").wait_for()
    expect(other.get_by_role("link", name="Log a conflict")).to_have_count(0)
    other.close()


CHIP = {
    "protocol": "ctap2",
    "ctap2Version": "ctap2_1",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "hasPrf": True,
}
"""A finger, a face or a code, as Chromium plays it."""


def test_what_opens_the_phone_opens_the_app_with_no_network_for_who_shows_that_it_is_them_and_the_pin_still_does(
    server: ServerProcess, chromium: Callable[..., Any]
):
    browser = chromium("tre", **PHONE)
    chip = browser.context.new_cdp_session(browser.page)
    chip.send("WebAuthn.enable")
    number = chip.send("WebAuthn.addVirtualAuthenticator", {"options": CHIP})["authenticatorId"]
    tre = sign_in(browser, server.link("interrupter"))
    tre.get_by_role("link", name="Me").click()
    choose_a_pin(tre)
    tre.get_by_role("link", name="Me").click()

    # Whoever holds the open phone must know the PIN to have it opened without.
    tre.get_by_role("link", name="Open by fingerprint or face, too").click()
    enter(tre, "000000")
    expect(tre.get_by_role("alert").filter(has_text="9 tries left")).to_be_visible(timeout=PATIENCE_MS)
    assert chip.send("WebAuthn.getCredentials", {"authenticatorId": number})["credentials"] == []
    enter(tre, PIN)
    button(tre, "Open by PIN only").wait_for()

    locked_in_every_window(browser, server)
    button(tre, "Use fingerprint or face").click()
    button(tre, "Lock now").click()
    chip.send("WebAuthn.setUserVerified", {"authenticatorId": number, "isUserVerified": False})
    button(tre, "Use fingerprint or face").click()
    expect(tre.get_by_role("alert").filter(has_text="That did not open it. Your PIN does.")).to_be_visible()
    enter(tre, PIN)
    button(tre, "Open by PIN only").click()
    expect(tre.get_by_role("link", name="Open by fingerprint or face, too")).to_be_visible()
    button(tre, "Lock now").click()
    tre.get_by_text("Enter your PIN").wait_for()
    expect(button(tre, "Use fingerprint or face")).to_have_count(0)
    enter(tre, PIN)
    expect(tre.get_by_text("Locked.")).to_have_count(0)
    button(tre, "Lock now").wait_for()
    assert browser.problems == []
