"""Before a shift a phone says where the text goes after a call nobody saw, and how long there is room for work."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import PHONE
from tests.browser.process import ServerProcess, on_example
from tests.browser.test_journey import PATIENCE_MS
from tests.browser.test_ringing import CITY, joined
from tests.engines import Ground

pytestmark = [pytest.mark.looks, pytest.mark.parametrize("ground", ["sqlite"], indirect=True)]
"""What a phone says of itself is the same whatever the server keeps its records in."""

LITTLE = "navigator.storage.estimate = async () => ({ quota: 104e6, usage: 100e6 })"
"""A phone that has hardly any room, as its browser tells it."""


@pytest.fixture
def server(tmp_path: Path, example: Path, ground: Ground) -> Iterator[ServerProcess]:
    """A server that sends texts."""
    made = on_example(example, tmp_path / "server", ground, FIELD727_SMS=f"file:{tmp_path / 'texts'}")
    yield made
    made.kill()


def shown(server: ServerProcess, phone: Page) -> Locator:
    """What the page about the alarm says of this phone."""
    phone.goto(f"{server.origin}/me/phone")
    told = phone.get_by_role("list", name="This phone")
    expect(told).to_contain_text("Nothing is waiting to be sent.", timeout=PATIENCE_MS)
    return told


def test_a_phone_names_the_end_of_its_persons_number_and_only_while_the_server_says_it(
    server: ServerProcess, chromium: Callable[..., Any]
):
    server.ask("org", "add", CITY, "--kind", "city")
    numbered = ("--role", "responder", "--phone", "+1 555 010 0119")
    added = server.ask("person", "add", "Ada Okafor", *numbered, "--org", CITY)
    code = re.search(r"#(\S+)", added)
    assert code is not None, added
    browser = chromium("ada", **PHONE)
    ada = joined(browser, f"{server.origin}/enrol#{code[1]}")
    expect(ada.get_by_role("link", name="Test my alarm")).to_be_visible(timeout=PATIENCE_MS)

    told = shown(server, ada)
    expect(told).to_contain_text("to your number that ends in 0119", timeout=PATIENCE_MS)
    expect(told).to_contain_text("Room for months.")

    server.ask("person", "change", added.split()[0], "--no-phone", "--org", CITY)
    expect(shown(server, ada)).to_contain_text("your number is not known", timeout=PATIENCE_MS)

    # With no server the phone does not know, and says nothing of it; what it knows by itself it goes on saying.
    server.stop()
    ada.add_init_script(LITTLE)
    told = shown(server, ada)
    expect(told).to_contain_text("Hardly any room is left on this phone.", timeout=PATIENCE_MS)
    expect(told).not_to_contain_text("number")
    assert browser.problems == []
