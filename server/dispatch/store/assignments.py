"""SQL of assignments and their stages, and the record a reader is shown. Who said it by voice is ciphertext here."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from schemas.codes.dispatch import AssignmentState, OutcomeState, Stage
from schemas.records import Assignment, Rung
from server.dispatch.rules.assignments import StageReport
from server.dispatch.store import deliveries
from server.journal import key_name
from server.storage.database import Row, Tx, Value, listed
from server.vault import Retention, Vault

KEPT = Retention.STAFF
"""Who said something by voice is the name of somebody who works here."""

_UNKNOWN: Final[Mapping[str, Any]] = {"said_by": None, "outcome": "none", "ladder": ()}
"""What is told to readers only."""

_FLAGS: Final = ("self_initiated", "no_link")

_ROW = (
    "SELECT id, call_id, unit_id, state, offered_at, answer_by, accepted_at, enroute_at, staged_at, arrived_at,"
    " contact_at, transport_at, dest_at, cleared_at, ended_at, ending, decline_reason, self_initiated, begun,"
    " instead_of, wanted, lost_to, checked_at, check_due_at, check_step, no_link, origin, said_by, version"
    " FROM assignment"
)

_REPORT: Final = (
    "SELECT command_id, assignment_id, stage, device_at, corrected_at, COALESCE(said_at, corrects_at, corrected_at)"
    " AS said_at, received_at, origin, corrects_at, takes_back FROM stage_time"
)


def add(tx: Tx, assignment: Assignment) -> None:
    """Write a new assignment."""
    tx.run(
        "INSERT INTO assignment (id, call_id, unit_id, state, offered_at, answer_by, accepted_at, enroute_at,"
        " staged_at, arrived_at, contact_at, transport_at, dest_at, cleared_at, ended_at, ending, decline_reason,"
        " self_initiated, begun, instead_of, wanted, lost_to, checked_at, check_due_at, check_step, no_link, origin,"
        " version)"
        " VALUES (:id, :call_id, :unit_id, :state, :offered_at, :answer_by, :accepted_at, :enroute_at, :staged_at,"
        " :arrived_at, :contact_at, :transport_at, :dest_at, :cleared_at, :ended_at, :ending, :decline_reason,"
        " :self_initiated, :begun, :instead_of, :wanted, :lost_to, :checked_at, :check_due_at, :check_step, :no_link,"
        " :origin, :version)",
        call_id=assignment.call_id,
        unit_id=assignment.unit_id,
        self_initiated=int(assignment.self_initiated),
        begun=assignment.begun,
        instead_of=assignment.instead_of,
        wanted=assignment.wanted,
        **_changing(assignment),
    )


def save(tx: Tx, assignment: Assignment) -> None:
    """Write an assignment over the version it was made from."""
    changed = tx.run(
        "UPDATE assignment SET state = :state, offered_at = :offered_at, answer_by = :answer_by,"
        " accepted_at = :accepted_at, enroute_at = :enroute_at, staged_at = :staged_at, arrived_at = :arrived_at,"
        " contact_at = :contact_at, transport_at = :transport_at, dest_at = :dest_at, cleared_at = :cleared_at,"
        " ended_at = :ended_at, ending = :ending, decline_reason = :decline_reason, lost_to = :lost_to,"
        " origin = :origin, checked_at = :checked_at, check_due_at = :check_due_at, check_step = :check_step,"
        " no_link = :no_link, version = version + 1 WHERE id = :id AND version = :version",
        **_changing(assignment),
    )
    assert changed == 1, "one writer: nobody else can have changed it"


def name_voice(tx: Tx, assignment_id: str, sealed: bytes | None) -> None:
    """Keep who spoke for the unit when it answered."""
    tx.run("UPDATE assignment SET said_by = :sealed WHERE id = :id", id=assignment_id, sealed=sealed)


def find(tx: Tx, assignment_id: str) -> Assignment | None:
    """An assignment as the rules see it: no ladder, no outcome, nothing personal opened."""
    row = _row(tx, assignment_id)
    return None if row is None else _bare(row)


def of_call(tx: Tx, call_id: str) -> list[Assignment]:
    """The assignments of a call as the rules see them, in the order they were offered (index assignment_by_call)."""
    key = f"assignments of {call_id}"
    if key not in tx.memory:
        tx.memory[key] = _in_order(tx.all(f"{_ROW} WHERE call_id = :call", call=call_id))
    return list(tx.memory[key])


def of_unit(tx: Tx, unit_id: str, since: int) -> list[Assignment]:
    """What a unit is asked about, going on, or was done with since then (index assignment_by_unit)."""
    return _in_order(
        tx.all(f"{_ROW} WHERE unit_id = :unit AND (ended_at IS NULL OR ended_at >= :since)", unit=unit_id, since=since)
    )


def states_of(tx: Tx, unit_id: str, since: int) -> list[AssignmentState]:
    """The states of what a unit is asked about, going on, or was done with since then (index assignment_by_unit)."""
    rows = tx.all(
        "SELECT state FROM assignment WHERE unit_id = :unit AND (ended_at IS NULL OR ended_at >= :since)",
        unit=unit_id,
        since=since,
    )
    return [row["state"] for row in rows]


def add_stage(tx: Tx, report: StageReport, *, said_by: bytes | None) -> None:
    """Keep a report of a stage beside the others; none is ever changed."""
    tx.run(
        "INSERT INTO stage_time (command_id, assignment_id, stage, device_at, corrected_at, said_at, received_at,"
        " origin, corrects_at, takes_back, said_by)"
        " VALUES (:command_id, :assignment_id, :stage, :device_at, :corrected_at, :said_at, :received_at,"
        " :origin, :corrects_at, :takes_back, :said_by)",
        **msgspec.structs.asdict(report),
        said_by=said_by,
    )


def reports_of(tx: Tx, assignment_id: str, stage: Stage) -> list[StageReport]:
    """Every report of one stage, and what takes one back (index stage_time_by_assignment)."""
    rows = tx.all(
        f"{_REPORT} WHERE assignment_id = :id AND stage = :stage",
        id=assignment_id,
        stage=stage,
    )
    return [msgspec.convert(row, StageReport) for row in rows]


def report_of(tx: Tx, command_id: str) -> StageReport | None:
    """What this command reported of a stage, if it is known and took nothing back."""
    row = tx.one(f"{_REPORT} WHERE command_id = :id AND takes_back IS NULL", id=command_id)
    return None if row is None else msgspec.convert(row, StageReport)


def is_written(tx: Tx, assignment_id: str) -> bool:
    """True when the outcome of the assignment was saved."""
    return tx.one("SELECT id FROM encounter WHERE assignment_id = :id", id=assignment_id) is not None


def load(tx: Tx, vault: Vault, ids: Sequence[str]) -> dict[str, Assignment]:
    """Assignments as readers see them, with ladder and outcome. Those of an erased call are left out."""
    gone = "SELECT 1 FROM erased WHERE subject = assignment.call_id"
    rows = listed(tx, f"{_ROW} WHERE id IN (:ids) AND NOT EXISTS ({gone})", ids)
    shown = [row["id"] for row in rows]
    vault.expect(KEPT, [key_name("assignment", row["id"]) for row in rows if row["said_by"] is not None])
    written = listed(tx, "SELECT assignment_id FROM encounter WHERE assignment_id IN (:ids)", shown)
    saved, ladders = {row["assignment_id"] for row in written}, deliveries.ladders(tx, shown)
    return {row["id"]: _record(vault, row, saved, ladders) for row in rows}


def _row(tx: Tx, assignment_id: str) -> Row | None:
    return tx.one(f"{_ROW} WHERE id = :id", id=assignment_id)


def _in_order(rows: Sequence[Row]) -> list[Assignment]:
    """The first offered first. Few, and sorted here: a sorter of the engine costs more than all the rest."""
    return [_bare(row) for row in sorted(rows, key=lambda row: (row["offered_at"], row["id"]))]


def _bare(row: Row) -> Assignment:
    """What was written by these rules, so that nothing of it needs to be checked again."""
    flags = {name: bool(row[name]) for name in _FLAGS}
    return Assignment(**{**row, **_UNKNOWN, **flags})


def _record(vault: Vault, row: Row, saved: AbstractSet[str], ladders: Mapping[str, tuple[Rung, ...]]) -> Assignment:
    bare = _bare(row)
    outcome: OutcomeState = "due" if bare.arrived_at is not None or bare.cleared_at is not None else "none"
    return replace(
        bare,
        said_by=_voice(vault, row),
        outcome="saved" if bare.id in saved else outcome,
        ladder=ladders.get(bare.id, ()),
    )


def _voice(vault: Vault, row: Row) -> str | None:
    if row["said_by"] is None:
        return None
    opened = vault.show(entity=key_name("assignment", row["id"]), retention=KEPT, sealed=bytes(row["said_by"]))
    return None if opened is None else opened.get("said_by")


def _changing(assignment: Assignment) -> dict[str, Value]:
    plain: dict[str, Any] = msgspec.structs.asdict(assignment)
    fixed = ("call_id", "unit_id", "self_initiated", "begun", "instead_of", "wanted", *_UNKNOWN)
    return {name: value for name, value in plain.items() if name not in fixed} | {"no_link": int(assignment.no_link)}
