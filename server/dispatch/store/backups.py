"""SQL of whom teams asked to come too, and the record that the desk and the team are shown."""

from collections.abc import Sequence

import msgspec

from schemas.commands import AnswerBackup, AskBackup, EndBackup
from schemas.records import Backup
from server.storage.database import Row, Tx, listed
from server.vault import Retention, Vault


def add(tx: Tx, backup_id: str, asked: AskBackup, *, by: str, asked_at: int, now: int) -> bool:
    """Write what was asked; False when it is known."""
    added = tx.run(
        "INSERT INTO backup (id, call_id, unit_id, person_id, kind, reason, asked_by, asked_at, received_at, lights,"
        " version) VALUES (:id, :call, :unit, :by, :kind, :reason, :asked_by, :asked_at, :now, 'unknown', 1)"
        " ON CONFLICT DO NOTHING",
        id=backup_id,
        call=asked.call_id,
        unit=asked.unit_id,
        by=by,
        kind=asked.kind,
        reason=asked.reason,
        asked_by=asked.asked_by,
        asked_at=asked_at,
        now=now,
    )
    return added == 1


def find(tx: Tx, backup_id: str) -> Row | None:
    """Which team asked about which call, and how it stands."""
    return tx.one("SELECT call_id, unit_id, kind, answered_at, ended_at FROM backup WHERE id = :id", id=backup_id)


def answer(tx: Tx, backup_id: str, said: AnswerBackup, *, at: int) -> None:
    """What the desk answered; what it said last counts."""
    comes = said.refusal is None
    tx.run(
        "UPDATE backup SET answered_at = :at, due_at = :due, coming_id = :unit, refusal = :refusal,"
        " version = version + 1 WHERE id = :id AND (answered_at IS NULL OR answered_at <= :at)",
        id=backup_id,
        at=at,
        due=at + said.in_min * 60_000 if comes and said.in_min is not None else None,
        unit=said.unit_id if comes else None,
        refusal=said.refusal,
    )


def coming(tx: Tx, *, call_id: str, unit_id: str) -> list[str]:
    """For what this unit is to come to the call (index backup_by_call)."""
    rows = tx.all(
        "SELECT id FROM backup WHERE call_id = :call AND coming_id = :unit AND ended_at IS NULL ORDER BY id",
        call=call_id,
        unit=unit_id,
    )
    return [row["id"] for row in rows]


def unanswer(tx: Tx, backup_id: str) -> None:
    """Who was to come does not: nobody has answered it."""
    tx.run(
        "UPDATE backup SET answered_at = NULL, due_at = NULL, coming_id = NULL, version = version + 1 WHERE id = :id",
        id=backup_id,
    )


def end(tx: Tx, backup_id: str, said: EndBackup, *, at: int) -> None:
    """What came of it. The first to say so is believed, but that somebody came outdoes that nobody did."""
    tx.run(
        "UPDATE backup SET ended_at = :at, outcome = :outcome, lights = :lights, version = version + 1 WHERE id = :id"
        " AND (ended_at IS NULL OR (outcome <> 'arrived' AND :outcome = 'arrived'))",
        id=backup_id,
        at=at,
        outcome=said.outcome,
        lights=said.lights,
    )


def load(tx: Tx, vault: Vault, ids: Sequence[str]) -> dict[str, Backup]:
    """Whom teams asked for, with the name of who asked. Those of an erased call are left out."""
    rows = listed(
        tx,
        "SELECT b.id, b.call_id, b.unit_id, b.person_id AS by, b.kind, b.reason, b.asked_by, b.asked_at,"
        " b.received_at, b.answered_at, b.due_at, b.coming_id, b.refusal, b.ended_at, b.outcome, b.lights, b.version,"
        " p.sealed FROM backup AS b JOIN person AS p ON p.id = b.person_id"
        " WHERE b.id IN (:ids) AND NOT EXISTS (SELECT 1 FROM erased WHERE subject = b.call_id)",
        ids,
    )
    vault.expect(Retention.STAFF, [row["by"] for row in rows])
    return {row["id"]: _record(vault, row) for row in rows}


def _record(vault: Vault, row: Row) -> Backup:
    opened = vault.show(entity=row["by"], retention=Retention.STAFF, sealed=bytes(row["sealed"])) or {}
    shown = {name: value for name, value in row.items() if name != "sealed"}
    return msgspec.convert({**shown, "name": str(opened.get("name", ""))}, Backup)
