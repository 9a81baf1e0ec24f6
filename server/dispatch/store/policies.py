"""SQL of who is sent for help and who is phoned when nobody has it: every policy that was ever set here."""

from collections.abc import Sequence

import msgspec

from schemas.codes.dispatch import OfferNext
from schemas.commands import SetHelpPolicy
from schemas.records import HelpPolicy, ToPhone
from server.storage.database import Row, Tx, listed
from server.vault import Retention, Vault


def add(tx: Tx, policy_id: str, policy: SetHelpPolicy, *, by: str, at: int) -> int:
    """Write a policy; it counts from now. Answers its number."""
    row = tx.one("SELECT COALESCE(MAX(number), 0) + 1 AS number FROM help_policy")
    assert row is not None, "an aggregate has a row"
    tx.run(
        "INSERT INTO help_policy (id, number, steps, police_preset, on_call, weapon_police, unanswered, set_by,"
        " set_at)"
        " VALUES (:id, :number, :steps, :preset, :on_call, :weapon, :unanswered, :by, :at) ON CONFLICT DO NOTHING",
        id=policy_id,
        number=row["number"],
        steps=msgspec.json.encode(policy.order).decode(),
        preset=int(policy.police_preset),
        on_call=policy.on_call,
        weapon=int(policy.weapon_police),
        unanswered=policy.unanswered,
        by=by,
        at=at,
    )
    return int(row["number"])


def newest(tx: Tx) -> Row | None:
    """The policy that counts now (its id, who is on call); None where none was set."""
    return tx.one("SELECT id, on_call FROM help_policy ORDER BY number DESC LIMIT 1")


def unanswered(tx: Tx) -> OfferNext:
    """What the desk is told when nobody answers an offer."""
    row = tx.one("SELECT unanswered FROM help_policy ORDER BY number DESC LIMIT 1")
    found: OfferNext = "next_team" if row is None else row["unanswered"]
    return found


def on_call(tx: Tx) -> list[str]:
    """Who is named to be phoned when nobody has a call for help; where nobody is, every supervisor."""
    named = tx.all(
        "SELECT p.id FROM help_policy AS h JOIN person AS p ON p.id = h.on_call AND p.ended_at IS NULL"
        " WHERE h.number = (SELECT MAX(number) FROM help_policy)"
    )
    found = named or tx.all(
        "SELECT p.id FROM role AS r JOIN person AS p ON p.id = r.person_id AND p.ended_at IS NULL"
        " WHERE r.role = 'supervisor' ORDER BY p.id"
    )
    return [row["id"] for row in found]


def to_phone(tx: Tx, vault: Vault, ids: Sequence[str]) -> tuple[ToPhone, ...]:
    """Those of these people who work here, with name and number."""
    rows = listed(tx, "SELECT id, sealed FROM person WHERE id IN (:ids) AND ended_at IS NULL ORDER BY id", ids)
    vault.expect(Retention.STAFF, [row["id"] for row in rows])
    return tuple(_one(vault, row["id"], row["sealed"]) for row in rows)


def _one(vault: Vault, person_id: str, sealed: bytes) -> ToPhone:
    opened = vault.show(entity=person_id, retention=Retention.STAFF, sealed=bytes(sealed)) or {}
    return ToPhone(person_id=person_id, name=str(opened.get("name", "")), phone=opened.get("phone"))


def load(tx: Tx, vault: Vault, ids: Sequence[str]) -> dict[str, HelpPolicy]:
    """Policies as the desk sees them, with whoever set them and whoever is on call."""
    rows = listed(
        tx,
        "SELECT id, number, steps, police_preset, on_call, weapon_police, unanswered, set_by, set_at FROM help_policy"
        " WHERE id IN (:ids)",
        ids,
    )
    people = sorted({row[name] for row in rows for name in ("on_call", "set_by") if row[name] is not None})
    known = {each.person_id: each for each in to_phone(tx, vault, people)}
    return {row["id"]: _record(row, known) for row in rows}


def _record(row: Row, known: dict[str, ToPhone]) -> HelpPolicy:
    by = known.get(row["set_by"])
    return HelpPolicy(
        id=row["id"],
        number=row["number"],
        order=msgspec.json.decode(row["steps"], type=tuple),
        police_preset=bool(row["police_preset"]),
        on_call=known.get(row["on_call"] or ""),
        weapon_police=bool(row["weapon_police"]),
        unanswered=row["unanswered"],
        set_at=row["set_at"],
        by=row["set_by"],
        name="" if by is None else by.name,
    )
