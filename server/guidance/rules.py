"""What a set of cards must be, to be one, and which sentences of the app may be said in other words."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Final, Literal

import msgspec

from schemas.base import Words
from schemas.guidance.cards import Card, CardSet
from schemas.guidance.wording import BANNED, Replaced, WordingSaid
from server.errors import Invalid

MOST_STEPS: Final = 8
"""Nobody reads more while a person waits in front of them."""

KEPT_TABLES: Final = ("holding:", "quiet/helping:", "lock:")
"""Text files of the app that nobody says in other words: calling for help, and opening a locked phone."""

KEPT_KEYS: Final = re.compile(
    r"^shell:(help|save|training|undo)\b|^shell:sync\.(?!dispatch$|site$)|^later:(help|place)\.|^desk/safety/sending:"
)
"""Keys of what is said when help is called, and of where stands what somebody saved; who is heard may be named."""

KEPT_WORDS: Final = re.compile(
    r"\b(911|988|emergency|police|ambulance|danger|unhurt|safe|(?-i:Help))\b"
    r"|\b(saved?|sends?|sent|lost|erased?|on this phone)\b",
    re.IGNORECASE,
)
"""Whatever speaks of an emergency, of danger, or of what is safe and sent, stays ours wherever it stands."""

MOST_SENTENCES: Final = 400

PLACE: Final = re.compile(r"\{(\w+)(?::([^{}|]*)\|([^{}|]*))?\}")
"""Where a value is put in, or the word for a number: `{who}`, `{n:day|days}`."""

MOST_BYTES: Final = 32 * 1024
"""Every phone keeps it, and is sent it whole."""


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
    _fits(said)
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


# ------------------------------------------------------------------ wording


def stays_ours(key: str, sentences: Mapping[str, str]) -> bool:
    """Whether the sentence is one that a life or a promise hangs on: wherever it stands, it is said as we wrote it."""
    return sentences[key] in {ours for each, ours in sentences.items() if _is_kept(each, ours)}


def _is_kept(key: str, ours: str) -> bool:
    return key.startswith(KEPT_TABLES) or KEPT_KEYS.search(key) is not None or KEPT_WORDS.search(ours) is not None


def replaced(said: WordingSaid, sentences: Mapping[str, str]) -> tuple[Replaced, ...]:
    """What is said instead of which sentence of ours; `sentences` are those of the app by key, in English.

    Raises:
        Invalid: there is no such sentence, it is not to be replaced, or what is said instead lacks what ours puts in,
            is much longer, says nothing, or labels people; the message names the key.
    """
    if len(said.sentences) > MOST_SENTENCES:
        raise Invalid(f"{len(said.sentences)} sentences: at most {MOST_SENTENCES} are said differently.")
    kept = {ours for key, ours in sentences.items() if _is_kept(key, ours)}
    found: dict[str, Replaced] = {}
    for key, words in said.sentences.items():
        ours = sentences.get(key)
        if ours is None:
            raise Invalid(f"The app has no sentence {key}.")
        if ours in kept:
            raise Invalid(f"{key} is about help, an emergency number or what is safe on a phone: it stays as it is.")
        _says_the_same(key, ours, "en", words.en)
        _says_the_same(key, ours, "es", words.es)
        one = Replaced(key=key, ours=ours, en=words.en, es=words.es)
        other = found.setdefault(ours, one)
        if (other.en, other.es) != (one.en, one.es):
            raise Invalid(f"{other.key} and {key} are one sentence of ours: say both the same.")
    made = tuple(found.values())
    _fits(made)
    return made


def _says_the_same(key: str, ours: str, language: Literal["en", "es"], words: str) -> None:
    if words.strip() == "" or not words.isprintable():
        raise Invalid(f"{key} says nothing in {language}, or more than one line.")
    wanted, there = _places(ours), _places(words)
    if wanted != there or "{" in PLACE.sub("", words) or "}" in PLACE.sub("", words):
        values = ", ".join(f"{{{name}}}" for name in sorted(wanted)) or "no braces"
        raise Invalid(f"{key} in {language} must have {values}, as in: {ours}")
    most = 2 * len(ours) + 20
    if len(words) > most:
        raise Invalid(f"{key} in {language} has {len(words)} letters: at most {most} find room there.")
    banned = BANNED[language].search(words)
    if banned is not None:
        raise Invalid(f"{key} in {language} says \u201c{banned[0]}\u201d, which is jargon or labels people.")


def _places(words: str) -> set[str]:
    return {found[1] for found in PLACE.finditer(words)}


def _fits(said: CardSet | tuple[Replaced, ...]) -> None:
    size = len(msgspec.json.encode(said))
    if size > MOST_BYTES:
        raise Invalid(f"{size} bytes: at most {MOST_BYTES}, for every phone keeps it.")


# ------------------------------------------------------------------ both


def _both(words: Words) -> bool:
    return words.en.strip() != "" and words.es.strip() != ""


def _is_day(said: str) -> bool:
    try:
        return date.fromisoformat(said).isoformat() == said
    except ValueError:
        return False
