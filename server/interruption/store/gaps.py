"""SQL of what came due in a site while nobody was there: kinds, ids and times, and nothing of what it was about."""

from collections.abc import Sequence
from typing import Any

import msgspec

from schemas.records import Alarm, Missed
from server.storage.database import Tx, listed
from server.vault import Vault


def add(tx: Tx, alarm_id: str, missed: Sequence[Any], *, count: int, now: int) -> None:
    """Keep a list."""
    tx.run(
        "INSERT INTO site_alarm (id, kind, raised_at, missed, missed_count) VALUES (:id, 'gap', :now, :missed, :count)"
        " ON CONFLICT DO NOTHING",
        id=alarm_id,
        now=now,
        missed=msgspec.json.encode(list(missed)).decode(),
        count=count,
    )


def forget(tx: Tx, alarm_id: str) -> bool:
    """It is gone; False when it was."""
    return tx.run("DELETE FROM site_alarm WHERE id = :id", id=alarm_id) == 1


def load(tx: Tx, _vault: Vault, ids: Sequence[str]) -> dict[str, Alarm]:
    """The lists that are left."""
    rows = listed(tx, "SELECT id, kind, raised_at, missed, missed_count FROM site_alarm WHERE id IN (:ids)", ids)
    return {
        row["id"]: Alarm(
            id=row["id"],
            kind=row["kind"],
            call_id=None,
            assignment_id=None,
            unit_id=None,
            raised_at=row["raised_at"],
            resolved_at=None,
            missed=msgspec.json.decode(row["missed"], type=tuple[Missed, ...]),
            missed_count=row["missed_count"],
        )
        for row in rows
    }
