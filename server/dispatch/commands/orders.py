"""What the server does by itself: deliveries, offers nobody answered, teams that went by themselves, ends of sight."""

from typing import Any, Final

from msgspec import convert

from schemas.codes.dispatch import AlarmKind, Begun
from schemas.commands import ResolveAlarm
from schemas.records import Alarm, Missed
from server.access import Actor
from server.dispatch.commands.settling import keep, note, put_on_strip, raise_alarm, settle, win
from server.dispatch.rules import assignments as rules
from server.dispatch.rules.calls import needs_reason
from server.dispatch.rules.handovers import is_open
from server.dispatch.rules.reading import GRACE_MS
from server.dispatch.rules.told import owed
from server.dispatch.store import alarms, calls, deliveries
from server.dispatch.store import assignments as store
from server.doors import Order, Received
from server.journal import Change, due_at, hide, record, refresh

WRITE_UP_MS: Final = 12 * 3_600_000
"""So long a unit still sees what it has to write up: a lease, the longest a phone may work without the server."""

ALARM_OF: Final[dict[Begun, AlarmKind]] = {
    "by_itself": "self_initiated",
    "too_late": "too_late",
    "after_end": "after_end",
}
"""What the desk is told of a team that went without a won offer."""


def sent(tx: Change, order: Order, now: int) -> None:
    """A socket carried the offer towards this person: not yet delivery."""
    _climb(tx, order, "sent_at", now)


def delivered(tx: Change, order: Order, now: int) -> None:
    """This person's phone has stored the offer."""
    _climb(tx, order, "delivered_at", now)


def _climb(tx: Change, order: Order, step: deliveries.Step, now: int) -> None:
    offered = store.find(tx, order.entity)
    person_id = order.args["person_id"]
    coded: dict[str, Any] = {"person_id": person_id, step: now}
    if offered is not None and deliveries.climb(tx, offered.id, person_id, step, now):
        note(tx, offered, kind=order.type, **coded)
        refresh(tx, "assignment", offered.id)


def expire(tx: Change, order: Order, now: int) -> None:
    """Nobody answered in time: the offer is over and stands on the alarm strip. An answered offer is left alone."""
    before = store.find(tx, order.entity)
    if before is None:
        return
    after = rules.expire(before, now)
    if after is not before:
        keep(tx, before, after, kind="assignment.expired")
        if not order.is_late:
            raise_alarm(tx, "offer_unanswered", after)
        settle(tx, after.call_id, at=now)


def self_initiated(tx: Change, order: Order, _now: int) -> None:
    """A unit went without a won offer: write that down and tell the desk. An offer it still has is taken by going."""
    call_id, unit_id, at = order.args["call_id"], order.args["unit_id"], order.args["at"]
    if store.find(tx, order.entity) is not None:
        return
    own = [each for each in store.of_call(tx, call_id) if each.unit_id == unit_id]
    for before in own:
        if before.state == "offered" and before.offered_at <= at:
            after = rules.take_by_going(before, origin="device")
            keep(tx, before, after, kind="assignment.taken_by_going", at=at)
            win(tx, after)
            settle(tx, call_id, at=at)
            return
    begun = rules.how_begun(own)
    made = rules.start_by_itself(order.entity, call_id=call_id, unit_id=unit_id, at=at, begun=begun)
    keep(tx, None, made, kind="assignment.self_initiated", at=at, begun=begun)
    raise_alarm(tx, ALARM_OF[begun], made)
    settle(tx, call_id, at=at)


def forget(tx: Change, order: Order, now: int) -> None:
    """The unit is long done with it: its phones no longer show it, unless it is still to be written up."""
    found = store.find(tx, order.entity)
    if found is None or found.ended_at is None:
        return
    is_due = rules.was_there(found) and not store.is_written(tx, found.id)
    if is_due and now + GRACE_MS <= found.ended_at + WRITE_UP_MS:
        due_at(tx, kind="assignment.forget", entity_id=found.id, at=now + GRACE_MS)
    else:
        hide(tx, f"unit:{found.unit_id}", "assignment", found.id)


def leave_desk(tx: Change, order: Order, _now: int) -> None:
    """A call that stayed closed for an hour leaves the board, with its assignments; an alarm waits for somebody.

    So does a call that was passed on and that nobody has taken: it leaves an hour after somebody has; one whose caller
    is still to be called back; and one of which nobody has said yet why no team came.
    """
    call = calls.find(tx, order.entity)
    if call is None or call.closed_at is None or any(map(is_open, call.handovers)) or owed(call.told):
        return
    of_call = store.of_call(tx, call.id)
    if call.merged_into is None and needs_reason(call, of_call):
        return
    hide(tx, "desk", "call", call.id)
    for each in of_call:
        hide(tx, "desk", "assignment", each.id)


def raise_doors_alarm(tx: Change, order: Order, _now: int) -> None:
    """Something at the doors needs somebody: which unit it came from, what came due, what is damaged; and no more."""
    alarm = Alarm(
        id=order.entity,
        kind=order.args["kind"],
        call_id=order.args.get("call_id"),
        assignment_id=None,
        unit_id=order.args["unit_id"],
        raised_at=tx.at,
        resolved_at=None,
        missed=convert(order.args.get("missed", ()), tuple[Missed, ...]),
        missed_count=order.args.get("missed_count", 0),
    )
    put_on_strip(tx, alarm)


def resolve_alarm(tx: Change, actor: Actor, command: Received[ResolveAlarm], now: int) -> None:
    """Somebody at the desk has it: the alarm leaves the strip. Saying so twice changes nothing."""
    if alarms.resolve(tx, command.entity, by=actor.person_id, at=now):
        record(tx, kind="alarm.resolved", entity_type="alarm", entity_id=command.entity, coded={})
        hide(tx, "desk", "alarm", command.entity)
