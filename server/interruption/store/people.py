"""SQL of who works in a site: who is on call, which leads there are, how somebody is phoned, when they were heard."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec

from schemas.base import Ms, Struct
from schemas.records import Duty, ToPhone
from server.journal import key_name
from server.storage.database import Row, Tx, listed
from server.vault import UNREADABLE, Retention, Vault

KEPT = Retention.MEDIATION
"""Whether an interrupter is on call goes with what they wrote."""


class OnDuty(Struct, frozen=True, kw_only=True):
    """What somebody last said of being on call."""

    on_call: bool
    said_at: Ms
    until_at: Ms | None
    version: int = 1


def put_duty(tx: Tx, vault: Vault, person_id: str, duty: OnDuty) -> None:
    """Keep what somebody says of being on call, sealed."""
    sealed = vault.seal(
        entity=key_name("duty", person_id),
        subjects=(person_id,),
        retention=KEPT,
        fields=msgspec.to_builtins(duty),
    )
    tx.run(
        "INSERT INTO duty (id, sealed) VALUES (:id, :sealed) ON CONFLICT (id) DO UPDATE SET sealed = :sealed",
        id=person_id,
        sealed=sealed,
    )


def duty(tx: Tx, vault: Vault, person_id: str) -> OnDuty | None:
    """What somebody last said of it; None when they never did."""
    row = tx.one("SELECT id, sealed FROM duty WHERE id = :id", id=person_id)
    return None if row is None else _opened(vault, row)


def on_call(tx: Tx, vault: Vault, now: int) -> list[str]:
    """Who may be asked at this moment: interrupters who work here and said that they are on call."""
    rows = tx.all(
        "SELECT d.id, d.sealed FROM duty AS d JOIN person AS p ON p.id = d.id AND p.ended_at IS NULL"
        " JOIN role AS r ON r.person_id = d.id AND r.role = 'interrupter' ORDER BY d.id"
    )
    vault.expect(KEPT, [key_name("duty", row["id"]) for row in rows])
    said = [(row["id"], _opened(vault, row)) for row in rows]
    return [person_id for person_id, each in said if each is not None and is_on(each, now)]


def is_on(duty: OnDuty, now: int) -> bool:
    """Whether who said this is on call now."""
    return duty.on_call and duty.until_at is not None and now < duty.until_at


def load_duties(tx: Tx, vault: Vault, ids: Sequence[str]) -> dict[str, Duty]:
    """What people said of being on call, with their names."""
    rows = listed(tx, "SELECT id, sealed FROM duty WHERE id IN (:ids)", ids)
    vault.expect(KEPT, [key_name("duty", row["id"]) for row in rows])
    names = {each.person_id: each.name for each in to_phone(tx, vault, [row["id"] for row in rows])}
    said = {row["id"]: _opened(vault, row) for row in rows}
    return {
        person_id: Duty(id=person_id, name=names.get(person_id, ""), **msgspec.structs.asdict(each))
        for person_id, each in said.items()
        if each is not None
    }


def works_here(tx: Tx, person_id: str) -> bool:
    """Whether this is an interrupter or a lead of this site today."""
    row = tx.one(
        "SELECT p.id FROM person AS p JOIN role AS r ON r.person_id = p.id AND r.role IN ('interrupter', 'site_lead')"
        " WHERE p.id = :id AND p.ended_at IS NULL",
        id=person_id,
    )
    return row is not None


def leads(tx: Tx) -> list[str]:
    """The site's leads."""
    rows = tx.all(
        "SELECT p.id FROM role AS r JOIN person AS p ON p.id = r.person_id AND p.ended_at IS NULL"
        " WHERE r.role = 'site_lead' ORDER BY p.id"
    )
    return [row["id"] for row in rows]


def lead(tx: Tx, made_by: str) -> str | None:
    """Who of them is named to phone: who made it, else the first who still works here."""
    found = leads(tx)
    return made_by if made_by in found else next(iter(found), None)


def to_phone(tx: Tx, vault: Vault, ids: Collection[str]) -> tuple[ToPhone, ...]:
    """Those of these people who work here, with name and number."""
    rows = listed(
        tx, "SELECT id, sealed FROM person WHERE id IN (:ids) AND ended_at IS NULL ORDER BY id", sorted(set(ids))
    )
    vault.expect(Retention.STAFF, [row["id"] for row in rows])
    return tuple(_one(vault, row) for row in rows)


def _one(vault: Vault, row: Row) -> ToPhone:
    opened = vault.show(entity=row["id"], retention=Retention.STAFF, sealed=bytes(row["sealed"])) or {}
    return ToPhone(person_id=row["id"], name=str(opened.get("name", "")), phone=opened.get("phone"))


def heard_at(tx: Tx, person_id: str) -> int | None:
    """When a phone of somebody was last heard; None when they are signed in on none."""
    row = tx.one(
        "SELECT MAX(d.last_seen) AS at FROM session AS s JOIN device AS d ON d.id = s.device_id"
        " AND d.revoked_at IS NULL WHERE s.person_id = :person AND s.ended_at IS NULL",
        person=person_id,
    )
    return None if row is None else row["at"]


def phones_of(tx: Tx, people: Collection[str]) -> dict[str, int]:
    """The phones of these people, each with when it was last heard."""
    rows = listed(
        tx,
        "SELECT DISTINCT d.id, d.last_seen FROM session AS s JOIN device AS d ON d.id = s.device_id"
        " AND d.revoked_at IS NULL WHERE s.ended_at IS NULL AND s.person_id IN (:ids)",
        sorted(people),
    )
    return {row["id"]: row["last_seen"] for row in rows}


def rings(tx: Tx) -> bool:
    """Whether this site has its phones rung through the push services of browser makers."""
    row = tx.one("SELECT rings FROM desk WHERE one = 1")
    return row is not None and bool(row["rings"])


def _opened(vault: Vault, row: Row) -> OnDuty | None:
    name = key_name("duty", row["id"])
    said: Mapping[str, Any] | None = vault.show(entity=name, retention=KEPT, sealed=bytes(row["sealed"]))
    return None if said is None or said is UNREADABLE else msgspec.convert(said, OnDuty)
