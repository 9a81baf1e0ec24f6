"""Who is on which unit, and how the unit says it is."""

from schemas.commands import EndShift, SetUnitStatus, StartShift
from server.access import Actor
from server.dispatch.commands.own import DESK, must_be_of
from server.dispatch.commands.settling import show_unit
from server.dispatch.store import assignments, units
from server.doors import Received
from server.errors import Invalid, NotAllowed, NotFound
from server.journal import Change, grant, record, revoke


def add_unit(tx: Change, *, unit_id: str, name: str) -> None:
    """A new unit, off duty. Its name is a call sign, not a person's."""
    units.add(tx, unit_id, name=name, at=tx.at)
    record(tx, kind="unit.added", entity_type="unit", entity_id=unit_id, coded={})
    show_unit(tx, unit_id)


def start_shift(tx: Change, actor: Actor, command: Received[StartShift], _now: int) -> None:
    """These people are on this unit from now. Those of an earlier shift of the unit that still ran are off it.

    Raises:
        NotFound: no such unit.
        Invalid: this id belongs to another shift.
        NotAllowed: a responder may sign on a team only together with themselves.
    """
    args = command.args
    if units.find(tx, args.unit_id) is None:
        raise NotFound("no such team")
    if units.shift(tx, command.entity) is not None:
        raise Invalid("This id already belongs to a shift: start it under a new one.")
    if not actor.roles & DESK and actor.person_id not in args.person_ids:
        raise NotAllowed("sign on together with yourself")
    earlier = units.shift_now(tx, args.unit_id)
    if earlier is not None:
        _end(tx, earlier["id"], args.unit_id, command.corrected_at)
    units.start_shift(tx, command.entity, args.unit_id, command.corrected_at)
    for person in args.person_ids:
        skills = args.skills.get(person)
        units.join(tx, command.entity, person, units.last_skills(tx, person) if skills is None else skills)
        _let_in(tx, person, args.unit_id)
    coded = {"unit_id": args.unit_id, "person_ids": list(args.person_ids)}
    record(tx, kind="shift.started", entity_type="shift", entity_id=command.entity, coded=coded)
    units.touch(tx, args.unit_id)
    show_unit(tx, args.unit_id)


def _let_in(tx: Change, person_id: str, unit_id: str) -> None:
    """Who signs on sees the unit, and the calls it is being asked about or going on."""
    grant(tx, person_id, f"unit:{unit_id}")
    for going in assignments.open_of_unit(tx, unit_id):
        grant(tx, person_id, f"call:{going.call_id}")
        if going.state == "offered":
            assignments.expect_delivery(tx, going.id, person_id)


def end_shift(tx: Change, actor: Actor, command: Received[EndShift], _now: int) -> None:
    """The unit goes off duty. Ending a shift that is over changes nothing.

    Raises:
        NotFound: no such shift.
        NotAllowed: this responder was never on this unit.
    """
    shift = units.shift(tx, command.entity)
    if shift is None:
        raise NotFound("no such shift")
    must_be_of(tx, actor, shift["unit_id"])
    if shift["ended_at"] is not None:
        return
    _end(tx, command.entity, shift["unit_id"], command.corrected_at)
    units.touch(tx, shift["unit_id"])
    show_unit(tx, shift["unit_id"])


def _end(tx: Change, shift_id: str, unit_id: str, at: int) -> None:
    units.end_shift(tx, shift_id, at)
    for person in units.members(tx, shift_id):
        revoke(tx, person, f"unit:{unit_id}")
    record(tx, kind="shift.ended", entity_type="shift", entity_id=shift_id, coded={"unit_id": unit_id})


def set_status(tx: Change, actor: Actor, command: Received[SetUnitStatus], _now: int) -> None:
    """The unit says how it is; the latest by the corrected clock counts.

    Raises:
        NotFound: no such unit.
        NotAllowed: this responder was never on this unit.
    """
    if units.find(tx, command.entity) is None:
        raise NotFound("no such team")
    must_be_of(tx, actor, command.entity)
    units.set_status(tx, command.entity, command.args.status, command.corrected_at)
    coded = {"status": command.args.status}
    record(tx, kind="unit.status", entity_type="unit", entity_id=command.entity, coded=coded)
    show_unit(tx, command.entity)
