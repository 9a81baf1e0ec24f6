"""Each engine, opened as a phone, keeps and tells what the journey relies on."""

import http.server
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.engines.phones import SIZES, Phone, Size

pytestmark = pytest.mark.engines

PAGE = b"""<!doctype html><meta name="viewport" content="width=device-width"><title>wrong</title>
<body style="height: 2000px">"""
POLICY = "connect-src 'none'"
FAULTS = {
    "an error nobody caught": "async () => { setTimeout(() => { throw new Error('dropped') }); }",
    "a promise nobody kept": "async () => { setTimeout(() => { Promise.reject(new Error('broken')) }); }",
    "a policy broken": "async () => { await fetch('/elsewhere').catch(() => undefined); }",
}
A_TURN = "async () => { await new Promise((next) => setTimeout(next)); }"
TURNS = 1_000
"""Of the page, before a fault is told at the latest."""

ROOM = "async () => [innerWidth, innerHeight, document.documentElement.clientWidth]"
STORE = """async () => {
  const opened = await new Promise((done) => {
    const opening = indexedDB.open("kept", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("rows");
    opening.onsuccess = () => done(opening.result);
  });
  await new Promise((done) => {
    const tx = opened.transaction("rows", "readwrite", { durability: "strict" });
    tx.objectStore("rows").put("here", 1);
    tx.oncomplete = done;
  });
}"""
READ = """async () => {
  const opened = await new Promise((done) => {
    const opening = indexedDB.open("kept", 1);
    opening.onsuccess = () => done(opening.result);
  });
  return new Promise((done) => {
    const asked = opened.transaction("rows").objectStore("rows").get(1);
    asked.onsuccess = () => done(asked.result);
  });
}"""


class Handler(http.server.BaseHTTPRequestHandler):
    """Serves the same page everywhere and says nothing."""

    def do_GET(self) -> None:
        """The page, under its policy."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(PAGE)))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_: object) -> None:
        """Silence."""


@pytest.fixture
def address() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def phone(engine: Callable[[Path, Size], Phone], tmp_path: Path) -> Iterator[Phone]:
    made = engine(tmp_path / "profile", SIZES["320px"])
    yield made
    made.close()


def test_a_phone_is_as_wide_as_it_says_and_keeps_what_was_stored_when_it_is_killed(phone: Phone, address: str):
    phone.go(address)
    assert phone.call(ROOM) == [320, 568, 320]
    phone.call(STORE)

    phone.kill()
    phone.reopen()

    phone.go(address)
    assert phone.call(READ) == "here"
    assert phone.problems == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_phone_tells_of_each_fault_of_a_page(phone: Phone, address: str, fault: str):
    phone.go(address)
    assert phone.problems == []

    phone.call(FAULTS[fault])

    for _ in range(TURNS):
        if phone.problems:
            break
        phone.call(A_TURN)
    assert phone.problems
