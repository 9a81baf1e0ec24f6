"""SQL of check-ins, and of how long ago a unit's phones were heard."""

import msgspec

from schemas.base import SAFE_INTEGER
from server.dispatch.rules.checkins import CheckIn, Setting
from server.storage.database import Tx
from server.vault import Vault


def add(tx: Tx, check_in: CheckIn) -> None:
    """Keep a check-in beside the others; none is ever changed."""
    tx.run(
        "INSERT INTO check_in (command_id, assignment_id, unit_id, checked_at, more_min, received_at, origin)"
        " VALUES (:command_id, :assignment_id, :unit_id, :checked_at, :more_min, :received_at, :origin)",
        **msgspec.structs.asdict(check_in),
    )


def of_unit(tx: Tx, unit_id: str, *, since: int, until: int | None) -> list[CheckIn]:
    """What a unit said between then and then, for whichever call (index check_in_by_unit)."""
    rows = tx.all(
        "SELECT command_id, assignment_id, unit_id, checked_at, more_min, received_at, origin FROM check_in"
        " WHERE unit_id = :unit AND checked_at BETWEEN :since AND :until",
        unit=unit_id,
        since=since,
        until=SAFE_INTEGER if until is None else until,
    )
    return [msgspec.convert(row, CheckIn) for row in rows]


def setting(tx: Tx, *, call_id: str, unit_id: str) -> Setting:
    """Where the unit works when it works on this call, and whether one person works alone."""
    row = tx.one(
        "SELECT c.location_kind AS kind, (SELECT COUNT(*) FROM unit AS u JOIN shift_member AS m"
        " ON m.shift_id = u.shift_id AND m.left_at IS NULL WHERE u.id = :unit) <= 1 AS is_alone"
        " FROM call AS c WHERE c.id = :call",
        call=call_id,
        unit=unit_id,
    )
    assert row is not None, "an assignment has a call"
    return Setting(kind=row["kind"], is_alone=bool(row["is_alone"]))


def heard_at(tx: Tx, unit_id: str) -> int | None:
    """When a phone of somebody on the unit was last heard; None when none is signed in."""
    row = tx.one(
        "SELECT MAX(d.last_seen) AS at FROM unit AS u"
        " JOIN shift_member AS m ON m.shift_id = u.shift_id AND m.left_at IS NULL"
        " JOIN session AS s ON s.person_id = m.person_id AND s.ended_at IS NULL"
        " JOIN device AS d ON d.id = s.device_id AND d.revoked_at IS NULL WHERE u.id = :unit",
        unit=unit_id,
    )
    return None if row is None else row["at"]


def awaited(tx: Tx, _vault: Vault) -> dict[str, int]:
    """The phones of units that are to check in or to answer, each with when it was last heard.

    Indexes assignment_checked, roll_team_open.
    """
    rows = tx.all(
        "SELECT DISTINCT d.id, d.last_seen FROM unit AS u"
        " JOIN shift_member AS m ON m.shift_id = u.shift_id AND m.left_at IS NULL"
        " JOIN session AS s ON s.person_id = m.person_id AND s.ended_at IS NULL"
        " JOIN device AS d ON d.id = s.device_id AND d.revoked_at IS NULL"
        " WHERE u.id IN (SELECT unit_id FROM assignment WHERE check_due_at IS NOT NULL) OR u.id IN (SELECT t.unit_id"
        " FROM roll_team AS t JOIN roll_call AS r ON r.id = t.roll_id AND r.ended_at IS NULL"
        " WHERE t.answered_at IS NULL)"
    )
    return {row["id"]: row["last_seen"] for row in rows}
