"""One way to fold text for search, the same in Python and in the phone app.

`client_pwa/src/text/normalise.ts` mirrors this file; `tests/vectors/normalise.json` proves that they agree.
"""

import unicodedata
from typing import Final

UNSPLIT: Final = str.maketrans(
    # The last two: i without its dot, and the Greek s at the end of a word.
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "\u0131": "i", "ς": "\u03c3"}
)
"""Lower-case letters that Unicode does not take apart, and what people type for them."""

APOSTROPHES: Final = frozenset("'`\u2018\u2019\u02bc")
"""Left out rather than made a gap: "women's" is found by "womens", as it is typed on a phone."""


def normalise(text: str) -> str:
    """The text as words of plain lower-case letters and digits, one space between them.

    Normalising twice changes nothing.
    """
    plain = unicodedata.normalize("NFKD", text).lower().translate(UNSPLIT)
    return " ".join("".join(map(_folded, unicodedata.normalize("NFKD", plain))).split())


def matches(query: str, search: str) -> bool:
    """True when every word of the query begins some word of `search`, a text that is normalised already."""
    words = f" {search}"
    return all(f" {word}" in words for word in normalise(query).split())


def _folded(letter: str) -> str:
    kind = unicodedata.category(letter)
    if letter in APOSTROPHES or kind in {"Mn", "Me"}:
        return ""
    return letter if kind[0] in "LN" or kind == "Mc" else " "
