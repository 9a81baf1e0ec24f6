"""The one way bytes from outside become Structs: bounded, strict, and always answered with a clear refusal.

Before msgspec sees them the bytes pass four checks it does not make: size, depth (1,000-deep JSON would exhaust the
stack), duplicate keys (which pass silently otherwise) and integers a browser cannot hold exactly.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeVar

import msgspec

from server.errors import Invalid, TooDeep, TooLarge

T = TypeVar("T")

DEPTH: Final = 32
BODY: Final = 1_048_576
FRAME: Final = 327_680
SENTENCE: Final = 200
LARGEST: Final = 2**53 - 1
ELEMENT: Final = 2
"""How deep the elements of a list in the outermost object lie."""

OPENING: Final = frozenset(b"[{")
NOT_BRACKETS: Final = bytes(set(range(256)) - set(b"[]{}"))
# A string that never ends goes on to the end of the text; begun anew at its every quote it would cost the square.
STRING: Final = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?'
NUL: Final = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")
"""The one character that no text of Postgres can hold, as JSON writes it."""
_NUL: Final = rb"\u0000"
LONG: Final = re.compile(rb"[0-9]{16}")
"""A number of so many digits may be beyond 2^53."""
STRINGS: Final = re.compile(STRING, re.DOTALL)
OURS: Final = ("Expected", "Object missing")
"""How msgspec begins a sentence that holds only names of ours."""
QUOTED: Final = re.compile("[`'\":0-9]")
PLACE: Final = re.compile(r" - at (?:`key` in )?`\$[A-Za-z0-9_.\[\]]*`$")
PIECES: Final = re.compile(STRING + rb"|[\[\]{},]", re.DOTALL)


def decode(raw: bytes, kind: type[T], *, limit: int = BODY) -> T:
    """The Struct these bytes say.

    Raises:
        TooLarge: more than `limit` bytes.
        TooDeep: nested deeper than 32.
        Invalid: not JSON, a key twice, a number out of ±2^53, an unknown field of a request, a wrong type.
    """
    if len(raw) > limit:
        raise TooLarge(f"at most {limit} bytes")
    bare = _without_strings(raw)
    _check_depth(bare)
    if not _is_plain(raw, bare):
        try:
            json.loads(raw, object_pairs_hook=_unique, parse_int=_safe, parse_constant=_refuse)
        except (ValueError, UnicodeDecodeError) as error:
            raise Invalid(f"not JSON we can read: {plain(error)}") from error
    try:
        # Nothing is lost for a character that says nothing: in its place stands the sign for one that cannot be shown.
        return msgspec.json.decode(NUL.sub(rb"\1\\ufffd", raw) if _NUL in raw else raw, type=kind)
    except (msgspec.ValidationError, msgspec.DecodeError, ValueError) as error:
        raise Invalid(plain(error)) from error


def shaped(value: object, kind: type[T]) -> T:
    """The Struct that what was decoded before says.

    Raises: Invalid.
    """
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise Invalid(plain(error)) from error


def check_depth(raw: bytes) -> None:
    """Refuse what is nested deeper than the limit, without recursing into it."""
    _check_depth(_without_strings(raw))


def _without_strings(raw: bytes) -> bytes:
    if b"\\" in raw:
        return STRINGS.sub(b"", raw)
    # Where nothing is escaped every second quote ends a string.
    return b"".join(raw.split(b'"')[::2])


def _is_plain(raw: bytes, bare: bytes) -> bool:
    """Whether no key stands twice and no number is long, without asking each: False when that is not certain.

    Outside strings every colon belongs to a key: an object that lost a key to its double has fewer than colons.
    """
    if LONG.search(bare):
        return False
    try:
        found = msgspec.json.decode(raw)
        is_flat = isinstance(found, dict) and bare.count(b"{") == 1 and b"[" not in bare
        return (len(found) if is_flat else _keys(found)) == bare.count(b":")
    except (msgspec.DecodeError, ValueError):
        return False


def _keys(value: object) -> int:
    """How many keys all the objects in it have; it is nested no deeper than the limit."""
    if isinstance(value, dict):
        return len(value) + sum(_keys(each) for each in value.values() if isinstance(each, dict | list))
    if isinstance(value, list):
        return sum(_keys(each) for each in value if isinstance(each, dict | list))
    return 0


def _check_depth(bare: bytes) -> None:
    depth = 0
    for byte in bare.translate(None, delete=NOT_BRACKETS):
        depth += 1 if byte in OPENING else -1
        if depth > DEPTH:
            raise TooDeep(f"nested deeper than {DEPTH}")


def lift(raw: bytes, name: str, *, most: int) -> tuple[bytes, list[bytes]]:
    """The elements of the list `name` of this JSON object, each as it came, and the object with a 0 for each of them.

    So that one element nobody can read does not spoil the others: the object is then read without them, and each of
    them alone. A text without such a list comes back whole.

    Raises:
        TooLarge: more than `most` elements.
    """
    found = _written_by_us(raw, name)
    if found is not None:
        if len(found) > most:
            raise TooLarge(f"at most {most} in one batch")
        return _list_of(name, [b"0"] * len(found)), found
    spans = _elements(raw, f'"{name}"'.encode())
    found = []
    outline, upto = bytearray(), 0
    for start, end in spans:
        if not raw[start:end].strip():
            continue
        if len(found) == most:
            raise TooLarge(f"at most {most} in one batch")
        found.append(raw[start:end].strip())
        outline += raw[upto:start] + b"0"
        upto = end
    return bytes(outline + raw[upto:]), found


def _written_by_us(raw: bytes, name: str) -> list[bytes] | None:
    """The elements where nothing but the list is in the object, and no space between them; None where something is."""
    where = raw.find(b"[")
    try:
        found = [bytes(each) for each in msgspec.json.decode(raw[where:-1], type=list[msgspec.Raw])]
    except (msgspec.DecodeError, RecursionError):
        return None
    return found if _list_of(name, found) == raw else None


def _list_of(name: str, elements: Sequence[bytes]) -> bytes:
    return b'{"%b":[%b]}' % (name.encode(), b",".join(elements))


def _elements(raw: bytes, key: bytes) -> Iterator[tuple[int, int]]:
    """Where the elements of the list under this key of the outermost object begin and end."""
    depth, begun, after_key = 0, -1, -1
    for piece in PIECES.finditer(raw):
        text = piece.group()
        if begun >= 0 and depth == ELEMENT and text in (b",", b"]"):
            yield begun, piece.start()
            begun = piece.end() if text == b"," else -1
        if text in (b"[", b"{"):
            depth += 1
            is_list = text == b"[" and depth == ELEMENT and after_key >= 0
            if is_list and raw[after_key : piece.start()].strip() == b":":
                begun = piece.end()
        elif text in (b"]", b"}"):
            depth -= 1
        after_key = piece.end() if depth == 1 and text == key else -1


def glance(raw: bytes) -> dict[str, Any]:
    """Whatever of these bytes reads as one JSON object, for what must be kept although it cannot be taken.

    Lists and objects in it, and numbers of more digits than a number has, are given as 0.
    """
    try:
        found = json.loads(_flat(raw).decode(errors="replace"), parse_int=_short)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _flat(raw: bytes) -> bytes:
    """The outermost object or list, with a 0 for every one inside."""
    flat, depth, upto = bytearray(), 0, 0
    for piece in PIECES.finditer(raw):
        if piece.group() in (b"[", b"{"):
            depth += 1
            if depth == ELEMENT:
                flat += raw[upto : piece.start()] + b"0"
                upto = len(raw)
        elif piece.group() in (b"]", b"}"):
            depth -= 1
            if depth == ELEMENT - 1:
                upto = piece.end()
    return bytes(flat + raw[upto:])


def _short(digits: str) -> int:
    return int(digits) if len(digits) <= len(str(LARGEST)) else 0


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


def plain(error: object) -> str:
    """What an error of a decoder says was wrong and where, without the value or the name that was sent."""
    if isinstance(error, UnicodeDecodeError):
        return "bytes that are no text"
    text = str(error)
    place = PLACE.search(text)
    what, where = (text, "") if place is None else (text[: place.start()], place.group())
    if not what.startswith(OURS):
        # What stands in quotes, or is a number, was said by whoever sent it.
        what = QUOTED.split(what, maxsplit=1)[0].strip()
    return f"{what}{where}"[:SENTENCE]
