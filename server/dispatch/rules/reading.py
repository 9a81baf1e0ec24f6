"""Who may read a call, and until when: the people of the units that were asked or sent.

While a unit has the call its people read it and all that was written about it; two hours on they still can, to write
what came of it. Who is only asked reads the call and nothing of what another team wrote or does. An offer that came to
nothing leaves no right. Derived from scratch each time, so that no order of events can leave one.
"""

from collections.abc import Iterable
from typing import Final

from schemas.base import Struct
from schemas.records import Assignment
from server.dispatch.rules.assignments import TAKEN, went

GRACE_MS: Final = 2 * 3_600_000
"""So long after the end the people who went still read the call (trust.md §4, "asg")."""


class Stay(Struct, frozen=True, kw_only=True):
    """Somebody was on a unit from then to then; still is when `left_at` is null."""

    person_id: str
    unit_id: str
    joined_at: int
    left_at: int | None


def readers(assignments: Iterable[Assignment], stays: Iterable[Stay], now: int) -> dict[str, int | None]:
    """The persons of the units that went, who may read all of a call now, each with the time that ends it, if any."""
    every = tuple(stays)
    found: dict[str, int | None] = {}
    for assignment in assignments:
        for stay in every:
            if stay.unit_id == assignment.unit_id and _may(assignment, stay):
                until = _until(assignment, stay)
                if until is None or until > now:
                    found[stay.person_id] = _later(found[stay.person_id], until) if stay.person_id in found else until
    return found


def asked(assignments: Iterable[Assignment], stays: Iterable[Stay]) -> set[str]:
    """The persons who are asked now: they must know what they would go to."""
    units = {each.unit_id for each in assignments if each.state == "offered"}
    return {stay.person_id for stay in stays if stay.unit_id in units and stay.left_at is None}


def _may(assignment: Assignment, stay: Stay) -> bool:
    if assignment.state not in TAKEN and not went(assignment):
        return False
    if stay.left_at is not None and stay.left_at < assignment.offered_at:
        return False
    return assignment.ended_at is None or stay.joined_at <= assignment.ended_at


def _until(assignment: Assignment, stay: Stay) -> int | None:
    ends = [at for at in (assignment.ended_at, stay.left_at) if at is not None]
    return min(ends) + GRACE_MS if ends else None


def _later(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else max(one, other)
