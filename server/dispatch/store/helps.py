"""SQL of calls for help, and the record that the desk, whoever called and the team are shown."""

from collections.abc import Sequence

import msgspec

from schemas.codes.dispatch import HelpEnding
from schemas.records import Help
from server.storage.database import Row, Tx, listed
from server.vault import Retention, Vault


def add(tx: Tx, help_id: str, *, unit_id: str | None, person_id: str, raised_at: int, now: int) -> None:
    """Write a call for help; one that is known stays as it is."""
    tx.run(
        "INSERT INTO help (id, unit_id, person_id, raised_at, received_at, version)"
        " VALUES (:id, :unit, :person, :raised, :now, 1) ON CONFLICT DO NOTHING",
        id=help_id,
        unit=unit_id,
        person=person_id,
        raised=raised_at,
        now=now,
    )


def find(tx: Tx, help_id: str) -> Row | None:
    """Who called, from which unit, and how it stands."""
    return tx.one("SELECT unit_id, person_id, taken_at, ended_at FROM help WHERE id = :id", id=help_id)


def untaken_of(tx: Tx, person_id: str) -> list[str]:
    """This person's calls for help that nobody has and that are not over, the earliest first."""
    rows = tx.all(
        "SELECT id FROM help WHERE person_id = :person AND taken_at IS NULL AND ended_at IS NULL"
        " ORDER BY received_at, id",
        person=person_id,
    )
    return [row["id"] for row in rows]


def take(tx: Tx, help_id: str, *, by: str, at: int) -> None:
    """Somebody at the desk has it; the earliest stands."""
    tx.run(
        "UPDATE help SET taken_at = :at, taken_by = :by, version = version + 1"
        " WHERE id = :id AND (taken_at IS NULL OR taken_at > :at)",
        id=help_id,
        by=by,
        at=at,
    )


def end(tx: Tx, help_id: str, *, ending: HelpEnding, at: int) -> None:
    """It is over; the earliest stands."""
    tx.run(
        "UPDATE help SET ended_at = :at, ending = :ending, version = version + 1"
        " WHERE id = :id AND (ended_at IS NULL OR ended_at > :at)",
        id=help_id,
        ending=ending,
        at=at,
    )


def load(tx: Tx, vault: Vault, ids: Sequence[str]) -> dict[str, Help]:
    """Calls for help as readers see them, with the name of whoever called."""
    rows = listed(
        tx,
        "SELECT h.id, h.unit_id, h.person_id AS by, h.raised_at, h.received_at, h.taken_at, h.ended_at, h.ending,"
        " h.version, p.sealed FROM help AS h JOIN person AS p ON p.id = h.person_id WHERE h.id IN (:ids)",
        ids,
    )
    vault.expect(Retention.STAFF, [row["by"] for row in rows])
    return {row["id"]: _record(vault, row) for row in rows}


def _record(vault: Vault, row: Row) -> Help:
    opened = vault.show(entity=row["by"], retention=Retention.STAFF, sealed=bytes(row["sealed"])) or {}
    shown = {name: value for name, value in row.items() if name != "sealed"}
    return msgspec.convert({**shown, "name": str(opened.get("name", ""))}, Help)
