"""The one way bytes from outside become Structs: bounded, strict, and always answered with a clear refusal.

Before msgspec sees them the bytes pass four checks it does not make: size, depth (1,000-deep JSON would exhaust the
stack), duplicate keys (which pass silently otherwise) and integers a browser cannot hold exactly.
"""

import json
import re
from collections.abc import Sequence
from typing import Any, Final, TypeVar

import msgspec

from server.errors import Invalid, TooDeep, TooLarge

T = TypeVar("T")

DEPTH: Final = 32
BODY: Final = 1_048_576
FRAME: Final = 327_680
SENTENCE: Final = 200
LARGEST: Final = 2**53 - 1

OPENING: Final = frozenset(b"[{")
NOT_BRACKETS: Final = bytes(set(range(256)) - set(b"[]{}"))
# A string that never ends is taken to the end of the text: looked for again at its every quote it would cost the square.
STRINGS: Final = re.compile(rb'"(?:[^"\\]|\\.)*+"?', re.DOTALL)


def decode(raw: bytes, kind: type[T], *, limit: int = BODY) -> T:
    """The Struct these bytes say.

    Raises:
        TooLarge: more than `limit` bytes.
        TooDeep: nested deeper than 32.
        Invalid: not JSON, a key twice, a number out of ±2^53, an unknown field of a request, a wrong type.
    """
    if len(raw) > limit:
        raise TooLarge(f"at most {limit} bytes")
    check_depth(raw)
    try:
        json.loads(raw, object_pairs_hook=_unique, parse_int=_safe, parse_constant=_refuse)
    except (ValueError, UnicodeDecodeError) as error:
        raise Invalid(f"not JSON we can read: {_plain(error)}") from error
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.ValidationError, msgspec.DecodeError, ValueError) as error:
        raise Invalid(_plain(error)) from error


def check_depth(raw: bytes) -> None:
    """Refuse what is nested deeper than the limit, without recursing into it."""
    depth = 0
    for byte in STRINGS.sub(b"", raw).translate(None, delete=NOT_BRACKETS):
        depth += 1 if byte in OPENING else -1
        if depth > DEPTH:
            raise TooDeep(f"nested deeper than {DEPTH}")


def _unique(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _safe(digits: str) -> int:
    if len(digits) > len(str(LARGEST)) + 1 or abs(int(digits)) > LARGEST:
        raise ValueError("a number is beyond 2^53")
    return int(digits)


def _refuse(name: str) -> float:
    raise ValueError(f"{name} is not a number")


def _plain(error: Exception) -> str:
    """What was wrong and where, without the value that was sent."""
    text = str(error)
    return text if len(text) <= SENTENCE and "$" in text else text.partition(":")[0][:SENTENCE]
