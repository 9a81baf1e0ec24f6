"""Offering a call to a unit, the unit's answer, and the desk's ending of it: intents, which may be refused."""

from schemas.commands import AcceptAssignment, DeclineAssignment, EndAssignment, OfferAssignment, ResolveAlarm
from server.access import Actor
from server.dispatch.commands.own import must_be_on
from server.dispatch.commands.settling import settle
from server.dispatch.rules import assignments as rules
from server.dispatch.store import assignments as store
from server.dispatch.store import calls, units
from server.doors import Received
from server.errors import Conflict, NotFound
from server.journal import Change, hide, record


def offer(tx: Change, _actor: Actor, command: Received[OfferAssignment], now: int) -> None:
    """Ask a unit to take a call, and let its people see it.

    Raises:
        NotFound: no such call or unit.
        Conflict: the call is closed, the unit has it already, or nobody is on shift there.
    """
    call_id, unit_id = command.args.call_id, command.args.unit_id
    call = calls.find(tx, call_id)
    if call is None or units.find(tx, unit_id) is None:
        raise NotFound("no such call or team")
    if call["status"] == "closed":
        raise Conflict("this call is closed")
    crew = units.members_now(tx, unit_id)
    if not crew:
        raise Conflict("nobody is on shift in this team")
    if any(going.state in rules.OPEN for going in store.of_call(tx, call_id, unit_id)):
        raise Conflict("this team was already asked")
    calls.offered(tx, call_id, now)
    going = rules.Going(
        id=command.entity,
        call_id=call_id,
        unit_id=unit_id,
        state="offered",
        offered_at=now,
        answer_by=now + rules.ANSWER_S[call["priority"]] * 1000,
    )
    settle(tx, None, going, kind="assignment.offered")
    for person in crew:
        store.expect_delivery(tx, going.id, person)


def accept(tx: Change, actor: Actor, command: Received[AcceptAssignment], now: int) -> None:
    """The unit takes the call; the first to say so has it, and the other open offers of the call are over.

    Raises:
        NotFound: no such offer.
        NotAllowed: not on this team now.
        Conflict: another team was first, or the offer is over.
    """
    before = _offer_of(tx, command.entity)
    must_be_on(tx, actor, before.unit_id)
    args = command.args
    after = rules.accept(before, at=command.corrected_at, origin=args.origin, said_by=args.said_by)
    settle(tx, before, after, kind="assignment.accepted", origin=args.origin)
    if after is not before:
        supersede_others(tx, after, now)


def supersede_others(tx: Change, taken: rules.Going, now: int) -> None:
    """End the other open offers of a call that was taken."""
    for other in store.of_call(tx, taken.call_id):
        if other.id != taken.id:
            settle(tx, other, rules.supersede(other, at=now), kind="assignment.superseded")


def decline(tx: Change, actor: Actor, command: Received[DeclineAssignment], _now: int) -> None:
    """The unit cannot take it.

    Raises:
        NotFound: no such offer.
        NotAllowed: not on this team now.
        InvalidMove: it was accepted, or is over.
    """
    before = _offer_of(tx, command.entity)
    must_be_on(tx, actor, before.unit_id)
    after = rules.decline(before, reason=command.args.reason, at=command.corrected_at)
    settle(tx, before, after, kind="assignment.declined", reason=command.args.reason, origin=command.args.origin)


def end(tx: Change, _actor: Actor, command: Received[EndAssignment], now: int) -> None:
    """The desk takes an offer back, cancels, or needs the unit elsewhere.

    Raises:
        NotFound: no such assignment.
        InvalidMove: it is over, or cannot end this way from where it is.
    """
    before = _offer_of(tx, command.entity)
    settle(tx, before, rules.end(before, ending=command.args.ending, at=now), kind="assignment.ended")


def resolve_alarm(tx: Change, actor: Actor, command: Received[ResolveAlarm], now: int) -> None:
    """Somebody at the desk has it: the alarm leaves the strip. Saying so twice changes nothing."""
    if store.resolve_alarm(tx, command.entity, by=actor.person_id, at=now):
        record(tx, kind="alarm.resolved", entity_type="alarm", entity_id=command.entity, coded={})
        hide(tx, "desk", "alarm", command.entity)


def _offer_of(tx: Change, assignment_id: str) -> rules.Going:
    found = store.find(tx, assignment_id)
    if found is None:
        raise NotFound("no such assignment")
    return found
