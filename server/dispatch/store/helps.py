"""SQL of calls for help, and the record that the desk, whoever called and the team are shown."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec.structs import replace

from schemas.codes.dispatch import HelpEnding
from schemas.commands import SendHelp
from schemas.records import Help, SentHelp
from server.dispatch.store.policies import on_call, to_phone
from server.journal import key_name
from server.storage.database import Row, Tx, listed
from server.vault import Retention, Vault


def add(tx: Tx, help_id: str, *, unit_id: str | None, person_id: str, raised_at: int, now: int) -> None:
    """Write a call for help; one that is known stays as it is."""
    tx.run(
        "INSERT INTO help (id, unit_id, person_id, raised_at, received_at, version)"
        " VALUES (:id, :unit, :person, :raised, :now, 1) ON CONFLICT DO NOTHING",
        id=help_id,
        unit=unit_id,
        person=person_id,
        raised=raised_at,
        now=now,
    )


def set_position(tx: Tx, help_id: str, sealed: bytes | None) -> None:
    """Where whoever called was; None when that is gone."""
    tx.run("UPDATE help SET position = :sealed, version = version + 1 WHERE id = :id", id=help_id, sealed=sealed)


def placed_at(tx: Tx, vault: Vault, help_id: str) -> int | None:
    """Of when the position is that is kept, by our clock; None without one, or where it lies damaged."""
    row = tx.one("SELECT id, position FROM help WHERE id = :id", id=help_id)
    opened = None if row is None else _position(vault, row)
    return None if opened is None else int(opened["at"])


def has_position(tx: Tx, help_id: str) -> bool:
    """Whether it is known where whoever called was."""
    return tx.one("SELECT id FROM help WHERE id = :id AND position IS NOT NULL", id=help_id) is not None


def find(tx: Tx, help_id: str) -> Row | None:
    """Who called, from which unit, and how it stands."""
    return tx.one(
        "SELECT unit_id, person_id, received_at, taken_at, ended_at, phone_at FROM help WHERE id = :id", id=help_id
    )


def untaken_of(tx: Tx, person_id: str) -> list[str]:
    """This person's calls for help that nobody has and that are not over, the earliest first."""
    rows = tx.all(
        "SELECT id FROM help WHERE person_id = :person AND taken_at IS NULL AND ended_at IS NULL"
        " ORDER BY received_at, id",
        person=person_id,
    )
    return [row["id"] for row in rows]


def take(tx: Tx, help_id: str, *, by: str, at: int) -> None:
    """Somebody at the desk has it; the earliest stands."""
    tx.run(
        "UPDATE help SET taken_at = :at, taken_by = :by, version = version + 1"
        " WHERE id = :id AND (taken_at IS NULL OR taken_at > :at)",
        id=help_id,
        by=by,
        at=at,
    )


def end(tx: Tx, help_id: str, *, ending: HelpEnding, at: int) -> None:
    """It is over; the earliest stands."""
    tx.run(
        "UPDATE help SET ended_at = :at, ending = :ending, version = version + 1"
        " WHERE id = :id AND (ended_at IS NULL OR ended_at > :at)",
        id=help_id,
        ending=ending,
        at=at,
    )


def phone(tx: Tx, help_id: str, *, at: int) -> None:
    """From now on somebody named is to be phoned."""
    tx.run("UPDATE help SET phone_at = :at, version = version + 1 WHERE id = :id", id=help_id, at=at)


def add_sent(tx: Tx, sent_id: str, help_id: str, sent: SendHelp, *, unit_id: str | None, by: str, at: int) -> bool:
    """Keep whom the desk sent beside the others; False when it was kept before."""
    added = tx.run(
        "INSERT INTO help_sent (id, help_id, sent_to, unit_id, sent_by, sent_at, at_risk, policy)"
        " VALUES (:id, :help, :to, :unit, :by, :at, :at_risk, :policy) ON CONFLICT DO NOTHING",
        id=sent_id,
        help=help_id,
        to=sent.to,
        unit=unit_id,
        by=by,
        at=at,
        at_risk=int(sent.at_risk),
        policy=sent.policy,
    )
    tx.run("UPDATE help SET version = version + 1 WHERE id = :id", id=help_id)
    return added == 1


def sent_units(tx: Tx, help_id: str) -> list[str]:
    """The teams that were sent (index help_sent_by_help)."""
    rows = tx.all(
        "SELECT DISTINCT unit_id FROM help_sent WHERE help_id = :id AND unit_id IS NOT NULL ORDER BY unit_id",
        id=help_id,
    )
    return [row["unit_id"] for row in rows]


def load(tx: Tx, vault: Vault, ids: Sequence[str]) -> dict[str, Help]:
    """Calls for help as readers see them, with the name of whoever called."""
    rows = listed(
        tx,
        "SELECT h.id, h.unit_id, h.person_id AS by, h.raised_at, h.received_at, h.taken_at, h.ended_at, h.ending,"
        " h.phone_at, h.version, h.position, p.sealed FROM help AS h JOIN person AS p ON p.id = h.person_id"
        " WHERE h.id IN (:ids)",
        ids,
    )
    vault.expect(Retention.STAFF, [row["by"] for row in rows])
    sent = _sent(tx, vault, [row["id"] for row in rows])
    is_waiting = {row["id"] for row in rows if row["phone_at"] is not None and row["taken_at"] is None}
    people = to_phone(tx, vault, on_call(tx)) if is_waiting else ()
    return {
        row["id"]: replace(
            _record(vault, row), sent=sent.get(row["id"], ()), people=people if row["id"] in is_waiting else ()
        )
        for row in rows
    }


def _sent(tx: Tx, vault: Vault, ids: Sequence[str]) -> dict[str, tuple[SentHelp, ...]]:
    """Whom the desk sent to each, the first first."""
    rows = listed(
        tx,
        "SELECT s.help_id, s.id, s.sent_to, s.unit_id, s.sent_by AS by, s.sent_at AS at, s.at_risk, s.policy, p.sealed,"
        " u.name AS team"
        " FROM help_sent AS s JOIN person AS p ON p.id = s.sent_by LEFT JOIN unit AS u ON u.id = s.unit_id"
        " WHERE s.help_id IN (:ids) ORDER BY s.sent_at, s.id",
        ids,
    )
    vault.expect(Retention.STAFF, [row["by"] for row in rows])
    found: dict[str, tuple[SentHelp, ...]] = {}
    for row in rows:
        shown = {"id": row["id"], "to": row["sent_to"], "at_risk": bool(row["at_risk"]), "name": _name(vault, row)}
        one = msgspec.convert(
            {**{key: row[key] for key in ("unit_id", "team", "by", "at", "policy")}, **shown}, SentHelp
        )
        found[row["help_id"]] = (*found.get(row["help_id"], ()), one)
    return found


def _record(vault: Vault, row: Row) -> Help:
    shown = {name: value for name, value in row.items() if name not in ("sealed", "position")}
    return msgspec.convert({**shown, "name": _name(vault, row), "position": _position(vault, row)}, Help)


def _position(vault: Vault, row: Row) -> Mapping[str, Any] | None:
    if row["position"] is None:
        return None
    about, sealed = key_name("help", row["id"]), bytes(row["position"])
    opened = vault.show(entity=about, retention=Retention.POSITION, sealed=sealed)
    return opened if opened and "lat" in opened else None


def _name(vault: Vault, row: Row) -> str:
    opened = vault.show(entity=row["by"], retention=Retention.STAFF, sealed=bytes(row["sealed"])) or {}
    return str(opened.get("name", ""))
