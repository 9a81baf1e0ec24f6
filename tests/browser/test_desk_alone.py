"""A desk whose server is gone: it goes on by voice, is opened anew, and the board is right when the server is back."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import DESK
from tests.browser.process import ServerProcess
from tests.browser.test_journey import PATIENCE_MS, button, choose, server, serves_again, sign_in

pytestmark = pytest.mark.parametrize("ground", ["sqlite"], indirect=True)
"""What a desk does without its server is the same whatever the server keeps its records in."""

__all__ = ["server"]

PLACES = ("Bus shelter, Ash Street", "Steps of the library", "Car park behind the mill")

OF_THE_EXAMPLE = 2
"""So many calls wait when the example begins."""

EMPTY = 5
"""So many empty sheets come with the rest."""

WALL_CLOCK = "() => new Date().toTimeString().slice(0, 5)"

ADAS = "(555) 555-0111"

HAS_ITS_SCREENS = """async () => {
  const parts = performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname);
  const kept = await Promise.all(parts.filter((path) => path.startsWith("/assets/")).map((path) => caches.match(path)));
  return kept.length > 0 && kept.every((each) => each !== undefined);
}"""
"""The worker keeps every part of the app that this page runs on."""


def take(desk: Page, place: str) -> None:
    """The dispatcher takes a call, and no team is asked yet."""
    desk.get_by_role("link", name="New call").first.click()
    desk.locator("#field-1 input").fill(place)
    # When typing rests this comes under it: what lies below moves, and presses would miss.
    expect(desk.get_by_text("Earlier calls from here: no answer")).to_be_visible(timeout=PATIENCE_MS)
    desk.get_by_label("Kind of place").select_option("outdoor_public")
    choose(desk, "#field-3", "UNHOUSED_NEED")
    choose(desk, "#field-4", "bystander")
    choose(desk, "#field-5", "police")
    button(desk, "Let it wait", exact=True).click()
    expect(desk.locator("a.q", has_text=place)).to_be_visible(timeout=PATIENCE_MS)


def send_by_voice(desk: Page) -> None:
    """Heron is phoned and goes to the first call; when they arrived is entered from paper."""
    desk.locator("a.q", has_text=PLACES[0]).click()
    expect(desk.get_by_text("Call A1")).to_be_visible()
    button(desk, "Team by voice").click()
    sheet = desk.get_by_role("dialog")
    for chip in ("Heron", "Ada Okafor"):
        sheet.locator("label.chip", has_text=chip).click()
    sheet.get_by_text("It was on paper").click()
    sheet.get_by_label("Arrived").fill(desk.evaluate(WALL_CLOCK))
    button(desk, "Heron is going").click()
    on_it = desk.get_by_role("list", name="Heron on this call")
    expect(on_it).to_contain_text("waiting to be sent: Arrived", timeout=PATIENCE_MS)


def print_sheets(desk: Page) -> None:
    """A page of whom to phone, one for each open call, and empty ones; no names, unless they are asked for."""
    button(desk, "My desk").click()
    desk.get_by_role("link", name="Call sheets to print").click()
    paper = desk.locator("main.paper")
    expect(paper.get_by_role("heading", name="Call A2")).to_be_visible(timeout=PATIENCE_MS)
    expect(paper).to_contain_text(ADAS)
    expect(paper).not_to_contain_text("Ada Okafor")
    assert len(re.findall(rb"/Type /Page\b", desk.pdf())) == 1 + OF_THE_EXAMPLE + len(PLACES) + EMPTY
    desk.get_by_label("Print names of people").check()
    expect(paper).to_contain_text(f"Ada Okafor: {ADAS}")
    desk.get_by_role("link", name="Back").click()


def on_the_board_once(desk: Page) -> None:
    """Every call that was taken stands there as the desk called it, and Heron is on the first."""
    expect(desk.get_by_role("status").filter(has_text="Live")).to_be_visible(timeout=3 * PATIENCE_MS)
    for n, place in enumerate(PLACES, 1):
        call = desk.locator("a.q", has_text=place)
        expect(call).to_have_count(1, timeout=PATIENCE_MS)
        expect(call).to_contain_text(f"A{n}")
    # Its row moves to those with a team when that is heard of; a press on what moves away is lost.
    first = desk.locator("a.q", has_text=PLACES[0])
    expect(first).to_contain_text("Heron", timeout=PATIENCE_MS)
    first.click()
    expect(desk.get_by_role("list", name="Heron on this call")).to_contain_text("done: Arrived", timeout=PATIENCE_MS)
    expect(desk.get_by_text("by voice: Ada Okafor").first).to_be_visible()


def test_a_desk_without_its_server_goes_on_by_voice_and_everything_is_on_the_board_once(
    server: ServerProcess, chromium: Callable[..., Any]
):
    desk = sign_in(chromium("desk", **DESK), server.link("Dispatcher"))
    expect(desk.locator("a.q").first).to_be_visible(timeout=PATIENCE_MS)
    desk.wait_for_function(HAS_ITS_SCREENS, timeout=PATIENCE_MS)
    # What the browser itself happens to keep is no promise.
    desk.context.new_cdp_session(desk).send("Network.clearBrowserCache")

    server.stop()
    expect(desk.get_by_role("status").filter(has_text="Not live")).to_be_visible(timeout=PATIENCE_MS)
    take(desk, PLACES[0])
    desk.reload()

    # Opened anew it knows whom to phone and which calls are open, and says what it does not know.
    expect(desk.get_by_text("Opened without the server")).to_be_visible(timeout=PATIENCE_MS)
    expect(desk.locator("a.q")).to_have_count(1 + OF_THE_EXAMPLE)
    desk.locator("#teams button", has_text="Heron").click()
    expect(desk.get_by_role("dialog")).to_contain_text(f"Ada Okafor (clinician, crisis worker) · {ADAS}")
    desk.keyboard.press("Escape")
    for place in PLACES[1:]:
        take(desk, place)
    send_by_voice(desk)
    print_sheets(desk)

    serves_again(server, desk)
    on_the_board_once(desk)
    other = sign_in(chromium("other", **DESK), server.link("Supervisor"))
    on_the_board_once(other)
