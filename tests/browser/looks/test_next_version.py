"""A page that is open goes on as it is when the server has the next version only: no part of it is asked of the server.

The next version is this one under other names, as if every file of it had changed.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import DESK, PHONE
from tests.browser.outbox import until
from tests.browser.process import ServerProcess
from tests.browser.test_bad_days import release, releases
from tests.browser.test_journey import PATIENCE_MS, button, sign_in

pytestmark = [pytest.mark.looks, pytest.mark.xdist_group("next-version")]

__all__ = ["releases"]

NEXT = "next-"
SCRIPTS = "() => [...document.scripts].map(({ src }) => new URL(src).pathname)"
CONTROLLED = "() => navigator.serviceWorker.controller !== null"
KEEPS = """async (paths) => (await Promise.all(paths.map((path) => caches.match(path)))).every((found) => found)"""


def parts_of(server: ServerProcess) -> list[Path]:
    return sorted((server.code / "client_pwa" / "dist" / "assets").iterdir())


def release_anew(server: ServerProcess, page: Page) -> list[str]:
    """The server has the next version, and nothing of the one before; answers the names of what is gone."""
    dist = server.code / "client_pwa" / "dist"
    names = [path.name for path in parts_of(server)]
    for path in (dist / "index.html", dist / "sw.js", *parts_of(server)):
        text = path.read_text()
        for name in names:
            text = text.replace(name, NEXT + name)
        path.write_text(text)
    for path in parts_of(server):
        path.rename(path.with_name(NEXT + path.name))
    release(server)
    gone = [f"/assets/{name}" for name in names]
    # Asked past the page's worker.
    assert {page.request.get(server.origin + path).status for path in gone} == {404}, "nothing of it is served"
    return gone


def is_of_the_next(page: Page) -> bool:
    return any(path.startswith(f"/assets/{NEXT}") for path in page.evaluate(SCRIPTS))


def takes_the_next(page: Page) -> None:
    """Once it lies ready, the person says so."""
    page.evaluate("() => navigator.serviceWorker.ready.then((here) => here.update())")
    with page.expect_navigation():
        button(page, "Use it now").click(timeout=PATIENCE_MS)
    assert until(page, CONTROLLED, PATIENCE_MS)
    assert is_of_the_next(page)


def test_a_phone_opens_every_part_of_its_own_version_with_and_without_a_server_that_has_the_next_one_only(
    releases: ServerProcess, chromium: Callable[..., Any]
):
    browser = chromium("ada", **PHONE)
    ada = sign_in(browser, releases.link("Ada"))
    button(ada, "Take a break").wait_for()
    assert until(ada, CONTROLLED, PATIENCE_MS)

    gone = release_anew(releases, ada)
    # Sentences that it never needed, then all of it from the start.
    ada.get_by_role("link", name="Me").click()
    ada.get_by_text("Español", exact=True).click()
    expect(ada.get_by_role("link", name="Yo")).to_be_visible(timeout=PATIENCE_MS)
    ada.reload()
    expect(ada.get_by_role("link", name="Yo")).to_be_visible(timeout=PATIENCE_MS)
    assert not is_of_the_next(ada)
    assert set(ada.evaluate(SCRIPTS)) <= set(gone)

    releases.stop()
    ada.reload()
    ada.get_by_text("English", exact=True).click()
    ada.get_by_role("link", name="Find help", exact=True).click()
    ada.get_by_label("Search for a place").wait_for()
    ada.get_by_role("link", name="Now", exact=True).click()
    button(ada, "Take a break").wait_for()

    releases.start()
    takes_the_next(ada)
    expect(button(ada, "Take a break")).to_be_visible(timeout=PATIENCE_MS)
    assert browser.problems == []


def test_a_desk_opens_what_it_never_opened_before_of_its_own_version(
    releases: ServerProcess, chromium: Callable[..., Any]
):
    browser = chromium("desk", **DESK)
    desk = sign_in(browser, releases.link("Supervisor"))
    desk.locator("a.q").first.wait_for()
    assert until(desk, CONTROLLED, PATIENCE_MS)
    shared = [f"/assets/{path.name}" for path in parts_of(releases) if re.match("sheet|desk|manager", path.name)]
    assert until(desk, f"() => ({KEEPS})({shared})", PATIENCE_MS), "all that a console runs is kept"

    release_anew(releases, desk)
    button(desk, "My desk").click()
    button(desk, "What calls are taken as").click()
    expect(desk.get_by_role("dialog")).to_be_visible(timeout=PATIENCE_MS)
    desk.keyboard.press("Escape")
    # Nothing of it lies in the browser but what the worker keeps.
    desk.context.new_cdp_session(desk).send("Network.clearBrowserCache")
    desk.reload()
    button(desk, "My desk").click()
    desk.get_by_role("link", name="Outcome log").click()
    expect(desk.get_by_role("heading", name=re.compile("calls? in "))).to_be_visible(timeout=PATIENCE_MS)
    desk.reload()
    expect(desk.get_by_role("heading", name=re.compile("calls? in "))).to_be_visible(timeout=PATIENCE_MS)
    assert not is_of_the_next(desk)

    desk.get_by_role("link", name="To the desk").click()
    takes_the_next(desk)
    desk.locator("a.q").first.wait_for()
    assert browser.problems == []


def test_signing_in_stays_on_the_screen_when_what_comes_after_it_cannot_be_fetched(
    releases: ServerProcess, chromium: Callable[..., Any]
):
    page = chromium("new", **PHONE).page
    page.route("**/assets/ended-*", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.goto(releases.origin + "/enrol")
    page.get_by_role("textbox").fill("ABCD")

    expect(page.get_by_role("heading", name="Set up this phone for work")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_value("ABCD")
