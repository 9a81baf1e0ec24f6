"""Sentences of the app that an organization says in its own words: its name, what it calls its desk, its teams."""

import re
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from schemas.base import Count, Id, Line, Ms, Note, Struct, Words

SentenceKey = Annotated[
    str,
    Meta(max_length=80, pattern="^[a-z/]+:[A-Za-z0-9_.!:-]+$", description="a text file of the app, and a key in it"),
]


class Replaced(Struct, frozen=True, kw_only=True):
    """A sentence of ours, in English as it stood when it was replaced, and what is said instead.

    An app in which it stands no more, or stands differently, says its own: no other meaning is ever covered up.
    """

    key: SentenceKey
    ours: Note
    en: Line
    es: Line


class WordingSaid(Struct, frozen=True, kw_only=True):
    """All sentences that an organization says differently; none: the app speaks as we made it."""

    sentences: dict[SentenceKey, Words]


class Wording(Struct, frozen=True, kw_only=True):
    """A wording: the n-th here. It is never changed, only followed by the next; readers have the newest alone."""

    id: Id
    number: Count
    set_at: Ms
    sentences: tuple[Replaced, ...]


BANNED: Final = {
    language: re.compile(words, re.IGNORECASE)
    for language, words in msgspec.json.decode(
        Path(__file__).with_name("banned.json").read_bytes(), type=dict[Literal["en", "es"], str]
    ).items()
}
"""Words that label people or hide behind jargon, by language; our own sentences are held to the same list."""
