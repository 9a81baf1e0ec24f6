"""SQL of what is done from time to time: lines dropped, devices told to the desk, deadlines that passed in a gap."""

from collections.abc import Mapping, Sequence

from schemas.base import SAFE_INTEGER
from schemas.records import Device
from server.identity.store import names_of
from server.storage.database import Row, Tx, listed
from server.sync.store import SKEW_TOLD_MS
from server.vault import Vault


def gone_before(tx: Tx, *, at: int) -> int:
    """The newest line that says "gone" and is surely from before this time; 0 when there is none.

    A change set without a row in the journal is as old as the next one that has one. Begins to look at the oldest line,
    so that it costs what is dropped and no more (indexes feed_gone, journal).
    """
    row = tx.one(
        "SELECT MAX(seq) AS seq FROM feed WHERE op = 'del' AND seq <= (SELECT MAX(seq) FROM journal WHERE seq <"
        " COALESCE((SELECT MIN(seq) FROM journal WHERE at >= :at AND seq >="
        " (SELECT MIN(seq) FROM feed WHERE op = 'del')), :end))",
        at=at,
        end=SAFE_INTEGER,
    )
    return 0 if row is None or row["seq"] is None else int(row["seq"])


def raise_floor(tx: Tx, seq: int) -> None:
    """Cursors below this number may miss that a row is gone."""
    tx.run("UPDATE log_head SET floor = :seq WHERE one = 1 AND floor < :seq", seq=seq)


def drop_gone(tx: Tx, seq: int, *, most: int) -> int:
    """Forget the oldest lines up to a number that say "gone"; answers how many (index feed_gone)."""
    return tx.run(
        "DELETE FROM feed WHERE (scope, type, id) IN (SELECT scope, type, id FROM feed"
        " WHERE op = 'del' AND seq <= :seq ORDER BY seq LIMIT :n)",
        seq=seq,
        n=most,
    )


def hear_device(tx: Tx, device_id: str, *, heard_at: int) -> None:
    """When a device was last heard, as far as this process knows: another may have heard it later."""
    tx.run(
        "UPDATE device SET last_seen = :at WHERE id = :id AND last_seen < :at",
        id=device_id,
        at=heard_at,
    )


def keep_unsent(tx: Tx, device_id: str, unsent: int, *, said_at: int) -> None:
    """What a device had not sent when it said so; what it said to another process later counts."""
    tx.run(
        "UPDATE device SET unsent = :unsent, unsent_at = :at WHERE id = :id AND unsent_at <= :at",
        id=device_id,
        unsent=unsent,
        at=said_at,
    )


def keep_told(tx: Tx, device_id: str) -> None:
    """What the desk is shown of a device from now on: what is known of it now."""
    tx.run(
        "UPDATE device SET told_heard_at = last_seen, told_unsent = unsent, told_app = app_version,"
        " told_skew_ms = skew_ms, told_cloned_at = cloned_at WHERE id = :id",
        id=device_id,
    )


def untold_devices(tx: Tx, *, before: int) -> list[str]:
    """Devices silent since then whose process died before it told the desk what they had not sent."""
    rows = tx.all(
        "SELECT id FROM device WHERE unsent <> told_unsent AND last_seen < :before AND revoked_at IS NULL ORDER BY id",
        before=before,
    )
    return [row["id"] for row in rows]


def unheard_devices(tx: Tx, *, at: int, most: int) -> list[str]:
    """Devices the desk still sees although they have sent everything and were not heard since."""
    rows = tx.all(
        "SELECT d.id FROM device AS d JOIN feed AS f ON f.type = 'device' AND f.id = d.id"
        " WHERE f.op = 'put' AND d.last_seen < :at AND d.unsent = 0 ORDER BY d.id LIMIT :n",
        at=at,
        n=most,
    )
    return [row["id"] for row in rows]


def load_devices(tx: Tx, vault: Vault, ids: Sequence[str]) -> dict[str, Device]:
    """Devices that were not shut out, each as the desk was last told of it and with whoever signed in on it last."""
    rows = listed(
        tx,
        "SELECT id, told_unsent, told_heard_at, told_app, told_skew_ms, told_cloned_at, in_a_tab_at,"
        " (SELECT s.person_id FROM session AS s WHERE s.device_id = d.id ORDER BY s.created_at DESC, s.hash LIMIT 1)"
        " AS person_id, r.state, r.state_at"
        " FROM device AS d LEFT JOIN ringing AS r ON r.device_id = d.id WHERE d.id IN (:ids) AND d.revoked_at IS NULL",
        ids,
    )
    names = names_of(tx, vault, [row["person_id"] for row in rows if row["person_id"] is not None])
    return {row["id"]: _shown_device(row, names) for row in rows}


def _shown_device(row: Row, names: Mapping[str, str]) -> Device:
    person_id, skew_ms = row["person_id"], row["told_skew_ms"]
    return Device(
        id=row["id"],
        person_id=person_id,
        name=names.get(person_id) or None,
        unsent=row["told_unsent"],
        heard_at=row["told_heard_at"],
        app=row["told_app"],
        clock_off_ms=skew_ms if abs(skew_ms) > SKEW_TOLD_MS else None,
        cloned=row["told_cloned_at"] is not None,
        alarm=row["state"],
        alarm_at=row["state_at"],
        in_a_tab_at=row["in_a_tab_at"],
    )


def deadlines_of(tx: Tx, kind: str, now: int) -> list[Row]:
    """Every deadline of a kind whose time has come."""
    return tx.all(
        "SELECT kind, entity_id, due_at FROM deadline WHERE kind = :kind AND due_at <= :now", kind=kind, now=now
    )


def drop_effects(tx: Tx, now: int) -> None:
    """What should have left the house by now, or was tried, does not leave it any more (index effect_waiting)."""
    tx.run(
        "UPDATE effect SET gone_at = :now, why = 'gap' WHERE sent_at IS NULL AND gone_at IS NULL"
        " AND (due_at <= :now OR tries > 0)",
        now=now,
    )


def recorded(tx: Tx, *, kind: str, after: str, limit: int) -> list[str]:
    """Records of a kind there ever were, by their id (index journal_by_entity)."""
    rows = tx.all(
        "SELECT DISTINCT entity_id FROM journal WHERE entity_type = :kind AND entity_id > :after"
        " ORDER BY entity_id LIMIT :n",
        kind=kind,
        after=after,
        n=limit,
    )
    return [row["entity_id"] for row in rows]


def people(tx: Tx) -> list[str]:
    """Everybody who ever worked here."""
    return [row["id"] for row in tx.all("SELECT id FROM person ORDER BY id")]


def sealed_held(tx: Tx) -> list[Row]:
    """What still waits in custody."""
    return tx.all(
        "SELECT command_id, sealed FROM held WHERE resolved_at IS NULL AND sealed IS NOT NULL ORDER BY command_id"
    )
