"""SQL of notes about places. A place is compared by its keyed fingerprint, and the words are ciphertext."""

from collections.abc import Sequence
from typing import Final

import msgspec

from schemas.codes.dispatch import Role
from schemas.records import PlaceNote
from server.journal import key_name
from server.storage.database import Row, Tx, Value, listed
from server.vault import Retention, Vault

KEPT: Final = Retention.PLACE_NOTE

_ROW: Final = (
    "SELECT n.id, n.kind, n.person_id, n.role, n.written_at, n.ends_at, n.sealed, p.sealed AS person"
    " FROM place_note AS n JOIN person AS p ON p.id = n.person_id"
)


def add(tx: Tx, note_id: str, call_id: str, **told: Value) -> bool:
    """Write a note at a call, for the place the call is known again by; False when it is known."""
    added = tx.run(
        "INSERT INTO place_note (id, call_id, place_tag, kind, person_id, role, written_at, ends_at, sealed)"
        " SELECT :id, id, place_tag, :kind, :person_id, :role, :written_at, :ends_at, :sealed FROM call"
        " WHERE id = :call_id ON CONFLICT DO NOTHING",
        id=note_id,
        call_id=call_id,
        **told,
    )
    return added == 1


def author(tx: Tx, note_id: str) -> str | None:
    """Who wrote it; None where no such note holds."""
    row = tx.one("SELECT person_id FROM place_note WHERE id = :id", id=note_id)
    return None if row is None else str(row["person_id"])


def written_at_call(tx: Tx, call_id: str) -> list[str]:
    """The notes that were written at this call (index place_note_by_call)."""
    rows = tx.all("SELECT id FROM place_note WHERE call_id = :id ORDER BY id", id=call_id)
    return [row["id"] for row in rows]


def move(tx: Tx, call_id: str) -> None:
    """The place of the call was put right: what was written at it is about the place it has now."""
    tx.run(
        "UPDATE place_note SET place_tag = (SELECT place_tag FROM call WHERE id = :id) WHERE call_id = :id", id=call_id
    )


def forget_call(tx: Tx, call_id: str) -> None:
    """What is known of a place is no longer known to be from this call."""
    tx.run("UPDATE place_note SET call_id = NULL WHERE call_id = :id AND place_tag IS NOT NULL", id=call_id)


def drop(tx: Tx, note_id: str) -> None:
    """It is gone."""
    tx.run("DELETE FROM place_note WHERE id = :id", id=note_id)


def calls_with(tx: Tx, notes: Sequence[str]) -> set[str]:
    """The open calls that these notes are shown with."""
    rows = listed(
        tx,
        "SELECT DISTINCT c.id FROM place_note AS n JOIN call AS c ON c.id = n.call_id OR c.place_tag = n.place_tag"
        " WHERE n.id IN (:ids) AND c.status <> 'closed'",
        notes,
    )
    return {row["id"] for row in rows}


def touch(tx: Tx, call_id: str) -> None:
    """What the call shows of its place is another now."""
    tx.run("UPDATE call SET version = version + 1 WHERE id = :id", id=call_id)


def of_calls(tx: Tx, vault: Vault, call_ids: Sequence[str]) -> dict[str, tuple[PlaceNote, ...]]:
    """The notes that each of these calls is shown with, the oldest first; a closed one with none."""
    pairs = listed(
        tx,
        "SELECT c.id AS call_id, n.id AS note_id FROM call AS c"
        " JOIN place_note AS n ON n.call_id = c.id OR n.place_tag = c.place_tag"
        " WHERE c.id IN (:ids) AND c.status <> 'closed' ORDER BY n.written_at, n.id",
        call_ids,
    )
    rows = listed(tx, f"{_ROW} WHERE n.id IN (:ids)", list(dict.fromkeys(pair["note_id"] for pair in pairs)))
    opened = {note.id: note for note in _opened(vault, rows)}
    found: dict[str, tuple[PlaceNote, ...]] = {}
    for pair in pairs:
        found[pair["call_id"]] = (*found.get(pair["call_id"], ()), opened[pair["note_id"]])
    return found


def of_place(tx: Tx, vault: Vault, tag: bytes | None, *, now: int) -> tuple[PlaceNote, ...]:
    """The notes that hold for this place, the oldest first."""
    if tag is None:
        return ()
    rows = tx.all(f"{_ROW} WHERE n.place_tag = :tag AND n.ends_at > :now ORDER BY n.written_at, n.id", tag=tag, now=now)
    return tuple(_opened(vault, rows))


def _opened(vault: Vault, rows: Sequence[Row]) -> list[PlaceNote]:
    vault.expect(KEPT, [key_name("place_note", row["id"]) for row in rows])
    vault.expect(Retention.STAFF, [row["person_id"] for row in rows])
    return [_record(vault, row) for row in rows]


def _record(vault: Vault, row: Row) -> PlaceNote:
    name = key_name("place_note", row["id"])
    words = vault.show(entity=name, retention=KEPT, sealed=bytes(row["sealed"])) or {}
    who = vault.show(entity=row["person_id"], retention=Retention.STAFF, sealed=bytes(row["person"])) or {}
    coded = {column: row[column] for column in ("id", "kind", "role", "written_at", "ends_at")}
    return msgspec.convert({**coded, "text": words.get("text"), "by": who.get("name")}, PlaceNote)


WRITERS: Final[tuple[Role, ...]] = ("supervisor", "dispatcher", "responder")
"""As what somebody writes who is several of these."""
