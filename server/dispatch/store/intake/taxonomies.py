"""SQL of the editions of the call types: every one that ever counted here."""

from collections.abc import Sequence

import msgspec

from schemas.codes import TAXONOMY_VERSION
from schemas.records import Taxonomy
from server.storage.database import Row, Tx, listed

_ROW = "SELECT id, number, types, agreed_on, set_at FROM taxonomy"


def add(tx: Tx, edition: Taxonomy) -> None:
    """Write an edition; it counts from now."""
    tx.run(
        "INSERT INTO taxonomy (id, number, types, agreed_on, set_at) VALUES (:id, :number, :types, :agreed_on, :at)",
        id=edition.id,
        number=edition.number,
        types=msgspec.json.encode(edition.types).decode(),
        agreed_on=edition.agreed_on,
        at=edition.set_at,
    )


def newest(tx: Tx) -> Taxonomy | None:
    """The edition that counts now; None while it is the first, which every desk has with it."""
    row = tx.one(f"{_ROW} ORDER BY number DESC LIMIT 1")
    return None if row is None else _record(row)


def number_now(tx: Tx) -> int:
    """The number of the edition that counts now."""
    row = tx.one("SELECT MAX(number) AS number FROM taxonomy")
    return TAXONOMY_VERSION if row is None or row["number"] is None else int(row["number"])


def load(tx: Tx, _vault: object, ids: Sequence[str]) -> dict[str, Taxonomy]:
    """Editions as the desk sees them."""
    return {row["id"]: _record(row) for row in listed(tx, f"{_ROW} WHERE id IN (:ids)", ids)}


def _record(row: Row) -> Taxonomy:
    types = msgspec.json.decode(row["types"])
    return msgspec.convert({**row, "types": types}, Taxonomy)
