"""A desk whose server is gone: it goes on by voice, is opened anew, and the board is right when the server is back."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import DESK
from tests.browser.process import ServerProcess
from tests.browser.test_journey import PATIENCE_MS, button, choose, server, sign_in

pytestmark = pytest.mark.parametrize("ground", ["sqlite"], indirect=True)
"""What a desk does without its server is the same whatever the server keeps its records in."""

__all__ = ["server"]

PLACES = ("Bus shelter, Ash Street", "Steps of the library", "Car park behind the mill")

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


def test_a_desk_that_opens_without_its_server_still_knows_whom_to_phone(
    server: ServerProcess, chromium: Callable[..., Any]
):
    desk = sign_in(chromium("desk", **DESK), server.link("Dispatcher"))
    expect(desk.locator("a.q").first).to_be_visible(timeout=PATIENCE_MS)

    desk.wait_for_function(HAS_ITS_SCREENS, timeout=PATIENCE_MS)
    # What the browser itself happens to keep is no promise.
    desk.context.new_cdp_session(desk).send("Network.clearBrowserCache")

    server.stop()
    desk.reload()

    expect(desk.get_by_text("What was on the board before is not on this computer.")).to_be_visible(timeout=PATIENCE_MS)
    desk.locator("#teams button", has_text="Heron").click()
    expect(desk.get_by_role("dialog")).to_contain_text(f"Ada Okafor (clinician, crisis worker) · {ADAS}")


def take(desk: Page, place: str) -> None:
    """The dispatcher takes a call, and no team is asked yet."""
    desk.get_by_role("link", name="New call").or_(button(desk, "New call")).first.click()
    desk.locator("#field-1 input").fill(place)
    desk.get_by_label("Kind of place").select_option("outdoor_public")
    choose(desk, "#field-3", "UNHOUSED_NEED")
    choose(desk, "#field-4", "bystander")
    choose(desk, "#field-5", "police")
    button(desk, "wait").click()
    expect(desk.locator("a.q", has_text=place)).to_be_visible(timeout=PATIENCE_MS)
