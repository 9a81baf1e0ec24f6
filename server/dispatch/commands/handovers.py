"""Passing a call on to 988, 211, 911, an ambulance or the police, and who took it there: facts, told by the desk."""

from typing import Any

from schemas.commands import HandOver, TakenOver
from schemas.records import Call, Handover
from server.access import Actor
from server.dispatch.commands.settling import known_call, settle_call
from server.dispatch.rules import handovers as rules
from server.dispatch.store import assignments, calls
from server.doors import Received
from server.journal import Change, key_name, record


def hand_over(tx: Change, _actor: Actor, command: Received[HandOver], _now: int) -> None:
    """The desk passed the call on: it stands on the alarm strip until somebody there has it.

    Raises:
        Dependency: nothing is known of the call yet.
    """
    before, args = known_call(tx, command.entity), command.args
    at = command.happened_at(args.at)
    after = rules.begin(before, command.id, args.to, at=at)
    if after is not before:
        calls.save(tx, after)
        tell_begun(tx, before, after)
        settle_call(tx, before.id, assignments.of_call(tx, before.id))


def taken_over(tx: Change, _actor: Actor, command: Received[TakenOver], _now: int) -> None:
    """Who has it at the other end, or gave it to us from there. Told before it was heard of, it was passed on by then.

    Raises:
        Dependency: nothing is known of the call yet.
    """
    before, args = known_call(tx, command.entity), command.args
    at = command.happened_at(args.at)
    found = rules.meant(before.handovers, args.handover, args.to, way=args.way, new_id=command.id, at=at)
    after = rules.take(before, found, at=at)
    record(
        tx,
        kind="call.taken_over",
        entity_type="call",
        entity_id=before.id,
        coded={"handover": found.id, "to": found.to, "way": found.way, "at": at},
        personal={"name": args.name},
        retention=calls.TAKER_KEPT,
        subjects=(before.id,),
    )
    if after is before:
        return
    calls.save(tx, after)
    if found.taken_at is None or at < found.taken_at:
        _name(tx, before.id, found, args.name)
    settle_call(tx, before.id, assignments.of_call(tx, before.id))


def tell_begun(tx: Change, before: Call | None, after: Call) -> None:
    """Put into the journal what was passed on."""
    known = () if before is None else before.handovers
    for each in after.handovers:
        if each not in known:
            coded: dict[str, Any] = {"handover": each.id, "to": each.to, "way": each.way, "at": each.begun_at}
            about = (after.id,)
            record(tx, kind="call.handed_over", entity_type="call", entity_id=after.id, coded=coded, subjects=about)


def _name(tx: Change, call_id: str, handover: Handover, name: str) -> None:
    """Keep who took it, as ciphertext that dies with the call."""
    names = {**calls.takers(tx, tx.vault, call_id), handover.id: name}
    about, fields = key_name("call", call_id), {"taken_by": names}
    calls.name_takers(
        tx,
        call_id,
        tx.vault.seal(entity=about, subjects=(call_id,), retention=calls.TAKER_KEPT, fields=fields),
    )
