"""Offering a call to a unit, the unit's answer, and the desk's ending of it: intents, which may be refused."""

from typing import Any

from msgspec.structs import replace

from schemas.codes.dispatch import Origin, UnitStatus
from schemas.commands import AcceptAssignment, DeclineAssignment, EndAssignment, OfferAssignment
from schemas.records import Assignment, Call
from server.access import Actor
from server.dispatch.commands import ladder
from server.dispatch.commands.own import answers_for, speaks_for, who_spoke
from server.dispatch.commands.settling import keep, known, sealed_voice, settle, show_unit, win
from server.dispatch.rules import assignments as rules
from server.dispatch.rules import moving
from server.dispatch.rules.intake.taxonomies import answer_ms
from server.dispatch.rules.units import may_be_asked
from server.dispatch.store import assignments as store
from server.dispatch.store import calls, units
from server.dispatch.store.intake import taxonomies
from server.doors import Received
from server.errors import Conflict, Invalid, NotAllowed, NotFound
from server.journal import Change, due_at


def offer(tx: Change, _actor: Actor, command: Received[OfferAssignment], now: int) -> None:
    """Ask a unit to take a call, and let its people read it. Asking twice under one id asks once.

    A unit that pauses is asked for what may interrupt it, or because the desk says that it must be.

    Raises:
        NotFound: no such call or unit.
        Invalid: the id belongs to another assignment, or this is in place of something else altogether.
        Conflict: the desk closed the call, the unit was asked already, has it or pauses, or nobody is on it; or it is
            too far to be moved, or whom it is asked in place of is not on the call.
    """
    args, call_id, unit_id = command.args, command.args.call_id, command.args.unit_id
    call, unit = calls.find(tx, call_id), units.find(tx, unit_id)
    if call is None or unit is None:
        raise NotFound("There is no such call or team.")
    if _is_asked(tx, command):
        return
    crew = _crew(tx, command, call, unit["status"])
    if args.instead_of is not None:
        _in_place_of(tx, known(tx, args.instead_of), command, call)
    offered = rules.offer(
        command.entity,
        call_id=call_id,
        unit_id=unit_id,
        answer_by=rules.answer_time(call.priority, now, answer_ms=answer_ms(call.priority, taxonomies.newest(tx))),
        now=now,
        instead_of=args.instead_of,
        wanted=args.wanted,
    )
    told: dict[str, Any] = {"despite": int(args.despite), "instead_of": args.instead_of, "wanted": args.wanted}
    keep(tx, None, offered, kind="assignment.offered", answer_by=offered.answer_by, **told)
    ladder.start(tx, offered, call.priority, crew)
    if unit["held_for"] is not None:
        units.hold(tx, unit_id, None, at=now)
        show_unit(tx, unit_id, "unit.held", call_id=None, at=now)
    if call.first_offer_at is None:
        calls.save(tx, replace(call, first_offer_at=now))
    assert offered.answer_by is not None, "an offer waits for an answer"
    due_at(tx, kind="assignment.expire", entity_id=offered.id, at=offered.answer_by)
    settle(tx, call_id, at=now)


def _crew(tx: Change, command: Received[OfferAssignment], call: Call, status: UnitStatus) -> list[str]:
    """Who is asked; nobody is asked off duty, whatever the desk says."""
    unit_id = command.args.unit_id
    if calls.closed_by_hand_at(tx, call.id) is not None:
        raise Conflict("This call is closed.")
    if call.merged_into is not None:
        raise Conflict("This call is merged into another: ask for that one.")
    crew = units.members_now(tx, unit_id)
    if not crew:
        raise Conflict("Nobody is signed on to this team.")
    if any(each.unit_id == unit_id and each.state in rules.LIVE for each in store.of_call(tx, call.id)):
        raise Conflict("This team was already asked.")
    if not (command.args.despite or may_be_asked(status, call.priority)):
        raise Conflict("This team pauses: ask another, or say that it must be asked all the same.")
    return crew


def _in_place_of(tx: Change, before: Assignment, command: Received[OfferAssignment], call: Call) -> None:
    """The unit leaves its own call now, which waits again with its age; or it is to take this one from another unit."""
    is_own, is_here = before.unit_id == command.args.unit_id, before.call_id == call.id
    if is_own == is_here:
        raise Invalid("A team is asked in place of another on this call, or of its own on another.")
    if is_here and before.state not in rules.TAKEN:
        raise Conflict("The team that this one is to follow is not on the call.")
    if is_own:
        left = calls.find(tx, before.call_id)
        assert left is not None, "an assignment has a call"
        after = moving.preempt(before, leaves=left.priority, for_=call.priority, now=tx.at)
        keep(tx, before, after, kind="assignment.ended", ending="preempted", by=command.entity)
        settle(tx, left.id, at=tx.at)


def _is_asked(tx: Change, command: Received[OfferAssignment]) -> bool:
    same = store.find(tx, command.entity)
    if same is None:
        return False
    if (same.call_id, same.unit_id) != (command.args.call_id, command.args.unit_id):
        raise Invalid("This id already belongs to another assignment.")
    return True


def accept(tx: Change, actor: Actor, command: Received[AcceptAssignment], _now: int) -> None:
    """The unit takes the call; the first to say so has it, and the other open offers of the call are over.

    By voice and by phone, or by both partners, it is said once: the earliest time counts.

    Raises:
        NotFound: no such offer.
        NotAllowed: not on this unit now.
        Invalid: the offer is of another call or unit.
        Conflict: another unit was first, or the offer is over.
    """
    args = command.args
    before = known(tx, command.entity)
    if (before.call_id, before.unit_id) != (args.call_id, args.unit_id):
        raise Invalid("This offer is of another call or team.")
    origin = _origin(tx, actor, before, command)
    if not rules.went(before) and before.state != "offered" and _has_it(tx, before):
        return
    after = rules.accept(before, at=command.corrected_at, origin=origin)
    if after is before:
        return
    said_by = who_spoke(origin, args.voice)
    keep(tx, before, after, kind="assignment.accepted", said_by=said_by, origin=origin, at=command.corrected_at)
    store.name_voice(tx, after.id, sealed_voice(tx, after, said_by))
    if before.state == "offered":
        win(tx, after)
    settle(tx, after.call_id, at=command.corrected_at)


def _has_it(tx: Change, lost: Assignment) -> bool:
    """True when the unit has the call by an offer it won: its yes to a lost one adds nothing.

    That it went all the same does not turn its late yes into a won offer: whatever arrives first, the yes is refused.
    """
    own = [each for each in store.of_call(tx, lost.call_id) if each.unit_id == lost.unit_id]
    return any(each.state in rules.TAKEN and not each.self_initiated for each in own)


def decline(tx: Change, actor: Actor, command: Received[DeclineAssignment], _now: int) -> None:
    """The unit cannot take it. Saying so twice changes nothing.

    Raises:
        NotFound: no such offer.
        NotAllowed: not on this unit now.
        InvalidMove: it was accepted, or is over.
    """
    args: Any = command.args
    before = known(tx, command.entity)
    origin = _origin(tx, actor, before, command)
    after = rules.decline(before, args.reason, at=command.corrected_at, origin=origin)
    if after is before:
        return
    said_by = who_spoke(origin, args.voice)
    keep(tx, before, after, kind="assignment.declined", said_by=said_by, origin=origin, reason=args.reason)
    store.name_voice(tx, after.id, sealed_voice(tx, after, said_by))
    settle(tx, after.call_id, at=command.corrected_at)


def _origin(tx: Change, actor: Actor, offered: Assignment, command: Received[Any]) -> Origin:
    """An answer is for those who would go; once somebody of the unit answered, for any who was on it.

    By text everybody speaks for themselves alone, the desk too.
    """
    speaks = speaks_for if rules.went(offered) else answers_for
    origin = speaks(tx, actor, offered.unit_id, by_voice=command.args.voice is not None)
    if not command.is_text:
        return origin
    if origin != "device":
        raise NotAllowed("You are not signed on to this team now.")
    return "sms"


def end(tx: Change, _actor: Actor, command: Received[EndAssignment], now: int) -> None:
    """The desk takes an offer back, cancels, needs the unit elsewhere, or hands over.

    Raises:
        NotFound: no such assignment.
        InvalidMove: it is over, or cannot end this way from where it is.
    """
    before = known(tx, command.entity)
    after = rules.end(before, command.args.ending, now)
    if after is not before:
        keep(tx, before, after, kind="assignment.ended", ending=command.args.ending)
        settle(tx, after.call_id, at=now)
