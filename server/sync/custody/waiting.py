"""SQL of what waits in custody for something to arrive."""

from server.storage.database import Row, Tx


def without_leave(tx: Tx, person_id: str, *, since: int, most: int) -> list[Row]:
    """What this person said since then that they might not say, oldest first, so many at most (held_by_after)."""
    return tx.all(
        "SELECT command_id, device, person_id, type, waits_for, code, held_at, skew_ms, sealed FROM held"
        " WHERE waits_for = :person AND resolved_at IS NULL AND code = 'forbidden' AND held_at >= :since"
        " ORDER BY held_at, command_id LIMIT :most",
        person=person_id,
        since=since,
        most=most,
    )


def waiting_for(tx: Tx, name: str) -> list[Row]:
    """What is held until this command or this entity arrives, oldest first (index held_by_after)."""
    return tx.all(
        "SELECT command_id, device, person_id, type, waits_for, code, held_at, skew_ms, sealed FROM held"
        " WHERE waits_for = :name AND resolved_at IS NULL ORDER BY held_at, command_id",
        name=name,
    )
