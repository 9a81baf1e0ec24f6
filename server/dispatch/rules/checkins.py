"""Check-ins: by when a unit at work says that it is all right, and what the desk does when it does not.

No law sets an interval. NFPA 1500 and 1561 ask for accountability "at regular intervals"; twenty minutes is what fire
services use. The figures are our defaults, for a city to confirm.

Everything follows from the stages and check-ins that were told, in whatever order they arrived. Of several times the
latest counts, so that one told late moves no timer back and takes away no alarm that a later stage asks for.
"""

from collections.abc import Sequence
from typing import Final

from schemas.base import Struct
from schemas.codes.dispatch import AssignmentState, CheckStep, Origin, Stage
from schemas.codes.intake import LocationKind
from schemas.records import Assignment
from server.dispatch.rules.assignments import TIME_OF

VERSION: Final = 1
"""Of the figures below: the journal says by which a timer was set."""

MINUTE_MS: Final = 60_000

_THERE: Final[tuple[Stage, ...]] = ("on_scene", "contact")
_AWAY: Final[tuple[Stage, ...]] = ("transporting", "at_destination")

PHASE: Final[dict[AssignmentState, tuple[Stage, ...]]] = {
    "staging": ("staging",),
    **dict.fromkeys(_THERE, _THERE),
    **dict.fromkeys(_AWAY, _AWAY),
}
"""The states in which a unit checks in, each with the stages that belong together. On the way there it does not."""

FIRST_MIN: Final[dict[Stage, int]] = {**dict.fromkeys(_THERE, 10), **dict.fromkeys(_AWAY, 20), "staging": 15}
"""Until the first check-in of a phase."""

THEN_MIN: Final[dict[Stage, int]] = FIRST_MIN | dict.fromkeys(_THERE, 20)
"""From one check-in to the next."""

CLOSE_MIN: Final = 10
"""The longest in somebody's home, or for one person alone."""

HOMES: Final[frozenset[LocationKind]] = frozenset({"private_residence"})

STEPS: Final[tuple[tuple[int, CheckStep], ...]] = ((2, "missed"), (5, "call_team"), (8, "supervisor"))
"""How many minutes after it was due the desk is told what. It goes on whether or not somebody took it up."""

LOOK_MS: Final = 30_000
"""So often it is looked whether the link of a unit that did not check in is there."""

BEHIND_MS: Final = 30_000
"""A timer that is over when we first hear of it waits so long for what comes behind it from the same phone."""


class CheckIn(Struct, frozen=True, kw_only=True):
    """The unit was all right then, by the corrected clock; the next may come `more_min` later than usual.

    What the server wrote only begins the timer anew.
    """

    command_id: str
    assignment_id: str
    unit_id: str
    checked_at: int
    more_min: int
    received_at: int
    origin: Origin


class Setting(Struct, frozen=True, kw_only=True):
    """Where the unit works, and whether one person works alone."""

    kind: LocationKind
    is_alone: bool


def began(assignment: Assignment) -> int | None:
    """Since when the unit was anywhere it is to check in, also when it is done; None when it never was."""
    times = (getattr(assignment, TIME_OF[stage]) for stages in PHASE.values() for stage in stages)
    return min((at for at in times if at is not None), default=None)


def due_at(assignment: Assignment, check_ins: Sequence[CheckIn], setting: Setting) -> int | None:
    """By when the unit says so next; None where nothing is asked."""
    times = _stages(assignment)
    if not times:
        return None
    since = min(times.values())
    said = [each for each in check_ins if each.checked_at >= since]
    by_stage = (
        at + _usual(stage, setting, is_first=not any(each.checked_at <= at for each in said))
        for stage, at in times.items()
    )
    stage = next(iter(times))
    by_check_in = (
        each.checked_at + _usual(stage, setting, is_first=each.origin == "server") + each.more_min * MINUTE_MS
        for each in said
    )
    return max((*by_stage, *by_check_in))


def last(check_ins: Sequence[CheckIn]) -> int | None:
    """When the unit last said so, if it did."""
    return max((each.checked_at for each in check_ins if each.origin != "server"), default=None)


def step(due: int, now: int) -> CheckStep | None:
    """What the desk is to do at this time about a check-in that was due then; None while there is nothing."""
    late = [each for after_min, each in STEPS if now >= due + after_min * MINUTE_MS]
    return late[-1] if late else None


def look_at(due: int, now: int) -> int:
    """When to look again at a check-in that is due then: when it is due, at each step, and for the link meanwhile."""
    turns = [at for at in (due, *(due + after_min * MINUTE_MS for after_min, _ in STEPS)) if at > now]
    if step(due, now) is None:
        return turns[0]
    return min((*turns, now + LOOK_MS))


def _stages(assignment: Assignment) -> dict[Stage, int]:
    """When each stage of the phase it is in was reached."""
    times = {stage: getattr(assignment, TIME_OF[stage]) for stage in PHASE.get(assignment.state, ())}
    return {stage: at for stage, at in times.items() if at is not None}


def _usual(stage: Stage, setting: Setting, *, is_first: bool) -> int:
    minutes = (FIRST_MIN if is_first else THEN_MIN)[stage]
    if setting.is_alone or (stage in _THERE and setting.kind in HOMES):
        minutes = min(minutes, CLOSE_MIN)
    return minutes * MINUTE_MS
