"""The browser the other tests rely on keeps what it promised to keep."""

import http.server
import threading
from functools import partial

import pytest

from tests.browser.chromium import DESK, PHONE

PAGE = """<!doctype html><title>kept</title><p>ready</p>"""
STORE = """() => new Promise((done, failed) => {
  const opening = indexedDB.open("kept", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("rows");
  opening.onerror = () => failed(opening.error);
  opening.onsuccess = () => {
    const tx = opening.result.transaction("rows", "readwrite", { durability: "strict" });
    tx.objectStore("rows").put("here", 1);
    tx.oncomplete = () => done("stored");
  };
})"""
READ = """() => new Promise((done) => {
  const opening = indexedDB.open("kept", 1);
  opening.onsuccess = () => {
    const asked = opening.result.transaction("rows").objectStore("rows").get(1);
    asked.onsuccess = () => done(asked.result);
  };
})"""


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, *_: object) -> None:
        """Silence."""


@pytest.fixture
def address(tmp_path):
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "index.html").write_text(PAGE)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=tmp_path / "page"))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


def test_what_a_page_stored_survives_the_browser_being_killed(chromium, address):
    phone = chromium("phone", **PHONE, lasting=True)
    phone.page.goto(address)
    assert phone.page.evaluate(STORE) == "stored"

    phone.kill()
    assert phone.process_ids() == []
    page = phone.reopen()

    page.goto(address)
    assert page.evaluate(READ) == "here"
    assert phone.problems == []


def test_a_browser_that_was_killed_can_be_left_alone(chromium, address):
    phone = chromium("phone", **PHONE, lasting=True)
    phone.page.goto(address)

    phone.kill()

    assert phone.process_ids() == []


def test_two_browsers_share_nothing(chromium, address):
    phone, desk = chromium("phone", **PHONE, lasting=True), chromium("desk", **DESK)
    phone.page.goto(address)
    desk.page.goto(address)
    assert phone.page.evaluate(STORE) == "stored"

    phone.kill()

    assert desk.page.title() == "kept"
    assert desk.page.evaluate(STORE.replace('put("here", 1)', 'put("there", 1)')) == "stored"
    assert phone.reopen().goto(address)
    assert phone.page.evaluate(READ) == "here"
