"""An event loop without a wire to the outside: time passes only when nobody has anything to do."""

import asyncio
import heapq
from collections.abc import Callable
from contextvars import Context, copy_context
from typing import Any, TypeVarTuple, Unpack

Ts = TypeVarTuple("Ts")


class Deadlock(Exception):
    """Everybody waits for somebody else, and nobody for the time."""


class _Handle:
    """What is to be called, unless it is cancelled before."""

    _callback: Any
    _args: tuple[Any, ...]
    _cancelled: bool
    _context: Context
    _source_traceback = None
    # What goes wrong in it, a Crash too, ends only what it met: as on any loop.
    _run = asyncio.Handle._run

    @property
    def _loop(self) -> asyncio.AbstractEventLoop:
        return asyncio.get_running_loop()

    def cancel(self) -> None:
        """Let it be: it is passed over when its time comes."""
        self._cancelled = True
        self._callback, self._args = None, ()


class _Soon(_Handle):
    """In the next turn."""

    __slots__ = ("_args", "_callback", "_cancelled", "_context")

    def __init__(self, call: Callable[..., object], args: tuple[Any, ...], context: Context) -> None:
        self._callback, self._args, self._context = call, args, context
        self._cancelled = False


class _Later(_Handle, float):
    """At a time: it is that time, so that nobody need be asked who comes first."""

    __slots__ = ("_args", "_callback", "_cancelled", "_context")

    def when(self) -> float:
        """The time."""
        return float(self)


class SimulatedLoop(asyncio.BaseEventLoop):
    """Give it to `asyncio.Runner(loop_factory=SimulatedLoop)`. No thread and no socket may take part.

    A world is some thirteen thousand calls through it: they are as short as they can be.
    """

    _ready: Any
    _scheduled: list[Any]
    _stopping: bool

    def __init__(self) -> None:
        super().__init__()
        self.passed_s = 0.0

    def time(self) -> float:
        """Seconds since this loop was made, as everybody on it believes."""
        return self.passed_s

    def get_debug(self) -> bool:
        """Nobody looks on."""
        return False

    def call_soon(self, callback: Callable[[Unpack[Ts]], object], *args: *Ts, context: Context | None = None) -> Any:
        """In the next turn."""
        handle = _Soon(callback, args, copy_context() if context is None else context)
        self._ready.append(handle)
        return handle

    def call_at(
        self, when: float, callback: Callable[[Unpack[Ts]], object], *args: *Ts, context: Context | None = None
    ) -> Any:
        """When it is that time."""
        handle = _Later(when)
        handle._callback, handle._args = callback, args
        handle._context = copy_context() if context is None else context
        handle._cancelled = False
        heapq.heappush(self._scheduled, handle)
        return handle

    def call_later(
        self, delay: float, callback: Callable[[Unpack[Ts]], object], *args: *Ts, context: Context | None = None
    ) -> Any:
        """After so many seconds."""
        return self.call_at(self.passed_s + delay, callback, *args, context=context)

    def _run_once(self) -> None:
        """One turn, as the base class has it, without looking outside: nothing ever comes from there."""
        ready, scheduled = self._ready, self._scheduled
        while scheduled and scheduled[0]._cancelled:
            heapq.heappop(scheduled)
        if not ready and not self._stopping:
            if not scheduled:
                raise Deadlock("everybody waits, and for no timer")
            self.passed_s = max(self.passed_s, float(scheduled[0]))
        while scheduled and scheduled[0] <= self.passed_s:
            ready.append(heapq.heappop(scheduled))
        for _ in range(len(ready)):
            handle = ready.popleft()
            if not handle._cancelled:
                handle._run()

    def _process_events(self, event_list: Any) -> None:
        """Nothing ever comes from outside."""

    def _write_to_self(self) -> None:
        """Nobody is asleep who must be woken."""
