"""The main job on each engine that phones have, at the sizes of phones: the server is gone, then the app is killed.

The desk is a Chromium, as in test_journey, whose promises about the downloaded files are kept here too.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import DESK, PATIENCE_MS
from tests.browser.engines.hand import Hand
from tests.browser.engines.phones import SIZES, Phone, Size
from tests.browser.process import ServerProcess, on_example
from tests.browser.test_journey import PLACE, check, download, serves_again, sign_in, take_and_offer
from tests.engines import SQLITE

pytestmark = pytest.mark.engines

LAST_MS = 3 * PATIENCE_MS

ROOM = "async () => [innerWidth, innerHeight]"
NOW = "async () => Date.now()"
WIDTH = "async () => document.documentElement.scrollWidth"
IS_SERVED = "async () => fetch('/healthz').then(() => true, () => false)"
"""Whether the server can be reached: what only it answers, the app never keeps."""
SPANISH_CAME = """async () =>
  performance.getEntriesByType("resource").some(({ name }) => /\\/assets\\/es-.*\\.json$/.test(name))"""


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> Size:
    return SIZES[request.param]


@pytest.fixture
def phone(engine: Callable[[Path, Size], Phone], size: Size, tmp_path: Path) -> Iterator[Phone]:
    made = engine(tmp_path / "profile", size)
    yield made
    made.close()


@pytest.fixture
def server(tmp_path: Path, example: Path) -> Iterator[ServerProcess]:
    made = on_example(example, tmp_path / "server", SQLITE)
    yield made
    made.kill()


def test_a_call_becomes_one_outcome_and_one_referral_though_the_server_was_gone_and_the_app_killed(
    server: ServerProcess, phone: Phone, size: Size, chromium: Callable[..., Any]
):
    ada = Hand(phone)
    phone.go(server.link("Ada"))
    ada.find("heading", "on duty")
    assert ada.is_kept()
    began = phone.call(NOW)
    assert phone.call(ROOM) == [size.width, size.height]

    # The desk takes a call and asks; the phone shows it, and so the desk knows.
    desk = sign_in(chromium("desk", **DESK), server.link("Dispatcher"))
    take_and_offer(desk)
    ada.find("text", PLACE, exact=True)
    fits(phone, size)
    take_the_offer(ada, desk)
    assert phone.call(IS_SERVED)

    # The server is gone; the work goes on.
    server.stop()
    assert not phone.call(IS_SERVED)
    finish_the_call(ada, size)

    # The app dies; it opens with no server to ask, and everything is still there.
    phone.kill()
    phone.reopen()
    see_it_again(ada, server)
    fits(phone, size)

    # The server is back; everything arrives, once.
    serves_again(server, desk)
    ada.find("status", "All sent", patience_ms=LAST_MS)
    expect(desk.get_by_text("Log written").first).to_be_visible(timeout=LAST_MS)
    check(download(chromium, server), within_ms=phone.call(NOW) - began)
    assert phone.problems == []


@pytest.mark.parametrize("size", ["pixel"], indirect=True)
def test_a_phone_that_never_spoke_spanish_opens_in_it_with_no_server(server: ServerProcess, phone: Phone):
    ada = Hand(phone)
    phone.go(server.link("Ada"))
    ada.find("heading", "on duty")
    assert ada.is_kept()
    assert not phone.call(SPANISH_CAME)

    server.stop()
    phone.kill()
    phone.reopen()
    phone.go(server.origin + "/now")
    ada.find("heading", "on duty")
    assert not phone.call(SPANISH_CAME)
    phone.call("async () => localStorage.setItem('field727.language', 'es')")
    phone.go(server.origin + "/now")

    ada.find("heading", "De turno")
    assert phone.call(SPANISH_CAME)
    assert not phone.call(IS_SERVED)
    assert phone.problems == []


def see_it_again(ada: Hand, server: ServerProcess) -> None:
    """What is not sent yet, on a page that no server sent."""
    ada.phone.go(server.origin + "/now")
    ada.find("status", "not sent yet")
    ada.find("button", "We came across someone")
    assert not ada.phone.call(IS_SERVED)


def fits(phone: Phone, size: Size) -> None:
    """Nothing on the page is wider than the phone."""
    assert phone.call(WIDTH) == size.width


def take_the_offer(ada: Hand, desk: Page) -> None:
    """Accepted as soon as the desk knows that the phone shows it; then under way, and there."""
    expect(desk.get_by_role("list", name="Delivery of the offer to Heron")).to_contain_text(
        "Shown", timeout=PATIENCE_MS
    )
    ada.tap("button", "Accept")
    expect(desk.get_by_role("list", name="Heron on this call")).to_be_visible(timeout=PATIENCE_MS)
    ada.tap("button", "We’re on the way")
    ada.tap("button", "We’ve arrived")
    ada.find("status", "All sent")


def finish_the_call(ada: Hand, size: Size) -> None:
    """Everything from the person to the referral is saved on the phone."""
    ada.tap("button", "We’re with the person")
    fits(ada.phone, size)
    ada.tap("button", "Clear — we’re done here")
    write_the_log(ada)
    ada.find("text", "Saved on this phone.", exact=True)
    refer(ada)
    ada.find("text", "Person said yes")
    ada.find("status", "not sent yet")
    fits(ada.phone, size)


def write_the_log(phone: Hand) -> None:
    """As in test_journey."""
    for answer in ("Met the person", "Settled here", "Nobody moved", "Nobody else", "Listened", "Water"):
        phone.tap("button", answer)
    phone.tap("choice", "Yes", exact=True)
    phone.tap("button", "Save and be ready")


def refer(phone: Hand) -> None:
    """Food, from the directory on the phone, with the person's yes, which they give for a month."""
    phone.tap("link", "Find help")
    phone.write("Search for a place", "food")
    phone.tap("link", "", within="main")
    phone.tap("link or button", "Refer")
    phone.tap("button", "30 days")
    phone.tap("button", "They said yes")
