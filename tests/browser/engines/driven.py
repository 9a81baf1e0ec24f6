"""What Firefox and WebKit share: a driver beside the browser, and the actions of a person that both drivers know.

Source: https://www.w3.org/TR/webdriver2/#actions
"""

from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

from tests.browser.engines.phones import Size


class Driven(ABC):
    """A phone in a browser that is started, listened to and ended with its driver."""

    pointer = "touch"
    """What touches the page, as the driver names it."""

    def __init__(self, profile: Path, size: Size) -> None:
        self.profile = profile
        self.size = size
        self.problems: list[str] = []
        profile.mkdir()
        self._prepare()
        self.reopen()

    def reopen(self) -> None:
        """Start it, and open the page it begins with; a start that fails leaves nothing running."""
        self._start()
        try:
            self._begin()
        except BaseException:
            self.kill()
            raise

    def tap(self, x: float, y: float) -> None:
        """Touch here."""
        moves = [
            {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 0},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._act(
            {"type": "pointer", "id": self.pointer, "parameters": {"pointerType": self.pointer}, "actions": moves}
        )

    def type(self, text: str) -> None:
        """Key by key."""
        keys = [{"type": way, "value": letter} for letter in text for way in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keys", "actions": keys})

    def close(self) -> None:
        """Nobody needs it again."""
        self.kill()

    @abstractmethod
    def kill(self) -> None:
        """End every process of it at once."""

    @abstractmethod
    def _prepare(self) -> None:
        """Put into the profile what it needs before its first start."""

    @abstractmethod
    def _start(self) -> None:
        """Start the browser with its driver."""

    @abstractmethod
    def _begin(self) -> None:
        """Open a session, and the page it begins with."""

    @abstractmethod
    def _act(self, source: dict[str, Any]) -> None:
        """Do these actions of one finger or keyboard, then let go."""
