"""The three engines, each test told on each."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.browser.engines.chrome import Chromium
from tests.browser.engines.firefox import Firefox
from tests.browser.engines.phones import Phone, Size
from tests.browser.engines.webkit import Screen, WebKit


@pytest.fixture(scope="session")
def screen() -> Iterator[Screen]:
    made = Screen()
    yield made
    made.close()


@pytest.fixture(params=["chromium", "firefox", "webkit"])
def engine(request: pytest.FixtureRequest, playwright: Playwright) -> Callable[[Path, Size], Phone]:
    def opened(profile: Path, size: Size) -> Phone:
        if request.param == "chromium":
            return Chromium(profile, size, playwright)
        if request.param == "firefox":
            return Firefox(profile, size)
        return WebKit(profile, size, request.getfixturevalue("screen"))

    return opened
