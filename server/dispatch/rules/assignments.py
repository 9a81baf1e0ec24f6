"""One unit and one call: the states an assignment may be in, and what an answer, a fact or the desk makes of it.

Two kinds of step. An *intent* (accept, decline, end) goes through `move` and may be refused. A *fact* (a stage the unit
reached) goes through `reach` and never is: late, twice or out of order, of every stage the earliest corrected time
counts, and the state is the furthest stage. Source of the table: the field's lifecycle of unit and call.
"""

from collections.abc import Iterable
from typing import Final, get_args

from msgspec.structs import replace

from schemas.base import Struct
from schemas.codes.dispatch import AssignmentState, Begun, DeclineReason, Ending, Origin, Stage
from schemas.codes.intake import Priority
from schemas.records import Assignment
from server.dispatch.rules.ladder import runs_ms
from server.errors import Conflict, InvalidMove


class StageReport(Struct, frozen=True, kw_only=True):
    """One report of a stage: by which command, by the device's clock, corrected, when it was said, and when we heard.

    `corrects_at` is when it was said, if it corrects what was told before. One that `takes_back` says that the stage
    was not reached: it names the report that was a mistake, or `EVERY` one of the stage that was said before it.
    """

    command_id: str
    assignment_id: str
    stage: Stage
    device_at: int
    corrected_at: int
    said_at: int
    received_at: int
    origin: Origin
    corrects_at: int | None = None
    takes_back: str | None = None


EVERY: Final = "every"
"""What takes back whatever was said before it; no id of a command is this."""


REFUSED: Final[frozenset[AssignmentState]] = frozenset({"declined", "expired", "superseded", "withdrawn"})
"""How an offer ends that no unit took: nobody went, so no fact can hang on it."""

TAKEN: Final[frozenset[AssignmentState]] = frozenset(
    {"accepted", "enroute", "staging", "on_scene", "contact", "transporting", "at_destination"}
)
"""The unit has the call and is not done with it."""

LIVE: Final[frozenset[AssignmentState]] = TAKEN | {"offered"}

THERE: Final[frozenset[AssignmentState]] = frozenset({"on_scene", "contact", "transporting", "at_destination"})
"""The unit is, or was a moment ago, at the place of the call."""

CALLED_OFF: Final[frozenset[AssignmentState]] = frozenset({"cancelled_enroute", "cancelled_on_scene"})
"""The desk cancelled it: which of the two is as the unit tells where it was then, however late it tells it."""

ENDED: Final[frozenset[AssignmentState]] = REFUSED | CALLED_OFF | {"cleared", "preempted", "transferred", "reassigned"}
"""Nothing follows by decision; facts are still kept."""

MOVES: Final[dict[AssignmentState, frozenset[AssignmentState]]] = {
    "offered": frozenset({"accepted", *REFUSED, "reassigned"}),
    "accepted": frozenset({"enroute", "preempted", "cancelled_enroute", "reassigned"}),
    "enroute": frozenset({"staging", "on_scene", "preempted", "cancelled_enroute", "reassigned"}),
    "staging": frozenset({"on_scene", "cancelled_enroute", "reassigned"}),
    "on_scene": frozenset({"contact", "transporting", "cleared", "cancelled_on_scene", "transferred", "reassigned"}),
    "contact": frozenset({"transporting", "cleared", "cancelled_on_scene", "transferred", "reassigned"}),
    "transporting": frozenset({"at_destination", "cancelled_on_scene", "reassigned"}),
    "at_destination": frozenset({"cleared", "cancelled_on_scene", "reassigned"}),
    **dict.fromkeys(ENDED, frozenset()),
}
"""Where an assignment may go from each state by somebody's decision."""

STAGES: Final[tuple[Stage, ...]] = get_args(Stage)
"""In the order of the work."""

TIME_OF: Final[dict[Stage, str]] = {
    "enroute": "enroute_at",
    "staging": "staged_at",
    "on_scene": "arrived_at",
    "contact": "contact_at",
    "transporting": "transport_at",
    "at_destination": "dest_at",
    "cleared": "cleared_at",
}


def answer_time(priority: Priority, now: int, *, answer_ms: int) -> int:
    """Until when an offer made now waits: so long as the edition says, never ending before its ladder has run."""
    return now + max(answer_ms, runs_ms(priority))


def offer(
    assignment_id: str,
    *,
    call_id: str,
    unit_id: str,
    answer_by: int,
    now: int,
    instead_of: str | None = None,
    wanted: int = 1,
) -> Assignment:
    """A unit is asked to take a call."""
    begun = _begun(assignment_id, call_id=call_id, unit_id=unit_id, at=now, state="offered")
    return replace(begun, answer_by=answer_by, instead_of=instead_of, wanted=wanted)


def enter(assignment_id: str, *, call_id: str, unit_id: str, at: int) -> Assignment:
    """The desk sent a unit by voice, and it goes."""
    begun = _begun(assignment_id, call_id=call_id, unit_id=unit_id, at=at, state="accepted")
    return replace(begun, accepted_at=at, origin="manual")


def start_by_itself(assignment_id: str, *, call_id: str, unit_id: str, at: int, begun: Begun) -> Assignment:
    """A unit went to a call without a won offer; the stage it reached is told by `reach`."""
    made = _begun(assignment_id, call_id=call_id, unit_id=unit_id, at=at, state="accepted")
    return replace(made, self_initiated=True, begun=begun, origin="device")


def how_begun(earlier: Iterable[Assignment]) -> Begun:
    """How a unit without a won offer came to go, from its earlier assignments on the call: the last of them tells."""
    last = max(earlier, key=lambda each: (each.offered_at, each.id), default=None)
    if last is None or last.state in ("declined", "cleared"):
        return "by_itself"
    return "after_end" if went(last) else "too_late"


def move(assignment: Assignment, to: AssignmentState) -> Assignment:
    """The assignment in its new state; a repeated move gives back the same object.

    Raises:
        InvalidMove: there is no such step.
    """
    if assignment.state == to:
        return assignment
    if to not in MOVES[assignment.state]:
        raise InvalidMove(f"An assignment that is {assignment.state} cannot become {to}.")
    return replace(assignment, state=to)


def went(assignment: Assignment) -> bool:
    """True when the unit took the call at some time, however it ended."""
    times = (assignment.accepted_at, *(getattr(assignment, field) for field in TIME_OF.values()))
    return assignment.state in TAKEN or assignment.self_initiated or any(at is not None for at in times)


def was_there(assignment: Assignment) -> bool:
    """True when somebody came to the place of the call, or finished it: the call had a team."""
    return assignment.arrived_at is not None or assignment.state in THERE or assignment.state == "cleared"


def accept(assignment: Assignment, *, at: int, origin: Origin) -> Assignment:
    """The unit takes the call. Said again (a phone after the radio, a partner's phone), the earliest time counts.

    Who said yes by voice was asked by voice, however late the offer itself reached us.

    Raises:
        Conflict: the offer had ended before.
    """
    if went(assignment):
        if assignment.accepted_at is not None and assignment.accepted_at <= at:
            return assignment
        return _accepted(assignment, at=at, origin=origin)
    if assignment.state != "offered":
        raise Conflict(f"This offer is {assignment.state}: ask dispatch before you go.")
    return _accepted(move(assignment, "accepted"), at=at, origin=origin)


def _accepted(assignment: Assignment, *, at: int, origin: Origin) -> Assignment:
    asked_at = min(assignment.offered_at, at) if origin == "manual" else assignment.offered_at
    return replace(assignment, accepted_at=at, offered_at=asked_at, origin=origin)


def decline(assignment: Assignment, reason: DeclineReason, *, at: int, origin: Origin) -> Assignment:
    """The unit cannot take it.

    Raises:
        InvalidMove: it was answered, or ended, before.
    """
    after = _ended(assignment, "declined", at)
    return after if after is assignment else replace(after, decline_reason=reason, origin=origin)


def expire(assignment: Assignment, now: int) -> Assignment:
    """Nobody answered in time. What was answered, ended, or still has time stays as it is."""
    if assignment.state != "offered" or assignment.answer_by is None or now < assignment.answer_by:
        return assignment
    return _ended(assignment, "expired", now)


def supersede(assignment: Assignment, now: int, *, by: str | None = None) -> Assignment:
    """Another unit of the same round of offers, whose call sign this is, took the call first."""
    return replace(_ended(assignment, "superseded", now), lost_to=by)


def end(assignment: Assignment, ending: Ending, now: int) -> Assignment:
    """The desk ends it; repeating that gives back the same object.

    Raises:
        InvalidMove: it cannot end like that from where it is.
    """
    if assignment.ending == ending:
        return assignment
    after = _ended(assignment, _end_state(assignment, ending), now)
    return after if after is assignment else replace(after, ending=ending)


def takes(assignment: Assignment, stage: Stage | None, at: int) -> bool:
    """True when what the unit did at this time belongs to this assignment.

    An assignment that the desk ended takes what came before the end, and being clear of it whenever that was said.
    """
    if assignment.state in LIVE or assignment.state == "cleared":
        return True
    if not went(assignment) or assignment.ended_at is None:
        return False
    return at <= assignment.ended_at or stage in ("cleared", None)


def reach(assignment: Assignment, stage: Stage, *, at: int, origin: Origin) -> Assignment:
    """The unit reached a stage, by the corrected clock. Never refused; what was known earlier gives the same object.

    An assignment that the desk ended keeps its ending, and the time as evidence. An offer is taken by whoever goes.
    """
    known = getattr(assignment, TIME_OF[stage])
    return assignment if known is not None and known <= at else _with(assignment, stage, at=at, origin=origin)


def correct(assignment: Assignment, stage: Stage, *, at: int, origin: Origin) -> Assignment:
    """The time of a stage was told wrongly and is this. What was known gives the same object."""
    same = getattr(assignment, TIME_OF[stage]) == at
    return assignment if same else _with(assignment, stage, at=at, origin=origin)


def take_back(assignment: Assignment, stage: Stage) -> Assignment:
    """Nothing that was said of this stage counts any more: it was not reached, as far as we know.

    The state is the furthest stage that is left. Whoever took the call still has it, and an ending of the desk stands.
    """
    if getattr(assignment, TIME_OF[stage]) is None:
        return assignment
    after = _looked_back(replace(assignment, **{TIME_OF[stage]: None}))
    if assignment.state not in TAKEN and assignment.state != "cleared":
        return after
    state = _furthest(after)
    return replace(after, state=state, ended_at=after.ended_at if state == "cleared" else None)


def standing(reports: Iterable[StageReport]) -> list[StageReport]:
    """What was reported of one stage and not taken back, in whatever order all of it arrived."""
    every = tuple(reports)
    taken_back = {each.takes_back for each in every if each.takes_back is not None}
    until = max((each.said_at for each in every if each.takes_back == EVERY), default=None)
    return [
        each
        for each in every
        if each.takes_back is None and each.command_id not in taken_back and (until is None or each.said_at > until)
    ]


def counted(reports: Iterable[StageReport]) -> int | None:
    """The time that counts of a stage, of what stands: of corrections the one said last, else the earliest reported.

    None when nothing stands.
    """
    every = standing(reports)
    corrections = [
        (each.corrects_at, each.command_id, each.corrected_at) for each in every if each.corrects_at is not None
    ]
    return max(corrections)[-1] if corrections else min((each.corrected_at for each in every), default=None)


def _with(assignment: Assignment, stage: Stage, *, at: int, origin: Origin) -> Assignment:
    after = replace(assignment, **{TIME_OF[stage]: at})
    if assignment.self_initiated:
        after = replace(after, offered_at=min(after.offered_at, at))
    if assignment.state == "offered":
        after = replace(after, origin=origin)
    if assignment.state not in LIVE and assignment.state != "cleared":
        return _looked_back(after)
    state = _furthest(after)
    return replace(after, state=state, ended_at=after.cleared_at if state == "cleared" else after.ended_at)


def take_by_going(assignment: Assignment, *, origin: Origin) -> Assignment:
    """An open offer is taken without an answer: the unit is known to have gone. When it said yes stays unknown."""
    if assignment.state != "offered":
        return assignment
    return replace(move(assignment, "accepted"), origin=origin)


def _furthest(assignment: Assignment) -> AssignmentState:
    reached = [stage for stage in STAGES if getattr(assignment, TIME_OF[stage]) is not None]
    return reached[-1] if reached else "accepted"


def _looked_back(assignment: Assignment) -> Assignment:
    """Of a unit that was called off, whether it was there by then, from all that is known now; else the same object."""
    if assignment.state not in CALLED_OFF or assignment.ended_at is None:
        return assignment
    times = [getattr(assignment, TIME_OF[stage]) for stage in STAGES if stage in THERE]
    was_there = any(at is not None and at <= assignment.ended_at for at in times)
    return replace(assignment, state="cancelled_on_scene" if was_there else "cancelled_enroute")


def _end_state(assignment: Assignment, ending: Ending) -> AssignmentState:
    if ending != "cancelled":
        return ending
    if assignment.state == "offered":
        return "withdrawn"
    return "cancelled_on_scene" if assignment.state in THERE else "cancelled_enroute"


def _ended(assignment: Assignment, state: AssignmentState, at: int) -> Assignment:
    after = move(assignment, state)
    return after if after is assignment else replace(after, ended_at=at)


def _begun(assignment_id: str, *, call_id: str, unit_id: str, at: int, state: AssignmentState) -> Assignment:
    return Assignment(
        id=assignment_id,
        call_id=call_id,
        unit_id=unit_id,
        state=state,
        offered_at=at,
        answer_by=None,
        accepted_at=None,
        enroute_at=None,
        staged_at=None,
        arrived_at=None,
        contact_at=None,
        transport_at=None,
        dest_at=None,
        cleared_at=None,
        ended_at=None,
        ending=None,
        decline_reason=None,
        self_initiated=False,
        outcome="none",
        # Nobody has answered yet.
        origin="server",
        said_by=None,
        ladder=(),
        version=1,
    )
