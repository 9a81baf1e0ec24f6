"""Merging calls about one event: a merged call keeps its caller, facts, number and teams, and closes behind them."""

from functools import partial

from schemas.commands import MergeCall
from server.access import Actor
from server.dispatch.commands.settling import check_call, settle
from server.dispatch.rules.changing.merging import closes_ring
from server.dispatch.store import calls
from server.doors import Received
from server.errors import Invalid
from server.journal import Change, record


def merge(tx: Change, _actor: Actor, command: Received[MergeCall], _now: int) -> None:
    """The later word counts. Of two desks that merged both ways while apart the first that is heard stands.

    Raises:
        Dependency: nothing is known of one of the calls yet.
        Invalid: a call is to lead itself.
    """
    call_id, into, at = command.entity, command.args.into, command.corrected_at
    if into == call_id:
        raise Invalid("A call cannot be merged into itself.")
    check_call(tx, call_id)
    if into is not None:
        check_call(tx, into)
    is_ring = into is not None and closes_ring(partial(calls.leader, tx), call_id, into)
    stands = not is_ring and calls.merge(tx, call_id, into, at=at)
    kind = "call.parted" if into is None else "call.merged"
    coded = {"into": into, "at": at, "stands": stands}
    record(tx, kind=kind, entity_type="call", entity_id=call_id, coded=coded, subjects=(call_id,))
    if stands:
        settle(tx, call_id, at=at)
