"""What a unit did: stages reached, offers shown. Facts: kept however late, never refused for the state of things."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from schemas.codes.dispatch import Origin
from schemas.commands import CheckIn, MakeReferral, RecordEncounter, ReportStage, ShowAssignment, TakeBackStage
from schemas.records import Assignment
from server.access import Actor
from server.dispatch.commands.own import speaks_for, who_spoke
from server.dispatch.commands.settling import (
    begin_anew,
    check_call,
    keep,
    known,
    note,
    sealed_voice,
    settle,
    win,
)
from server.dispatch.rules import assignments as rules
from server.dispatch.store import assignments as store
from server.dispatch.store import calls, deliveries, units
from server.doors import Order, Received
from server.errors import Dependency, Invalid, NotAllowed, NotFound
from server.ids import derived
from server.journal import Change, record, refresh
from server.storage.database import Tx

WITH_CALL: Final = (ReportStage, CheckIn, RecordEncounter, MakeReferral)
"""Facts that name a call and a unit, and so hang on to an assignment of that unit."""


def report(tx: Change, actor: Actor, command: Received[ReportStage], now: int) -> None:
    """The unit reached a stage. Every report is kept; the earliest corrected time counts, or the last correction.

    Entered at the desk so late that a check-in would be over, its timer runs from now.

    Raises:
        NotAllowed: this responder was never on the unit.
        NotFound: no such unit.
        Dependency: nothing is known of the call yet.
    """
    args = command.args
    at = reached_at(command)
    before, origin = told_of(tx, actor, command, at=at)
    said_by = who_spoke(origin, args.voice)
    kept = rules.StageReport(
        command_id=command.id,
        assignment_id=before.id,
        stage=args.stage,
        device_at=command.device_at if args.reached_at is None else args.reached_at,
        corrected_at=at,
        said_at=command.corrected_at,
        received_at=command.received_at,
        origin=origin,
        corrects_at=command.corrected_at if args.corrects else None,
    )
    after = tell_stage(tx, before, kept, said_by=said_by, skew_ms=command.skew_ms)
    if after is not before:
        settle(tx, after.call_id, at=at)
    if origin == "manual":
        _spare(tx, known(tx, after.id), now)


def take_back(tx: Change, actor: Actor, command: Received[TakeBackStage], _now: int) -> None:
    """A stage was said by mistake, by whomever of the unit: what was reported stays on record and counts no more.

    Raises:
        NotAllowed: this responder was never on the unit.
        Invalid: that report is another unit's, or of another stage.
        Dependency: nothing is known of that report, or of that assignment, yet.
    """
    args, at = command.args, command.corrected_at
    own = {each.id: each for each in _of_unit(tx, args.call_id, args.unit_id)}
    if not own:
        check_call(tx, args.call_id)
    origin = speaks_for(tx, actor, args.unit_id)
    before = _told_under(tx, own, command)
    kept = rules.StageReport(
        command_id=command.id,
        assignment_id=before.id,
        stage=args.stage,
        device_at=command.device_at,
        corrected_at=at,
        said_at=at,
        received_at=command.received_at,
        origin=origin,
        takes_back=args.report or rules.EVERY,
    )
    if tell_stage(tx, before, kept, said_by=None, skew_ms=command.skew_ms) is not before:
        settle(tx, before.call_id, at=at)


def _told_under(tx: Tx, own: Mapping[str, Assignment], command: Received[TakeBackStage]) -> Assignment:
    """The assignment that the report hangs on; without one, what stands in for the named one, or that itself."""
    args = command.args
    if args.report is None:
        stand_in = _stand_in(command.entity, (), args.call_id, args.unit_id)
        meant = [own[each] for each in (command.entity, stand_in) if each in own]
        if not meant:
            raise Dependency("Nothing is known yet of what is taken back.")
        return next((each for each in meant if getattr(each, rules.TIME_OF[args.stage]) is not None), meant[-1])
    told = store.report_of(tx, args.report)
    if told is None:
        raise Dependency("Nothing is known of that report yet.")
    if told.assignment_id not in own or told.stage != args.stage:
        raise Invalid("That report is another team's, or of another step.")
    return own[told.assignment_id]


def _spare(tx: Change, told: Assignment, now: int) -> None:
    """What was told so late that its check-in is over raises no alarm; one that is raised already stands."""
    if told.check_step is None and told.check_due_at is not None and told.check_due_at <= now:
        begin_anew(tx, told, now)


def tell_stage(
    tx: Change, before: Assignment, kept: rules.StageReport, *, said_by: str | None, skew_ms: int
) -> Assignment:
    """The assignment with what was reported of it; the same where that changes nothing."""
    store.add_stage(tx, kept, said_by=sealed_voice(tx, before, said_by))
    after = _after(tx, before, kept)
    coded: dict[str, Any] = {"stage": kept.stage, "at": kept.corrected_at, "skew_ms": skew_ms, "origin": kept.origin}
    is_back = kept.takes_back is not None
    if after is before:
        note(tx, before, kind="assignment.taken_back" if is_back else "assignment.reported", said_by=said_by, **coded)
        return before
    keep(tx, before, after, kind="assignment.taken_back" if is_back else "assignment.reached", said_by=said_by, **coded)
    if before.state == "offered":
        win(tx, after)
    return after


def told_of(tx: Change, actor: Actor, command: Received[Any], *, at: int) -> tuple[Assignment, Origin]:
    """Of which assignment of the unit it is told, and how; `needs_assignment` has seen to it that there is one.

    Raises:
        NotAllowed: this responder was never on the unit.
        NotFound: no such unit.
        Dependency: nothing is known of the call yet.
    """
    args = command.args
    own = _of_unit(tx, args.call_id, args.unit_id)
    if not own:
        check_call(tx, args.call_id)
    origin = speaks_for(tx, actor, args.unit_id, by_voice=args.voice is not None)
    found = _target(own, args, command.entity, at=at)
    if found is None:
        raise NotFound("There is no such team.")
    return found, origin


def _after(tx: Change, before: Assignment, kept: rules.StageReport) -> Assignment:
    """The assignment with the time that counts of this stage, from all that was ever reported of it."""
    reports = store.reports_of(tx, before.id, kept.stage)
    at = rules.counted(reports)
    if at is None:
        return rules.take_back(before, kept.stage)
    is_told_anew = any(each.corrects_at is not None or each.takes_back is not None for each in reports)
    tell = rules.correct if is_told_anew else rules.reach
    return tell(before, kept.stage, at=at, origin=kept.origin)


def reached_at(command: Received[ReportStage] | Received[CheckIn]) -> int:
    """When it was, by the corrected clock: what the person says, else when they tapped."""
    args = command.args
    return command.happened_at(args.reached_at if isinstance(args, ReportStage) else args.checked_at)


def show(tx: Change, actor: Actor, command: Received[ShowAssignment], _now: int) -> None:
    """The offer stood on this person's screen. Of an offer that is not known here, only the journal tells.

    Raises:
        NotAllowed: this responder was never on its unit.
    """
    shown_at = command.corrected(command.args.shown_at)
    coded: dict[str, Any] = {"person_id": actor.person_id, "shown_at": shown_at}
    if store.find(tx, command.entity) is None:
        record(tx, kind="assignment.shown", entity_type="assignment", entity_id=command.entity, coded=coded)
        return
    offered = known(tx, command.entity)
    speaks_for(tx, actor, offered.unit_id)
    deliveries.expect(tx, offered.id, actor.person_id)
    if deliveries.climb(tx, offered.id, actor.person_id, "shown_at", shown_at):
        note(tx, offered, kind="assignment.shown", **coded)
        refresh(tx, "assignment", offered.id)


def needs_assignment(tx: Tx, command: Received[Any]) -> Order | None:
    """A fact about a call this unit has no assignment on: first the server notes that the unit went by itself.

    Raises:
        NotAllowed: this responder was never on the unit.
    """
    args = command.args
    if not isinstance(args, WITH_CALL):
        return None
    own = _of_unit(tx, args.call_id, args.unit_id)
    if not own and (not calls.is_known(tx, args.call_id) or units.find(tx, args.unit_id) is None):
        return None
    if isinstance(args, ReportStage | CheckIn):
        named: str | None = command.entity
        at = reached_at(command)
        found = _target(own, args, command.entity, at=at)
    else:
        if not units.was_on(tx, command.person, args.unit_id):
            raise NotAllowed("You were never signed on to this team.")
        named, at = getattr(args, "assignment_id", None), command.corrected_at
        found = next((each for each in own if rules.went(each)), None)
    if found is not None:
        return None
    is_free = named is not None and store.find(tx, named) is None
    entity = named if named is not None and is_free else _stand_in(named, own, args.call_id, args.unit_id)
    told = {"call_id": args.call_id, "unit_id": args.unit_id, "at": at}
    return Order(type="assignment.self_initiated", entity=entity, args=told)


def _target(every: Sequence[Assignment], args: ReportStage | CheckIn, named: str, *, at: int) -> Assignment | None:
    """Which assignment it belongs to: the named one, else what stands in for it, else the one under way."""
    own = {each.id: each for each in every}
    stage = args.stage if isinstance(args, ReportStage) else None
    if named in own and rules.takes(own[named], stage, at):
        return own[named]
    stand_in = own.get(_stand_in(named, every, args.call_id, args.unit_id))
    if stand_in is not None:
        return stand_in
    return next((each for each in own.values() if each.state in rules.TAKEN), None)


def _stand_in(named: str | None, own: Sequence[Assignment], call_id: str, unit_id: str) -> str:
    """The id of the assignment that stands in for one that was lost, ended or never known: always the same.

    What names none belongs to the last the unit was asked, so that a referral heard first and the stages after it meet.
    """
    asked = [each.id for each in own if not each.self_initiated]
    meant = named or (asked[-1] if asked else call_id)
    return derived(meant, f"self_initiated {call_id} {unit_id}")


def _of_unit(tx: Tx, call_id: str, unit_id: str) -> list[Assignment]:
    return [each for each in store.of_call(tx, call_id) if each.unit_id == unit_id]
