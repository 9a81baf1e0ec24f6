"""How fast a day goes by."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Final, Protocol

from server.clock import Clock
from server.example.profile import MINUTE

LONGEST_MS: Final = 1_000
"""Whoever rests looks around at least so often: a network that was gone may be back."""


class Pace(Protocol):
    """The clock that people have, how long a minute of the day is on it, and waiting."""

    @property
    def clock(self) -> Clock:
        """What time it is."""
        ...

    def ms(self, minutes: float) -> int:
        """How long these minutes of the day are, in milliseconds of that clock."""
        ...

    async def rest(self, until: int) -> None:
        """Wait until then, or until somebody hears something new."""
        ...

    def stir(self) -> None:
        """Somebody heard something new."""
        ...


class RealPace:
    """The clock of this machine, on which the day's minutes are shorter."""

    def __init__(self, clock: Clock, speed: float) -> None:
        """At speed 60 a minute of the day is a second."""
        self.clock = clock
        self._speed = speed
        self._stirred = asyncio.Event()

    def ms(self, minutes: float) -> int:
        """How long these minutes of the day are here."""
        return round(minutes * MINUTE / self._speed)

    async def rest(self, until: int) -> None:
        """Wait until then, or until somebody hears something new."""
        wait_ms = min(LONGEST_MS, max(0, until - self.clock.now()))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(wait_ms / 1000):
                await self._stirred.wait()
        self._stirred.clear()

    def stir(self) -> None:
        """Somebody heard something new."""
        self._stirred.set()


class Agenda:
    """What somebody has set out to do, each at its time."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._deeds: list[tuple[int, int, Callable[[], object]]] = []
        self._n = 0

    def add(self, at: int, deed: Callable[[], object]) -> None:
        """Do this then; of two at the same time the one that was added first."""
        self._n += 1
        self._deeds.append((at, self._n, deed))
        self._deeds.sort(key=lambda entry: entry[:2])

    def drop(self) -> None:
        """Do none of it."""
        self._deeds.clear()

    def next_at(self) -> int | None:
        """When something is to be done."""
        return self._deeds[0][0] if self._deeds else None

    def do(self, now: int) -> None:
        """Do what is due."""
        while self._deeds and self._deeds[0][0] <= now:
            self._deeds.pop(0)[2]()
