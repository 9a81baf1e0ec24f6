"""A phone that opens by a PIN: locked it takes what is saved, opens with no network, and its files tell nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import DESK, PHONE
from tests.browser.process import ServerProcess
from tests.browser.screenshots.locking import PIN, enter
from tests.browser.test_journey import PATIENCE_MS, PLACE, button, server, sign_in, take_and_offer, write_the_log

pytestmark = pytest.mark.parametrize("ground", ["sqlite"], indirect=True)
"""What lies on a phone is the same whatever the server keeps its records in."""

__all__ = ["server"]

SAID = "shouting at the traffic"
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


def holding(profile: Path, text: str) -> list[str]:
    """The files of a profile in which this stands, in either way a browser writes text."""
    wanted = (text.encode(), text.encode("utf-16-le"))
    found = [path for path in profile.rglob("*") if path.is_file()]
    return [str(path) for path in found if any(each in path.read_bytes() for each in wanted)]


def with_a_pin(server: ServerProcess, browser: Any) -> Page:
    """Ada's phone on duty, after she chose a PIN: what was there before moved under it."""
    ada = sign_in(browser, server.link("Ada"))
    expect(ada.get_by_role("heading", name="on duty")).to_be_visible(timeout=PATIENCE_MS)
    ada.get_by_role("link", name="Me").click()
    ada.get_by_role("link", name="Choose a PIN for this phone").click()
    enter(ada, PIN)
    expect(ada.get_by_role("heading", name="Type it once more")).to_be_visible()
    enter(ada, PIN)
    expect(ada.get_by_role("heading", name="on duty")).to_be_visible(timeout=PATIENCE_MS)
    return ada


def save_without_opening(ada: Page) -> None:
    """Three steps and what came of it, for a call of which nothing is read."""
    button(ada, "Save without opening").click()
    expect(ada.get_by_text("Locked. You can save, not read.")).to_be_visible()
    ada.get_by_role("link", name="Go to the call").click()
    button(ada, "We’ve arrived").click()
    button(ada, "We’re with the person").click()
    expect(ada.get_by_text(PLACE)).to_have_count(0)
    button(ada, "Clear — we’re done here").click()
    write_the_log(ada)
    expect(ada.get_by_text("Saved on this phone.", exact=True)).to_be_visible()


def test_locked_and_offline_a_step_and_an_outcome_are_saved_and_the_pin_opens_it_before_they_arrive(
    server: ServerProcess, chromium: Callable[..., Any]
):
    desk = sign_in(chromium("desk", **DESK), server.link("Dispatcher"))
    browser = chromium("ada", **PHONE)
    ada = with_a_pin(server, browser)
    take_and_offer(desk)
    button(ada, "Accept").click()
    button(ada, "We’re on the way").click()
    expect(ada.get_by_text(PLACE).first).to_be_visible()
    expect(ada.get_by_role("status").filter(has_text="All sent")).to_be_visible(timeout=PATIENCE_MS)
    ada.evaluate(PLANT, PLANTED)

    # The browser ends, and with it what opens the phone; its files say nothing of whom they went to.
    browser.kill()
    assert holding(browser.profile, PLANTED), "the search finds what lies there in the clear"
    assert [holding(browser.profile, text) for text in (PLACE, SAID, PIN)] == [[], [], []]

    # With no server to ask: a wrong PIN is counted, and saving needs none.
    server.stop()
    ada = browser.reopen()
    ada.set_default_timeout(PATIENCE_MS)
    ada.goto(server.origin + "/now")
    expect(ada.get_by_role("heading", name="Hello, Ada Okafor")).to_be_visible(timeout=PATIENCE_MS)
    enter(ada, "000000")
    expect(ada.get_by_role("alert").filter(has_text="9 tries left")).to_be_visible(timeout=PATIENCE_MS)
    save_without_opening(ada)

    # The PIN opens it, still without; then all of it arrives.
    ada.get_by_role("link", name="Unlock").click()
    enter(ada, PIN)
    expect(ada.get_by_role("heading", name="on duty")).to_be_visible(timeout=PATIENCE_MS)
    expect(ada.get_by_text("Locked.")).to_have_count(0)
    expect(ada.get_by_role("status").filter(has_text="saved on this phone, not sent yet")).to_be_visible()
    server.start()
    expect(ada.get_by_role("status").filter(has_text="All sent")).to_be_visible(timeout=3 * PATIENCE_MS)
    expect(desk.get_by_text("Log written").first).to_be_visible(timeout=3 * PATIENCE_MS)
    assert browser.problems == []
