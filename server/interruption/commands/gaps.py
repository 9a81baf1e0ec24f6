"""What came due while nobody was there: one list before the leads, until one of them has it."""

from typing import Final

from schemas.commands import ResolveAlarm
from server.access import Actor
from server.doors import Order, Received
from server.interruption.store import gaps as store
from server.journal import Change, cancel, due_at, hide, record

LEAVE: Final = "gap.leave"

LEAVE_MS: Final = 24 * 3_600_000
"""So long it stands there; what it names is over by then."""


def note(tx: Change, order: Order, now: int) -> None:
    """Make the list."""
    store.add(tx, order.entity, order.args["missed"], count=order.args["missed_count"], now=now)
    _record(tx, order.entity, "alarm.raised", audience=("desk",))
    due_at(tx, kind=LEAVE, entity_id=order.entity, at=now + LEAVE_MS)


def resolve(tx: Change, _actor: Actor, command: Received[ResolveAlarm], _now: int) -> None:
    """A lead has it: it is gone. Saying so twice changes nothing."""
    _end(tx, command.entity)


def leave(tx: Change, order: Order, _now: int) -> None:
    """Nobody is shown it any more."""
    _end(tx, order.entity)


def _end(tx: Change, alarm_id: str) -> None:
    if store.forget(tx, alarm_id):
        _record(tx, alarm_id, "alarm.resolved")
        hide(tx, "desk", "alarm", alarm_id)
        cancel(tx, kind=LEAVE, entity_id=alarm_id)


def _record(tx: Change, alarm_id: str, kind: str, *, audience: tuple[str, ...] = ()) -> None:
    record(tx, kind=kind, entity_type="alarm", entity_id=alarm_id, coded={}, audience=audience)
