"""SQL of how many of a team felt safe in a week, and how many did not."""

from server.days import day_of, week_of
from server.storage.database import Tx


def count(tx: Tx, unit_id: str, *, at: int, is_safe: bool) -> None:
    """Add one answer to the week of the city's calendar in which it was given."""
    head = tx.one("SELECT timezone FROM directory_head WHERE one = 1")
    tx.run(
        "INSERT INTO felt_week (unit_id, week, safe, unsafe) VALUES (:unit, :week, :safe, :unsafe)"
        " ON CONFLICT (unit_id, week) DO UPDATE"
        " SET safe = felt_week.safe + excluded.safe, unsafe = felt_week.unsafe + excluded.unsafe",
        unit=unit_id,
        week=week_of(day_of(at, "UTC" if head is None else str(head["timezone"]))),
        safe=int(is_safe),
        unsafe=int(not is_safe),
    )
