"""Browsers for the tests in here: of each worker one after the other, so that most of them share one Chromium."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser as Process
from playwright.sync_api import Playwright, expect, sync_playwright

from tests.browser.chromium import PATIENCE_MS, Browser, start


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """Its driver, a Node of half a second: started once for the tests of this folder, none of which may have a loop."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="package")
def host(playwright: Playwright) -> Iterator[Process]:
    """The Chromium that most are guests of: its start costs a second of a test's three."""
    started = start(playwright)
    yield started
    started.close()


@pytest.fixture
def chromium(
    tmp_path: Path, playwright: Playwright, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Browser]]:
    """Opens browsers, none of which knows of another: `chromium("phone", **PHONE)`.

    One that is killed, opened again or looked at on the disk is to be `lasting=True`: it runs on a profile of its own,
    as one does that is `whole` or started with `flags`.
    """
    opened: list[Browser] = []

    def open_browser(name: str, *, lasting: bool = False, **options: Any) -> Browser:
        is_guest = not (lasting or options.get("whole") or options.get("flags"))
        host = request.getfixturevalue("host") if is_guest else None
        browser = Browser(playwright, tmp_path / f"profile-{name}", options, guest_of=host)
        opened.append(browser)
        return browser

    yield open_browser
    for browser in opened:
        browser.close()
