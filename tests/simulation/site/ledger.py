"""What a site's log says, opened and in its order: the ledger that everything else is held against."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.journal import key_name
from server.storage.database import Row, Tx
from server.vault import UNREADABLE, Retention, Vault


@dataclass(frozen=True)
class Note:
    """One thing of a call-out, of somebody's part in one, of a call for help, or of somebody's duty."""

    at: int
    command_id: str | None
    kind: str
    entity: str
    said: Mapping[str, Any]

    @property
    def what(self) -> str:
        """What happened to it."""
        return str(self.said.get("what", ""))


def ledger(tx: Tx, vault: Vault) -> list[Note]:
    """All of it that can be read."""
    notes = []
    for row in lines(tx):
        said = opened(vault, row)
        if said is not None:
            notes.append(Note(row["at"], row["command_id"], row["entity_type"], row["entity_id"], said))
    return notes


def lines(tx: Tx) -> list[Row]:
    """The same as it lies there: in clear only that there is something."""
    found: list[Row] = tx.all(
        "SELECT at, command_id, entity_type, entity_id, sealed FROM journal"
        " WHERE entity_type IN ('callout', 'coming', 'help', 'duty') AND sealed IS NOT NULL ORDER BY seq, n"
    )
    return found


def opened(vault: Vault, row: Row) -> Mapping[str, Any] | None:
    """What this line says; None when its key is gone."""
    name = key_name(row["entity_type"], row["entity_id"])
    said = vault.show(entity=name, retention=Retention.MEDIATION, sealed=bytes(row["sealed"]))
    assert said is not UNREADABLE, f"{name} is damaged"
    return said


def gaps(tx: Tx) -> set[int]:
    """When it was found that nobody had been there."""
    return {row["at"] for row in tx.all("SELECT at FROM journal WHERE kind = 'metronome.gap'")}


def restored_at(tx: Tx) -> int:
    """When this log was brought back from a copy for the last time; 0 when it never was."""
    row = tx.one("SELECT MAX(at) AS at FROM journal WHERE kind = 'log.restored'")
    return 0 if row is None or row["at"] is None else int(row["at"])
