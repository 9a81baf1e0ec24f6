"""SQL of units and shifts. A colleague's name is ciphertext in `person`; it is opened only into a record."""

from collections.abc import Collection, Iterable, Sequence

import msgspec

from schemas.codes.dispatch import OwnStatus, Role, Skill, UnitStatus
from schemas.records import Member, Unit
from server.dispatch.rules.reading import Stay
from server.dispatch.rules.units import HOLD_MS, skills_of
from server.storage.database import Row, Tx, listed
from server.vault import Retention, Vault


def add(tx: Tx, unit_id: str, *, name: str, base: str | None, now: int) -> None:
    """Write a new unit, off duty."""
    tx.run(
        "INSERT INTO unit (id, name, base_area, own_status, status, status_at, version)"
        " VALUES (:id, :name, :base, 'available', 'off', :now, 1)",
        id=unit_id,
        name=name,
        base=base,
        now=now,
    )


def hold(tx: Tx, unit_id: str, call_id: str | None, *, at: int) -> None:
    """For which call a desk holds the unit; of two desks the later word counts."""
    tx.run(
        "UPDATE unit SET held_for = :call, held_at = :at, version = version + 1"
        " WHERE id = :id AND (held_at IS NULL OR held_at <= :at)",
        id=unit_id,
        call=call_id,
        at=at,
    )


def overview(tx: Tx) -> list[Row]:
    """Every unit (id, name, status), by its name."""
    return tx.all("SELECT id, name, status FROM unit ORDER BY name, id")


def find(tx: Tx, unit_id: str) -> Row | None:
    """A unit's own row."""
    return tx.one(
        "SELECT id, name, own_status, own_at, own_until, status, shift_id, shift_started_at, held_for, version,"
        " EXISTS (SELECT 1 FROM help WHERE unit_id = unit.id AND ended_at IS NULL) AS needs_help"
        " FROM unit WHERE id = :id",
        id=unit_id,
    )


def says(tx: Tx, unit_id: str, status: OwnStatus, *, at: int, until: int | None) -> None:
    """What the unit says of itself, and until when if that ends by itself; the last to arrive counts."""
    tx.run(
        "UPDATE unit SET own_status = :status, own_at = :at, own_until = :until WHERE id = :id",
        id=unit_id,
        status=status,
        at=at,
        until=until,
    )


def save_status(tx: Tx, unit_id: str, status: UnitStatus, at: int) -> None:
    """What the unit is now, and since when; unchanged, it is since when it was."""
    tx.run(
        "UPDATE unit SET status_at = CASE WHEN status = :status THEN status_at ELSE :at END, status = :status,"
        " version = version + 1 WHERE id = :id",
        id=unit_id,
        status=status,
        at=at,
    )


def set_shift(tx: Tx, unit_id: str, shift_id: str | None, started_at: int | None) -> None:
    """Which shift the unit is on; none when it is off duty."""
    tx.run(
        "UPDATE unit SET shift_id = :shift, shift_started_at = :at WHERE id = :id",
        id=unit_id,
        shift=shift_id,
        at=started_at,
    )


def add_shift(tx: Tx, shift_id: str, *, unit_id: str, started_at: int, ended_at: int | None) -> None:
    """Write a new shift."""
    tx.run(
        "INSERT INTO shift (id, unit_id, started_at, ended_at) VALUES (:id, :unit, :started, :ended)",
        id=shift_id,
        unit=unit_id,
        started=started_at,
        ended=ended_at,
    )


def shift(tx: Tx, shift_id: str) -> Row | None:
    """One shift."""
    return tx.one("SELECT id, unit_id, started_at, ended_at FROM shift WHERE id = :id", id=shift_id)


def shift_at(tx: Tx, unit_id: str, at: int) -> Row | None:
    """The shift that the unit was on at this time, the later one of two that touch (index shift_by_unit)."""
    return tx.one(
        "SELECT id, ended_at FROM shift WHERE unit_id = :unit AND started_at <= :at"
        " AND (ended_at IS NULL OR ended_at >= :at) ORDER BY started_at DESC, id LIMIT 1",
        unit=unit_id,
        at=at,
    )


def shift_after(tx: Tx, unit_id: str, at: int) -> Row | None:
    """The first shift of the unit that began after this time (index shift_by_unit)."""
    return tx.one(
        "SELECT id, started_at FROM shift WHERE unit_id = :unit AND started_at > :at ORDER BY started_at, id LIMIT 1",
        unit=unit_id,
        at=at,
    )


def end_shift(tx: Tx, shift_id: str, at: int) -> None:
    """The shift is over, and so is everybody's stay on it."""
    tx.run("UPDATE shift SET ended_at = :at WHERE id = :id AND ended_at IS NULL", id=shift_id, at=at)
    tx.run("UPDATE shift_member SET left_at = :at WHERE shift_id = :id AND left_at IS NULL", id=shift_id, at=at)


def join(tx: Tx, shift_id: str, stay: Stay, skills: Iterable[Skill]) -> None:
    """This person is on this shift, with these skills."""
    tx.run(
        "INSERT INTO shift_member (shift_id, person_id, unit_id, skills, joined_at, left_at)"
        " VALUES (:shift, :person, :unit, :skills, :joined, :left) ON CONFLICT DO NOTHING",
        shift=shift_id,
        person=stay.person_id,
        unit=stay.unit_id,
        skills=msgspec.json.encode(tuple(skills)).decode(),
        joined=stay.joined_at,
        left=stay.left_at,
    )


def leave(tx: Tx, shift_id: str, person_id: str, at: int) -> None:
    """This person goes off a shift that goes on."""
    tx.run(
        "UPDATE shift_member SET left_at = :at WHERE shift_id = :shift AND person_id = :person AND left_at IS NULL",
        shift=shift_id,
        person=person_id,
        at=at,
    )


def shifts_of(tx: Tx, person_id: str) -> list[Row]:
    """The shifts (shift, unit) a person is on now (index shift_member_by_person)."""
    return tx.all(
        "SELECT shift_id, unit_id FROM shift_member WHERE person_id = :person AND left_at IS NULL ORDER BY shift_id",
        person=person_id,
    )


def members(tx: Tx, shift_id: str) -> list[str]:
    """Who is on a shift now."""
    rows = tx.all(
        "SELECT person_id FROM shift_member WHERE shift_id = :id AND left_at IS NULL ORDER BY person_id", id=shift_id
    )
    return [row["person_id"] for row in rows]


def members_now(tx: Tx, unit_id: str) -> list[str]:
    """Who is on the unit now: those, and nobody else, may be alerted for it. Nobody when it is off duty."""
    rows = tx.all(
        "SELECT m.person_id FROM unit AS u JOIN shift_member AS m ON m.shift_id = u.shift_id AND m.left_at IS NULL"
        " JOIN person AS p ON p.id = m.person_id AND p.ended_at IS NULL WHERE u.id = :id ORDER BY m.person_id",
        id=unit_id,
    )
    return [row["person_id"] for row in rows]


def skills_now(tx: Tx, unit_id: str) -> frozenset[Skill]:
    """What those on the unit now can do."""
    rows = tx.all(
        "SELECT m.skills FROM unit AS u JOIN shift_member AS m ON m.shift_id = u.shift_id AND m.left_at IS NULL"
        " JOIN person AS p ON p.id = m.person_id AND p.ended_at IS NULL WHERE u.id = :id",
        id=unit_id,
    )
    decoded = (msgspec.json.decode(row["skills"], type=tuple[Skill, ...]) for row in rows)
    return frozenset(skill for each in decoded for skill in each)


def stays(tx: Tx, unit_id: str, since: int) -> list[Stay]:
    """Everybody who is on a unit, or was since then, from when to when (index shift_member_by_unit)."""
    rows = tx.all(
        "SELECT person_id, unit_id, joined_at, left_at FROM shift_member"
        " WHERE unit_id = :unit AND (left_at IS NULL OR left_at >= :since) ORDER BY joined_at, person_id",
        unit=unit_id,
        since=since,
    )
    return [msgspec.convert(row, Stay) for row in rows]


def was_on(tx: Tx, person_id: str, unit_id: str) -> bool:
    """True when this person is, or ever was, on the unit (index shift_member_by_unit)."""
    row = tx.one(
        "SELECT shift_id FROM shift_member WHERE unit_id = :unit AND person_id = :person LIMIT 1",
        unit=unit_id,
        person=person_id,
    )
    return row is not None


def last_skills(tx: Tx, person_id: str) -> tuple[Skill, ...]:
    """The skills this person brought last time."""
    row = tx.one(
        "SELECT skills FROM shift_member WHERE person_id = :person ORDER BY joined_at DESC, shift_id DESC LIMIT 1",
        person=person_id,
    )
    return () if row is None else msgspec.json.decode(row["skills"], type=tuple[Skill, ...])


def with_role(tx: Tx, role: Role, person_ids: Collection[str]) -> set[str]:
    """Those of these persons who have the role."""
    found = (
        tx.one("SELECT person_id FROM role WHERE person_id = :id AND role = :role", id=person_id, role=role)
        for person_id in person_ids
    )
    return {row["person_id"] for row in found if row is not None}


def note_tab(tx: Tx, device_id: str, at: int) -> None:
    """A shift was begun on this device in a browser's tab; what is known later stays."""
    tx.run(
        "UPDATE device SET in_a_tab_at = :at WHERE id = :id AND (in_a_tab_at IS NULL OR in_a_tab_at < :at)",
        id=device_id,
        at=at,
    )


def works_here(tx: Tx, person_id: str) -> bool:
    """True unless this person was shut out."""
    row = tx.one("SELECT ended_at FROM person WHERE id = :id", id=person_id)
    return row is not None and row["ended_at"] is None


def load(tx: Tx, vault: Vault, ids: Sequence[str]) -> dict[str, Unit]:
    """Units as readers see them, with who is signed on."""
    rows = listed(
        tx,
        "SELECT id, name, status, status_at, CASE WHEN status = own_status THEN own_until END AS status_until,"
        " shift_id, shift_started_at, base_area AS base, held_for, held_at, version FROM unit WHERE id IN (:ids)",
        ids,
    )
    on = _members(tx, vault, [row["shift_id"] for row in rows if row["shift_id"] is not None])
    return {row["id"]: _record(row, on.get(row["shift_id"], ())) for row in rows}


def _record(row: Row, on: Sequence[tuple[Member, str | None]]) -> Unit:
    members = tuple(member for member, _ in on)
    phones = {member.person_id: phone for member, phone in on if phone is not None}
    held_until = None if row["held_for"] is None else row["held_at"] + HOLD_MS
    read = {**row, "members": members, "phones": phones, "skills": skills_of(members), "held_until": held_until}
    return msgspec.convert(read, Unit)


def _members(tx: Tx, vault: Vault, shift_ids: Sequence[str]) -> dict[str, list[tuple[Member, str | None]]]:
    """Who is on each of these shifts now, and their numbers."""
    rows = listed(
        tx,
        "SELECT m.shift_id, m.person_id, m.skills, p.sealed FROM shift_member AS m"
        " JOIN person AS p ON p.id = m.person_id AND p.ended_at IS NULL"
        " WHERE m.shift_id IN (:ids) AND m.left_at IS NULL ORDER BY m.person_id",
        shift_ids,
    )
    vault.expect(Retention.STAFF, [row["person_id"] for row in rows])
    found: dict[str, list[tuple[Member, str | None]]] = {}
    for row in rows:
        skills = msgspec.json.decode(row["skills"], type=tuple[Skill, ...])
        person = vault.show(entity=row["person_id"], retention=Retention.STAFF, sealed=bytes(row["sealed"])) or {}
        member = Member(
            person_id=row["person_id"],
            name=str(person.get("name", "")),
            skills=skills,
            languages=tuple(person.get("languages", ())),
        )
        found.setdefault(row["shift_id"], []).append((member, person.get("phone")))
    return found
