"""SQL of what waits to leave the house. A lease is a later `due_at`: whoever took it and died is followed then."""

from server.storage.database import Row, Tx


def next_due(tx: Tx) -> dict[str, int]:
    """When the next effect of each kind comes due (index effect_waiting)."""
    rows = tx.all(
        "SELECT kind, MIN(due_at) AS at FROM effect WHERE sent_at IS NULL AND gone_at IS NULL"
        " GROUP BY kind ORDER BY kind"
    )
    return {row["kind"]: row["at"] for row in rows}


def kinds_due(tx: Tx, now: int) -> list[str]:
    """The kinds of which something is due."""
    return [kind for kind, at in next_due(tx).items() if at <= now]


def untaken(tx: Tx) -> int:
    """How many effects were tried and still wait: their provider fails."""
    row = tx.one("SELECT COUNT(*) AS n FROM effect WHERE sent_at IS NULL AND gone_at IS NULL AND why IS NOT NULL")
    return 0 if row is None else int(row["n"])


def lease(tx: Tx, kind: str, *, now: int, until: int, most: int) -> list[Row]:
    """Take the earliest that are due; they are nobody else's until then."""
    return tx.all(
        "UPDATE effect SET due_at = :until, tries = tries + 1 WHERE key IN"
        " (SELECT key FROM effect WHERE kind = :kind AND due_at <= :now AND sent_at IS NULL AND gone_at IS NULL"
        " ORDER BY due_at, key LIMIT :n) RETURNING key, kind, payload, created_at, tries",
        kind=kind,
        now=now,
        until=until,
        n=most,
    )


def sent(tx: Tx, key: str, now: int) -> None:
    """A provider took it; the first time stands."""
    tx.run("UPDATE effect SET sent_at = :now WHERE key = :key AND sent_at IS NULL", key=key, now=now)


def gone(tx: Tx, key: str, *, why: str, now: int) -> None:
    """It will not leave the house."""
    tx.run(
        "UPDATE effect SET gone_at = :now, why = :why WHERE key = :key AND sent_at IS NULL AND gone_at IS NULL",
        key=key,
        why=why,
        now=now,
    )


def postpone(tx: Tx, key: str, *, at: int, why: str | None, counts: bool) -> None:
    """It is tried again then; what only waited for its time did not count as a try."""
    tx.run(
        "UPDATE effect SET due_at = :at, why = :why, tries = tries - :back"
        " WHERE key = :key AND sent_at IS NULL AND gone_at IS NULL",
        key=key,
        at=at,
        why=why,
        back=0 if counts else 1,
    )


def forget(tx: Tx, before: int) -> None:
    """What was settled long ago, or waited for nobody knows what."""
    tx.run("DELETE FROM effect WHERE created_at < :before", before=before)


def devices_of(tx: Tx, person_id: str) -> list[str]:
    """The devices on which this person is signed in (index session_by_person)."""
    rows = tx.all(
        "SELECT DISTINCT d.id FROM session AS s JOIN device AS d ON d.id = s.device_id"
        " WHERE s.person_id = :person AND s.ended_at IS NULL AND d.revoked_at IS NULL ORDER BY d.id",
        person=person_id,
    )
    return [row["id"] for row in rows]
