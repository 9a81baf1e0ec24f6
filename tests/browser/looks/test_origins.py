"""Whom the app speaks to: one server and nobody else, as the browser itself wrote it down, worker and all."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import DESK, PHONE, Browser
from tests.browser.process import ServerProcess
from tests.browser.test_journey import PATIENCE_MS, button, refer, server, sign_in, take_and_offer, write_the_log

pytestmark = [pytest.mark.looks, pytest.mark.parametrize("ground", ["sqlite"], indirect=True)]
"""A page asks for the same whatever the server keeps its records in."""

__all__ = ["server"]

OVER_A_NETWORK = ("http", "https", "ws", "wss")


class Logged:
    """Browsers that write down every request that leaves them, whoever asked for it."""

    def __init__(self, chromium: Callable[..., Any], folder: Path) -> None:
        self._chromium = chromium
        self._folder = folder

    def open(self, name: str, device: dict[str, Any]) -> Browser:
        browser: Browser = self._chromium(name, **device, flags=[f"--log-net-log={self._folder / name}.json"])
        return browser

    def asked(self, name: str, browser: Browser) -> set[str]:
        """The addresses it asked for until now; it is closed for that."""
        browser.close()
        events = json.loads((self._folder / f"{name}.json").read_text())["events"]
        named = {event["params"]["url"] for event in events if _is_of_a_page(event.get("params", {}))}
        return {url for url in named if urlsplit(url).scheme in OVER_A_NETWORK}


def _is_of_a_page(asked: dict[str, Any]) -> bool:
    """A page or a worker asked for it, or somebody went there: a whole browser also asks its maker for things."""
    if "url" not in asked:
        return False
    is_known = asked.get("initiator", "not an origin") != "not an origin" or asked.get("request_type") == "main frame"
    return is_known or bool(asked.get("is_preconnect"))


@pytest.fixture
def logged(chromium: Callable[..., Any], tmp_path: Path) -> Logged:
    return Logged(chromium, tmp_path)


def hosts(urls: set[str]) -> set[str]:
    return {urlsplit(url).netloc for url in urls}


def paths(urls: set[str]) -> set[str]:
    return {urlsplit(url).path for url in urls}


def test_a_shift_at_a_desk_on_a_phone_and_in_an_office_asks_one_server_and_nobody_else(
    server: ServerProcess, logged: Logged
):
    at_desk, at_phone, at_office = logged.open("desk", DESK), logged.open("phone", PHONE), logged.open("office", DESK)
    desk, ada = sign_in(at_desk, server.link("Dispatcher")), sign_in(at_phone, server.link("Ada"))
    take_and_offer(desk)
    for step in ("Accept", "We’re on the way", "We’ve arrived", "We’re with the person", "Clear — we’re done here"):
        button(ada, step).click()
    write_the_log(ada)
    refer(ada)
    expect(ada.get_by_role("status").filter(has_text="All sent")).to_be_visible(timeout=3 * PATIENCE_MS)
    manager = sign_in(at_office, server.link("manager"))
    manager.get_by_role("link", name="Export").click()
    manager.locator(".drawer").wait_for()

    found = {
        name: logged.asked(name, one) for name, one in {"desk": at_desk, "phone": at_phone, "office": at_office}.items()
    }
    own = urlsplit(server.origin).netloc
    assert {name: hosts(urls) for name, urls in found.items()} == {name: {own} for name in found}
    assert {"/sw.js", "/api/sync/commands", "/api/sync/changes"} <= paths(found["phone"])
    assert [browser.problems for browser in (at_desk, at_phone, at_office)] == [[], [], []]


PLANTED = """async (url) => {
  const failed = [];
  await fetch(url).catch(() => failed.push("fetch"));
  const image = Object.assign(new Image(), { src: `${url}dot.png` });
  await new Promise((done) => { image.onerror = () => { failed.push("image"); done(); }; image.onload = done; });
  try { document.body.insertAdjacentHTML("beforeend", "<p>planted</p>"); } catch { failed.push("markup"); }
  const script = document.createElement("script");
  try { script.text = "1"; } catch { failed.push("script"); }
  return failed;
}"""


def test_what_a_page_was_made_to_ask_of_another_never_leaves_and_an_address_followed_is_written_down(
    server: ServerProcess, logged: Logged
):
    other = server.origin.replace("localhost", "127.0.0.1")
    followed, planted = logged.open("followed", DESK), logged.open("planted", DESK)
    page = sign_in(planted, server.link("Dispatcher"))
    page.locator("a.q").first.wait_for()

    assert page.evaluate(PLANTED, f"{other}/") == ["fetch", "image", "markup", "script"]
    followed.page.goto(f"{other}/")

    assert len(planted.problems) >= 4
    assert hosts(logged.asked("planted", planted)) == {urlsplit(server.origin).netloc}
    assert urlsplit(other).netloc in hosts(logged.asked("followed", followed))
