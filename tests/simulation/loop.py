"""An event loop without a wire to the outside: time passes only when nobody has anything to do."""

import asyncio
from typing import Any


class Deadlock(Exception):
    """Everybody waits for somebody else, and nobody for the time."""


class SimulatedLoop(asyncio.BaseEventLoop):
    """Give it to `asyncio.Runner(loop_factory=SimulatedLoop)`. No thread and no socket may take part."""

    def __init__(self) -> None:
        super().__init__()
        self.passed_s = 0.0
        self._selector = _Nothing(self)

    def time(self) -> float:
        """Seconds since this loop was made, as everybody on it believes."""
        return self.passed_s

    def _process_events(self, event_list: Any) -> None:
        """Nothing ever comes from outside."""

    def _write_to_self(self) -> None:
        """Nobody is asleep who must be woken."""


class _Nothing:
    """In place of a selector: what others wait through, it skips."""

    def __init__(self, loop: SimulatedLoop) -> None:
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[Any]:
        """Let the time pass until the next timer."""
        if timeout is None:
            raise Deadlock("everybody waits, and for no timer")
        self._loop.passed_s += max(timeout, 0.0)
        return []
