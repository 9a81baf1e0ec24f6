"""SQL of alarms, and the record the desk is shown."""

from collections.abc import Collection, Sequence
from typing import Final

import msgspec
from msgspec.structs import replace

from schemas.codes.dispatch import AlarmKind
from schemas.records import Alarm, Assignment, ToPhone
from server.dispatch.store import policies
from server.storage.database import Row, Tx, listed
from server.vault import Retention, Vault

UNANSWERED: Final[frozenset[AlarmKind]] = frozenset({"offer_unanswered", "offer_unreached", "offer_waits"})
"""Nobody has said yes or no to an offer: by the policy somebody may have to decide."""


def add(tx: Tx, alarm: Alarm) -> bool:
    """Write an alarm; False when it was raised before."""
    fields = msgspec.structs.asdict(alarm) | {"missed": msgspec.json.encode(alarm.missed).decode()}
    added = tx.run(
        "INSERT INTO alarm (id, kind, call_id, assignment_id, unit_id, raised_at, resolved_at, missed, missed_count)"
        " VALUES (:id, :kind, :call_id, :assignment_id, :unit_id, :raised_at, :resolved_at, :missed, :missed_count)"
        " ON CONFLICT DO NOTHING",
        **fields,
    )
    return added == 1


def resolve(tx: Tx, alarm_id: str, *, by: str, at: int) -> bool:
    """Somebody has it; False when it is unknown or was taken before."""
    taken = tx.run(
        "UPDATE alarm SET resolved_at = :at, resolved_by = :by WHERE id = :id AND resolved_at IS NULL",
        id=alarm_id,
        by=by,
        at=at,
    )
    return taken == 1


def untaken(tx: Tx, about: Assignment, kinds: Collection[AlarmKind]) -> list[str]:
    """The alarms of these kinds about an assignment that nobody has taken up (index alarm_by_call)."""
    rows = tx.all(
        "SELECT id, kind FROM alarm WHERE call_id = :call AND assignment_id = :id AND resolved_at IS NULL ORDER BY id",
        call=about.call_id,
        id=about.id,
    )
    return [row["id"] for row in rows if row["kind"] in kinds]


def load(tx: Tx, vault: Vault, ids: Sequence[str]) -> dict[str, Alarm]:
    """Alarms as the desk sees them; those of an erased call are left out."""
    rows = listed(
        tx,
        "SELECT id, kind, call_id, assignment_id, unit_id, raised_at, resolved_at, missed, missed_count FROM alarm"
        " WHERE id IN (:ids) AND NOT EXISTS (SELECT 1 FROM erased WHERE subject = alarm.call_id)",
        ids,
    )
    whom = _to_phone(tx, vault, [row["id"] for row in rows if row["kind"] == "phone_them"])
    decides = _decides(tx, vault) if any(row["kind"] in UNANSWERED for row in rows) else ()
    return {
        row["id"]: replace(_alarm(row), people=decides if row["kind"] in UNANSWERED else whom.get(row["id"], ()))
        for row in rows
    }


def _decides(tx: Tx, vault: Vault) -> tuple[ToPhone, ...]:
    """Who decides when nobody answers an offer, where the policy names somebody for that."""
    if policies.unanswered(tx) != "supervisor":
        return ()
    return policies.to_phone(tx, vault, policies.on_call(tx))


def _to_phone(tx: Tx, vault: Vault, ids: Sequence[str]) -> dict[str, tuple[ToPhone, ...]]:
    """Who was asked, is still on the team and not shut out, with name and number as they are known now."""
    rows = listed(
        tx,
        "SELECT a.id AS alarm_id, p.id, p.sealed FROM alarm AS a"
        " JOIN delivery AS d ON d.assignment_id = a.assignment_id JOIN unit AS u ON u.id = a.unit_id"
        " JOIN shift_member AS m ON m.shift_id = u.shift_id"
        " AND m.person_id = d.person_id AND m.left_at IS NULL JOIN person AS p ON p.id = d.person_id"
        " WHERE a.id IN (:ids) AND p.ended_at IS NULL ORDER BY p.id",
        ids,
    )
    vault.expect(Retention.STAFF, [row["id"] for row in rows])
    found: dict[str, tuple[ToPhone, ...]] = {}
    for row in rows:
        opened = vault.show(entity=row["id"], retention=Retention.STAFF, sealed=bytes(row["sealed"])) or {}
        one = ToPhone(person_id=row["id"], name=str(opened.get("name", "")), phone=opened.get("phone"))
        found[row["alarm_id"]] = (*found.get(row["alarm_id"], ()), one)
    return found


def _alarm(row: Row) -> Alarm:
    return msgspec.convert({**row, "missed": msgspec.json.decode(row["missed"])}, Alarm)
