"""SQL of what supervisors look at, and the lines they are shown: codes, times and names of colleagues only."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import msgspec

from schemas.codes.outcome import ReviewReason
from schemas.records import OutcomeAnswers, Review, Reviewable
from server.encounters.rules.calls import CallThen
from server.storage.database import Row, Tx, listed
from server.vault import Retention, Vault

REASONS: Final = tuple[ReviewReason, ...]


def call_then(tx: Tx, call_id: str) -> CallThen | None:
    """What the desk knows of a call, coded."""
    return calls_then(tx, [call_id]).get(call_id)


def calls_then(tx: Tx, ids: Sequence[str]) -> dict[str, CallThen]:
    """The same of several calls."""
    rows = listed(tx, "SELECT id, type_code, screening, minor_involved FROM call WHERE id IN (:ids)", ids)
    return {
        row["id"]: msgspec.convert({**row, "screening": msgspec.json.decode(row["screening"])}, CallThen)
        for row in rows
    }


def call_of_unit(tx: Tx, unit_id: str, *, at: int) -> str | None:
    """The call that a unit was on at this time; None when it was on none."""
    row = tx.one(
        "SELECT call_id FROM assignment WHERE unit_id = :unit AND state NOT IN"
        " ('offered', 'declined', 'expired', 'superseded', 'withdrawn')"
        " AND offered_at <= :at AND (cleared_at IS NULL OR cleared_at >= :at) AND (ended_at IS NULL OR ended_at >= :at)"
        " ORDER BY offered_at DESC, id DESC LIMIT 1",
        unit=unit_id,
        at=at,
    )
    return None if row is None else str(row["call_id"])


def answers_of(tx: Tx, encounter_id: str) -> list[OutcomeAnswers]:
    """What every save of an outcome says, the earliest first."""
    rows = tx.all("SELECT answers FROM encounter_save WHERE encounter_id = :id ORDER BY saved_at, id", id=encounter_id)
    return [msgspec.json.decode(row["answers"], type=OutcomeAnswers) for row in rows]


def first_saved(tx: Tx, encounter_id: str) -> int:
    """When an outcome was first saved, by the corrected clock."""
    row = tx.one("SELECT first_saved_at FROM encounter WHERE id = :id", id=encounter_id)
    assert row is not None, "an outcome is looked at after it was kept"
    return int(row["first_saved_at"])


def find(tx: Tx, review_id: str) -> Row | None:
    """What it is about, and how far somebody looked at it."""
    return tx.one(
        "SELECT about, about_id, call_id, unit_id, reasons, seen, reviewed_at FROM review WHERE id = :id", id=review_id
    )


def add(
    tx: Tx,
    review_id: str,
    about: tuple[Reviewable, str],
    where: Mapping[str, str | None],
    *,
    at: int,
    reasons: Sequence[ReviewReason],
) -> None:
    """Write a line about this thing, with its `call_id` and `unit_id`; of one that is there the reasons of by now."""
    tx.run(
        "INSERT INTO review (id, about, about_id, call_id, unit_id, at, reasons, seen, version)"
        " VALUES (:id, :about, :about_id, :call_id, :unit_id, :at, :reasons, '[]', 1)"
        " ON CONFLICT (id) DO UPDATE SET reasons = :reasons, version = review.version + 1",
        id=review_id,
        about=about[0],
        about_id=about[1],
        **where,
        at=at,
        reasons=_text(reasons),
    )


def sign(tx: Tx, review_id: str, *, seen: Sequence[ReviewReason], by: str, at: int) -> None:
    """Somebody looked at it, with these reasons before them or before those who looked earlier."""
    tx.run(
        "UPDATE review SET seen = :seen, reviewed_at = :at, reviewed_by = :by, version = version + 1 WHERE id = :id",
        id=review_id,
        seen=_text(seen),
        by=by,
        at=at,
    )


def read(said: str) -> tuple[ReviewReason, ...]:
    """Reasons as they are stored."""
    return msgspec.json.decode(said, type=REASONS)


def load(tx: Tx, vault: Vault, ids: Sequence[str]) -> dict[str, Review]:
    """Lines as supervisors see them. One of a call that was erased is left out."""
    rows = listed(
        tx,
        "SELECT r.id, r.about, r.about_id, r.call_id, r.unit_id, r.at, r.reasons, r.seen, r.reviewed_at,"
        " r.reviewed_by AS by, r.version, c.number, u.name AS team, p.sealed FROM review AS r"
        " LEFT JOIN call AS c ON c.id = r.call_id LEFT JOIN unit AS u ON u.id = r.unit_id"
        " LEFT JOIN person AS p ON p.id = r.reviewed_by WHERE r.id IN (:ids)"
        " AND NOT EXISTS (SELECT 1 FROM erased AS e WHERE e.subject = r.call_id)",
        ids,
    )
    vault.expect(Retention.STAFF, [row["by"] for row in rows if row["by"] is not None])
    return {row["id"]: _record(vault, row) for row in rows}


def _record(vault: Vault, row: Row) -> Review:
    shown: dict[str, Any] = {name: value for name, value in row.items() if name != "sealed"}
    lists = {"reasons": read(row["reasons"]), "seen": read(row["seen"])}
    return msgspec.convert({**shown, **lists, "name": _name(vault, row)}, Review)


def _name(vault: Vault, row: Row) -> str | None:
    if row["by"] is None or row["sealed"] is None:
        return None
    opened = vault.show(entity=row["by"], retention=Retention.STAFF, sealed=bytes(row["sealed"])) or {}
    return str(opened.get("name", ""))


def _text(reasons: Collection[ReviewReason]) -> str:
    return msgspec.json.encode(reasons).decode()
