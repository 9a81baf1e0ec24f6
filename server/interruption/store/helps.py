"""SQL of a site's calls for help: in clear only that there is one, and whether somebody has it."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from schemas.records import Help, SentHelp
from server.interruption.rules.helps import InTrouble, Sent
from server.interruption.store.people import to_phone
from server.interruption.store.policies import on_call
from server.journal import key_name
from server.storage.database import Row, Tx, listed
from server.vault import UNREADABLE, Retention, Vault

KEPT = Retention.MEDIATION
"""As a call-out: an order ends it a day after it is over."""


def put(tx: Tx, vault: Vault, help_id: str, help_: InTrouble) -> None:
    """Keep a call for help as it stands now, all of it sealed."""
    sealed = vault.seal(
        entity=key_name("help", help_id), subjects=(help_id,), retention=KEPT, fields=msgspec.to_builtins(help_)
    )
    tx.run(
        "INSERT INTO site_help (id, received_at, is_taken, sealed) VALUES (:id, :at, :taken, :sealed)"
        " ON CONFLICT (id) DO UPDATE SET is_taken = :taken, sealed = :sealed",
        id=help_id,
        at=help_.received_at,
        taken=int(not help_.is_untaken),
        sealed=sealed,
    )


def find(tx: Tx, vault: Vault, help_id: str) -> InTrouble | None:
    """A call for help; None when it is not known, or cannot be read any more."""
    row = tx.one("SELECT id, sealed FROM site_help WHERE id = :id", id=help_id)
    return None if row is None else _opened(vault, row)


def known(tx: Tx, vault: Vault) -> dict[str, InTrouble]:
    """Every call for help that is not forgotten: a handful."""
    return _all(vault, tx.all("SELECT id, sealed FROM site_help ORDER BY id"))


def untaken_of(tx: Tx, vault: Vault, person_id: str) -> list[str]:
    """This person's calls that no lead has and that are not over, the earliest first (index site_help_untaken)."""
    found = _all(vault, tx.all("SELECT id, sealed FROM site_help WHERE is_taken = 0 ORDER BY id"))
    own = sorted((each.received_at, help_id) for help_id, each in found.items() if each.by == person_id)
    return [help_id for _, help_id in own]


def forget(tx: Tx, help_id: str) -> None:
    """Its row is gone."""
    tx.run("DELETE FROM site_help WHERE id = :id", id=help_id)


def load(tx: Tx, vault: Vault, ids: Sequence[str]) -> dict[str, Help]:
    """Calls for help whose key still exists, with who called and, where it is so, whom a lead is to phone."""
    found = _all(vault, listed(tx, "SELECT id, sealed FROM site_help WHERE id IN (:ids)", ids))
    names = {each.person_id: each.name for each in to_phone(tx, vault, [each.by for each in found.values()])}
    is_waiting = {help_id for help_id, each in found.items() if each.phone_at is not None and each.taken_at is None}
    people = to_phone(tx, vault, on_call(tx)) if is_waiting else ()
    return {
        help_id: Help(
            id=help_id,
            unit_id=None,
            by=each.by,
            name=names.get(each.by, ""),
            raised_at=each.raised_at,
            received_at=each.received_at,
            taken_at=each.taken_at,
            ended_at=each.ended_at,
            ending=each.ending,
            sent=tuple(map(_sent, each.sent)),
            phone_at=each.phone_at,
            people=people if help_id in is_waiting else (),
            version=each.version,
        )
        for help_id, each in found.items()
    }


def _sent(sent: Sent) -> SentHelp:
    """As it is shown: which lead it was and who was asked is told to nobody by name."""
    said = {name: getattr(sent, name) for name in ("id", "to", "by", "at", "at_risk", "policy")}
    return SentHelp(unit_id=None, team=None, name="", **said)


def _all(vault: Vault, rows: Sequence[Row]) -> dict[str, InTrouble]:
    vault.expect(KEPT, [key_name("help", row["id"]) for row in rows])
    opened = {row["id"]: _opened(vault, row) for row in rows}
    return {help_id: each for help_id, each in opened.items() if each is not None}


def _opened(vault: Vault, row: Row) -> InTrouble | None:
    name = key_name("help", row["id"])
    said: Mapping[str, Any] | None = vault.show(entity=name, retention=KEPT, sealed=bytes(row["sealed"]))
    return None if said is None or said is UNREADABLE else msgspec.convert(said, InTrouble)
