"""Taking a call, beginning one in the street, closing it, and erasing it for good."""

from typing import Any, Final

import msgspec

from schemas.codes.dispatch import Ending
from schemas.commands import CloseCall, EraseCall, MeetSomebody, TakeCall
from server.access import Actor
from server.days import day_of
from server.dispatch.commands.changing import merging
from server.dispatch.commands.handovers import tell_begun
from server.dispatch.commands.intake import notes
from server.dispatch.commands.own import speaks_for
from server.dispatch.commands.settling import keep, known, raise_alarm, settle
from server.dispatch.commands.shifts import handoffs
from server.dispatch.commands.stages import tell_stage
from server.dispatch.rules import assignments as rules
from server.dispatch.rules import calls as call_rules
from server.dispatch.rules import handovers
from server.dispatch.rules.intake.earlier import known_place
from server.dispatch.store import assignments, calls, earlier, units
from server.dispatch.store.intake import taxonomies
from server.doors import Order, Received
from server.errors import Conflict, Dependency, Invalid, NotAllowed, NotFound
from server.ids import derived
from server.journal import Change, cancel, ends, erase, key_name, record, revoke
from server.storage.database import Tx
from server.vault import Retention

OFF_MS: Final = 10 * 60_000
"""So long after somebody signed off they may still have met somebody: clocks differ."""

UNHEARD_MS: Final = 12 * 3_600_000
"""So long a phone works without the server: its person may not have heard that they were signed off."""


def take(tx: Change, _actor: Actor, command: Received[TakeCall], now: int) -> None:
    """Write down a call, with the day's next spoken number. Told again in the same words, it is one call.

    What the screening leaves to another service is passed on to it from now; a call that another service gave us waits
    for who it was.

    Raises:
        Invalid: this id already belongs to a call with another content.
    """
    call_id, args = command.entity, command.args
    told = tx.vault.mac("call.take", msgspec.json.encode(args, order="sorted"))
    if calls.find(tx, call_id) is not None:
        if calls.taken_as(tx, call_id) == told:
            return
        raise Invalid("This id already belongs to another call: take it under a new one.")
    call = call_rules.take(
        call_id,
        args,
        number=_number(tx, args.label, now),
        skew_ms=command.skew_ms,
        at=command.corrected_at,
    )
    call = handovers.given(call, at=call.received_at)
    call = handovers.screened(call, args.triage_result, command.id, at=command.corrected_at)
    place = {name: value for name in calls.PLACE if (value := getattr(call, name)) is not None}
    said = {} if call.said is None else {"said": call.said}
    sealed, heard = _sealed(tx, call_id, place, calls.KEPT), _sealed(tx, call_id, said, calls.SAID_KEPT)
    calls.add(tx, call, sealed=sealed, said=heard, taken=told)
    earlier.forget_old(tx, now)
    known = known_place(call.place, call.place_within)
    earlier.tag(tx, tx.vault, call_id, place=known, callback=call.callback)
    coded = {"number": call.number, "source": args.source, "type_code": args.type_code, "priority": args.priority}
    _note(tx, "call.taken", call_id, coded, place, calls.KEPT)
    if said:
        _note(tx, "call.said", call_id, {}, said, calls.SAID_KEPT)
    tell_begun(tx, None, call)


def _number(tx: Change, label: str | None, now: int) -> str:
    """What the call is called aloud: as the desk that was cut off called it, else by the day's next number."""
    since = now - call_rules.LABELLED_MS
    if label is not None and call_rules.is_label(label) and not calls.is_spoken(tx, label, since=since):
        return label
    return call_rules.spoken(calls.next_number(tx, day_of(now, calls.zone(tx))))


def _sealed(tx: Change, call_id: str, fields: dict[str, Any], retention: Retention) -> bytes | None:
    if not fields:
        return None
    return tx.vault.seal(entity=key_name("call", call_id), subjects=(call_id,), retention=retention, fields=fields)


def _note(
    tx: Change, kind: str, call_id: str, coded: dict[str, Any], personal: dict[str, Any], retention: Retention
) -> None:
    record(
        tx,
        kind=kind,
        entity_type="call",
        entity_id=call_id,
        coded=coded,
        personal=personal or None,
        retention=retention,
        subjects=(call_id,),
        audience=("desk", f"call:{call_id}", f"ask:{call_id}"),
    )


def meet(tx: Change, actor: Actor, command: Received[MeetSomebody], now: int) -> None:
    """The team is with somebody it came across. Partners who both say so name the same call: it began with the first.

    What somebody says whom the desk had signed off meanwhile, unheard, happened all the same: the desk is alarmed.

    Raises:
        NotFound: no such unit.
        NotAllowed: this responder was not on the unit then, nor for the length of a shift before.
        Invalid: an id belongs to another call or assignment.
    """
    args, at = command.args, command.happened_at(command.args.met_at)
    if units.find(tx, args.unit_id) is None:
        raise NotFound("There is no such team.")
    origin = speaks_for(tx, actor, args.unit_id)
    left = _left(tx, actor, args.unit_id, at) if origin == "device" else at
    if left is None:
        raise NotAllowed("You were not signed on to this team then.")
    if not _is_known(tx, command):
        _begin(tx, command, at=at, now=now)
    elif calls.began(tx, command.entity, at):
        record(tx, kind="call.met_earlier", entity_type="call", entity_id=command.entity, coded={"at": at})
    for stage in ("on_scene", "contact"):
        report = rules.StageReport(
            command_id=derived(command.id, stage),
            assignment_id=args.assignment_id,
            stage=stage,
            device_at=command.device_at if args.met_at is None else args.met_at,
            corrected_at=at,
            said_at=command.corrected_at,
            received_at=command.received_at,
            origin=origin,
        )
        tell_stage(tx, known(tx, args.assignment_id), report, said_by=None, skew_ms=command.skew_ms)
    settle(tx, command.entity, at=at)
    if left < at - OFF_MS:
        raise_alarm(tx, "self_initiated", known(tx, args.assignment_id))


def _left(tx: Change, actor: Actor, unit_id: str, at: int) -> int | None:
    """Until when, at most until then, somebody was on this unit; None where that is too long ago to be unheard of."""
    own = [stay for stay in units.stays(tx, unit_id, at - UNHEARD_MS) if stay.person_id == actor.person_id]
    return max((at if stay.left_at is None else min(stay.left_at, at) for stay in own), default=None)


def _is_known(tx: Change, command: Received[MeetSomebody]) -> bool:
    """True when a partner told of it before. A call they were only ever asked to take is no such call."""
    args, found = command.args, assignments.find(tx, command.args.assignment_id)
    named = None if found is None else (found.call_id, found.unit_id, found.begun)
    if named == (command.entity, args.unit_id, "on_view"):
        return True
    if found is not None or calls.is_known(tx, command.entity):
        raise Invalid("This id already belongs to another call: begin it under a new one.")
    return False


def _begin(tx: Change, command: Received[MeetSomebody], *, at: int, now: int) -> None:
    args, call_id = command.args, command.entity
    told_as = TakeCall(
        source="onview",
        type_code="WELFARE",
        priority="P3",
        received_at=at,
        triage_result="alt_only",
        would_have_gone_to="unknown",
        caller_role="anonymous",
        location_kind="outdoor_public",
        taxonomy_version=taxonomies.number_now(tx),
    )
    number = _number(tx, None, now)
    call = call_rules.take(call_id, told_as, number=number, skew_ms=0, at=command.corrected_at)
    calls.add(tx, call, sealed=None, said=None, taken=None)
    record(
        tx,
        kind="call.met",
        entity_type="call",
        entity_id=call_id,
        coded={"number": number, "unit_id": args.unit_id, "at": at},
        subjects=(call_id,),
        audience=("desk", f"call:{call_id}"),
    )
    made = rules.start_by_itself(args.assignment_id, call_id=call_id, unit_id=args.unit_id, at=at, begun="on_view")
    keep(tx, None, made, kind="assignment.on_view", at=at)


def close(tx: Change, _actor: Actor, command: Received[CloseCall], now: int) -> None:
    """The call needs nobody any more: open offers are taken back, a team on its way is cancelled, one there finishes.

    Raises:
        Dependency: nothing is known of the call yet.
        Invalid: no team came, and there is neither a reason nor a result by phone.
    """
    call_id, args = command.entity, command.args
    before = calls.find(tx, call_id)
    if before is None:
        raise Dependency("Nothing is known of this call yet.")
    of_call = assignments.of_call(tx, call_id)
    after = call_rules.close(before, args, of_call, at=command.corrected_at)
    after = handovers.screened(after, args.triage_result, command.id, at=command.corrected_at)
    if after != before:
        calls.save(tx, after)
    calls.close_by_hand(tx, call_id, command.corrected_at)
    coded = {"triage_result": after.triage_result, "not_sent_reason": args.not_sent_reason}
    record(tx, kind="call.closed", entity_type="call", entity_id=call_id, coded=coded, subjects=(call_id,))
    tell_begun(tx, before, after)
    for each in of_call:
        if each.state in rules.LIVE - rules.THERE:
            keep(tx, each, rules.end(each, "cancelled", now), kind="assignment.ended", ending="cancelled")
    settle(tx, call_id, at=command.corrected_at)


def erase_call(tx: Change, _actor: Actor, command: Received[EraseCall], now: int) -> None:
    """Destroy everything personal about a call, on every phone and in every copy. Its coded row stays for the figures.

    Raises:
        NotFound: no such call.
        Conflict: a team is going on it.
    """
    call_id = command.entity
    if calls.find(tx, call_id) is None:
        raise NotFound("There is no such call.")
    of_call = assignments.of_call(tx, call_id)
    if any(each.state in rules.TAKEN for each in of_call):
        raise Conflict("A team is on this call: erase it when they are clear.")
    # Why stands under a key of its own, which the call does not take with it.
    record(
        tx,
        kind="call.erased",
        entity_type="erasure",
        entity_id=tx.new_id("erasure"),
        coded={"call_id": call_id},
        personal={"reason": command.args.reason},
        retention=Retention.AUDIT,
    )
    forget_call(tx, call_id, now)


def forgets(tx: Tx, subject: str) -> Order | None:
    """How a call is erased that somebody promised to erase."""
    return None if calls.find(tx, subject) is None else Order(type="call.forget", entity=subject)


def forget(tx: Change, order: Order, now: int) -> None:
    """The call is to be gone, whatever came between."""
    forget_call(tx, order.entity, now)


def forget_call(tx: Change, call_id: str, now: int) -> None:
    """Erase a call that is here, whoever is on it: a restored copy may not know yet that they are clear."""
    for each in assignments.of_call(tx, call_id):
        if each.state in rules.LIVE:
            ending: Ending = "withdrawn" if each.state == "offered" else "cancelled"
            keep(tx, each, rules.end(each, ending, now), kind="assignment.ended", ending=ending)
    settle(tx, call_id, at=now)
    for scope in (f"call:{call_id}", f"ask:{call_id}"):
        for person_id in ends(tx, scope):
            revoke(tx, person_id, scope)
    cancel(tx, kind="call.leave_desk", entity_id=call_id)
    merging.part_from(tx, call_id, now)
    notes.without(tx, call_id)
    calls.erase(tx, call_id, now)
    handoffs.without(tx, call_id)
    erase(tx, call_id)
