"""Calling interrupters out: made by a lead, answered by whoever comes, heard from by time, ended.

All of it is facts: a late yes comes too, and nobody is refused for the state of things.
"""

from schemas.codes.callout import ComingAnswer
from schemas.commands import CheckInOut, EndCallout, MakeCallout, SayComing, ShowCallout
from server.access import Actor
from server.doors import Received
from server.errors import Dependency, Erased, Invalid, NotAllowed
from server.interruption.commands.climbing import advance, ask_anew, keep
from server.interruption.commands.parts import part_of
from server.interruption.rules import callouts as rules
from server.interruption.rules.mediations import check_area
from server.interruption.store import callouts as store
from server.interruption.store import people
from server.journal import Change, due_at, is_erased


def make(tx: Change, actor: Actor, command: Received[MakeCallout], now: int) -> None:
    """People are wanted: the first who are on call are asked, by lot.

    Raises:
        Invalid: the area is too exact, or the id is taken.
        Erased: it is long over, and gone.
    """
    args = command.args
    check_area(args.area)
    if is_erased(tx, command.entity):
        raise Erased("deleted for good")
    if store.find(tx, tx.vault, command.entity) is not None:
        raise Invalid("This id already belongs to another call-out: make it under a new one.")
    made = rules.CalledOut(
        by=actor.person_id,
        area=args.area,
        part_of_day=args.part_of_day,
        kind=args.kind,
        people=args.people,
        made_at=command.corrected_at,
    )
    keep(tx, command.entity, None, advance(tx, command.entity, made), what="made")
    due_at(tx, kind="callout.lapse", entity_id=command.entity, at=now + rules.LAPSE_MS)


def shown(tx: Change, actor: Actor, command: Received[ShowCallout], _now: int) -> None:
    """It stood on the screen of somebody who was asked; the earliest time counts.

    Raises:
        Dependency: nothing is known of the call-out yet.
        Erased: it is long over, and gone.
    """
    before = _known(tx, command.entity)
    part = before.of(actor.person_id)
    if part is not None:
        after = rules.climbed(before, part, "shown_at", command.corrected(command.args.shown_at))
        keep(tx, command.entity, before, after, what="shown")


def say(tx: Change, actor: Actor, command: Received[SayComing], _now: int) -> None:
    """Somebody comes or cannot, whether or not they were asked, and whether or not enough come.

    Raises:
        Dependency: nothing is known of the call-out yet.
        Erased: it is long over, and gone.
        NotAllowed: only a lead speaks for somebody else.
        Invalid: who this is about does not work here.
    """
    before, args = _known(tx, command.entity), command.args
    part = part_of(before, command.entity, _speaker(tx, actor, args.person_id))
    at = command.happened_at(args.at)
    answer: ComingAnswer = "coming" if args.coming else "cannot"
    after = rules.answered(before, part, answer, at=at, from_at=at + (args.in_min or 0) * rules.MINUTE_MS)
    keep(tx, command.entity, before, ask_anew(tx, command.entity, before, after), what=answer)


def check_in(tx: Change, actor: Actor, command: Received[CheckInOut], _now: int) -> None:
    """Somebody who went is all right, and says by when they are heard from again, or that they are safe.

    Raises: as `say`.
    """
    before, args = _known(tx, command.entity), command.args
    part = part_of(before, command.entity, _speaker(tx, actor, args.person_id))
    until_ms = rules.CHECK_MS if args.in_min is None else args.in_min * rules.MINUTE_MS
    at = command.happened_at(args.at)
    after = rules.checked_in(before, part, at=at, until_ms=None if args.safe else until_ms)
    keep(tx, command.entity, before, after, what="safe" if args.safe else "checked_in")


def end(tx: Change, _actor: Actor, command: Received[EndCallout], _now: int) -> None:
    """Nobody else is to come; whoever went is waited for until they are safe.

    Raises:
        Dependency: nothing is known of the call-out yet.
        Erased: it is long over, and gone.
    """
    before = _known(tx, command.entity)
    after = rules.ended(before, command.args.ending, at=command.happened_at(command.args.at))
    keep(tx, command.entity, before, after, what=command.args.ending)


def _known(tx: Change, callout_id: str) -> rules.CalledOut:
    if is_erased(tx, callout_id):
        raise Erased("deleted for good")
    found = store.find(tx, tx.vault, callout_id)
    if found is None:
        raise Dependency("Nothing is known of this call-out yet.")
    return found


def _speaker(tx: Change, actor: Actor, about: str | None) -> str:
    """Whose word it is: everybody speaks for themselves, a lead for whoever they hear by voice."""
    if about is None or about == actor.person_id:
        return actor.person_id
    if "site_lead" not in actor.roles:
        raise NotAllowed("Only a lead speaks for somebody else.")
    if not people.works_here(tx, about):
        raise Invalid("Choose somebody who works here.")
    return about
