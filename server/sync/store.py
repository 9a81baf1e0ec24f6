"""SQL of the doors: receipts, custody, what a device told of itself, feed lines and membership."""

from collections.abc import Sequence

from schemas.records import Held
from server.journal import Change
from server.storage.database import Row, Tx, Value
from server.vault import Retention, Vault


def receipt(tx: Tx, command_id: str) -> Row | None:
    """What became of a command, if it was ever answered."""
    return tx.one("SELECT mac, outcome, code, seq FROM receipt WHERE command_id = :id", id=command_id)


def add_receipt(  # noqa: PLR0913 - one row has this many columns
    tx: Tx, *, command_id: str, device: str, dseq: int, mac: bytes, outcome: str, code: str | None, seq: int, at: int
) -> None:
    """Keep the first outcome of a command, for every later retry."""
    tx.run(
        "INSERT INTO receipt (command_id, device, dseq, mac, outcome, code, seq, at)"
        " VALUES (:id, :device, :dseq, :mac, :outcome, :code, :seq, :at)",
        id=command_id,
        device=device,
        dseq=dseq,
        mac=mac,
        outcome=outcome,
        code=code,
        seq=seq,
        at=at,
    )


def prune_receipts(tx: Tx, device: str, low_water: int) -> None:
    """Forget receipts of commands the device promised never to send again."""
    tx.run("DELETE FROM receipt WHERE device = :device AND dseq <= :low", device=device, low=low_water)


def hold(  # noqa: PLR0913 - one row has this many columns
    tx: Change,
    *,
    command_id: str,
    device: str,
    person: str,
    type_: str,
    entity: str,
    after: str | None,
    code: str,
    owner: str,
    row: str,
) -> None:
    """Take a command into custody: header and code in clear, its bytes under a key of their own."""
    sealed = tx.vault.seal(entity=command_id, subjects=(person,), retention=Retention.HELD, fields={"row": row})
    tx.run(
        "INSERT INTO held (command_id, device, person_id, type, entity, after_id, code, owner, held_at, sealed)"
        " VALUES (:id, :device, :person, :type, :entity, :after, :code, :owner, :at, :sealed)"
        " ON CONFLICT (command_id) DO NOTHING",
        id=command_id,
        device=device,
        person=person,
        type=type_,
        entity=entity,
        after=after,
        code=code,
        owner=owner,
        at=tx.at,
        sealed=sealed,
    )


def waiting_for(tx: Tx, command_id: str) -> list[Row]:
    """Held facts that wait for this one, oldest first."""
    return tx.all(
        "SELECT command_id, device, person_id, sealed FROM held"
        " WHERE after_id = :id AND code = 'dependency' AND resolved_at IS NULL ORDER BY held_at, command_id",
        id=command_id,
    )


def waiting_for_a_call(tx: Tx) -> list[Row]:
    """Held facts that named no earlier command but rest on something unknown, oldest first."""
    return tx.all(
        "SELECT command_id, device, person_id, sealed FROM held"
        " WHERE after_id IS NULL AND code = 'dependency' AND resolved_at IS NULL ORDER BY held_at, command_id"
    )


def held_row(tx: Tx, command_id: str) -> Row | None:
    """One held command that still waits."""
    return tx.one(
        "SELECT command_id, device, person_id, sealed FROM held WHERE command_id = :id AND resolved_at IS NULL",
        id=command_id,
    )


def resolve_held(tx: Change, command_id: str, resolution: str) -> None:
    """Close a custody item; the item itself stays."""
    tx.run(
        "UPDATE held SET resolved_at = :at, resolution = :resolution WHERE command_id = :id",
        at=tx.at,
        resolution=resolution,
        id=command_id,
    )


def load_held(tx: Tx, _vault: Vault, ids: Sequence[str]) -> dict[str, Held]:
    """Custody items that are still open: header and code only."""
    rows = [
        tx.one(
            "SELECT command_id, type, entity, person_id, code, held_at, owner FROM held"
            " WHERE command_id = :id AND resolved_at IS NULL",
            id=command_id,
        )
        for command_id in ids
    ]
    return {
        row["command_id"]: Held(
            id=row["command_id"],
            type=row["type"],
            entity=row["entity"],
            person_id=row["person_id"],
            code=row["code"],
            held_at=row["held_at"],
            owner=row["owner"],
        )
        for row in rows
        if row is not None
    }


def head(tx: Tx) -> Row:
    """Where the log stands."""
    row = tx.one("SELECT seq, epoch, floor, backup_seq FROM log_head WHERE one = 1")
    assert row is not None, "log_head has its one row from the first migration"
    return row


def scopes_of(tx: Tx, person_id: str, now: int) -> list[str]:
    """The scopes this person may read at this moment: a late deadline hides rather than shows."""
    rows = tx.all(
        "SELECT scope FROM membership WHERE person_id = :person AND (until_at IS NULL OR until_at > :now)"
        " ORDER BY scope",
        person=person_id,
        now=now,
    )
    return [row["scope"] for row in rows]


def lines_since(tx: Tx, scope: str, seq: int, limit: int) -> list[Row]:
    """Feed lines of a scope after a number, oldest first (index feed_by_seq)."""
    return tx.all(
        "SELECT scope, type, id, seq, op FROM feed WHERE scope = :scope AND seq > :seq ORDER BY seq, type, id LIMIT :n",
        scope=scope,
        seq=seq,
        n=limit,
    )


def line(tx: Tx, scope: str, entity_type: str, entity_id: str) -> Row | None:
    """Where a record stands in a scope's feed."""
    return tx.one(
        "SELECT seq, op FROM feed WHERE scope = :scope AND type = :type AND id = :id",
        scope=scope,
        type=entity_type,
        id=entity_id,
    )


def roles_of(tx: Tx, person_id: str) -> list[str]:
    """The roles of a person now."""
    return [row["role"] for row in tx.all("SELECT role FROM role WHERE person_id = :id", id=person_id)]


def had_session(tx: Tx, person_id: str, device_id: str) -> bool:
    """True when this person was ever signed in on this device (a van phone serves several)."""
    row = tx.one(
        "SELECT 1 AS yes FROM session WHERE person_id = :person AND device_id = :device LIMIT 1",
        person=person_id,
        device=device_id,
    )
    return row is not None


def units_of(tx: Tx, person_id: str) -> list[str]:
    """The units whose scope this person reads."""
    rows = tx.all(
        "SELECT scope FROM membership WHERE person_id = :person AND scope LIKE 'unit:%' ORDER BY scope",
        person=person_id,
    )
    return [row["scope"].partition(":")[2] for row in rows]


def device(tx: Tx, device_id: str) -> Row | None:
    """What we know of a device: clock skew, promises, whether it was shut out."""
    return tx.one(
        "SELECT id, nonce, low_water, low_water_epoch, skew_ms, revoked_at FROM device WHERE id = :id", id=device_id
    )


def tell_device(tx: Tx, device_id: str, **told: Value) -> None:
    """Keep what a device said in its hello: nonce, skew, promise never to send again, app version, unsent count."""
    tx.run(
        "UPDATE device SET nonce = :nonce, skew_ms = :skew_ms, low_water = :low_water, low_water_epoch = :epoch,"
        " app_version = :app, unsent = :unsent, last_seen = :now WHERE id = :id",
        id=device_id,
        **told,
    )


def deadlines_due(tx: Tx, now: int, limit: int) -> list[Row]:
    """Deadlines whose time has come, earliest first (index deadline_by_due)."""
    return tx.all(
        "SELECT kind, entity_id, due_at FROM deadline WHERE due_at <= :now ORDER BY due_at, kind, entity_id LIMIT :n",
        now=now,
        n=limit,
    )


def claim_deadline(tx: Tx, kind: str, entity_id: str, due_at: int) -> bool:
    """Take a deadline for oneself; False when somebody moved or took it."""
    return (
        tx.run(
            "DELETE FROM deadline WHERE kind = :kind AND entity_id = :id AND due_at = :due",
            kind=kind,
            id=entity_id,
            due=due_at,
        )
        == 1
    )


def next_due(tx: Tx) -> int | None:
    """When the next deadline comes."""
    row = tx.one("SELECT MIN(due_at) AS due FROM deadline")
    return None if row is None or row["due"] is None else int(row["due"])


def tick(tx: Tx, now: int) -> None:
    """The metronome was here."""
    tx.run("UPDATE last_tick SET at = :now WHERE one = 1", now=now)


def last_tick(tx: Tx) -> int:
    """When the metronome was last here; 0 for never."""
    row = tx.one("SELECT at FROM last_tick WHERE one = 1")
    return 0 if row is None else int(row["at"])
