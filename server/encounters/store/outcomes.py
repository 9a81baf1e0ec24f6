"""SQL of outcomes, and the record a reader is shown. What is personal is ciphertext, and clear only in a record."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import msgspec
from msgspec.structs import replace

from schemas.records import Addition, Demographics, Encounter, OutcomeAnswers
from server.encounters.rules.calls import CallThen
from server.encounters.rules.outcomes import Save
from server.encounters.rules.reports import about
from server.encounters.store.reports import of_encounters
from server.encounters.store.reviews import calls_then
from server.journal import key_name
from server.storage.database import Row, Tx, listed
from server.vault import Retention, Vault

KEPT = Retention.CARE_NOTE
"""What the note of an outcome and what it says of the person are, for the clock that ends them."""


def was_on(tx: Tx, person_id: str, unit_id: str) -> bool:
    """True when this person was ever on a shift of the unit: what they did there may come in long after it."""
    found = tx.one(
        "SELECT 1 AS yes FROM shift_member AS m JOIN shift AS s ON s.id = m.shift_id"
        " WHERE m.person_id = :person AND s.unit_id = :unit",
        person=person_id,
        unit=unit_id,
    )
    return found is not None


def assignment_of(tx: Tx, *, call_id: str, unit_id: str, named: str | None) -> str | None:
    """The assignment an outcome belongs to: the one it names if the unit went, else the last time the unit went.

    An offer that the unit never took up has no outcome. Uses assignment_by_call.
    """
    row = tx.one(
        "SELECT id FROM assignment WHERE call_id = :call AND unit_id = :unit"
        " AND state NOT IN ('offered', 'declined', 'expired', 'superseded', 'withdrawn')"
        " ORDER BY CASE WHEN id = :named THEN 0 ELSE 1 END, offered_at DESC, id DESC LIMIT 1",
        call=call_id,
        unit=unit_id,
        named=named or "",
    )
    return None if row is None else str(row["id"])


def encounter_of(tx: Tx, assignment_id: str) -> str | None:
    """The id of the assignment's encounter, if one was saved."""
    row = tx.one("SELECT id FROM encounter WHERE assignment_id = :assignment", assignment=assignment_id)
    return None if row is None else str(row["id"])


def is_known(tx: Tx, encounter_id: str) -> bool:
    """True when this id is taken."""
    return tx.one("SELECT id FROM encounter WHERE id = :id", id=encounter_id) is not None


def add_save(tx: Tx, save: Save, *, encounter_id: str, by: str, sealed: bytes | None, now: int) -> None:
    """Keep one save beside the others. Its column `note` holds everything personal of it."""
    tx.run(
        "INSERT INTO encounter_save (id, encounter_id, person_id, saved_at, received_at, answers, note)"
        " VALUES (:id, :encounter, :by, :at, :now, :answers, :note)",
        id=save.id,
        encounter=encounter_id,
        by=by,
        at=save.at,
        now=now,
        answers=_text(save.answers),
        note=sealed,
    )


def saves_of(tx: Tx, encounter_id: str) -> list[Save]:
    """Every save of an encounter, the earliest first by the corrected clock."""
    rows = tx.all(
        "SELECT id, saved_at, answers FROM encounter_save WHERE encounter_id = :id ORDER BY saved_at, id",
        id=encounter_id,
    )
    return [Save(id=row["id"], at=row["saved_at"], answers=_answers(row)) for row in rows]


def add_encounter(tx: Tx, encounter_id: str, *, assignment_id: str, call_id: str, unit_id: str, now: int) -> None:
    """Begin the encounter of an assignment; `settle` says what is in it."""
    tx.run(
        "INSERT INTO encounter"
        " (id, assignment_id, call_id, unit_id, first_saved_at, final_at, received_at, figures, version)"
        " VALUES (:id, :assignment, :call, :unit, :now, :now, :now, '', 0)",
        id=encounter_id,
        assignment=assignment_id,
        call=call_id,
        unit=unit_id,
        now=now,
    )


def touch(tx: Tx, encounter_id: str) -> None:
    """Something that is shown with it changed."""
    tx.run("UPDATE encounter SET version = version + 1 WHERE id = :id", id=encounter_id)


def settle(tx: Tx, encounter_id: str, *, saves: Sequence[Save], figures: OutcomeAnswers) -> None:
    """Bring the encounter's times and figures in line with all its saves, given earliest first."""
    tx.run(
        "UPDATE encounter SET first_saved_at = :first, final_at = :final, figures = :figures, version = version + 1"
        " WHERE id = :id",
        id=encounter_id,
        first=saves[0].at,
        final=saves[-1].at,
        figures=_text(figures),
    )


def load(tx: Tx, vault: Vault, ids: Sequence[str]) -> dict[str, Encounter]:
    """Encounters as readers see them: the earliest save, then what was added. Those of an erased call are left out."""
    rows = listed(
        tx,
        "SELECT id, assignment_id, call_id, unit_id, first_saved_at, final_at, received_at, version FROM encounter"
        " WHERE id IN (:ids) AND NOT EXISTS (SELECT 1 FROM erased WHERE subject = encounter.call_id)",
        ids,
    )
    saves = listed(
        tx,
        "SELECT encounter_id, person_id, saved_at, answers, note FROM encounter_save"
        " WHERE encounter_id IN (:ids) ORDER BY encounter_id, saved_at, id",
        [row["id"] for row in rows],
    )
    vault.expect(KEPT, [key_name("encounter", save["encounter_id"]) for save in saves if save["note"] is not None])
    of = {name: list(saved) for name, saved in groupby(saves, key=lambda save: str(save["encounter_id"]))}
    calls, reports = calls_then(tx, [row["call_id"] for row in rows]), of_encounters(tx, [row["id"] for row in rows])
    return {
        row["id"]: replace(
            _record(vault, row, of[row["id"]], calls.get(row["call_id"])), reports=reports.get(row["id"], ())
        )
        for row in rows
    }


def _record(vault: Vault, row: Row, saves: Sequence[Row], call: CallThen | None) -> Encounter:
    first, *later = saves
    every = [_answers(save) for save in saves]
    told = [_told(vault, save) for save in saves]
    return Encounter(
        **row,
        by=first["person_id"],
        answers=every[0],
        **_clear(told[0]),
        additions=tuple(
            Addition(by=save["person_id"], at=save["saved_at"], answers=_answers(save), **_clear(each))
            for save, each in zip(later, told[1:], strict=True)
        ),
        must_report=() if call is None else about(every, call),
        unreadable=any("unreadable" in each for each in told),
    )


def _told(vault: Vault, save: Row) -> Mapping[str, Any]:
    if save["note"] is None:
        return {}
    name = key_name("encounter", save["encounter_id"])
    return vault.show(entity=name, retention=KEPT, sealed=bytes(save["note"])) or {}


def _clear(told: Mapping[str, Any]) -> dict[str, Any]:
    """What of a save only its readers see."""
    return {
        "note": told.get("note"),
        "demographics": msgspec.convert(told.get("demographics"), Demographics | None),
        "presenting": tuple(told.get("presenting", ())),
    }


def _text(answers: OutcomeAnswers) -> str:
    return msgspec.json.encode(answers).decode()


def _answers(save: Row) -> OutcomeAnswers:
    return msgspec.json.decode(save["answers"], type=OutcomeAnswers)
