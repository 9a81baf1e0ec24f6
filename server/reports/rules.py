"""How a stored value becomes a cell: hours, durations, opaque keys, and text no spreadsheet will run."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
"""What a spreadsheet takes as the beginning of a formula (OWASP, CSV injection)."""
HOUR_MS: Final = 3_600_000
LAST_MS: Final = 253_402_300_799_999
"""The end of the year 9999: a phone's clock may say more, a calendar cannot."""
KEY_LETTERS: Final = 16

Cell = str | int | bool | None


def hour(at: int) -> str:
    """A time cut to the hour, UTC: `2026-10-31T23`."""
    return _calendar(at // HOUR_MS * HOUR_MS).strftime("%Y-%m-%dT%H")


def moment(at: int) -> str:
    """A time to the millisecond, UTC, as RFC 3339."""
    return _calendar(at).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _calendar(at: int) -> datetime:
    whole, rest = divmod(min(at, LAST_MS), 1000)
    return datetime.fromtimestamp(whole, UTC).replace(microsecond=rest * 1000)


def seconds(earlier: int | None, later: int | None) -> int | None:
    """Whole seconds from one time to another, None when either is unknown.

    A negative span is kept: it says that two clocks or two people disagree, and no figure may hide that.
    """
    return None if earlier is None or later is None else round((later - earlier) / 1000)


def days(earlier: int | None, later: int | None) -> int | None:
    """Whole days from one time to another, None when either is unknown; clocks may be put on or back meanwhile."""
    return None if earlier is None or later is None else round((later - earlier) / (24 * HOUR_MS))


def opaque(secret: bytes, what: str, entity: str | None) -> str:
    """A key that joins the files and means nothing outside them: the same for the same record, never its id."""
    if entity is None:
        return ""
    return hmac.new(secret, f"{what}|{entity}".encode(), hashlib.sha256).hexdigest()[:KEY_LETTERS]


def joined(codes: Iterable[str]) -> str:
    """Several codes in one cell, in the order given."""
    return ";".join(codes)


def cell(value: Cell) -> str:
    """One CSV cell. Text that a spreadsheet would run gets an apostrophe in front; numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    text = f"'{value}" if value.startswith((*FORMULA, "'")) else value
    if any(mark in text for mark in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def plain(text: str) -> str:
    """What a neutralised cell said before: the exact opposite of the apostrophe."""
    return text.removeprefix("'")


def line(cells: Iterable[Cell]) -> str:
    """One CSV line, RFC 4180."""
    return ",".join(map(cell, cells)) + "\r\n"
