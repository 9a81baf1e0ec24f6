"""SQL of how each phone is rung, and of what its person said about it."""

import msgspec

from schemas.wire import AlarmAddress
from server.storage.database import Row, Tx
from server.vault import Damaged, Retention, Vault

KEPT = Retention.STAFF


def name(device_id: str, person_id: str) -> str:
    """What the vault calls the address of a person on a device."""
    return f"ringing/{device_id}/{person_id}"


def find(tx: Tx, device_id: str) -> Row | None:
    """How this device is rung, still sealed."""
    return tx.one(
        "SELECT device_id, person_id, sealed, state, state_at, shown_at FROM ringing WHERE device_id = :id",
        id=device_id,
    )


def put_address(tx: Tx, device_id: str, person_id: str, sealed: bytes, now: int) -> None:
    """Ring this device there from now; nobody has heard that yet."""
    tx.run(
        "INSERT INTO ringing (device_id, person_id, sealed, state, state_at) VALUES (:id, :person, :sealed, 'untried',"
        " :now) ON CONFLICT (device_id) DO UPDATE SET sealed = :sealed, person_id = :person, state = 'untried',"
        " state_at = :now",
        id=device_id,
        person=person_id,
        sealed=sealed,
        now=now,
    )


def put_state(tx: Tx, device_id: str, person_id: str, state: str, at: int) -> None:
    """What this person says of the alarm of this device; what was said later stands."""
    tx.run(
        "INSERT INTO ringing (device_id, person_id, state, state_at) VALUES (:id, :person, :state, :at)"
        " ON CONFLICT (device_id) DO UPDATE SET state = :state, state_at = :at"
        " WHERE ringing.person_id = :person AND ringing.state_at <= :at",
        id=device_id,
        person=person_id,
        state=state,
        at=at,
    )


def lose(tx: Tx, device_id: str, sealed: bytes, at: int) -> bool:
    """This address is dead; a newer one stands."""
    lost = tx.run(
        "UPDATE ringing SET sealed = NULL, state = 'lost', state_at = :at WHERE device_id = :id AND sealed = :sealed",
        id=device_id,
        sealed=sealed,
        at=at,
    )
    return lost == 1


def forget_addresses(tx: Tx, at: int) -> list[str]:
    """Nobody is rung where they were; answers on which devices."""
    rows = tx.all(
        "UPDATE ringing SET sealed = NULL, state = 'untried', state_at = :at WHERE sealed IS NOT NULL"
        " RETURNING device_id",
        at=at,
    )
    return sorted(row["device_id"] for row in rows)


def of_person(tx: Tx, person_id: str, now: int) -> list[Row]:
    """The devices that ring for this person, who is signed in there (index session_by_device)."""
    return tx.all(
        "SELECT r.device_id, r.person_id, r.sealed FROM ringing AS r JOIN device AS d ON d.id = r.device_id"
        " WHERE r.person_id = :person AND r.sealed IS NOT NULL AND d.revoked_at IS NULL"
        " AND EXISTS (SELECT 1 FROM session AS s WHERE s.device_id = r.device_id AND s.person_id = r.person_id"
        " AND s.ended_at IS NULL AND s.expires_at > :now) ORDER BY r.device_id",
        person=person_id,
        now=now,
    )


def waits(tx: Tx, kind: str, start: str, since: int) -> bool:
    """Whether an effect of this kind, whose key starts so, is on its way since then (index effect_waiting)."""
    rows = tx.all(
        "SELECT key FROM effect WHERE kind = :kind AND created_at >= :since AND sent_at IS NULL AND gone_at IS NULL",
        kind=kind,
        since=since,
    )
    return any(row["key"].startswith(start) for row in rows)


def rung(tx: Tx, device_id: str, alarm_id: str, key: str) -> None:
    """This alarm, for the effect of that key, is on its way to the device."""
    tx.run(
        "UPDATE ringing SET last_id = :alarm, last_key = :key, shown_at = NULL WHERE device_id = :id AND"
        " (last_id IS NULL OR last_id <> :alarm)",
        id=device_id,
        alarm=alarm_id,
        key=key,
    )


def is_awaited(tx: Tx, alarm_id: str) -> bool:
    """Whether this is the last alarm that was sent to a device, and was not shown yet (index ringing_by_alarm)."""
    return tx.one("SELECT 1 AS n FROM ringing WHERE last_id = :alarm AND shown_at IS NULL", alarm=alarm_id) is not None


def shown(tx: Tx, alarm_id: str, at: int) -> str | None:
    """The last alarm that was sent to a device stood on its screen; answers what for, the first time."""
    row = tx.one(
        "UPDATE ringing SET shown_at = :at WHERE last_id = :alarm AND shown_at IS NULL RETURNING last_key",
        alarm=alarm_id,
        at=at,
    )
    found = None if row is None else tx.one("SELECT payload FROM effect WHERE key = :key", key=row["last_key"])
    return None if found is None else str(found["payload"])


def address_of(vault: Vault, row: Row) -> AlarmAddress | None:
    """Where a device is rung; None when that was destroyed, or lies damaged."""
    if row["sealed"] is None:
        return None
    try:
        opened = vault.open(entity=name(row["device_id"], row["person_id"]), retention=KEPT, sealed=row["sealed"])
    except Damaged:
        return None
    return None if opened is None else msgspec.convert(opened, AlarmAddress)
