"""What goes on after a shift: each promise is whoever's has read of it, or stands in a handoff that nobody has read."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from schemas.base import Count, Struct
from schemas.codes.intake import ScreeningKey
from schemas.records import Call, HeardHazard, Left, SupplyGiven

LATE_MS: Final = 60 * 60_000
"""So long it may lie unread before it is an alarm: shifts overlap. Our default, for a city to confirm."""

KEPT_MS: Final = 12 * 3_600_000
"""So long after somebody read it their phones still show it: a shift at its longest."""

HAZARDS: Final[tuple[ScreeningKey, ...]] = ("weapon", "violence_now", "threat_specific", "fire_haz")
"""What callers say that the next team should have heard of before it goes there again."""


MOST_FOREIGN: Final = 200
"""So much is kept that was seen to and is no promise of the handoff: it may be of another one that lies beside it."""


class Leaving(Struct, frozen=True, kw_only=True):
    """Who leaves something, and when: a shift of a unit, or without one the desk."""

    id: str
    unit_id: str | None = None
    shift_id: str | None = None
    since: int | None = None
    at: int


class Summary(Struct, frozen=True, kw_only=True):
    """What a shift leaves, in ids and counts: stored as it was when the shift ended."""

    calls: tuple[Left, ...] = ()
    reasons: tuple[Left, ...] = ()
    backs: tuple[Left, ...] = ()
    logs: tuple[Left, ...] = ()
    referrals: tuple[Left, ...] = ()
    hazards: tuple[HeardHazard, ...] = ()
    supplies: tuple[SupplyGiven, ...] = ()
    alarms: Count = 0
    unsent: Count = 0
    held: Count = 0


def promises(summary: Summary) -> tuple[Left, ...]:
    """What somebody has to see to."""
    return (*summary.calls, *summary.reasons, *summary.backs, *summary.logs, *summary.referrals)


def must_be_read(summary: Summary, *, has_note: bool) -> bool:
    """False for a shift that leaves nothing to do: what it used and heard is there to be looked at."""
    return has_note or bool(promises(summary) or summary.unsent or summary.held or summary.alarms)


def is_empty(summary: Summary) -> bool:
    """True when there is nothing to hand over."""
    return summary == Summary()


def carried(own: Iterable[Left], taken_over: Iterable[Left]) -> tuple[Left, ...]:
    """What goes on: what the shift had taken over from those before it, then its own; each once."""
    return tuple({each.id: each for each in (*taken_over, *own)}.values())


def heard(calls: Iterable[Call]) -> tuple[HeardHazard, ...]:
    """What was dangerous where, said once for each area."""
    found = {(call.area, key) for call in calls for key in HAZARDS if call.screening.get(key) == "yes"}
    return tuple(HeardHazard(area=area, key=key) for area, key in sorted(found))


def seen_to(known: Sequence[str], more: Iterable[str], *, own: Collection[str]) -> tuple[str, ...]:
    """What was seen to, each once: all that the handoff promised, and a bounded number of what it did not."""
    every = tuple(dict.fromkeys((*known, *more)))
    foreign = [each for each in every if each not in own]
    dropped = set(foreign[MOST_FOREIGN:])
    return tuple(each for each in every if each not in dropped)
