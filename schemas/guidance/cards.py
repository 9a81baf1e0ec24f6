"""Cards that teams read in the street.

Every card names where it comes from and who here read it. The first set is ours, read by nobody here:
`first_cards.json`.
"""

from pathlib import Path
from typing import Final

import msgspec

from schemas.base import Count, Day, Id, Key, Line, Ms, Struct, Words
from schemas.codes.intake import CallType


class Card(Struct, frozen=True, kw_only=True):
    """A card: what it is for, when to use it, and at most eight steps in plain words.

    `types` are the types of call that it is shown first on. `reviewed_by` is who of this organization read it, and on
    which day; while nobody did, it is marked as an example.
    """

    id: Key
    title: Words
    when: Words
    steps: tuple[Words, ...]
    source: Line
    types: tuple[CallType, ...] = ()
    reviewed_by: Line | None = None
    reviewed_on: Day | None = None


class CardSet(Struct, frozen=True, kw_only=True):
    """All cards of an organization, in the order in which they are shown."""

    cards: tuple[Card, ...]


class Cards(CardSet, frozen=True, kw_only=True):
    """A set of cards: the n-th here. It is never changed, only followed by the next; readers have the newest alone."""

    id: Id
    number: Count
    set_at: Ms


FIRST_CARDS_FILE: Final = Path(__file__).parent / "first_cards.json"


def first_cards() -> CardSet:
    """The set that an organization begins with."""
    return msgspec.json.decode(FIRST_CARDS_FILE.read_bytes(), type=CardSet)
