"""What the desk did by voice, with no server to ask: entered afterwards, as it was. Nothing of the past comes due."""

from schemas.commands import EnterAssignment
from schemas.records import Assignment
from server.access import Actor
from server.dispatch.commands.own import who_spoke
from server.dispatch.commands.settling import check_call, keep, note, sealed_voice, settle, win
from server.dispatch.rules import assignments as rules
from server.dispatch.store import assignments as store
from server.dispatch.store import units
from server.doors import Received
from server.errors import Erased, Invalid, NotFound
from server.journal import Change, is_erased


def enter(tx: Change, _actor: Actor, command: Received[EnterAssignment], _now: int) -> None:
    """The desk sent the unit by voice. Nobody is asked again; an offer that the unit still has is taken by that.

    Entered twice, also from two desks' paper, the unit is sent once: the earliest time counts.

    Raises:
        NotFound: no such unit.
        Dependency: nothing is known of the call yet.
        Invalid: the id belongs to another assignment.
    """
    args, at = command.args, command.happened_at(command.args.assigned_at)
    if units.find(tx, args.unit_id) is None:
        raise NotFound("There is no such team.")
    check_call(tx, args.call_id)
    if is_erased(tx, args.call_id):
        raise Erased("deleted for good")
    before = _known(tx, command)
    if before is None:
        after = rules.enter(command.entity, call_id=args.call_id, unit_id=args.unit_id, at=at)
    elif before.state in rules.LIVE:
        after = rules.accept(before, at=at, origin="manual")
    else:
        after = before
    said_by = who_spoke("manual", args.voice)
    if after is before:
        note(tx, after, kind="assignment.entered_again", said_by=said_by, at=at)
        return
    keep(tx, before, after, kind="assignment.entered", said_by=said_by, origin="manual", at=at)
    store.name_voice(tx, after.id, sealed_voice(tx, after, said_by))
    if before is None or before.state == "offered":
        win(tx, after)
    settle(tx, after.call_id, at=at)


def _known(tx: Change, command: Received[EnterAssignment]) -> Assignment | None:
    """The assignment of this id, else the one that the unit has on this call."""
    args, same = command.args, store.find(tx, command.entity)
    if same is None:
        own = (each for each in store.of_call(tx, args.call_id) if each.unit_id == args.unit_id)
        return next((each for each in own if each.state in rules.LIVE), None)
    if (same.call_id, same.unit_id) != (args.call_id, args.unit_id):
        raise Invalid("This id already belongs to another assignment: enter it under a new one.")
    return same
