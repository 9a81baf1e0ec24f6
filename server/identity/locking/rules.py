"""How long a phone may keep the server's share, so that it opens with no network. Pure."""

from collections.abc import Iterable
from typing import Final, Literal

SHARE_BYTES: Final = 32

LEASE_MS: Final = 12 * 3_600_000
"""At most so long a phone that hears nothing keeps its share (protocol.md §5, lease)."""


def kept_until(kind: Literal["city", "site"], scopes: Iterable[tuple[str, int | None]], now: int) -> int | None:
    """Until when, by what the person may read now, each scope with its end; None when it may not be kept.

    In a city while a shift lasts or a call is theirs, and to the end of the grace in which they write it up. A site has
    no shifts: there it is the lease alone.
    """
    if kind == "site":
        return now + LEASE_MS
    work = [until for scope, until in scopes if scope.startswith(("unit:", "call:"))]
    ends = [now + LEASE_MS if until is None else min(until, now + LEASE_MS) for until in work]
    return max((end for end in ends if end > now), default=None)
