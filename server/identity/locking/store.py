"""SQL of the shares, each sealed under a key of its own."""

from server.storage.database import Row, Tx


def name(device_id: str, person_id: str) -> str:
    """What the vault calls the share of a person on a device."""
    return f"share/{device_id}/{person_id}"


def find(tx: Tx, device_id: str, person_id: str) -> Row | None:
    """The share of this person on this device, still sealed."""
    return tx.one(
        "SELECT sealed FROM share WHERE device_id = :device AND person_id = :person", device=device_id, person=person_id
    )


def put(tx: Tx, device_id: str, person_id: str, sealed: bytes) -> None:
    """Keep this one from now."""
    tx.run(
        "INSERT INTO share (device_id, person_id, sealed) VALUES (:device, :person, :sealed)"
        " ON CONFLICT (device_id, person_id) DO UPDATE SET sealed = :sealed",
        device=device_id,
        person=person_id,
        sealed=sealed,
    )


def drop_on(tx: Tx, device_id: str) -> list[str]:
    """Let go of every share of a device; answers whose."""
    rows = tx.all("DELETE FROM share WHERE device_id = :device RETURNING person_id", device=device_id)
    return sorted(row["person_id"] for row in rows)


def drop_of(tx: Tx, person_id: str) -> list[str]:
    """Let go of every share of a person; answers on which devices (index share_by_person)."""
    rows = tx.all("DELETE FROM share WHERE person_id = :person RETURNING device_id", person=person_id)
    return sorted(row["device_id"] for row in rows)


def scopes(tx: Tx, person_id: str) -> list[tuple[str, int | None]]:
    """What this person may read now, each scope with its end (primary key of membership)."""
    rows = tx.all("SELECT scope, until_at FROM membership WHERE person_id = :person", person=person_id)
    return [(row["scope"], row["until_at"]) for row in rows]
