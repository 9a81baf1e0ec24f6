"""What the server does by itself: deliveries, offers nobody answered, teams that went by themselves, ends of sight."""

from schemas.codes.dispatch import AlarmKind
from schemas.records import Alarm
from server.dispatch.commands.settling import settle
from server.dispatch.rules import assignments as rules
from server.dispatch.store import assignments as store
from server.dispatch.store import calls
from server.doors import Order
from server.journal import Change, hide, record, refresh


def sent(tx: Change, order: Order, now: int) -> None:
    """A socket took the offer for this person: not yet delivery."""
    _climb(tx, order, "sent_at", now)


def delivered(tx: Change, order: Order, now: int) -> None:
    """This person's phone has stored the offer."""
    _climb(tx, order, "delivered_at", now)


def _climb(tx: Change, order: Order, rung: str, now: int) -> None:
    person = order.args["person_id"]
    if store.climb(tx, order.entity, person, rung, now):
        coded = {"person_id": person, rung: now}
        record(tx, kind=order.type, entity_type="assignment", entity_id=order.entity, coded=coded)
        refresh(tx, "assignment", order.entity)


def expire(tx: Change, order: Order, now: int) -> None:
    """Nobody answered in time: the offer is over and stands on the alarm strip. An answered offer is left alone."""
    before = store.find(tx, order.entity)
    if before is None:
        return
    after = rules.expire(before, at=now)
    settle(tx, before, after, kind="assignment.expired")
    if after is not before:
        raise_alarm(tx, "offer_unanswered", after, now)


def self_initiated(tx: Change, order: Order, now: int) -> None:
    """A unit went without a won offer: write the assignment down and tell the desk."""
    unit_id, at = order.args["unit_id"], order.args["at"]
    going = rules.Going(
        id=tx.new_id(f"self_initiated {order.entity} {unit_id}"),
        call_id=order.entity,
        unit_id=unit_id,
        state="accepted",
        offered_at=at,
        self_initiated=True,
        origin="server",
    )
    calls.offered(tx, order.entity, now)
    settle(tx, None, going, kind="assignment.self_initiated")
    raise_alarm(tx, "self_initiated", going, now)


def raise_alarm(tx: Change, kind: AlarmKind, going: rules.Going, now: int) -> None:
    """Put something on the strip that a person at the desk must take up."""
    alarm = Alarm(
        id=tx.new_id(f"alarm {kind} {going.id}"),
        kind=kind,
        call_id=going.call_id,
        assignment_id=going.id,
        unit_id=going.unit_id,
        raised_at=now,
        resolved_at=None,
    )
    store.add_alarm(tx, alarm)
    record(
        tx,
        kind="alarm.raised",
        entity_type="alarm",
        entity_id=alarm.id,
        coded={"kind": kind, "assignment_id": going.id},
        subjects=(going.call_id,),
        audience=("desk",),
    )


def forget(tx: Change, order: Order, _now: int) -> None:
    """The unit is long done with it: its phones no longer show it."""
    going = store.find(tx, order.entity)
    if going is not None and going.ended_at is not None:
        hide(tx, f"unit:{going.unit_id}", "assignment", going.id)


def leave_desk(tx: Change, order: Order, _now: int) -> None:
    """A call that stayed closed for an hour leaves the board, with its assignments."""
    call = calls.find(tx, order.entity)
    if call is None or call["closed_at"] is None:
        return
    hide(tx, "desk", "call", order.entity)
    for going in store.of_call(tx, order.entity):
        hide(tx, "desk", "assignment", going.id)
