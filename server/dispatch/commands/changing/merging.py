"""Merging calls about one event: a merged call keeps its caller, facts, number and teams, and closes behind them."""

from functools import partial

from schemas.commands import MergeCall
from server.access import Actor
from server.dispatch.commands.settling import check_call, settle
from server.dispatch.rules.changing.merging import closes_ring, leader_of
from server.dispatch.store import calls
from server.doors import Received
from server.errors import Invalid
from server.journal import Change, is_erased, record


def merge(tx: Change, _actor: Actor, command: Received[MergeCall], _now: int) -> None:
    """The later word counts. Of two desks that merged both ways while apart the first that is heard stands.

    Nor does it stand where the call that would lead was over or erased by then: nobody could be sent to the caller.

    Raises:
        Dependency: nothing is known of one of the calls yet.
        Invalid: a call is to lead itself.
        Erased: the call itself is gone for good.
    """
    call_id, into, at = command.entity, command.args.into, command.corrected_at
    if into == call_id:
        raise Invalid("A call cannot be merged into itself.")
    check_call(tx, call_id)
    if into is not None:
        check_call(tx, into)
    may_stand = into is None or _may_lead(tx, into, call_id, at)
    stands = may_stand and calls.merge(tx, call_id, into, at=at)
    _tell(tx, call_id, into, at, stands=stands)


def _may_lead(tx: Change, into: str, call_id: str, at: int) -> bool:
    points = partial(calls.leader, tx)
    if closes_ring(points, call_id, into):
        return False
    leader = calls.find(tx, leader_of(points, into))
    assert leader is not None, "a call is merged only into one that is known"
    is_over = leader.closed_at is not None and leader.closed_at <= at
    return not (is_over or is_erased(tx, leader.id))


def part_from(tx: Change, leader_id: str, now: int) -> None:
    """The call that leads is erased: those merged into it stand for themselves again, so that teams can be sent."""
    for led in calls.led_by(tx, leader_id):
        at = max(now, led["merge_told_at"])
        _tell(tx, led["id"], None, at, stands=calls.merge(tx, led["id"], None, at=at))


def _tell(tx: Change, call_id: str, into: str | None, at: int, *, stands: bool) -> None:
    kind = "call.parted" if into is None else "call.merged"
    coded = {"into": into, "at": at, "stands": stands}
    record(tx, kind=kind, entity_type="call", entity_id=call_id, coded=coded, subjects=(call_id,))
    if stands:
        settle(tx, call_id, at=at)
