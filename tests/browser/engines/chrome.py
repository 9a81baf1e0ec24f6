"""Chromium as the other tests open it, for a hand that knows no more of it than of the other engines."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Playwright

from tests.browser.chromium import Browser
from tests.browser.engines.phones import PageLeft, Size, in_json

LEFT = "Execution context was destroyed"


class Chromium:
    """A phone in Chromium."""

    def __init__(self, profile: Path, size: Size, playwright: Playwright) -> None:
        shown = {"viewport": {"width": size.width, "height": size.height}, "device_scale_factor": size.scale}
        self._browser = Browser(playwright, profile, {**shown, "has_touch": True, "is_mobile": True})
        self.problems = self._browser.problems

    def reopen(self) -> None:
        """Start it again."""
        self._browser.reopen()

    def go(self, address: str) -> None:
        """Open an address and wait until it is loaded."""
        self._browser.page.goto(address)

    def call(self, function: str, *arguments: Any) -> Any:
        """What the page answers."""
        try:
            answer = self._browser.page.evaluate(in_json(function), json.dumps(arguments))
        except Error as error:
            if LEFT in error.message:
                raise PageLeft from error
            raise
        return json.loads(answer)

    def tap(self, x: float, y: float) -> None:
        """With a finger."""
        self._browser.page.touchscreen.tap(x, y)

    def type(self, text: str) -> None:
        """Key by key."""
        self._browser.page.keyboard.type(text)

    def kill(self) -> None:
        """End every process of it at once."""
        self._browser.kill()

    def close(self) -> None:
        """Nobody needs it again."""
        self._browser.close()
