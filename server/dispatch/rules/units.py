"""A unit: its status, which follows from its assignments, and the skills of those who are signed on."""

from collections.abc import Iterable, Sequence
from typing import Final

from schemas.codes.dispatch import AssignmentState, OwnStatus, Skill, UnitStatus
from schemas.codes.intake import Priority
from schemas.records import Assignment, Member
from server.dispatch.rules.assignments import STAGES, TAKEN, TIME_OF

STATUS_IN: Final[dict[AssignmentState, UnitStatus]] = {
    "accepted": "assigned",
    "enroute": "enroute",
    "staging": "staging",
    "on_scene": "on_scene",
    "contact": "on_scene",
    "transporting": "transporting",
    "at_destination": "at_destination",
}
"""What a unit is while it has a call."""

ORDER: Final[tuple[AssignmentState, ...]] = ("accepted", *STAGES)

BACK_MIN: Final[dict[OwnStatus, int]] = {"decomp": 20}
"""After so many minutes a unit is ready again without a word. Source: our default, for a city to confirm."""

HOLD_MS: Final = 10 * 60_000
"""For so long a desk's word that it holds a unit for a call is shown. Source: our default."""

_URGENT: Final[tuple[Priority, ...]] = ("P0", "P1")
_SOON: Final[tuple[Priority, ...]] = (*_URGENT, "P2")

ASKED_FOR: Final[dict[UnitStatus, tuple[Priority, ...]]] = {
    "avail_area": _SOON,
    **dict.fromkeys(("paperwork", "break", "meal"), _URGENT),
    **dict.fromkeys(("oos", "decomp", "emergency"), ()),
}
"""For which calls a unit may be asked that is not free to go; in any other status for all. The desk may override it."""


def may_be_asked(status: UnitStatus, priority: Priority) -> bool:
    """True when a unit that is so may be asked for a call of this priority without a further word."""
    return priority in ASKED_FOR.get(status, (priority,))


def back_at(own: OwnStatus, said_at: int) -> int | None:
    """When a unit that said so is ready again without a word; None where it says so itself."""
    return said_at + BACK_MIN[own] * 60_000 if own in BACK_MIN else None


def still_holds(said_at: int, later: Iterable[Assignment]) -> bool:
    """Whether what a unit said of itself still holds: not if it took a call since. Facts win over what was said."""
    return all(_taken_at(each, said_at) <= said_at for each in later)


def _taken_at(assignment: Assignment, default: int) -> int:
    times = (assignment.accepted_at, *(getattr(assignment, field) for field in TIME_OF.values()))
    return min((at for at in times if at is not None), default=default)


def unit_status(
    own: UnitStatus, states: Iterable[AssignmentState], *, on_shift: bool, needs_help: bool = False
) -> UnitStatus:
    """What a unit is whose assignments are in these states: busy as the furthest says, else what it said itself.

    Off without a shift. Whoever called for help is nothing else until that is over.
    """
    if needs_help:
        return "emergency"
    busy = [state for state in states if state in TAKEN]
    if busy:
        return STATUS_IN[max(busy, key=ORDER.index)]
    return own if on_shift else "off"


def skills_of(members: Sequence[Member]) -> tuple[Skill, ...]:
    """What a unit can do is what those can who are on it now."""
    return tuple(sorted({skill for member in members for skill in member.skills}))
