"""An event loop without a wire to the outside: time passes only when nobody has anything to do."""

import asyncio
import heapq
from typing import Any


class Deadlock(Exception):
    """Everybody waits for somebody else, and nobody for the time."""


class SimulatedLoop(asyncio.BaseEventLoop):
    """Give it to `asyncio.Runner(loop_factory=SimulatedLoop)`. No thread and no socket may take part."""

    _ready: Any
    _scheduled: list[Any]
    _stopping: bool

    def __init__(self) -> None:
        super().__init__()
        self.passed_s = 0.0

    def time(self) -> float:
        """Seconds since this loop was made, as everybody on it believes."""
        return self.passed_s

    def _run_once(self) -> None:
        """One turn, as the base class has it, without looking outside: nothing ever comes from there."""
        ready, scheduled = self._ready, self._scheduled
        while scheduled and scheduled[0]._cancelled:
            _taken(scheduled)
        if not ready and not self._stopping:
            if not scheduled:
                raise Deadlock("everybody waits, and for no timer")
            self.passed_s = max(self.passed_s, scheduled[0]._when)
        while scheduled and scheduled[0]._when <= self.passed_s:
            ready.append(_taken(scheduled))
        for _ in range(len(ready)):
            handle = ready.popleft()
            if not handle._cancelled:
                handle._run()

    def _timer_handle_cancelled(self, handle: Any) -> None:
        """It is passed over when its time comes."""

    def _process_events(self, event_list: Any) -> None:
        """Nothing ever comes from outside."""

    def _write_to_self(self) -> None:
        """Nobody is asleep who must be woken."""


def _taken(scheduled: list[Any]) -> Any:
    handle = heapq.heappop(scheduled)
    handle._scheduled = False
    return handle
