"""SQL of what an organization says in its own words, all that ever counted here; and what the app says itself."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final, Literal

import msgspec

from schemas.guidance.cards import Cards, CardSet
from schemas.guidance.wording import Replaced, Wording
from server.errors import NotNow
from server.storage.database import Row, Tx, listed
from server.vault import Vault

What = Literal["cards", "wording"]

CARDS: Final[What] = "cards"
WORDING: Final[What] = "wording"

SENTENCES: Final = Path(__file__).parents[2] / "client_pwa" / "dist" / "sentences.json"
"""Where the build of the app puts the list of its sentences; a wheel carries it in the same place."""

Said = CardSet | tuple[Replaced, ...]


def add(tx: Tx, new_id: str, what: What, said: Said, *, number: int, by: str | None, at: int) -> None:
    """Write it under this number; it counts from now."""
    tx.run(
        "INSERT INTO guidance (id, what, number, said, set_by, set_at) VALUES (:id, :what, :number, :said, :by, :at)",
        id=new_id,
        what=what,
        number=number,
        said=msgspec.json.encode(said).decode(),
        by=by,
        at=at,
    )


def newest(tx: Tx, what: What) -> Row | None:
    """The one that counts now: its id, its number and what it says; None while there is none."""
    return tx.one("SELECT id, number, said FROM guidance WHERE what = :what ORDER BY number DESC LIMIT 1", what=what)


def is_known(tx: Tx, guidance_id: str) -> bool:
    """True when this one was made here."""
    return tx.one("SELECT 1 AS yes FROM guidance WHERE id = :id", id=guidance_id) is not None


@cache
def sentences() -> Mapping[str, str]:
    """Every sentence of the app that is served here, by key, in English.

    Raises:
        NotNow: the app is not built yet.
    """
    try:
        return msgspec.json.decode(SENTENCES.read_bytes(), type=dict[str, str])
    except FileNotFoundError:
        raise NotNow("The app is not built yet, so nobody knows which sentences it has.") from None


def load_cards(tx: Tx, _vault: Vault, ids: Sequence[str]) -> dict[str, Cards]:
    """Sets of cards as everybody sees them."""
    rows = listed(tx, "SELECT id, number, said, set_at FROM guidance WHERE what = 'cards' AND id IN (:ids)", ids)
    said = {row["id"]: msgspec.json.decode(row["said"], type=CardSet) for row in rows}
    return {
        row["id"]: Cards(id=row["id"], number=row["number"], set_at=row["set_at"], cards=said[row["id"]].cards)
        for row in rows
    }


def load_wording(tx: Tx, _vault: Vault, ids: Sequence[str]) -> dict[str, Wording]:
    """Wordings as everybody sees them."""
    rows = listed(tx, "SELECT id, number, said, set_at FROM guidance WHERE what = 'wording' AND id IN (:ids)", ids)
    return {
        row["id"]: Wording(
            id=row["id"],
            number=row["number"],
            set_at=row["set_at"],
            sentences=msgspec.json.decode(row["said"], type=tuple[Replaced, ...]),
        )
        for row in rows
    }
