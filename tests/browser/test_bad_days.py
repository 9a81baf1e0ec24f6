"""What a phone's own world does to it: a full disk, a new version of the app, another tab, no way to the server."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import PHONE
from tests.browser.outbox import all_answered, answers, outbox, until
from tests.browser.process import ROOT, ServerProcess
from tests.browser.test_journey import PATIENCE_MS, button, sign_in
from tests.browser.test_steps import ANSWERS

LAST_MS = 3 * PATIENCE_MS
EXAMPLE = 9
"""Conflicts of the example's site."""

pytestmark = pytest.mark.xdist_group("bad-days")


@pytest.fixture
def server(tmp_path: Path, example: Path) -> Iterator[ServerProcess]:
    """On files: a browser's disk and its own doings are the same whatever the server keeps its records in."""
    shutil.copytree(example, tmp_path / "server")
    made = ServerProcess(tmp_path / "server")
    made.start()
    yield made
    made.kill()


@pytest.fixture
def logged(server: ServerProcess, chromium: Callable[..., Any]) -> Locator:
    return lead_sees(server, chromium)


def lead_sees(server: ServerProcess, chromium: Callable[..., Any]) -> Locator:
    """How many conflicts the site lead sees, in words."""
    lead = sign_in(chromium("lead", **PHONE), server.link("Site lead"))
    heading = lead.get_by_role("heading", level=1)
    expect(heading).to_contain_text(f"{EXAMPLE} conflicts", timeout=PATIENCE_MS)
    return heading


def interrupter(server: ServerProcess, browser: Any) -> Page:
    """At the form, with the app kept on the phone."""
    page = sign_in(browser, server.link("interrupter"))
    expect(page.get_by_role("heading", name="Confidential log")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_text("Riverbend", exact=True).first).to_be_visible(timeout=PATIENCE_MS)
    page.evaluate("() => navigator.serviceWorker.ready.then(() => undefined)")
    return page


def save(page: Page, origin: str) -> None:
    """A record, until the phone says that it has it."""
    page.goto(f"{origin}/quiet")
    fill_and_save(page)


def save_here(page: Page) -> None:
    """The same in a tab that is open, at the list, without fetching the app anew."""
    page.get_by_role("link", name="Log a conflict").click()
    fill_and_save(page)


def fill_and_save(page: Page) -> None:
    """The form, to its end."""
    for answer in ANSWERS:
        page.get_by_role("main").get_by_text(answer, exact=True).first.click()
    button(page, "Save, locked").click()
    page.wait_for_url("**/quiet/list")


HAS_ROOM = """async () => {
  const found = (await indexedDB.databases()).find(({ name }) => /^f727-[^-]+$/.test(name));
  const open = await new Promise((done) => {
    const request = indexedDB.open(found.name);
    request.onsuccess = () => done(request.result);
  });
  const kept = await new Promise((done) => {
    const request = open.transaction("blob").objectStore("blob").getKey("room");
    request.onsuccess = () => done(request.result);
  });
  open.close();
  return kept !== undefined;
}"""
MARGIN = 12_000
"""What a few records more may take."""
USED = "async () => (await navigator.storage.estimate()).usage"


@pytest.mark.parametrize("records", [10, pytest.param(100, marks=[pytest.mark.long, pytest.mark.timeout(900)])])
def test_a_full_phone_still_saves_says_so_loudly_and_loses_nothing(
    server: ServerProcess, chromium: Callable[..., Any], logged: Locator, records: int
):
    browser = chromium("tre", **PHONE, lasting=True)
    page = interrupter(server, browser)
    assert until(page, HAS_ROOM, PATIENCE_MS)
    used = page.evaluate(USED)

    # Chromium remembers for a while how much room there was: the disk is full from its next start on.
    browser.kill()
    page = browser.reopen()
    page.context.set_offline(True)
    disk = page.context.new_cdp_session(page)
    disk.send("Storage.overrideQuotaForOrigin", {"origin": server.origin, "quotaSize": used + MARGIN})
    for _ in range(records):
        save(page, server.origin)
    expect(page.get_by_text("This phone is full.")).to_be_visible()
    assert page.evaluate(HAS_ROOM) is False, "the room that was kept is in use"
    disk.send("Storage.overrideQuotaForOrigin", {"origin": server.origin})
    page.context.set_offline(False)

    all_answered(page, LAST_MS)
    assert outbox(page)["saved"] == records
    expect(logged).to_contain_text(f"{EXAMPLE + records} conflicts", timeout=LAST_MS)
    page.goto(f"{server.origin}/quiet/list")
    assert until(page, HAS_ROOM, PATIENCE_MS)
    expect(page.get_by_text("This phone is full.")).to_have_count(0)
    assert browser.problems == []


def test_what_is_not_sent_leaves_as_a_locked_file_and_is_entered_once(
    server: ServerProcess, chromium: Callable[..., Any], logged: Locator, tmp_path: Path
):
    browser = chromium("tre", **PHONE, accept_downloads=True)
    page = interrupter(server, browser)
    page.context.set_offline(True)
    save(page, server.origin)
    save(page, server.origin)

    page.goto(f"{server.origin}/me")
    page.get_by_text("This phone reaches nobody?").click()
    with page.expect_download() as started:
        button(page, "Save what is not sent to a file").click()
    file = tmp_path / "outbox.json"
    started.value.save_as(file)
    for answer in ("Riverbend", "personal", "money"):
        assert answer not in file.read_text()

    for _ in range(2):
        assert server.ask("outbox", "import", str(file)).strip() == "2 taken, 0 in custody of a supervisor"
    expect(logged).to_contain_text(f"{EXAMPLE + 2} conflicts", timeout=PATIENCE_MS)
    assert outbox(page)["saved"] == 2
    page.context.set_offline(False)
    all_answered(page, LAST_MS)
    rows = [(row["id"], row["hash"]) for row in outbox(page)["rows"]]
    assert set(answers(page, rows).values()) == {"ok"}
    expect(logged).to_contain_text(f"{EXAMPLE + 2} conflicts")
    assert browser.problems == []


@pytest.fixture
def releases(tmp_path: Path, example: Path) -> Iterator[ServerProcess]:
    """A server on a copy of the code, whose app can be given a new version."""
    code = tmp_path / "code"
    for name in ("server", "schemas", "client_pwa/dist"):
        shutil.copytree(ROOT / name, code / name)
    shutil.copytree(example, tmp_path / "server")
    made = ServerProcess(tmp_path / "server", code=code)
    made.start()
    yield made
    made.kill()


def release(server: ServerProcess) -> None:
    """The next version of the app is there: all of it is fetched anew."""
    worker = server.code / "client_pwa" / "dist" / "sw.js"
    before = worker.read_text()
    [build] = re.findall(r"\b[0-9a-f]{16}\b", before)
    worker.write_text(before.replace(build, build[::-1]))
    server.kill()
    server.start()


SHELLS = "(await caches.keys()).filter((name) => name.startsWith('field727-shell-'))"
"""The versions of the app that a page could still be given."""


CACHED = """async () => {
  const asked = await fetch("/api/session");
  const caught = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
  return [asked.status, ...caught.flat().map(({ url }) => new URL(url).pathname)];
}"""
"""What the worker keeps, after it let through what only the server answers."""


def test_a_new_version_waits_for_the_person_and_sends_what_the_old_one_saved(
    releases: ServerProcess, chromium: Callable[..., Any]
):
    browser = chromium("ada", **PHONE)
    page = sign_in(browser, releases.link("Ada"))
    button(page, "Take a break").wait_for()
    page.evaluate("() => navigator.serviceWorker.ready.then(() => undefined)")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.route("**/api/sync/commands", lambda route: route.abort())
    button(page, "Take a break").click()
    page.get_by_role("button", name="On a break").click()
    button(page, "We’re back").click()
    button(page, "Take a break").wait_for()
    page.get_by_role("link", name="Find help").click()
    page.get_by_label("Search for a place").fill("half a word")

    release(releases)
    page.evaluate("() => navigator.serviceWorker.ready.then((here) => here.update())")
    assert until(page, "() => navigator.serviceWorker.ready.then((here) => here.waiting !== null)", PATIENCE_MS)
    expect(page.get_by_label("Search for a place")).to_have_value("half a word")
    kept = outbox(page)["rows"]
    waiting = [row["id"] for row in kept if row["state"] == "saved"]
    assert len(waiting) == 2

    page.get_by_role("link", name="Now").click()
    with page.expect_navigation():
        button(page, "Use it now").click()
    page.unroute("**/api/sync/commands")
    all_answered(page, LAST_MS)
    assert set(answers(page, [(row["id"], row["hash"]) for row in kept]).values()) == {"ok"}
    assert until(page, f"async () => {SHELLS}.length === 1", PATIENCE_MS), "the old version is gone"
    status, *kept = page.evaluate(CACHED)
    assert status == 200
    assert "/" in kept
    assert [path for path in kept if path.startswith("/api")] == []
    assert browser.problems == []


HOME_SCHEMA = re.compile(r"(`f727-\$\{\w+\}`),1,(?P<made>(?P<db>\w+)=>\{for\(let (?P<store>\w+) of\[[^]]*\]\))")


def change_schema(server: ServerProcess) -> None:
    """The next version of the app keeps its rows by another schema; what there is already stays as it is."""
    newer = r"\1,2,\g<made>\g<db>.objectStoreNames.contains(\g<store>)||"
    scripts = (server.code / "client_pwa" / "dist" / "assets").glob("*.js")
    [script] = [each for each in scripts if HOME_SCHEMA.search(each.read_text())]
    text, changed = HOME_SCHEMA.subn(newer, script.read_text())
    assert changed == 1
    script.write_text(text)


HOLD = """async () => {
  const { name } = (await indexedDB.databases()).find(({ name }) => /^f727-[^-]+$/.test(name));
  await new Promise((done, failed) => {
    const request = indexedDB.open(name, 1);
    request.onsuccess = () => done((globalThis.held = request.result));
    request.onerror = () => failed(request.error);
  });
}"""


def test_a_newer_app_held_up_by_another_tab_says_so_goes_on_by_itself_and_all_that_was_saved_arrives_once(
    releases: ServerProcess, chromium: Callable[..., Any]
):
    logged = lead_sees(releases, chromium)
    browser = chromium("tre", **PHONE)
    older = interrupter(releases, browser)
    newer, frozen = browser.context.new_page(), browser.context.new_page()
    newer.goto(f"{releases.origin}/quiet/list")
    frozen.goto(f"{releases.origin}/manifest.webmanifest")
    frozen.evaluate(HOLD)
    browser.context.route("**/api/sync/commands", lambda route: route.abort())
    save(older, releases.origin)

    change_schema(releases)
    release(releases)
    newer.evaluate("() => navigator.serviceWorker.ready.then((here) => here.update())")
    button(newer, "Use it now").click()
    heading = newer.get_by_role("heading", name="Close the other tabs of this app")
    expect(heading, "only the newer app says so").to_be_visible(timeout=LAST_MS)
    save_here(older)
    assert [row["state"] for row in outbox(newer)["rows"]] == ["saved", "saved"]
    frozen.close()
    expect(newer.get_by_text("2 saved on this phone, not sent yet.")).to_be_visible(timeout=PATIENCE_MS)

    expect(older.get_by_text("This app is too old to get news.")).to_be_visible()
    save_here(older)
    save(newer, releases.origin)
    browser.context.unroute_all()
    all_answered(newer, LAST_MS)
    rows = [(row["id"], row["hash"]) for row in outbox(newer)["rows"]]
    assert list(answers(newer, rows).values()) == ["ok"] * 4
    expect(logged).to_contain_text(f"{EXAMPLE + 4} conflicts", timeout=LAST_MS)
    assert browser.problems == []
