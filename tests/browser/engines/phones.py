"""What the three engines have in common for a test: an app on a profile that survives being killed, at a size."""

from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Size:
    """What of a page a phone shows: CSS pixels, and how many of its own make one."""

    width: int
    height: int
    scale: float


SIZES = {
    "pixel": Size(412, 839, 2.625),
    "iphone": Size(390, 664, 3),
    "320px": Size(320, 568, 2),
}
"""A Pixel 7, an iPhone 14 with Safari's bars, and the narrowest that is sold."""


class PageLeft(Exception):
    """The page was left while it was asked something; the next one may answer."""


class Phone(Protocol):
    """One engine on one profile folder, one page open."""

    problems: list[str]
    """Uncaught errors and violations of the content security policy, on any page since the first opening."""

    def go(self, address: str) -> None:
        """Open an address and wait until it is loaded."""
        ...

    def call(self, function: str, *arguments: Any) -> Any:
        """What an async function of the page gives for these, as JSON has it. Raises PageLeft."""
        ...

    def tap(self, x: float, y: float) -> None:
        """Touch here, in CSS pixels from the upper left corner of what is shown."""
        ...

    def type(self, text: str) -> None:
        """Type where the cursor is."""
        ...

    def kill(self) -> None:
        """End every process of the browser at once. Nothing is flushed or said."""
        ...

    def reopen(self) -> None:
        """Start the browser again on the same profile."""
        ...

    def close(self) -> None:
        """Leave; harmless when it was killed."""
        ...


IN_JSON = "async (given) => JSON.stringify((await (FUNCTION)(...JSON.parse(given))) ?? null)"
"""Each protocol has its own way to write values down, except for text."""


def in_json(function: str) -> str:
    """The same function, taking its arguments as one text and giving its answer as one."""
    return IN_JSON.replace("FUNCTION", function)
