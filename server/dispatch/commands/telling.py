"""What callers are told to expect, and the call-backs they are promised: facts, told by the desk."""

from typing import Final

from schemas.base import moved
from schemas.commands import CallBack, CountGiven, TellCaller
from schemas.records import Call
from schemas.records.calls import Told
from server.access import Actor
from server.dispatch.commands.settling import known_call, settle_call
from server.dispatch.rules import told as rules
from server.dispatch.store import assignments, calls
from server.doors import Order, Received
from server.journal import Change, cancel, due_at, record

DEADLINE: Final = "call.back_due"


def tell(tx: Change, _actor: Actor, command: Received[TellCaller], _now: int) -> None:
    """The caller was told to expect somebody, nobody, or to be called back by a time.

    Raises:
        Dependency: nothing is known of the call yet.
    """
    before, args = known_call(tx, command.entity), command.args
    at = command.happened_at(args.at)
    by = None if args.by is None else moved(args.by, command.skew_ms)
    told = Told(id=command.id, what=args.what, by=by, at=at, unsafe=args.what == "call_back" and _is_unsafe(tx, before))
    after = rules.tell(before, told)
    _keep(tx, before, after, "call.told", told=told.id, what=told.what, by=by, at=at, unsafe=int(told.unsafe))


def call_back(tx: Change, _actor: Actor, command: Received[CallBack], _now: int) -> None:
    """What came of a call-back that was promised.

    Raises:
        Dependency: nothing is known of the call yet.
    """
    before, args = known_call(tx, command.entity), command.args
    at = command.happened_at(args.at)
    after = rules.call_back(before, args.told, args.how, at=at)
    _keep(tx, before, after, "call.called_back", told=args.told, how=args.how, at=at)


def count(tx: Change, _actor: Actor, command: Received[CountGiven], _now: int) -> None:
    """A desk gave the confidential site's number to so many callers on a day that is over. Nobody is shown it.

    The journal says that a desk told it, and not what: neither the day nor the number.
    """
    args = command.args
    if calls.count_given(tx, command.entity, day=args.day, given=args.given):
        record(tx, kind="site.counted", entity_type="site_day", entity_id=command.entity, coded={})


def back_due(_tx: Change, _order: Order, _now: int) -> None:
    """A promised call-back is due: the desk counts its time itself. It comes due so that an outage can list it."""


def _is_unsafe(tx: Change, call: Call) -> bool:
    """The number lies sealed: it is opened only where a partner is involved."""
    return rules.may_be_heard(call) and rules.may_be_heard(calls.load(tx, tx.vault, (call.id,)).get(call.id, call))


def _keep(tx: Change, before: Call, after: Call, kind: str, **coded: int | str | None) -> None:
    """Recorded also where something that was said before stands."""
    record(tx, kind=kind, entity_type="call", entity_id=before.id, coded=coded, subjects=(before.id,))
    if after is not before:
        calls.save(tx, after)
        settle_call(tx, before.id, assignments.of_call(tx, before.id))
        _keep_due(tx, after)


def _keep_due(tx: Change, call: Call) -> None:
    owed = rules.owed(call.told)
    if owed is None or owed.by is None:
        cancel(tx, kind=DEADLINE, entity_id=call.id)
    else:
        due_at(tx, kind=DEADLINE, entity_id=call.id, at=owed.by)
