"""SQL of what teams asked supervisors, and the record that readers are shown. Notes are ciphertext here."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final

import msgspec

from schemas.commands import AnswerConsult, AskConsult
from schemas.records import Answered, Consult
from server.journal import key_name
from server.storage.database import Row, Tx, listed
from server.vault import Retention, Vault

KEPT: Final = Retention.CARE_NOTE
"""What a supervisor's words about somebody are, for the clock that ends them."""


def add(tx: Tx, consult_id: str, asked: AskConsult, *, by: str, at: int, now: int) -> bool:
    """Write what was asked; False when it was written before."""
    added = tx.run(
        "INSERT INTO consult (id, call_id, unit_id, person_id, reason, asked_at, received_at, version)"
        " VALUES (:id, :call, :unit, :by, :reason, :at, :now, 1) ON CONFLICT DO NOTHING",
        id=consult_id,
        call=asked.call_id,
        unit=asked.unit_id,
        by=by,
        reason=asked.reason,
        at=at,
        now=now,
    )
    return added == 1


def find(tx: Tx, consult_id: str) -> Row | None:
    """Which call and team it is about."""
    return tx.one("SELECT call_id, unit_id FROM consult WHERE id = :id", id=consult_id)


def answer(
    tx: Tx, answer_id: str, consult_id: str, said: AnswerConsult, *, by: str, at: int, note: bytes | None
) -> None:
    """Keep an answer beside the others."""
    tx.run(
        "INSERT INTO consult_answer (id, consult_id, person_id, at, answer, note)"
        " VALUES (:id, :consult, :by, :at, :answer, :note) ON CONFLICT DO NOTHING",
        id=answer_id,
        consult=consult_id,
        by=by,
        at=at,
        answer=said.answer,
        note=note,
    )
    tx.run("UPDATE consult SET version = version + 1 WHERE id = :id", id=consult_id)


def waits(tx: Tx, consult_id: str) -> bool:
    """True when nobody has answered it yet, and its call was not erased."""
    found = tx.one(
        "SELECT c.id FROM consult AS c WHERE c.id = :id"
        " AND NOT EXISTS (SELECT 1 FROM consult_answer AS a WHERE a.consult_id = c.id)"
        " AND NOT EXISTS (SELECT 1 FROM erased AS e WHERE e.subject = c.call_id)",
        id=consult_id,
    )
    return found is not None


def load(tx: Tx, vault: Vault, ids: Sequence[str]) -> dict[str, Consult]:
    """Consults as readers see them, the earliest answer first. Those of an erased call are left out."""
    rows = listed(
        tx,
        "SELECT c.id, c.call_id, c.unit_id, c.person_id AS by, c.reason, c.asked_at, c.received_at, c.version, p.sealed"
        " FROM consult AS c LEFT JOIN person AS p ON p.id = c.person_id WHERE c.id IN (:ids)"
        " AND NOT EXISTS (SELECT 1 FROM erased AS e WHERE e.subject = c.call_id)",
        ids,
    )
    answers = listed(
        tx,
        "SELECT a.consult_id, a.id, a.person_id AS by, a.at, a.answer, a.note, p.sealed FROM consult_answer AS a"
        " LEFT JOIN person AS p ON p.id = a.person_id WHERE a.consult_id IN (:ids) ORDER BY a.consult_id, a.at, a.id",
        [row["id"] for row in rows],
    )
    vault.expect(Retention.STAFF, sorted({row["by"] for row in (*rows, *answers)}))
    vault.expect(KEPT, sorted({key_name("consult", row["consult_id"]) for row in answers if row["note"] is not None}))
    of = {name: list(each) for name, each in groupby(answers, key=lambda row: str(row["consult_id"]))}
    return {row["id"]: _record(vault, row, of.get(row["id"], [])) for row in rows}


def _record(vault: Vault, row: Row, answers: Sequence[Row]) -> Consult:
    notes = [_note(vault, each) for each in answers]
    shown: dict[str, Any] = {name: value for name, value in row.items() if name != "sealed"}
    given = [
        {
            **{name: each[name] for name in ("id", "by", "at", "answer")},
            "name": _name(vault, each),
            "note": note.get("note"),
        }
        for each, note in zip(answers, notes, strict=True)
    ]
    more = {
        "name": _name(vault, row),
        "answered_at": answers[0]["at"] if answers else None,
        "answers": msgspec.convert(given, tuple[Answered, ...]),
        "unreadable": any("unreadable" in note for note in notes),
    }
    return msgspec.convert({**shown, **more}, Consult)


def _note(vault: Vault, answer: Row) -> dict[str, Any]:
    if answer["note"] is None:
        return {}
    name = key_name("consult", answer["consult_id"])
    return dict(vault.show(entity=name, retention=KEPT, sealed=bytes(answer["note"])) or {})


def _name(vault: Vault, row: Row) -> str:
    if row["sealed"] is None:
        return ""
    opened = vault.show(entity=row["by"], retention=Retention.STAFF, sealed=bytes(row["sealed"])) or {}
    return str(opened.get("name", ""))
