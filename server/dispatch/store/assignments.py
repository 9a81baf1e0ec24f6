"""SQL of assignments, their deliveries, their stages, and alarms."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from schemas.codes.dispatch import OutcomeState
from schemas.records import Alarm, Assignment, Rung
from server.dispatch.rules.assignments import Going
from server.doors import Received
from server.journal import is_erased
from server.storage.database import Row, Tx, Value
from server.vault import Vault

COLUMNS: Final = (
    "id, call_id, unit_id, state, offered_at, answer_by, accepted_at, enroute_at, staged_at, arrived_at, contact_at,"
    " transport_at, dest_at, cleared_at, ended_at, ending, decline_reason, self_initiated, origin, said_by, version"
)


def add(tx: Tx, going: Going) -> None:
    """Write a new assignment."""
    tx.run(
        "INSERT INTO assignment (id, call_id, unit_id, state, offered_at, answer_by, accepted_at, enroute_at,"
        " staged_at, arrived_at, contact_at, transport_at, dest_at, cleared_at, ended_at, ending, decline_reason,"
        " self_initiated, origin, said_by, version) VALUES (:id, :call_id, :unit_id, :state, :offered_at, :answer_by,"
        " :accepted_at, :enroute_at, :staged_at, :arrived_at, :contact_at, :transport_at, :dest_at, :cleared_at,"
        " :ended_at, :ending, :decline_reason, :self_initiated, :origin, :said_by, :version)",
        **_values(going),
    )


def save(tx: Tx, going: Going) -> None:
    """Write an assignment over the version it was made from."""
    changed = tx.run(
        "UPDATE assignment SET state = :state, answer_by = :answer_by, accepted_at = :accepted_at,"
        " enroute_at = :enroute_at, staged_at = :staged_at, arrived_at = :arrived_at, contact_at = :contact_at,"
        " transport_at = :transport_at, dest_at = :dest_at, cleared_at = :cleared_at, ended_at = :ended_at,"
        " ending = :ending, decline_reason = :decline_reason, self_initiated = :self_initiated, origin = :origin,"
        " said_by = :said_by, version = :version + 1 WHERE id = :id AND version = :version",
        **{name: value for name, value in _values(going).items() if name not in ("call_id", "unit_id", "offered_at")},
    )
    assert changed == 1, "one writer: nobody else can have changed it"


def _values(going: Going) -> dict[str, Value]:
    return {**msgspec.structs.asdict(going), "self_initiated": int(going.self_initiated)}


def find(tx: Tx, assignment_id: str) -> Going | None:
    """An assignment as the rules see it."""
    row = tx.one(f"SELECT {COLUMNS} FROM assignment WHERE id = :id", id=assignment_id)  # noqa: S608 - constant columns
    return None if row is None else _going(row)


def of_call(tx: Tx, call_id: str, unit_id: str | None = None) -> list[Going]:
    """The assignments of a call, of one unit or of all, in the order they were offered (index assignment_by_call)."""
    rows = tx.all(
        f"SELECT {COLUMNS} FROM assignment WHERE call_id = :call AND (unit_id = :unit OR :unit IS NULL)"  # noqa: S608 - constant columns
        " ORDER BY offered_at, id",
        call=call_id,
        unit=unit_id,
    )
    return [_going(row) for row in rows]


def open_of_unit(tx: Tx, unit_id: str) -> list[Going]:
    """What a unit is being asked about or going on (index assignment_by_unit)."""
    rows = tx.all(
        f"SELECT {COLUMNS} FROM assignment WHERE unit_id = :unit AND ended_at IS NULL ORDER BY offered_at, id",  # noqa: S608 - constant columns
        unit=unit_id,
    )
    return [_going(row) for row in rows]


def _going(row: Row) -> Going:
    return msgspec.convert({**row, "self_initiated": bool(row["self_initiated"])}, Going)


def add_stage(tx: Tx, assignment_id: str, stage: str, at: int, command: Received[Any]) -> None:
    """Keep one report of a stage: by the device's clock, corrected, and when we heard."""
    tx.run(
        "INSERT INTO stage_time"
        " (command_id, assignment_id, stage, device_at, corrected_at, received_at, origin, said_by)"
        " VALUES (:id, :assignment, :stage, :device_at, :corrected_at, :received_at, :origin, :said_by)",
        id=command.id,
        assignment=assignment_id,
        stage=stage,
        device_at=at - command.skew_ms,
        corrected_at=at,
        received_at=command.received_at,
        origin=command.args.origin,
        said_by=command.args.said_by,
    )


def expect_delivery(tx: Tx, assignment_id: str, person_id: str) -> None:
    """This person's phone should get this offer."""
    tx.run(
        "INSERT INTO delivery (assignment_id, person_id) VALUES (:assignment, :person) ON CONFLICT DO NOTHING",
        assignment=assignment_id,
        person=person_id,
    )


RUNGS: Final = {
    "sent_at": "UPDATE delivery SET sent_at = :at"
    " WHERE assignment_id = :assignment AND person_id = :person AND (sent_at IS NULL OR sent_at > :at)",
    "delivered_at": "UPDATE delivery SET delivered_at = :at"
    " WHERE assignment_id = :assignment AND person_id = :person AND (delivered_at IS NULL OR delivered_at > :at)",
    "shown_at": "UPDATE delivery SET shown_at = :at"
    " WHERE assignment_id = :assignment AND person_id = :person AND (shown_at IS NULL OR shown_at > :at)",
}


def climb(tx: Tx, assignment_id: str, person_id: str, rung: str, at: int) -> bool:
    """The offer climbed a rung towards this person; the earliest time counts. False when nothing changed."""
    return tx.run(RUNGS[rung], assignment=assignment_id, person=person_id, at=at) == 1


def unsent(tx: Tx, person_id: str) -> list[tuple[str, str]]:
    """Open offers no socket has carried to this person yet: (assignment, unit) (index delivery_by_person)."""
    rows = tx.all(
        "SELECT a.id, a.unit_id FROM delivery AS d JOIN assignment AS a ON a.id = d.assignment_id"
        " WHERE d.person_id = :person AND d.sent_at IS NULL AND a.state = 'offered'",
        person=person_id,
    )
    return [(row["id"], row["unit_id"]) for row in rows]


def undelivered(tx: Tx, person_id: str) -> list[tuple[str, str]]:
    """Open offers this person's phone has not confirmed yet: (assignment, unit) (index delivery_by_person)."""
    rows = tx.all(
        "SELECT a.id, a.unit_id FROM delivery AS d JOIN assignment AS a ON a.id = d.assignment_id"
        " WHERE d.person_id = :person AND d.delivered_at IS NULL AND a.state = 'offered'",
        person=person_id,
    )
    return [(row["id"], row["unit_id"]) for row in rows]


def load(tx: Tx, _vault: Vault, ids: Sequence[str]) -> dict[str, Assignment]:
    """Assignments as readers see them, with their ladder and whether the outcome was written."""
    found = {assignment_id: _load(tx, assignment_id) for assignment_id in ids}
    return {assignment_id: assignment for assignment_id, assignment in found.items() if assignment is not None}


def _load(tx: Tx, assignment_id: str) -> Assignment | None:
    going = find(tx, assignment_id)
    if going is None or is_erased(tx, going.call_id):
        return None
    rungs = tx.all(
        "SELECT person_id, sent_at, delivered_at, shown_at FROM delivery WHERE assignment_id = :id ORDER BY person_id",
        id=assignment_id,
    )
    return Assignment(
        **msgspec.structs.asdict(going),
        outcome=_outcome(tx, going),
        ladder=tuple(msgspec.convert(row, Rung) for row in rungs),
    )


def _outcome(tx: Tx, going: Going) -> OutcomeState:
    written = tx.one("SELECT 1 AS yes FROM encounter WHERE assignment_id = :id", id=going.id)
    if written is not None:
        return "saved"
    return "due" if going.arrived_at is not None or going.cleared_at is not None else "none"


def add_alarm(tx: Tx, alarm: Alarm) -> None:
    """Write an alarm, once."""
    tx.run(
        "INSERT INTO alarm (id, kind, call_id, assignment_id, unit_id, raised_at)"
        " VALUES (:id, :kind, :call_id, :assignment_id, :unit_id, :raised_at) ON CONFLICT DO NOTHING",
        id=alarm.id,
        kind=alarm.kind,
        call_id=alarm.call_id,
        assignment_id=alarm.assignment_id,
        unit_id=alarm.unit_id,
        raised_at=alarm.raised_at,
    )


def resolve_alarm(tx: Tx, alarm_id: str, *, by: str, at: int) -> bool:
    """Somebody has it; False when it is unknown or was taken before."""
    return (
        tx.run(
            "UPDATE alarm SET resolved_at = :at, resolved_by = :by WHERE id = :id AND resolved_at IS NULL",
            id=alarm_id,
            by=by,
            at=at,
        )
        == 1
    )


def alarms_of(tx: Tx, call_id: str) -> list[str]:
    """The alarms of a call that nobody has taken."""
    rows = tx.all("SELECT id FROM alarm WHERE call_id = :call AND resolved_at IS NULL ORDER BY id", call=call_id)
    return [row["id"] for row in rows]


def load_alarms(tx: Tx, _vault: Vault, ids: Sequence[str]) -> dict[str, Alarm]:
    """Alarms as the desk sees them."""
    rows = [
        tx.one(
            "SELECT id, kind, call_id, assignment_id, unit_id, raised_at, resolved_at FROM alarm WHERE id = :id",
            id=alarm_id,
        )
        for alarm_id in ids
    ]
    return {row["id"]: msgspec.convert(row, Alarm) for row in rows if row is not None}
