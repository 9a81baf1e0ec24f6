"""The alarm of a phone, as its person tries it: from the tap to what stands on the screen, and what dispatch sees.

Between this server and the browser stands a push service of the test's own; only the way from a real one into the phone
is the browser's tool instead.
"""

import asyncio
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from typing import Any

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from server.clock import SystemClock
from server.ids import SystemIds
from tests.browser.chromium import DESK, PHONE
from tests.browser.process import ServerProcess, on_example
from tests.browser.test_journey import PATIENCE_MS, button, sign_in
from tests.engines import Ground
from tests.outward.ringing import Subscription
from tests.phone import Phone

pytestmark = pytest.mark.parametrize("ground", ["sqlite"], indirect=True)
"""What a phone does is the same whatever the server keeps its records in."""

SUBSCRIBED = """
const made = { toJSON: () => (%s) };
PushManager.prototype.subscribe = async (how) => { window.asked = how; return made; };
PushManager.prototype.getSubscription = async () => null;
"""
"""What the browser maker's service answers: there is no network to it."""

SHOWN = """
async () => {
  const there = await (await navigator.serviceWorker.ready).getNotifications();
  return there.map(({ title, body, tag, data }) => ({ title, body, tag, data }));
}
"""


class PushService:
    """Takes pushes, on a port of its own."""

    def __init__(self) -> None:
        taken: Queue[bytes] = Queue()

        class Takes(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                taken.put(self.rfile.read(int(self.headers["content-length"])))
                self.send_response(201)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self.taken = taken
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Takes)
        self.origin = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def close(self) -> None:
        """Take no more."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def service() -> Iterator[PushService]:
    made = PushService()
    yield made
    made.close()


@pytest.fixture
def server(tmp_path: Path, example: Path, ground: Ground, service: PushService) -> Iterator[ServerProcess]:
    made = on_example(example, tmp_path / "server", ground, FIELD727_PUSH_SERVICES=service.origin)
    yield made
    made.kill()


CITY = "Real City"


def add(server: ServerProcess, name: str, role: str) -> tuple[str, str]:
    """A new person of the city: their id, and a code that signs them in."""
    said = server.ask("person", "add", name, "--role", role, "--org", CITY)
    found = re.search(r"#(\S+)", said)
    assert found is not None, said
    return said.split()[0], found[1]


async def start_shift(server: ServerProcess, unit_id: str, person_id: str) -> None:
    """The supervisor puts somebody on a team."""
    _, code = add(server, "Sol Reyes", "supervisor")
    async with httpx.AsyncClient(base_url=server.origin) as http:
        phone = await Phone(http, ids=SystemIds(), clock=SystemClock()).enrol(code)
        ack = await phone.do("shift.start", "shift-1", {"unit_id": unit_id, "person_ids": [person_id]})
        assert ack["r"] == "ok"


def deliver(context: BrowserContext, page: Page, origin: str, text: str) -> None:
    """A push comes to the phone."""
    tool = context.new_cdp_session(page)
    found: list[str] = []
    tool.on("ServiceWorker.workerRegistrationUpdated", lambda told: found.extend(_ids(told)))
    tool.send("ServiceWorker.enable")
    while not found:
        page.evaluate("1")
    tool.send("ServiceWorker.deliverPushMessage", {"origin": origin, "registrationId": found[0], "data": text})


def _ids(told: Any) -> list[str]:
    return [str(each["registrationId"]) for each in told["registrations"] if not each["isDeleted"]]


def test_an_alarm_is_tried_from_the_tap_to_what_was_heard_and_says_nothing_on_the_screen(
    server: ServerProcess, service: PushService, chromium: Callable[..., Any]
):
    server.ask("org", "add", CITY, "--kind", "city")
    unit_id = server.ask("unit", "add", "Heron", "--org", CITY).split()[0]
    ada, code = add(server, "Ada Okafor", "responder")
    ring = Subscription(f"{service.origin}/send/ada")
    browser = chromium("phone", **PHONE, whole=True, permissions=["notifications"])
    browser.context.add_init_script(SUBSCRIBED % {"endpoint": ring.endpoint, "keys": ring.address})
    phone = sign_in(browser, f"{server.origin}/enrol#{code}")
    phone.get_by_role("link", name="Test my alarm").click(timeout=PATIENCE_MS)
    expect(phone.get_by_text("Not tried today.")).to_be_visible(timeout=PATIENCE_MS)

    button(phone, "Test my alarm").click()
    expect(phone.get_by_role("main").get_by_text("Lock the phone now.")).to_be_visible(timeout=PATIENCE_MS)
    alarm_id = ring.opened(service.taken.get(timeout=3 * PATIENCE_MS / 1000))
    with browser.context.expect_event("request", lambda asked: asked.url.endswith("/api/alarm/shown")) as told:
        deliver(browser.context, phone, server.origin, alarm_id)

    expect(phone.get_by_role("heading", name="Did it ring?")).to_be_visible(timeout=PATIENCE_MS)
    assert phone.evaluate(SHOWN) == [
        {"title": "727", "body": "Dispatch needs you. Tap to open.", "tag": "alarm", "data": None}
    ]
    assert told.value.post_data_json == {"id": alarm_id}
    button(phone, "Yes, it rang").click()
    expect(phone.get_by_role("heading", name="Your alarm rings")).to_be_visible(timeout=PATIENCE_MS)
    # The browser's tool has a loop of its own in this thread.
    with ThreadPoolExecutor(1) as beside:
        beside.submit(asyncio.run, start_shift(server, unit_id, ada)).result()
    desk = sign_in(chromium("desk", **DESK), f"{server.origin}/enrol#{add(server, 'Dee Marsh', 'dispatcher')[1]}")
    expect(desk.locator("#teams button", has_text="Heron")).to_contain_text("alarms ring", timeout=PATIENCE_MS)
    phone.goto(f"{server.origin}/me/phone")
    expect(phone.get_by_role("heading", name="Your alarm rings"), "it is kept").to_be_visible(timeout=PATIENCE_MS)
