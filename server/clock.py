"""The only place that asks what time it is."""

import time
from collections.abc import Callable
from typing import Final, Protocol

_MS: Final = 1_000_000
"""Nanoseconds."""


class Clock(Protocol):
    """Wall time and a steady count of seconds; given to whoever needs the time."""

    def now(self) -> int:
        """Milliseconds since 1970, UTC."""
        ...

    def mono(self) -> float:
        """Seconds that never jump, from an unknown start."""
        ...

    @property
    def ahead_ms(self) -> int:
        """How far this is ahead of the machine's clock, because that was set back."""
        ...


class SystemClock:
    """The time of this machine, which never goes back while the process lives.

    A clock that is set back by an hour would leave an offer that nobody answers open for an hour longer, and write
    down that a team arrived before it was asked. So time goes on from where it was, until the machine's clock has
    caught up or the server is started again; `ahead_ms` says by how much it is ahead meanwhile.
    """

    def __init__(self, wall: Callable[[], int] = time.time_ns, steady: Callable[[], int] = time.monotonic_ns) -> None:
        """Go by these counts of nanoseconds; the steady one never jumps."""
        self._wall = wall
        self._steady = steady
        self._offset = wall() - steady()

    def now(self) -> int:
        """Milliseconds since 1970, UTC."""
        wall, steady = self._wall(), self._steady()
        self._offset = max(self._offset, wall - steady)
        return (steady + self._offset) // _MS

    @property
    def ahead_ms(self) -> int:
        """How far this is ahead of the machine's clock."""
        return max(0, self._offset - (self._wall() - self._steady())) // _MS

    def mono(self) -> float:
        """Seconds that never jump, from an unknown start."""
        return time.monotonic()


class SettableClock:
    """A clock that stands still until it is moved: for simulations, demonstrations and tests."""

    ahead_ms = 0

    def __init__(self, at: int) -> None:
        """Stand at this wall time, with the steady count at 0."""
        self._now = at
        self._mono = 0.0

    def now(self) -> int:
        """Milliseconds since 1970, UTC."""
        return self._now

    def mono(self) -> float:
        """Seconds moved so far."""
        return self._mono

    def forward(self, seconds: float) -> None:
        """Let time pass."""
        self._now += round(seconds * 1000)
        self._mono += seconds

    def set(self, at: int) -> None:
        """Jump the wall clock, as a wrong or corrected clock does; the steady count stays."""
        self._now = at
