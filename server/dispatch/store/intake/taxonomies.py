"""SQL of the editions of the call types: every one that ever counted here."""

from collections.abc import Sequence
from typing import Final

import msgspec

from schemas.codes import TAXONOMY_VERSION
from schemas.records import Taxonomy
from server.dispatch.store.policies import to_phone
from server.storage.database import Row, Tx, listed
from server.vault import Vault

_ROW: Final = (
    "SELECT id, number, types, agreed_on, type_order, sources, priorities, questions, set_by, set_at FROM taxonomy"
)
_LISTS: Final = ("types", "sources", "priorities", "questions")


def add(tx: Tx, edition: Taxonomy) -> None:
    """Write an edition; it counts from now."""
    tx.run(
        "INSERT INTO taxonomy (id, number, types, agreed_on, type_order, sources, priorities, questions, set_by,"
        " set_at)"
        " VALUES (:id, :number, :types, :agreed_on, :type_order, :sources, :priorities, :questions, :set_by, :at)",
        id=edition.id,
        number=edition.number,
        agreed_on=edition.agreed_on,
        type_order=edition.order,
        set_by=edition.by,
        at=edition.set_at,
        **{name: _text(getattr(edition, name)) for name in _LISTS},
    )


def _text(said: object) -> str | None:
    return None if said is None else msgspec.json.encode(said).decode()


def newest(tx: Tx) -> Taxonomy | None:
    """The edition that counts now; None while it is the first, which every desk has with it."""
    row = tx.one(f"{_ROW} ORDER BY number DESC LIMIT 1")
    return None if row is None else _record(row, {})


def number_now(tx: Tx) -> int:
    """The number of the edition that counts now."""
    row = tx.one("SELECT MAX(number) AS number FROM taxonomy")
    return TAXONOMY_VERSION if row is None or row["number"] is None else int(row["number"])


def is_known(tx: Tx, edition_id: str) -> bool:
    """True when this edition was made here."""
    return tx.one("SELECT 1 AS yes FROM taxonomy WHERE id = :id", id=edition_id) is not None


def numbered(tx: Tx, number: int) -> str | None:
    """The id of the edition of this number; None where it is the first, or there never was one."""
    row = tx.one("SELECT id FROM taxonomy WHERE number = :number", number=number)
    return None if row is None else str(row["id"])


def load(tx: Tx, vault: Vault, ids: Sequence[str]) -> dict[str, Taxonomy]:
    """Editions as the desk sees them, each with whoever set it."""
    rows = listed(tx, f"{_ROW} WHERE id IN (:ids)", ids)
    people = sorted({row["set_by"] for row in rows if row["set_by"] is not None})
    names = {each.person_id: each.name for each in to_phone(tx, vault, people)}
    return {row["id"]: _record(row, names) for row in rows}


def _record(row: Row, names: dict[str, str]) -> Taxonomy:
    lists = {name: msgspec.json.decode(row[name]) for name in _LISTS if row[name] is not None}
    told = {name: row[name] for name in ("id", "number", "agreed_on", "set_at")}
    by = {"order": row["type_order"], "by": row["set_by"], "name": names.get(row["set_by"] or "", "")}
    return msgspec.convert({**told, **lists, **by}, Taxonomy)
