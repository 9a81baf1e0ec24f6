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
from tests.browser.chromium import DESK, PHONE, Browser
from tests.browser.process import ServerProcess, on_example
from tests.browser.test_journey import PATIENCE_MS, button, sign_in
from tests.engines import Ground
from tests.outward.ringing import Subscription
from tests.phone import Phone

pytestmark = pytest.mark.parametrize("ground", ["sqlite"], indirect=True)
"""What a phone does is the same whatever the server keeps its records in."""

SUBSCRIBED = """
const address = %s;
const made = {
  endpoint: address.endpoint, toJSON: () => address, options: { applicationServerKey: null },
  unsubscribe: async () => true,
};
PushManager.prototype.subscribe = async () => made;
PushManager.prototype.getSubscription = async () => made;
"""
"""What the browser maker's service answers: there is no network to it."""

CLICKED = """
async (mayFocus) => {
  const did = [];
  if (mayFocus) WindowClient.prototype.focus = async function () { did.push("to the front"); };
  Clients.prototype.openWindow = async (url) => { did.push(`opened: ${url}`); };
  await self.registration.showNotification("727", { tag: "alarm" });
  const [notification] = await self.registration.getNotifications();
  const event = new NotificationEvent("notificationclick", { notification });
  event.waitUntil = (work) => { did.work = work; };
  self.dispatchEvent(event);
  await did.work;
  return [...did, (await self.registration.getNotifications()).length];
}
"""
"""The person taps the alarm, as the worker is told. No finger did it: so the browser lets no page come to the front,
unless the test says that it may, and tells what it was asked for instead of opening it."""

GIVEN_UP = """
async () => {
  const event = new Event("pushsubscriptionchange");
  let work;
  event.waitUntil = (given) => { work = given; };
  self.dispatchEvent(event);
  await work;
}
"""
"""The browser maker's service gave up the address, as the worker is told."""

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


def to_worker(context: BrowserContext, page: Page, origin: str, what: str, **said: Any) -> None:
    """The browser starts the worker for this."""
    tool = context.new_cdp_session(page)
    found: list[str] = []
    tool.on("ServiceWorker.workerRegistrationUpdated", lambda told: found.extend(_ids(told)))
    tool.send("ServiceWorker.enable")
    while not found:
        page.evaluate("1")
    tool.send(f"ServiceWorker.{what}", {"origin": origin, "registrationId": found[0], **said})


def _ids(told: Any) -> list[str]:
    return [str(each["registrationId"]) for each in told["registrations"] if not each["isDeleted"]]


def joined(browser: Browser, link: str) -> Page:
    """Somebody signs in who leaves choosing a PIN for later."""
    phone = sign_in(browser, link)
    button(phone, "Later").click(timeout=PATIENCE_MS)
    return phone


def test_an_alarm_is_tried_from_the_tap_to_what_was_heard_and_says_nothing_on_the_screen(
    server: ServerProcess, service: PushService, chromium: Callable[..., Any]
):
    server.ask("org", "add", CITY, "--kind", "city")
    unit_id = server.ask("unit", "add", "Heron", "--org", CITY).split()[0]
    ada, code = add(server, "Ada Okafor", "responder")
    ring = Subscription(f"{service.origin}/send/ada")
    browser = chromium("phone", **PHONE, whole=True, permissions=["notifications", "background-sync"])
    browser.context.add_init_script(SUBSCRIBED % {"endpoint": ring.endpoint, "keys": ring.address})
    phone = joined(browser, f"{server.origin}/enrol#{code}")
    phone.get_by_role("link", name="Test my alarm").click(timeout=PATIENCE_MS)
    expect(phone.get_by_text("Not tried today.")).to_be_visible(timeout=PATIENCE_MS)

    button(phone, "Test my alarm").click()
    expect(phone.get_by_role("main").get_by_text("Lock the phone now.")).to_be_visible(timeout=PATIENCE_MS)
    alarm_id = ring.opened(service.taken.get(timeout=3 * PATIENCE_MS / 1000))
    with browser.context.expect_event("request", lambda asked: asked.url.endswith("/api/alarm/shown")) as told:
        to_worker(browser.context, phone, server.origin, "deliverPushMessage", data=alarm_id)

    expect(phone.get_by_role("heading", name="Did it ring?")).to_be_visible(timeout=PATIENCE_MS)
    assert phone.evaluate(SHOWN) == [
        {"title": "727", "body": "Dispatch needs you. Tap to open.", "tag": "alarm", "data": None}
    ]
    assert told.value.post_data_json == {"id": alarm_id}
    (worker,) = browser.context.service_workers
    assert worker.evaluate(CLICKED, False) == ["opened: /", 0], "no page came to the front"
    assert worker.evaluate(CLICKED, True) == ["to the front", 0]
    button(phone, "Yes, it rang").click()
    expect(phone.get_by_role("heading", name="Your alarm rings")).to_be_visible(timeout=PATIENCE_MS)
    # The browser's tool has a loop of its own in this thread.
    with ThreadPoolExecutor(1) as beside:
        beside.submit(asyncio.run, start_shift(server, unit_id, ada)).result()
    desk = sign_in(chromium("desk", **DESK), f"{server.origin}/enrol#{add(server, 'Dee Marsh', 'dispatcher')[1]}")
    expect(desk.locator("#teams button", has_text="Heron")).to_contain_text("alarms ring", timeout=PATIENCE_MS)
    phone.goto(f"{server.origin}/me/phone")
    expect(phone.get_by_role("heading", name="Your alarm rings"), "it is kept").to_be_visible(timeout=PATIENCE_MS)
    an_address_given_up_without_a_network_is_told_with_the_first(server, browser, phone, service)
    expect(desk.locator("#teams button", has_text="Heron")).to_contain_text("alarm not proven", timeout=PATIENCE_MS)
    phone.reload()
    expect(phone.get_by_text("Not tried today.")).to_be_visible(timeout=PATIENCE_MS)


def an_address_given_up_without_a_network_is_told_with_the_first(
    server: ServerProcess, browser: Browser, phone: Page, service: PushService
) -> None:
    """The worker asks for another address, and tells it: what was heard at the old one proves nothing of it."""
    ring = Subscription(f"{service.origin}/send/ada-2", seed=2)
    subscribed = SUBSCRIBED % {"endpoint": ring.endpoint, "keys": ring.address}
    (worker,) = browser.context.service_workers
    worker.evaluate(subscribed)
    browser.context.add_init_script(subscribed)
    browser.context.set_offline(True)
    worker.evaluate(GIVEN_UP)
    browser.context.set_offline(False)

    with browser.context.expect_event("request", lambda asked: asked.url.endswith("/api/session/alarm")) as told:
        to_worker(browser.context, phone, server.origin, "dispatchSyncEvent", tag="renew", lastChance=False)

    assert told.value.post_data_json == ring.address
