"""How long a phone that hears nothing keeps the server's share, to open by, or rows that no PIN guards. Pure."""

from collections.abc import Iterable
from typing import Final, Literal

SHARE_BYTES: Final = 32

LEASE_MS: Final = 12 * 3_600_000
"""At most so long a phone that hears nothing keeps its share (protocol.md §5, lease)."""

GRACE_MS: Final = 2 * 3_600_000
"""So long at least it shows what it was shown: signal that is gone for a while empties nobody's screen."""


def rows_kept_until(kind: Literal["city", "site"], scopes: Iterable[tuple[str, int | None]], now: int) -> int:
    """Until when a phone that no PIN guards shows what it was shown: as long as a share is kept, or the grace."""
    return max(now + GRACE_MS, kept_until(kind, scopes, now) or 0)


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
