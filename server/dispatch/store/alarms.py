"""SQL of alarms, and the record the desk is shown."""

from collections.abc import Sequence

import msgspec

from schemas.records import Alarm
from server.storage.database import Row, Tx, listed
from server.vault import Vault


def add(tx: Tx, alarm: Alarm) -> bool:
    """Write an alarm; False when it was raised before."""
    fields = msgspec.structs.asdict(alarm) | {"missed": msgspec.json.encode(alarm.missed).decode()}
    added = tx.run(
        "INSERT INTO alarm (id, kind, call_id, assignment_id, unit_id, raised_at, resolved_at, missed, missed_count)"
        " VALUES (:id, :kind, :call_id, :assignment_id, :unit_id, :raised_at, :resolved_at, :missed, :missed_count)"
        " ON CONFLICT DO NOTHING",
        **fields,
    )
    return added == 1


def resolve(tx: Tx, alarm_id: str, *, by: str, at: int) -> bool:
    """Somebody has it; False when it is unknown or was taken before."""
    taken = tx.run(
        "UPDATE alarm SET resolved_at = :at, resolved_by = :by WHERE id = :id AND resolved_at IS NULL",
        id=alarm_id,
        by=by,
        at=at,
    )
    return taken == 1


def load(tx: Tx, _vault: Vault, ids: Sequence[str]) -> dict[str, Alarm]:
    """Alarms as the desk sees them; those of an erased call are left out."""
    rows = listed(
        tx,
        "SELECT id, kind, call_id, assignment_id, unit_id, raised_at, resolved_at, missed, missed_count FROM alarm"
        " WHERE id IN (:ids) AND NOT EXISTS (SELECT 1 FROM erased WHERE subject = alarm.call_id)",
        ids,
    )
    return {row["id"]: _alarm(row) for row in rows}


def _alarm(row: Row) -> Alarm:
    return msgspec.convert({**row, "missed": msgspec.json.decode(row["missed"])}, Alarm)
