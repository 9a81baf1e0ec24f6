"""What waits when the app is closed: a browser that can starts the worker for it, and nobody has to open the app."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import DESK, PHONE
from tests.browser.outbox import outbox, until
from tests.browser.process import ServerProcess
from tests.browser.test_journey import PATIENCE_MS, button, server, serves_again, sign_in

pytestmark = pytest.mark.parametrize("ground", ["sqlite"], indirect=True)
"""What a phone does is the same whatever the server keeps its records in."""

__all__ = ["server"]

LAST_MS = 3 * PATIENCE_MS
ASKED = """async () => (await (await navigator.serviceWorker.ready).sync.getTags()).includes("waits")"""


def there_is_a_network(page: Page, origin: str) -> None:
    """As the browser tells the worker, which was asked to be told."""
    wire = page.context.new_cdp_session(page)
    found: list[str] = []
    wire.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(each["registrationId"] for each in event["registrations"]),
    )
    wire.send("ServiceWorker.enable")
    while not found:
        page.evaluate("1")
    sync = {"origin": origin, "registrationId": found[0], "tag": "waits", "lastChance": False}
    wire.send("ServiceWorker.dispatchSyncEvent", sync)


def test_what_was_saved_offline_is_sent_once_there_is_a_network_though_the_app_is_closed(
    server: ServerProcess, chromium: Callable[..., Any]
):
    desk = sign_in(chromium("desk", **DESK), server.link("Dispatcher"))
    browser = chromium("ada", **PHONE, whole=True, syncs_closed=True)
    ada = sign_in(browser, server.link("Ada"))
    button(ada, "Take a break").wait_for()
    assert until(ada, "() => navigator.serviceWorker.ready.then(() => true)", PATIENCE_MS)
    server.stop()
    button(ada, "Take a break").click()
    button(ada, "On a break").click()
    expect(ada.get_by_role("status").filter(has_text="1 saved on this phone")).to_be_visible(timeout=PATIENCE_MS)
    assert until(ada, ASKED, PATIENCE_MS)

    # Nothing of the app is open any more: this page is no part of it, and runs none of it.
    beside = browser.context.new_page()
    beside.goto(f"{server.origin}/manifest.webmanifest")
    ada.close()
    assert [row["state"] for row in outbox(beside)["rows"]] == ["saved"]
    serves_again(server, desk)
    there_is_a_network(beside, server.origin)

    team = desk.locator("#teams button", has_text="Heron")
    expect(team).to_contain_text("On a break", timeout=LAST_MS)
    assert until(beside, "() => true", PATIENCE_MS)
    assert browser.problems == []

    # The app finds it answered, and sends nothing again.
    again = browser.context.new_page()
    again.goto(f"{server.origin}/now")
    expect(again.get_by_role("status").filter(has_text="All sent")).to_be_visible(timeout=LAST_MS)
    assert outbox(again)["saved"] == 1
    assert browser.problems == []
