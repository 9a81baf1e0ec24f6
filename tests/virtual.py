"""An event loop whose time passes only when nobody has anything to do: ten seconds take none, and are exactly ten.

For everything that waits on the loop alone: databases on an `InlineLane`, sockets whose both ends are in this process.
"""

import asyncio
import selectors
from typing import Any

ARRIVES_S = 0.005
"""What was sent on this machine is there by then; only if nothing is does time pass."""


class VirtualLoop(asyncio.SelectorEventLoop):
    """Give it to `asyncio.Runner(loop_factory=VirtualLoop)`."""

    def __init__(self) -> None:
        self.passed_s = 0.0
        super().__init__(_Skipping(self))

    def time(self) -> float:
        """Seconds since this loop was made, as everybody on it believes."""
        return self.passed_s


class _Skipping(selectors.DefaultSelector):
    """Waits for no timer: it says that the time is over."""

    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[Any]:
        """What is ready; if that is nothing, let the time pass that somebody wanted to wait."""
        found = super().select(timeout if timeout is None else min(timeout, ARRIVES_S))
        if timeout is not None and not found:
            self._loop.passed_s += max(timeout, 0)
        return found
