"""SQL of alarms, and the record the desk is shown."""

from collections.abc import Sequence

import msgspec

from schemas.records import Alarm
from server.journal import is_erased
from server.storage.database import Row, Tx
from server.vault import Vault


def add(tx: Tx, alarm: Alarm) -> bool:
    """Write an alarm; False when it was raised before."""
    added = tx.run(
        "INSERT INTO alarm (id, kind, call_id, assignment_id, unit_id, raised_at, resolved_at)"
        " VALUES (:id, :kind, :call_id, :assignment_id, :unit_id, :raised_at, :resolved_at) ON CONFLICT DO NOTHING",
        **msgspec.structs.asdict(alarm),
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
    rows = (_row(tx, alarm_id) for alarm_id in ids)
    return {row["id"]: msgspec.convert(row, Alarm) for row in rows if row and not is_erased(tx, row["call_id"])}


def _row(tx: Tx, alarm_id: str) -> Row | None:
    return tx.one(
        "SELECT id, kind, call_id, assignment_id, unit_id, raised_at, resolved_at FROM alarm WHERE id = :id",
        id=alarm_id,
    )
