"""What an assignment may become: one table of moves, and stages that are facts.

The desk and the answering unit *move* an assignment, and a move the table lacks is refused. A unit in the street
*reaches* stages: those are never refused, may arrive late, twice and in any order, and always lead to the same result.
"""

from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from schemas.base import Struct
from schemas.codes.dispatch import AssignmentState, DeclineReason, Ending, Origin, Stage
from schemas.codes.intake import Priority
from server.errors import Conflict, InvalidMove

ANSWER_S: Final[dict[Priority, int]] = {"P0": 60, "P1": 60, "P2": 120, "P3": 300, "P4": 300}
"""How long an offer may wait for an answer (our proposal; no standard sets it)."""

GRACE_MS: Final = 2 * 3_600_000
"""How long a unit may still see a call after it is done with it: long enough to write it up."""

STAGES: Final[tuple[Stage, ...]] = (
    "enroute",
    "staging",
    "on_scene",
    "contact",
    "transporting",
    "at_destination",
    "cleared",
)
TIME_OF: Final[dict[Stage, str]] = {
    "enroute": "enroute_at",
    "staging": "staged_at",
    "on_scene": "arrived_at",
    "contact": "contact_at",
    "transporting": "transport_at",
    "at_destination": "dest_at",
    "cleared": "cleared_at",
}
"""Where each stage keeps its time (domain: when the unit reached it, never when we heard)."""

GOING: Final[frozenset[AssignmentState]] = frozenset({"accepted", *STAGES[:-1]})
"""The unit has the call and is not done with it."""
OPEN: Final[frozenset[AssignmentState]] = GOING | {"offered"}
NEVER_WENT: Final[frozenset[AssignmentState]] = frozenset({"offered", "declined", "expired", "superseded", "withdrawn"})
"""The unit did not take the call, as far as we know."""

_ENDED_GOING: Final[frozenset[AssignmentState]] = frozenset(
    {"preempted", "cancelled_enroute", "cancelled_on_scene", "transferred", "reassigned"}
)
_BEFORE_ARRIVAL: Final[frozenset[AssignmentState]] = frozenset({"preempted", "cancelled_enroute", "reassigned"})
_AFTER_ARRIVAL: Final[frozenset[AssignmentState]] = frozenset({"cancelled_on_scene", "transferred", "reassigned"})

MOVES: Final[dict[AssignmentState, frozenset[AssignmentState]]] = {
    "offered": frozenset({"accepted", "declined", "expired", "superseded", "withdrawn", *STAGES}),
    "accepted": frozenset(STAGES) | _BEFORE_ARRIVAL,
    "enroute": frozenset(STAGES[1:]) | _BEFORE_ARRIVAL,
    "staging": frozenset(STAGES[2:]) | _BEFORE_ARRIVAL,
    "on_scene": frozenset(STAGES[3:]) | _AFTER_ARRIVAL,
    "contact": frozenset(STAGES[4:]) | _AFTER_ARRIVAL,
    "transporting": frozenset(STAGES[5:]) | _AFTER_ARRIVAL,
    "at_destination": frozenset(STAGES[6:]) | _AFTER_ARRIVAL,
    "cleared": frozenset(),
    "declined": frozenset(),
    "expired": frozenset(),
    "superseded": frozenset(),
    "withdrawn": frozenset(),
    "preempted": frozenset(),
    "cancelled_enroute": frozenset(),
    "cancelled_on_scene": frozenset(),
    "transferred": frozenset(),
    "reassigned": frozenset(),
}
"""Every state and what may follow it. A state with nothing after it is an end."""


class Going(Struct, frozen=True, kw_only=True):
    """An assignment as the rules see it: its state and its times, in milliseconds UTC."""

    id: str
    call_id: str
    unit_id: str
    state: AssignmentState
    offered_at: int
    answer_by: int | None = None
    accepted_at: int | None = None
    enroute_at: int | None = None
    staged_at: int | None = None
    arrived_at: int | None = None
    contact_at: int | None = None
    transport_at: int | None = None
    dest_at: int | None = None
    cleared_at: int | None = None
    ended_at: int | None = None
    ending: Ending | None = None
    decline_reason: DeclineReason | None = None
    self_initiated: bool = False
    origin: Origin = "device"
    said_by: str | None = None
    version: int = 1


def move(going: Going, to: AssignmentState) -> Going:
    """The assignment in its new state; the same object when it is there already.

    Raises:
        InvalidMove: the table has no such step.
    """
    if going.state == to:
        return going
    if to not in MOVES[going.state]:
        raise InvalidMove(f"{going.state} assignment cannot become {to}")
    return replace(going, state=to)


def accept(going: Going, *, at: int, origin: Origin, said_by: str | None) -> Going:
    """The unit takes the call. Saying so again, by voice and by phone or by both partners, changes nothing.

    Raises:
        Conflict: another unit was first, or the offer ran out, was declined or taken back.
    """
    if going.state == "offered":
        taken = move(going, "accepted")
        return replace(taken, accepted_at=at, answer_by=None, origin=origin, said_by=said_by)
    if going.state in GOING or going.state == "cleared":
        return going
    raise Conflict(f"this offer is {going.state}")


def decline(going: Going, *, reason: DeclineReason, at: int) -> Going:
    """The unit cannot take it. Saying so twice changes nothing.

    Raises:
        InvalidMove: it was accepted, or is over.
    """
    declined = move(going, "declined")
    return going if declined is going else replace(declined, decline_reason=reason, ended_at=at, answer_by=None)


def expire(going: Going, *, at: int) -> Going:
    """Nobody answered in time; an offer that was answered is left alone."""
    return replace(move(going, "expired"), ended_at=at, answer_by=None) if going.state == "offered" else going


def supersede(going: Going, *, at: int) -> Going:
    """Another unit was first; an offer that was answered is left alone."""
    return replace(move(going, "superseded"), ended_at=at, answer_by=None) if going.state == "offered" else going


def end(going: Going, *, ending: Ending, at: int) -> Going:
    """The desk ends it: takes an offer back, cancels, needs the unit elsewhere, hands over.

    Raises:
        InvalidMove: it is over already, or cannot end this way from here.
    """
    to = _ended_as(going, ending)
    ended = move(going, to)
    return going if ended is going else replace(ended, ending=ending, ended_at=at, answer_by=None)


def _ended_as(going: Going, ending: Ending) -> AssignmentState:
    if ending != "cancelled":
        return ending
    if going.state in ("cancelled_enroute", "cancelled_on_scene"):
        return going.state
    return "cancelled_on_scene" if going.arrived_at is not None else "cancelled_enroute"


def reach(going: Going, stage: Stage, *, at: int) -> Going:
    """The unit reached a stage at this corrected time; a fact, so never refused.

    Each stage keeps its earliest time and the state is the furthest stage, so reports may come late, twice and in any
    order. An assignment the desk ended keeps its ending: what was reached before stands as evidence.
    """
    name = TIME_OF[stage]
    known: int | None = getattr(going, name)
    reached = going if known is not None and known <= at else replace(going, **{name: at})
    if reached.state in _ENDED_GOING:
        return reached
    furthest = _furthest(reached)
    ended_at = reached.cleared_at if furthest == "cleared" else reached.ended_at
    if furthest == reached.state and ended_at == reached.ended_at:
        return reached
    return replace(reached, state=furthest, ended_at=ended_at, answer_by=None)


def _furthest(going: Going) -> Stage:
    return next(stage for stage in reversed(STAGES) if getattr(going, TIME_OF[stage]) is not None)


def carries(going: Going, *, at: int) -> bool:
    """True when a fact of this corrected time belongs to this assignment.

    It belongs to one the unit is going on or has cleared, to an offer it is still being asked about, and to one the
    desk ended if the thing happened before the end.
    """
    if going.state in GOING or going.state in ("cleared", "offered"):
        return True
    return going.state in _ENDED_GOING and going.ended_at is not None and at <= going.ended_at


def fitting(candidates: Iterable[Going], *, at: int, named: str | None = None) -> Going | None:
    """Which of a unit's assignments on a call a fact of this time belongs to: the named one first, else the latest."""
    fit = [going for going in candidates if carries(going, at=at)]
    return max(fit, key=lambda going: (going.id == named, going.state != "offered", going.offered_at), default=None)
