"""What identity remembers in this process only: wrong tries. A restart forgets them; their number is bounded."""

import ipaddress
from collections import OrderedDict
from typing import Final, Generic, TypeVar

from server.clock import Clock
from server.errors import TooManyTries

T = TypeVar("T")

TRIES: Final = 5
TRIES_S: Final = 60.0
"""Wrong codes per address (trust.md: 5 in 60 seconds)."""

ADDRESSES: Final = 10_000


class Brief(Generic[T]):
    """Things that live a fixed time; the oldest goes when there are too many."""

    def __init__(self, clock: Clock, *, life_s: float, most: int) -> None:
        """Nothing yet."""
        self._clock = clock
        self._life_s = life_s
        self._most = most
        self._kept: OrderedDict[str, tuple[float, T]] = OrderedDict()

    def put(self, key: str, value: T) -> None:
        """Keep this from now."""
        now = self._clock.mono()
        self._kept[key] = (now + self._life_s, value)
        self._kept.move_to_end(key)
        while self._kept and (len(self._kept) > self._most or next(iter(self._kept.values()))[0] <= now):
            self._kept.popitem(last=False)

    def get(self, key: str) -> T | None:
        """What is kept under this key and still lives."""
        until, value = self._kept.get(key, (0.0, None))
        return value if until > self._clock.mono() else None


class Tries:
    """Wrong codes by address: whoever guesses must slow down, whoever is right is not counted."""

    def __init__(self, clock: Clock) -> None:
        """Nobody has tried yet."""
        self._clock = clock
        self._wrong: Brief[tuple[float, ...]] = Brief(clock, life_s=TRIES_S, most=ADDRESSES)

    def check(self, address: str) -> None:
        """Let this address try.

        Raises: TooManyTries.
        """
        if len(self._recent(address)) >= TRIES:
            raise TooManyTries("Too many wrong codes. Wait a minute and try again.")

    def failed(self, address: str) -> None:
        """Count a wrong code."""
        self._wrong.put(network(address), (*self._recent(address), self._clock.mono()))

    def _recent(self, address: str) -> tuple[float, ...]:
        since = self._clock.mono() - TRIES_S
        return tuple(at for at in self._wrong.get(network(address)) or () if at > since)


def network(address: str) -> str:
    """Who asks, as far as an address tells: one household, an IPv4 address, or the /64 an IPv6 address lies in."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    is_wide = isinstance(found, ipaddress.IPv6Address)
    return str(ipaddress.ip_network(f"{found}/64", strict=False)) if is_wide else str(found)
