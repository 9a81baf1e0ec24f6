"""The only place that asks what time it is."""

import time
from typing import Protocol


class Clock(Protocol):
    """Wall time and a steady count of seconds; given to whoever needs the time."""

    def now(self) -> int:
        """Milliseconds since 1970, UTC."""
        ...

    def mono(self) -> float:
        """Seconds that never jump, from an unknown start."""
        ...


class SystemClock:
    """The time of this machine."""

    def now(self) -> int:
        """Milliseconds since 1970, UTC."""
        return time.time_ns() // 1_000_000

    def mono(self) -> float:
        """Seconds that never jump, from an unknown start."""
        return time.monotonic()


class SettableClock:
    """A clock that stands still until it is moved: for simulations, demonstrations and tests."""

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
