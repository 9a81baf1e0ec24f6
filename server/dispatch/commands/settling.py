"""What follows from every change of an assignment: its row, its call, its unit, who may see them, and its deadlines."""

from server.dispatch.rules import status
from server.dispatch.rules.assignments import GRACE_MS, NEVER_WENT, Going
from server.dispatch.store import assignments as store
from server.dispatch.store import calls, units
from server.journal import Change, cancel, due_at, grant, record, revoke, show


def settle(tx: Change, before: Going | None, going: Going, *, kind: str, **coded: object) -> None:
    """Write the assignment and carry its consequences: journal, call, unit, scopes, deadlines.

    Saying a thing again, which leaves the assignment the same object, writes nothing.
    """
    if before is going:
        return
    if before is None:
        store.add(tx, going)
    else:
        store.save(tx, going)
    record(
        tx,
        kind=kind,
        entity_type="assignment",
        entity_id=going.id,
        coded={"call_id": going.call_id, "unit_id": going.unit_id, "state": going.state, **coded},
        subjects=(going.call_id,),
        audience=("desk", f"unit:{going.unit_id}", f"call:{going.call_id}"),
    )
    _settle_deadlines(tx, going)
    _settle_scopes(tx, going)
    settle_call(tx, going.call_id)
    units.touch(tx, going.unit_id)
    show_unit(tx, going.unit_id)


def _settle_deadlines(tx: Change, going: Going) -> None:
    if going.answer_by is None:
        cancel(tx, kind="assignment.expire", entity_id=going.id)
    else:
        due_at(tx, kind="assignment.expire", entity_id=going.id, at=going.answer_by)
    if going.ended_at is None:
        cancel(tx, kind="assignment.forget", entity_id=going.id)
    else:
        due_at(tx, kind="assignment.forget", entity_id=going.id, at=tx.at + GRACE_MS)


def _settle_scopes(tx: Change, going: Going) -> None:
    """The unit's people see the call while asked or going, and two hours after; an offer not taken ends it at once."""
    scope = f"call:{going.call_id}"
    others = [other for other in store.of_call(tx, going.call_id, going.unit_id) if other.id != going.id]
    ended = [one for one in (going, *others) if one.ended_at is not None and one.state not in NEVER_WENT]
    is_open = any(one.ended_at is None for one in (going, *others))
    for person in units.members_now(tx, going.unit_id):
        if is_open:
            grant(tx, person, scope)
        elif ended:
            grant(tx, person, scope, until_at=tx.at + GRACE_MS)
        else:
            revoke(tx, person, scope)


def settle_call(tx: Change, call_id: str) -> None:
    """Bring the call's status in line with its assignments, and show it."""
    row = calls.find(tx, call_id)
    if row is None:
        return
    all_of = store.of_call(tx, call_id)
    cleared = [going.cleared_at for going in all_of if going.state == "cleared" and going.cleared_at is not None]
    stands = status.standing(
        [going.state for going in all_of],
        max(cleared, default=None),
        triaged=row["triaged_at"] is not None,
        closed_by_hand_at=row["closed_at"] if row["closed_by_hand"] else None,
    )
    if (stands.status, stands.closed_at) != (row["status"], row["closed_at"]):
        calls.stand(tx, call_id, status=stands.status, closed_at=stands.closed_at)
    show_call(tx, call_id)
    if stands.closed_at is None:
        cancel(tx, kind="call.leave_desk", entity_id=call_id)
    else:
        due_at(tx, kind="call.leave_desk", entity_id=call_id, at=tx.at + status.LEAVES_DESK_MS)


def show_call(tx: Change, call_id: str) -> None:
    """Let the desk and whoever follows the call read it anew."""
    show(tx, "desk", "call", call_id)
    show(tx, f"call:{call_id}", "call", call_id)


def show_unit(tx: Change, unit_id: str) -> None:
    """Let the desk and the unit's people read the unit anew."""
    show(tx, "desk", "unit", unit_id)
    show(tx, f"unit:{unit_id}", "unit", unit_id)
