"""What a shift leaves to whoever takes over, and that they have read it."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from schemas.commands import GiveHandoff, MakeReferral, ReadHandoff
from schemas.records import Assignment, Left
from server.access import Actor
from server.dispatch.commands.own import DESK
from server.dispatch.rules import assignments as rules
from server.dispatch.rules.shifts import handoffs
from server.dispatch.rules.shifts.handoffs import Leaving, Summary
from server.dispatch.store import assignments, calls, units
from server.dispatch.store import handoffs as store
from server.doors import Order, Received
from server.errors import Dependency, NotAllowed
from server.ids import derived
from server.journal import Change, cancel, due_at, is_erased, key_name, record, refresh, withdraw
from server.storage.database import Row, Tx

DEADLINE: Final = "handoff.late"


def sign_off(tx: Change, shift: Row, at: int, *, people: Sequence[str], note: str | None = None) -> None:
    """The shift is over and nobody of it goes on: what it leaves stands there for whoever takes over.

    Partners who both sign off leave one handoff with both their notes. Where there is nothing to hand over there is
    none. A note of a shift on which a call was erased may be about that call: it is not kept, and that is told.
    """
    of_unit = assignments.of_unit(tx, shift["unit_id"], since=shift["started_at"])
    summary = _left_by(tx, shift, of_unit, people)
    if handoffs.is_empty(summary) and note is None:
        return
    leaving = Leaving(
        id=derived(shift["id"], "handoff"),
        unit_id=shift["unit_id"],
        shift_id=shift["id"],
        since=shift["started_at"],
        at=at,
    )
    has_erased = any(is_erased(tx, call_id) for call_id in {each.call_id for each in of_unit})
    _keep(tx, leaving, summary, note=note, may_keep=not has_erased)


def _left_by(tx: Change, shift: Row, of_unit: Sequence[Assignment], people: Sequence[str]) -> Summary:
    unit_id, since = shift["unit_id"], shift["started_at"]
    earlier = store.read_on(tx, shift["id"])
    going = [each.id for each in of_unit if each.state in rules.TAKEN]
    went = [each for each in of_unit if rules.was_there(each) and each.state not in rules.TAKEN]
    logs = [each.id for each in went if not assignments.is_written(tx, each.id)]
    promised = store.referrals(tx, unit_id, since)
    seen = {each.call_id for each in of_unit if rules.was_there(each) and not is_erased(tx, each.call_id)}
    return Summary(
        calls=tuple(store.of_assignments(tx, going)),
        logs=_carried(tx, store.of_assignments(tx, logs), earlier),
        referrals=handoffs.carried(promised, (it for each in earlier for it in each.referrals)),
        hazards=handoffs.heard(call for call_id in sorted(seen) if (call := calls.find(tx, call_id)) is not None),
        supplies=store.supplies(tx, unit_id, since),
        unsent=store.unsent(tx, people),
        held=store.held(tx, people),
    )


def _carried(tx: Change, own: Sequence[Left], earlier: Sequence[Summary]) -> tuple[Left, ...]:
    """Also what an earlier shift left unwritten: its calls were gone on with by this one, or ended."""
    before = [it for each in earlier for it in (*each.logs, *each.calls)]
    known = {it.id: assignments.find(tx, it.id) for it in before}
    due = {
        key for key, one in known.items() if one is not None and rules.was_there(one) and one.state not in rules.TAKEN
    }
    return handoffs.carried(own, (it for it in before if it.id in due and not assignments.is_written(tx, it.id)))


def late_promise(tx: Tx, command: Received[Any]) -> Order | None:
    """A promise for tonight of a shift that is over: it lay on a phone without a signal when the shift handed over."""
    args = command.args
    if not isinstance(args, MakeReferral) or (args.state, args.urgency) != ("sent", "tonight"):
        return None
    shift = units.shift_at(tx, args.unit_id, command.corrected_at)
    if shift is None or shift["ended_at"] is None or not calls.is_known(tx, args.call_id):
        return None
    told = {"call_id": args.call_id, "person_id": command.person, "shift_id": shift["id"]}
    return Order(type="handoff.told_late", entity=command.entity, args=told)


def told_late(tx: Change, order: Order, now: int) -> None:
    """What the shift's own handover could not know stands beside it, for whoever takes over to read as well."""
    shift, call_id = units.shift(tx, order.args["shift_id"]), order.args["call_id"]
    call = calls.find(tx, call_id)
    if shift is None or call is None or is_erased(tx, call_id):
        return
    leaving = Leaving(
        id=derived(order.entity, "handoff"),
        unit_id=shift["unit_id"],
        shift_id=shift["id"],
        since=shift["started_at"],
        at=now,
    )
    promised = Left(id=order.entity, call_id=call_id, number=call.number)
    _keep(tx, leaving, Summary(referrals=(promised,)), note=None, by=order.args["person_id"])


def _keep(
    tx: Change, leaving: Leaving, summary: Summary, *, note: str | None, by: str | None = None, may_keep: bool = True
) -> None:
    is_new = store.add(tx, leaving, summary, by=by or tx.actor.person_id)
    if note is not None and may_keep and not store.is_about_erased(tx, leaving.id):
        _add_note(tx, leaving.id, note)
    elif note is not None:
        store.add_unkept(tx, leaving.id)
    elif not is_new:
        return
    found = _known(tx, leaving.id)
    if found["read_at"] is None and handoffs.must_be_read(summary, has_note=found["notes"] is not None):
        due_at(tx, kind=DEADLINE, entity_id=leaving.id, at=max(leaving.at, tx.at) + handoffs.LATE_MS)
    _tell(tx, found, "handoff.given", shift_id=leaving.shift_id, at=leaving.at)


def _add_note(tx: Change, handoff_id: str, note: str) -> None:
    """Beside the others, as ciphertext that dies with any call it may be about."""
    known = store.notes(tx.vault, _known(tx, handoff_id))
    if note in known:
        return
    sealed = tx.vault.seal(
        entity=key_name("handoff", handoff_id),
        subjects=store.about(tx, handoff_id),
        retention=store.KEPT,
        fields={"notes": [*known, note]},
    )
    store.set_notes(tx, handoff_id, sealed)


def give(tx: Change, _actor: Actor, command: Received[GiveHandoff], _now: int) -> None:
    """Somebody at the desk leaves it: calls without an end or a reason, callers to be called back, untaken alarms."""
    summary = Summary(
        calls=tuple(store.open_calls(tx)),
        reasons=tuple(store.reasons_to_do(tx)),
        backs=tuple(store.call_backs_owed(tx)),
        alarms=store.open_alarms(tx),
    )
    _keep(tx, Leaving(id=command.entity, at=command.corrected_at), summary, note=command.args.note)


def read(tx: Change, actor: Actor, command: Received[ReadHandoff], _now: int) -> None:
    """Whoever takes over has read it, and owns from now what is in it: it is no alarm any more.

    Raises:
        Dependency: nothing is known of it yet.
        NotAllowed: this responder was never on the team; or the desk would take over from itself.
    """
    found, at = _known(tx, command.entity), command.happened_at(command.args.at)
    unit_id, is_desk = found["unit_id"], bool(actor.roles & DESK)
    if unit_id is None and (not is_desk or actor.person_id == found["given_by"]):
        raise NotAllowed("Somebody else at the desk takes this over.")
    if unit_id is not None and not is_desk and not units.was_on(tx, actor.person_id, unit_id):
        raise NotAllowed("You were never signed on to this team.")
    is_theirs = unit_id is not None and actor.person_id in units.members_now(tx, unit_id)
    unit = units.find(tx, unit_id) if unit_id is not None and is_theirs else None
    store.read(tx, command.entity, by=actor.person_id, at=at, shift_id=None if unit is None else unit["shift_id"])
    known = msgspec.json.decode(found["done"], type=tuple[str, ...])
    done = handoffs.seen_to(known, command.args.done, own=store.own_promises(found))
    if done != known:
        store.set_done(tx, command.entity, done)
    cancel(tx, kind=DEADLINE, entity_id=command.entity)
    due_at(tx, kind="handoff.leave", entity_id=command.entity, at=tx.at + handoffs.KEPT_MS)
    _tell(tx, found, "handoff.read", at=at, done=len(done))


def late(tx: Change, order: Order, _now: int) -> None:
    """Nobody has read it in time: it stands on the alarm strip until somebody has."""
    found = store.find(tx, order.entity)
    if found is not None and found["read_at"] is None and found["late_at"] is None:
        store.set_late(tx, order.entity, tx.at)
        _tell(tx, found, "handoff.late")


def leave(tx: Change, order: Order, _now: int) -> None:
    """It was read long ago: nobody is shown it any more."""
    withdraw(tx, "handoff", order.entity)


def without(tx: Change, call_id: str) -> None:
    """A call is erased: whoever sees a handoff that is about it reads it anew, without the call and without notes."""
    for handoff_id in store.of_call(tx, call_id):
        refresh(tx, "handoff", handoff_id)


def _known(tx: Change, handoff_id: str) -> Row:
    found = store.find(tx, handoff_id)
    if found is None:
        raise Dependency("Nothing is known of this handover yet.")
    return found


def _tell(tx: Change, found: Row, kind: str, **coded: int | str | None) -> None:
    audience = ["desk"] if found["unit_id"] is None else ["desk", f"unit:{found['unit_id']}"]
    record(
        tx,
        kind=kind,
        entity_type="handoff",
        entity_id=found["id"],
        coded={"unit_id": found["unit_id"], **coded},
        audience=audience,
    )
