"""What a set of cards must be, to be one."""

from collections import Counter
from datetime import date
from typing import Final

import msgspec

from schemas.base import Words
from schemas.guidance.cards import Card, CardSet
from server.errors import Invalid

MOST_STEPS: Final = 8
"""Nobody reads more while a person waits in front of them."""

MOST_BYTES: Final = 32 * 1024
"""Every phone keeps the set, and is sent it whole."""


def checked(said: CardSet) -> CardSet:
    """This set.

    Raises:
        Invalid: it has no card, one of them twice, a card without a step, with too many or without words in one of the
            languages, a review without a name or a day, or more than phones are sent.
    """
    if not said.cards:
        raise Invalid("A set without any card.")
    for each, count in Counter(card.id for card in said.cards).items():
        if count > 1:
            raise Invalid(f"The card {each} stands there twice: which of the two counts?")
    for card in said.cards:
        _card(card)
    size = len(msgspec.json.encode(said))
    if size > MOST_BYTES:
        raise Invalid(f"{size} bytes: a set of cards has at most {MOST_BYTES}, for every phone keeps it.")
    return said


def _card(card: Card) -> None:
    if not 1 <= len(card.steps) <= MOST_STEPS:
        raise Invalid(f"The card {card.id} has {len(card.steps)} steps: a card has 1 to {MOST_STEPS}.")
    told = {"title": card.title, "when": card.when}
    for name, words in (told | {f"step {n}": step for n, step in enumerate(card.steps, 1)}).items():
        if not _both(words):
            raise Invalid(f"The card {card.id} has no words for its {name}, or none in one of the languages.")
    if not card.source.strip():
        raise Invalid(f"The card {card.id} does not say where it comes from.")
    if (card.reviewed_by is None) != (card.reviewed_on is None):
        raise Invalid(f"The card {card.id} was reviewed: say by whom and on which day.")
    if card.reviewed_by is not None and not card.reviewed_by.strip():
        raise Invalid(f"The card {card.id} was reviewed: say by whom.")
    if card.reviewed_on is not None and not _is_day(card.reviewed_on):
        raise Invalid(f"{card.reviewed_on} is no day: write it as 2026-11-30.")


def _both(words: Words) -> bool:
    return words.en.strip() != "" and words.es.strip() != ""


def _is_day(said: str) -> bool:
    try:
        return date.fromisoformat(said).isoformat() == said
    except ValueError:
        return False
