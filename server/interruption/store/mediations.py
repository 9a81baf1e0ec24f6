"""SQL of mediations: in clear only that one was written and when it came; all it says is ciphertext."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from schemas.records.mediation import Mediation
from server.journal import key_name
from server.storage.database import Row, Tx, listed
from server.vault import UNREADABLE, Retention, Vault

KEPT = Retention.MEDIATION
"""Everything a mediation says goes with one key, at the latest after its days."""


def is_known(tx: Tx, mediation_id: str) -> bool:
    """True when this id is taken."""
    return tx.one("SELECT id FROM mediation WHERE id = :id", id=mediation_id) is not None


def add(tx: Tx, mediation_id: str, *, sealed: bytes, now: int) -> None:
    """Keep a mediation."""
    tx.run(
        "INSERT INTO mediation (id, received_at, sealed, version) VALUES (:id, :now, :sealed, 1)",
        id=mediation_id,
        now=now,
        sealed=sealed,
    )


def load(tx: Tx, vault: Vault, ids: Sequence[str]) -> dict[str, Mediation]:
    """Mediations whose key still exists; all of one is sealed, so that nothing of a damaged one can be shown."""
    rows = listed(tx, "SELECT id, received_at, sealed, version FROM mediation WHERE id IN (:ids)", ids)
    vault.expect(KEPT, [key_name("mediation", row["id"]) for row in rows])
    found = {row["id"]: _record(vault, row) for row in rows}
    return {mediation_id: mediation for mediation_id, mediation in found.items() if mediation is not None}


def _record(vault: Vault, row: Row) -> Mediation | None:
    name = key_name("mediation", row["id"])
    said: Mapping[str, Any] | None = vault.show(entity=name, retention=KEPT, sealed=bytes(row["sealed"]))
    if said is None or said is UNREADABLE:
        return None
    return msgspec.convert(
        {**said, "id": row["id"], "received_at": row["received_at"], "version": row["version"]}, Mediation
    )
