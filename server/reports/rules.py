"""How a stored value becomes a cell: hours, durations, opaque keys, and text no spreadsheet will run."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
"""What a spreadsheet takes as the beginning of a formula (OWASP, CSV injection)."""
HOUR_MS: Final = 3_600_000
LAST_MS: Final = 253_402_300_799_999
"""The end of the year 9999: a phone's clock may say more, a calendar cannot."""
KEY_LETTERS: Final = 16
NONCE_BYTES: Final = 12

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


def opaque(secret: bytes, what: str, entity: str | None) -> str:
    """A key that joins the files and means nothing outside them: the same for the same record, never its id."""
    if entity is None:
        return ""
    return hmac.new(secret, f"{what}|{entity}".encode(), hashlib.sha256).hexdigest()[:KEY_LETTERS]


def place(secret: bytes, at: int, entity: str) -> str:
    """Where a page of the log ended, in words only this server reads: they tell no time and no id."""
    key = _place_key(secret)
    said = f"{at}.{entity}".encode()
    nonce = hmac.digest(key, said, "sha256")[:NONCE_BYTES]
    return base64.urlsafe_b64encode(nonce + AESGCM(key).encrypt(nonce, said, None)).rstrip(b"=").decode()


def placed(secret: bytes, text: str) -> tuple[int, str] | None:
    """The time and id a place stands for; None for one that was never given."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        said = AESGCM(_place_key(secret)).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None).decode()
    except (ValueError, InvalidTag):
        return None
    at, _, entity = said.partition(".")
    return int(at), entity


def _place_key(secret: bytes) -> bytes:
    return hmac.digest(secret, b"place in the log", "sha256")


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
