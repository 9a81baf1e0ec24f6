"""SQL of call-outs: in clear only that there is one, whether it is over, and which ids are part of it."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from schemas.records import Callout, Coming
from server.interruption.rules.callouts import Asked, CalledOut
from server.interruption.store import people
from server.journal import key_name
from server.storage.database import Row, Tx, listed
from server.vault import UNREADABLE, Retention, Vault

KEPT = Retention.MEDIATION
"""A call-out is what interrupters say to one another, as a mediation is; an order ends it within days."""


def put(tx: Tx, vault: Vault, callout_id: str, callout: CalledOut, *, now: int) -> None:
    """Keep a call-out as it stands now, all of it sealed."""
    sealed = vault.seal(
        entity=key_name("callout", callout_id),
        subjects=(callout_id,),
        retention=KEPT,
        fields=msgspec.to_builtins(callout),
    )
    tx.run(
        "INSERT INTO callout (id, received_at, is_over, sealed) VALUES (:id, :now, :over, :sealed)"
        " ON CONFLICT (id) DO UPDATE SET is_over = :over, sealed = :sealed",
        id=callout_id,
        now=now,
        over=int(callout.state == "ended"),
        sealed=sealed,
    )


def add_part(tx: Tx, coming_id: str, callout_id: str) -> None:
    """One more person is part of a call-out; who, only the sealed part says."""
    tx.run(
        "INSERT INTO coming (id, callout_id) VALUES (:id, :callout) ON CONFLICT DO NOTHING",
        id=coming_id,
        callout=callout_id,
    )


def find(tx: Tx, vault: Vault, callout_id: str) -> CalledOut | None:
    """A call-out; None when it is not known, or cannot be read any more."""
    row = tx.one("SELECT id, sealed FROM callout WHERE id = :id", id=callout_id)
    return None if row is None else _opened(vault, row)


def known(tx: Tx, vault: Vault) -> dict[str, CalledOut]:
    """Every call-out that is not forgotten: a handful."""
    return _all(vault, tx.all("SELECT id, sealed FROM callout ORDER BY id"))


def open_ones(tx: Tx, vault: Vault) -> dict[str, CalledOut]:
    """Those that are not over (index callout_open)."""
    return _all(vault, tx.all("SELECT id, sealed FROM callout WHERE is_over = 0 ORDER BY id"))


def callout_of(tx: Tx, coming_id: str) -> str | None:
    """Which call-out a part belongs to."""
    row = tx.one("SELECT callout_id FROM coming WHERE id = :id", id=coming_id)
    return None if row is None else str(row["callout_id"])


def forget(tx: Tx, callout_id: str) -> None:
    """Its rows are gone."""
    tx.run("DELETE FROM coming WHERE callout_id = :id", id=callout_id)
    tx.run("DELETE FROM callout WHERE id = :id", id=callout_id)


def load(tx: Tx, vault: Vault, ids: Sequence[str]) -> dict[str, Callout]:
    """Call-outs whose key still exists, with whom a lead is to phone where that is so."""
    found = _all(vault, listed(tx, "SELECT id, sealed FROM callout WHERE id IN (:ids)", ids))
    return {callout_id: _record(tx, vault, callout_id, each) for callout_id, each in found.items()}


def _record(tx: Tx, vault: Vault, callout_id: str, callout: CalledOut) -> Callout:
    told = {name: getattr(callout, name) for name in Callout.__struct_fields__ if hasattr(callout, name)}
    if callout.step is None:
        return Callout(id=callout_id, **told)
    silent = [each.person_id for each in callout.asked if each.answer is None]
    lead = people.lead(tx, callout.by) if callout.step == "phone" else None
    named = people.to_phone(tx, vault, [] if lead is None else [lead])
    return Callout(
        id=callout_id, named=named[0] if named else None, to_phone=people.to_phone(tx, vault, silent), **told
    )


def load_parts(tx: Tx, vault: Vault, ids: Sequence[str]) -> dict[str, Coming]:
    """What stands between one person and a call-out, with their name and number."""
    rows = listed(
        tx,
        "SELECT c.id AS part, o.id, o.sealed FROM coming AS c JOIN callout AS o ON o.id = c.callout_id"
        " WHERE c.id IN (:ids)",
        ids,
    )
    callouts = _all(vault, list({row["id"]: row for row in rows}.values()))
    parts: dict[str, tuple[str, Asked]] = {}
    for row in rows:
        callout = callouts.get(row["id"])
        part = None if callout is None else callout.by_id(row["part"])
        if part is not None:
            parts[row["part"]] = row["id"], part
    phones = people.to_phone(tx, vault, sorted({part.person_id for _, part in parts.values()}))
    named = {each.person_id: each for each in phones}
    found = {}
    for part_id, (callout_id, part) in parts.items():
        who = named.get(part.person_id)
        found[part_id] = Coming(
            callout_id=callout_id,
            name="" if who is None else who.name,
            phone=None if who is None else who.phone,
            **msgspec.structs.asdict(part),
        )
    return found


def _all(vault: Vault, rows: Sequence[Row]) -> dict[str, CalledOut]:
    vault.expect(KEPT, [key_name("callout", row["id"]) for row in rows])
    opened = {row["id"]: _opened(vault, row) for row in rows}
    return {callout_id: each for callout_id, each in opened.items() if each is not None}


def _opened(vault: Vault, row: Row) -> CalledOut | None:
    name = key_name("callout", row["id"])
    said: Mapping[str, Any] | None = vault.show(entity=name, retention=KEPT, sealed=bytes(row["sealed"]))
    return None if said is None or said is UNREADABLE else msgspec.convert(said, CalledOut)
