"""SQL of units and shifts. A colleague's name is ciphertext in `person`; it is opened only into a record."""

from collections.abc import Sequence

import msgspec

from schemas.codes.dispatch import AssignmentState, OwnStatus, Skill
from schemas.records import Member, Unit
from server.dispatch.rules.status import unit_status
from server.storage.database import Row, Tx
from server.vault import Retention, Vault


def add(tx: Tx, unit_id: str, *, name: str, at: int) -> None:
    """Write a new unit, off duty."""
    tx.run(
        "INSERT INTO unit (id, name, own_status, status_at, version) VALUES (:id, :name, 'available', :at, 1)",
        id=unit_id,
        name=name,
        at=at,
    )


def find(tx: Tx, unit_id: str) -> Row | None:
    """A unit's own row."""
    return tx.one("SELECT id, name, own_status, status_at FROM unit WHERE id = :id", id=unit_id)


def set_status(tx: Tx, unit_id: str, status: str, at: int) -> None:
    """The unit says how it is, if nothing later was said before."""
    tx.run(
        "UPDATE unit SET own_status = :status, status_at = :at, version = version + 1"
        " WHERE id = :id AND status_at <= :at",
        id=unit_id,
        status=status,
        at=at,
    )


def touch(tx: Tx, unit_id: str) -> None:
    """Something the unit's row is made of changed."""
    tx.run("UPDATE unit SET version = version + 1 WHERE id = :id", id=unit_id)


def shift_now(tx: Tx, unit_id: str) -> Row | None:
    """The shift the unit is on now (index shift_by_unit)."""
    return tx.one(
        "SELECT id, unit_id, started_at FROM shift WHERE unit_id = :unit AND ended_at IS NULL"
        " ORDER BY started_at DESC, id DESC LIMIT 1",
        unit=unit_id,
    )


def shift(tx: Tx, shift_id: str) -> Row | None:
    """One shift."""
    return tx.one("SELECT id, unit_id, started_at, ended_at FROM shift WHERE id = :id", id=shift_id)


def start_shift(tx: Tx, shift_id: str, unit_id: str, at: int) -> None:
    """Write a new shift."""
    tx.run("INSERT INTO shift (id, unit_id, started_at) VALUES (:id, :unit, :at)", id=shift_id, unit=unit_id, at=at)


def join(tx: Tx, shift_id: str, person_id: str, skills: Sequence[Skill]) -> None:
    """This person is on this shift, with these skills."""
    tx.run(
        "INSERT INTO shift_member (shift_id, person_id, skills) VALUES (:shift, :person, :skills)"
        " ON CONFLICT (shift_id, person_id) DO UPDATE SET skills = :skills",
        shift=shift_id,
        person=person_id,
        skills=msgspec.json.encode(skills).decode(),
    )


def end_shift(tx: Tx, shift_id: str, at: int) -> None:
    """The shift is over."""
    tx.run("UPDATE shift SET ended_at = :at WHERE id = :id AND ended_at IS NULL", id=shift_id, at=at)


def members(tx: Tx, shift_id: str) -> list[str]:
    """Who is on a shift."""
    rows = tx.all("SELECT person_id FROM shift_member WHERE shift_id = :id ORDER BY person_id", id=shift_id)
    return [row["person_id"] for row in rows]


def members_now(tx: Tx, unit_id: str) -> list[str]:
    """Who is on the unit's shift now; nobody when it is off duty."""
    current = shift_now(tx, unit_id)
    return [] if current is None else members(tx, current["id"])


def was_on(tx: Tx, person_id: str, unit_id: str) -> bool:
    """True when this person is, or ever was, on a shift of the unit (index shift_member_by_person)."""
    row = tx.one(
        "SELECT 1 AS yes FROM shift_member AS m JOIN shift AS s ON s.id = m.shift_id"
        " WHERE m.person_id = :person AND s.unit_id = :unit LIMIT 1",
        person=person_id,
        unit=unit_id,
    )
    return row is not None


def last_skills(tx: Tx, person_id: str) -> tuple[Skill, ...]:
    """The skills this person brought to the latest shift."""
    row = tx.one(
        "SELECT m.skills FROM shift_member AS m JOIN shift AS s ON s.id = m.shift_id"
        " WHERE m.person_id = :person ORDER BY s.started_at DESC, s.id DESC LIMIT 1",
        person=person_id,
    )
    return () if row is None else msgspec.json.decode(row["skills"], type=tuple[Skill, ...])


def load(tx: Tx, vault: Vault, ids: Sequence[str]) -> dict[str, Unit]:
    """Units as readers see them, with who is signed on."""
    found = {unit_id: _load(tx, vault, unit_id) for unit_id in ids}
    return {unit_id: unit for unit_id, unit in found.items() if unit is not None}


def _load(tx: Tx, vault: Vault, unit_id: str) -> Unit | None:
    row = tx.one("SELECT id, name, own_status, status_at, version FROM unit WHERE id = :id", id=unit_id)
    if row is None:
        return None
    current = shift_now(tx, unit_id)
    on = () if current is None else _members(tx, vault, current["id"])
    own = msgspec.convert(row["own_status"], OwnStatus)
    return Unit(
        id=unit_id,
        name=row["name"],
        status=unit_status(current is not None, own, _states(tx, unit_id)),
        status_at=row["status_at"],
        shift_id=None if current is None else current["id"],
        shift_started_at=None if current is None else current["started_at"],
        skills=tuple(dict.fromkeys(skill for member in on for skill in member.skills)),
        members=on,
        version=row["version"],
    )


def _states(tx: Tx, unit_id: str) -> list[AssignmentState]:
    """The states of what the unit is going on (index assignment_by_unit)."""
    rows = tx.all("SELECT state FROM assignment WHERE unit_id = :unit AND ended_at IS NULL", unit=unit_id)
    return [msgspec.convert(row["state"], AssignmentState) for row in rows]


def _members(tx: Tx, vault: Vault, shift_id: str) -> tuple[Member, ...]:
    rows = tx.all(
        "SELECT m.person_id, m.skills, p.sealed FROM shift_member AS m JOIN person AS p ON p.id = m.person_id"
        " WHERE m.shift_id = :shift ORDER BY m.person_id",
        shift=shift_id,
    )
    return tuple(
        Member(
            person_id=row["person_id"],
            name=_name(vault, row),
            skills=msgspec.json.decode(row["skills"], type=tuple[Skill, ...]),
        )
        for row in rows
    )


def _name(vault: Vault, row: Row) -> str:
    opened = vault.open(entity=row["person_id"], retention=Retention.STAFF, sealed=bytes(row["sealed"]))
    return "" if opened is None else str(opened["name"])
