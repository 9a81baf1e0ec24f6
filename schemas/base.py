"""The small types every record and command is made of: times, ids and bounded texts.

Times are integer milliseconds since 1970 UTC everywhere: SQL, Python, JSON and the phone.
An unknown time is ``None``, never midnight (docs: a placeholder time is the field's classic data bug).
"""

from typing import Annotated

import msgspec
from msgspec import Meta

SAFE_INTEGER = 2**53 - 1

Micro = Annotated[int, Meta(ge=-180_000_000, le=180_000_000, description="millionths of a degree")]
Ms = Annotated[int, Meta(ge=0, le=SAFE_INTEGER, description="milliseconds since 1970 UTC")]
Count = Annotated[int, Meta(ge=0, le=SAFE_INTEGER)]
Minutes = Annotated[int, Meta(ge=1, le=60)]
Skew = Annotated[int, Meta(ge=-SAFE_INTEGER, le=SAFE_INTEGER, description="our clock minus the device's, in ms")]
Id = Annotated[str, Meta(min_length=1, max_length=64, pattern="^[A-Za-z0-9_.:-]+$")]
Key = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]{1,39}$")]
Code = Annotated[str, Meta(min_length=1, max_length=40, pattern="^[a-zA-Z0-9_.:-]+$")]
Line = Annotated[str, Meta(max_length=200)]
Note = Annotated[str, Meta(max_length=600)]
Text = Annotated[str, Meta(max_length=8000)]
Area = Annotated[str, Meta(min_length=1, max_length=40, description="coarse area of at least 1,000 people")]
Day = Annotated[str, Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$", description="a day of the city's calendar")]
Language = Annotated[str, Meta(min_length=2, max_length=8, pattern="^[a-z]{2,3}(-[A-Z]{2})?$")]


def moved(at: int, skew_ms: int) -> int:
    """A time of a clock that is off by so much, by the right one; always a time that every side can hold."""
    return min(max(0, at + skew_ms), SAFE_INTEGER)


class Struct(msgspec.Struct, frozen=True, kw_only=True):
    """Base of every record and command: immutable. Classes repeat its options: ``kw_only`` is not inherited."""


class Words(Struct, frozen=True, kw_only=True):
    """What is said, in both languages of the desk."""

    en: Line
    es: Line


class Request(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of HTTP requests: a field we do not know is refused, so that a typing error is not lost."""
