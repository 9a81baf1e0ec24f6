"""When two calls come from the same place or number, as far as a fingerprint can say it."""

from typing import Final

from schemas.codes.intake import PlaceWithin
from schemas.normalise import normalise

DAYS: Final = 30
"""So long a place and a number may be read (`Retention.CALL_PLACE`), and so long they may be compared."""

SINCE_MS: Final = DAYS * 86_400_000

LEAST_LETTERS: Final = 4
"""Of a place: fewer are no place, but somebody still typing."""

LEAST_DIGITS: Final = 7
MOST_DIGITS: Final = 10
"""A telephone number without its country: with it and without it, it is one number (North American Numbering Plan)."""


def same_place(place: str | None) -> str | None:
    """What is equal for the same place however it is typed; None where too little was said to tell places apart."""
    words = normalise(place or "")
    return words if len(words) >= LEAST_LETTERS else None


def known_place(place: str | None, within: PlaceWithin) -> str | None:
    """The place a call is known again by: two who were seen near the same fountain were not at one place."""
    return place if within == "exact" else None


def same_number(callback: str | None) -> str | None:
    """What is equal for the same number however it is written; None where it is none."""
    digits = "".join(each for each in callback or "" if "0" <= each <= "9")
    return digits[-MOST_DIGITS:] if len(digits) >= LEAST_DIGITS else None
