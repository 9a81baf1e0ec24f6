"""Who is on which unit, and how the unit says it is."""

from collections.abc import Collection
from typing import Final

from schemas.codes.dispatch import OwnStatus, Skill
from schemas.commands import EndShift, HoldUnit, SetUnitStatus, StartShift
from server.access import Actor
from server.dispatch.commands.own import DESK, speaks_for
from server.dispatch.commands.settling import keep, raise_alarm, settle, settle_readers, settle_unit, show_unit
from server.dispatch.commands.shifts import handoffs
from server.dispatch.rules import assignments as rules
from server.dispatch.rules.reading import GRACE_MS, Stay
from server.dispatch.rules.skills import lost, wanted
from server.dispatch.rules.units import back_at
from server.dispatch.store import assignments, calls, deliveries, units
from server.dispatch.store.intake import taxonomies
from server.doors import Order, Received
from server.errors import Dependency, Invalid, NotAllowed, NotFound
from server.journal import Change, cancel, due_at, grant, record, refresh, revoke, show

CALL_SIGN_LENGTH: Final = 40


def add_unit(tx: Change, *, unit_id: str, name: str, base: str | None = None) -> None:
    """A new unit, off duty. Its name is a call sign, not a person's; its base is the area that it starts from.

    Raises:
        Invalid: no name, or one that another unit has: whoever says it aloud means one team.
    """
    name = name.strip()
    if not name or len(name) > CALL_SIGN_LENGTH:
        raise Invalid("A team needs a call sign of at most 40 characters")
    if any(name.casefold() == row["name"].casefold() for row in units.overview(tx)):
        raise Invalid(f"There is a team called {name} already")
    units.add(tx, unit_id, name=name, base=base, now=tx.at)
    show_unit(tx, unit_id, "unit.added")


def start_shift(tx: Change, actor: Actor, command: Received[StartShift], _now: int) -> None:
    """These people are on this unit from now, and on no other; who was on it before and is not named is off it.

    A shift that began before one we know of arrives too late to change who is on: it only says who was.

    Raises:
        NotFound: no such unit.
        Invalid: this id belongs to another unit's shift, or somebody named is no responder.
        NotAllowed: a responder signs on a unit only together with themselves.
    """
    args, at = command.args, command.corrected_at
    unit = units.find(tx, args.unit_id)
    if unit is None:
        raise NotFound("There is no such team.")
    if not actor.roles & DESK and actor.person_id not in args.person_ids:
        raise NotAllowed("Sign on together with yourself.")
    if units.with_role(tx, "responder", args.person_ids) != set(args.person_ids):
        raise Invalid("Somebody of this team is no responder here.")
    known = units.shift(tx, command.entity)
    if known is not None:
        if known["unit_id"] != args.unit_id:
            raise Invalid("This id already belongs to another shift: start it under a new one.")
        return
    coded = {"unit_id": args.unit_id, "person_ids": args.person_ids, "started_at": at}
    record(tx, kind="shift.started", entity_type="shift", entity_id=command.entity, coded=coded)
    _note_tab(tx, actor, args, at)
    later = units.shift_after(tx, args.unit_id, at)
    if later is not None:
        _write(tx, command, until_at=later["started_at"])
        return
    had = units.skills_now(tx, args.unit_id)
    _off_elsewhere(tx, args.person_ids, args.unit_id, at)
    if unit["shift_id"] is not None:
        _off(tx, unit["shift_id"], args.unit_id, at, staying=args.person_ids)
    _write(tx, command, until_at=None)
    units.set_shift(tx, args.unit_id, command.entity, at)
    says(tx, args.unit_id, "available", at=at)
    _on(tx, args.person_ids, args.unit_id, at)
    _tell_lost(tx, args.unit_id, had)


def _note_tab(tx: Change, actor: Actor, args: StartShift, at: int) -> None:
    """The desk is shown which phone cannot be rung, and that whoever works with it knows."""
    if args.in_a_tab and actor.device_id is not None:
        units.note_tab(tx, actor.device_id, at)
        show(tx, "desk", "device", actor.device_id)


def _write(tx: Change, command: Received[StartShift], *, until_at: int | None) -> None:
    args, at = command.args, command.corrected_at
    units.add_shift(tx, command.entity, unit_id=args.unit_id, started_at=at, ended_at=until_at)
    for person_id in args.person_ids:
        stay = Stay(person_id=person_id, unit_id=args.unit_id, joined_at=at, left_at=until_at)
        skills = args.skills.get(person_id)
        units.join(tx, command.entity, stay, units.last_skills(tx, person_id) if skills is None else skills)


def _on(tx: Change, person_ids: Collection[str], unit_id: str, at: int) -> None:
    """Let people in: they see the unit, what it is asked, and the calls it is going on."""
    for person_id in person_ids:
        if units.works_here(tx, person_id):
            grant(tx, person_id, f"unit:{unit_id}")
    for each in assignments.of_unit(tx, unit_id, since=tx.at):
        if each.state == "offered":
            for person_id in person_ids:
                deliveries.expect(tx, each.id, person_id)
            refresh(tx, "assignment", each.id)
    _crew_changed(tx, unit_id, at)


def _off(
    tx: Change, shift_id: str, unit_id: str, at: int, *, staying: Collection[str] = (), note: str | None = None
) -> None:
    """End a shift: who is not staying no longer sees the unit. If nobody stays, they leave what goes on to the next."""
    people = units.members(tx, shift_id)
    leaving = [person_id for person_id in people if person_id not in staying]
    shift = units.shift(tx, shift_id)
    if shift is not None and len(leaving) == len(people):
        handoffs.sign_off(tx, shift, at, people=people, note=note)
    units.end_shift(tx, shift_id, at)
    units.set_shift(tx, unit_id, None, None)
    for person_id in leaving:
        revoke(tx, person_id, f"unit:{unit_id}")
    record(tx, kind="shift.ended", entity_type="shift", entity_id=shift_id, coded={"unit_id": unit_id, "at": at})


def _off_elsewhere(tx: Change, person_ids: Collection[str], unit_id: str, at: int) -> None:
    """Nobody is on two units: take these people off any other one, which ends with its last."""
    for person_id in person_ids:
        for row in units.shifts_of(tx, person_id):
            if row["unit_id"] == unit_id:
                continue
            had = units.skills_now(tx, row["unit_id"])
            units.leave(tx, row["shift_id"], person_id, at)
            revoke(tx, person_id, f"unit:{row['unit_id']}")
            if not units.members(tx, row["shift_id"]):
                _withdraw_offers(tx, row["unit_id"])
                _off(tx, row["shift_id"], row["unit_id"], at)
            _crew_changed(tx, row["unit_id"], at)
            _tell_lost(tx, row["unit_id"], had)


def _crew_changed(tx: Change, unit_id: str, at: int) -> None:
    """Show the unit, and let exactly its people read the calls it has or had lately."""
    settle_unit(tx, unit_id, at=at)
    show_unit(tx, unit_id, "unit.crew")
    known = {each.call_id for each in assignments.of_unit(tx, unit_id, since=tx.at - GRACE_MS)}
    for call_id in sorted(known):
        settle_readers(tx, call_id, assignments.of_call(tx, call_id))


def _tell_lost(tx: Change, unit_id: str, had: Collection[Skill]) -> None:
    """The desk decides about each call that the unit was asked or is going to, and that asked for what it lost.

    A call that it has reached goes on: whoever is there is with the person.
    """
    have, edition = units.skills_now(tx, unit_id), taxonomies.newest(tx)
    for each in assignments.of_unit(tx, unit_id, since=tx.at):
        if each.state not in rules.LIVE - rules.THERE:
            continue
        call = calls.find(tx, each.call_id)
        if call is not None and lost(wanted(call.type_code, edition), had, have):
            raise_alarm(tx, "skill_lost", each, again=True)


def _withdraw_offers(tx: Change, unit_id: str) -> None:
    """Nobody is left to answer."""
    for each in assignments.of_unit(tx, unit_id, since=tx.at):
        if each.state == "offered":
            keep(tx, each, rules.end(each, "withdrawn", tx.at), kind="assignment.ended", ending="withdrawn")
            settle(tx, each.call_id, at=tx.at)


def end_shift(tx: Change, actor: Actor, command: Received[EndShift], _now: int) -> None:
    """The unit goes off duty; what it was asked is taken back, what it is going on stays its own. Twice is once.

    Raises:
        Dependency: nothing is known of this shift yet.
        Invalid: it is a shift of another unit.
        NotAllowed: this responder was never on the unit.
    """
    shift, unit_id = units.shift(tx, command.entity), command.args.unit_id
    if shift is None:
        raise Dependency("Nothing is known of this shift yet.")
    if shift["unit_id"] != unit_id:
        raise Invalid("This is a shift of another team.")
    speaks_for(tx, actor, unit_id)
    if shift["ended_at"] is None:
        had = units.skills_now(tx, unit_id)
        _withdraw_offers(tx, unit_id)
        _off(tx, command.entity, unit_id, command.corrected_at, note=command.args.note)
        _crew_changed(tx, unit_id, command.corrected_at)
        _tell_lost(tx, unit_id, had)
    elif command.args.note is not None:
        handoffs.sign_off(tx, shift, command.corrected_at, people=(), note=command.args.note)


def set_status(tx: Change, actor: Actor, command: Received[SetUnitStatus], _now: int) -> None:
    """The unit says how it is; the last to arrive counts, unless it was said before this shift or by nobody on it.

    Said before it took a call, it holds no more; on a call, it holds when that is over.

    Raises:
        NotFound: no such unit.
        NotAllowed: this responder was never on the unit.
    """
    unit, status = units.find(tx, command.entity), command.args.status
    if unit is None:
        raise NotFound("There is no such team.")
    speaks_for(tx, actor, command.entity)
    is_theirs = bool(actor.roles & DESK) or actor.person_id in units.members_now(tx, command.entity)
    if is_theirs and command.corrected_at >= (unit["shift_started_at"] or 0):
        says(tx, command.entity, status, at=command.corrected_at)
        settle_unit(tx, command.entity, at=command.corrected_at)
    show_unit(tx, command.entity, "unit.status", status=status, at=command.corrected_at)


def hold(tx: Change, _actor: Actor, command: Received[HoldUnit], _now: int) -> None:
    """A desk wants to ask this unit for a call shortly, which every desk sees; of two desks the later word counts.

    Raises:
        NotFound: no such unit.
        Dependency: nothing is known of this call yet.
    """
    call_id, at = command.args.call_id, command.corrected_at
    if units.find(tx, command.entity) is None:
        raise NotFound("There is no such team.")
    if call_id is not None and calls.find(tx, call_id) is None:
        raise Dependency("Nothing is known of this call yet.")
    units.hold(tx, command.entity, call_id, at=at)
    show_unit(tx, command.entity, "unit.held", call_id=call_id, at=at)


def says(tx: Change, unit_id: str, status: OwnStatus, *, at: int) -> None:
    """Keep what the unit says of itself. What is over before we hear of it leaves the unit ready."""
    until = back_at(status, at)
    if until is not None and until <= tx.at:
        status, until = "available", None
    units.says(tx, unit_id, status, at=at, until=until)
    if until is None:
        cancel(tx, kind="unit.back", entity_id=unit_id)
    else:
        due_at(tx, kind="unit.back", entity_id=unit_id, at=until)


def back(tx: Change, order: Order, now: int) -> None:
    """The time that the unit had is over: it is ready again, or goes on with what it took meanwhile."""
    unit = units.find(tx, order.entity)
    if unit is None or unit["own_until"] is None or unit["own_until"] > now:
        return
    units.says(tx, order.entity, "available", at=unit["own_until"], until=None)
    settle_unit(tx, order.entity, at=unit["own_until"])
