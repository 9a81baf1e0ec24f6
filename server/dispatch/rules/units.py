"""A unit: its status, which follows from its assignments, and the skills of those who are signed on."""

from collections.abc import Iterable, Sequence
from typing import Final

from schemas.codes.dispatch import AssignmentState, Skill, UnitStatus
from schemas.records import Member
from server.dispatch.rules.assignments import STAGES, TAKEN

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
