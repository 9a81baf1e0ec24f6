"""What a unit did: stages reached, and an offer shown. Facts: recorded however late, whatever the state of things."""

from typing import Any, Final

from schemas.commands import MakeReferral, RecordEncounter, ReportStage, ShowAssignment
from server.access import Actor
from server.dispatch.commands.assignments import supersede_others
from server.dispatch.commands.own import must_be_of
from server.dispatch.commands.settling import settle
from server.dispatch.rules import assignments as rules
from server.dispatch.store import assignments as store
from server.dispatch.store import calls, units
from server.doors import Order, Received
from server.errors import Dependency
from server.journal import Change, record, refresh
from server.storage.database import Tx

WITH_CALL: Final = (ReportStage, RecordEncounter, MakeReferral)
"""Facts that name a call and a unit, and so hang on to an assignment of that unit."""


def report(tx: Change, actor: Actor, command: Received[ReportStage], now: int) -> None:
    """The unit reached a stage. Every report is kept; each stage counts from its earliest corrected time.

    Raises:
        NotAllowed: this responder was never on this unit.
        Dependency: nothing is known of the call yet.
    """
    args = command.args
    must_be_of(tx, actor, args.unit_id)
    at = _reached_at(command)
    before = rules.fitting(store.of_call(tx, args.call_id, args.unit_id), at=at, named=command.entity)
    if before is None:
        raise Dependency("nothing is known of this call and team yet")
    store.add_stage(tx, before.id, args.stage, at, command)
    after = rules.reach(before, args.stage, at=at)
    coded = {"stage": args.stage, "corrected_at": at, "origin": args.origin}
    if after is before:
        _note(tx, before, coded)
    settle(tx, before, after, kind="assignment.reached", **coded)
    if before.state == "offered" and after.state != "offered":
        supersede_others(tx, after, now)


def _note(tx: Change, going: rules.Going, coded: dict[str, Any]) -> None:
    """A report that changed nothing is history all the same."""
    record(
        tx,
        kind="assignment.reached",
        entity_type="assignment",
        entity_id=going.id,
        coded=coded,
        subjects=(going.call_id,),
    )


def show(tx: Change, actor: Actor, command: Received[ShowAssignment], _now: int) -> None:
    """The offer stood on this person's screen.

    Raises:
        Dependency: nothing is known of this offer yet.
        NotAllowed: this responder was never on its unit.
    """
    going = store.find(tx, command.entity)
    if going is None:
        raise Dependency("nothing is known of this offer yet")
    must_be_of(tx, actor, going.unit_id)
    store.expect_delivery(tx, going.id, actor.person_id)
    shown_at = min(command.args.shown_at + command.skew_ms, command.received_at)
    if store.climb(tx, going.id, actor.person_id, "shown_at", shown_at):
        coded = {"person_id": actor.person_id, "shown_at": shown_at}
        record(tx, kind="assignment.shown", entity_type="assignment", entity_id=going.id, coded=coded)
        refresh(tx, "assignment", going.id)


def needs_assignment(tx: Tx, command: Received[Any]) -> Order | None:
    """A fact about a call this unit has no assignment on: the server first writes down that the unit went by itself."""
    args = command.args
    if not isinstance(args, WITH_CALL) or calls.find(tx, args.call_id) is None:
        return None
    if units.find(tx, args.unit_id) is None or not units.was_on(tx, command.person, args.unit_id):
        return None
    candidates = store.of_call(tx, args.call_id, args.unit_id)
    if isinstance(args, ReportStage):
        at = _reached_at(command)
        if rules.fitting(candidates, at=at, named=command.entity) is not None:
            return None
    else:
        at = command.corrected_at
        if any(going.state not in rules.NEVER_WENT for going in candidates):
            return None
    return Order(
        type="assignment.self_initiated",
        entity=args.call_id,
        args={"unit_id": args.unit_id, "at": at, "said_by": command.person},
    )


def _reached_at(command: Received[ReportStage]) -> int:
    """When the stage was reached, by the corrected clock: what the person says, else when they tapped."""
    said = command.args.reached_at
    return command.corrected_at if said is None else max(0, said + command.skew_ms)
