"""Checksums of what a scope shows: how many rows, and the xor of a hash of each. Mirrored in TypeScript (vectors).

The hash of a row is the first 8 bytes of the SHA-256 of the UTF-8 text `type|id|ver`, as an unsigned integer with the
most significant byte first; a sum is written as 16 hexadecimal digits. So the order of rows does not matter, and a row
too many, too few or too old is seen.
"""

import hashlib
from collections.abc import Iterable
from typing import Final

BYTES: Final = 8

Line = tuple[str, str, int]
"""A row as it stands in a feed: its type, its id, and the `ver` it was shown with."""


def row_hash(kind: str, entity: str, ver: int) -> int:
    """The hash of one row."""
    return int.from_bytes(hashlib.sha256(f"{kind}|{entity}|{ver}".encode()).digest()[:BYTES])


def sum_of(lines: Iterable[Line]) -> tuple[int, str]:
    """How many rows these are, and the xor of their hashes."""
    count, total = 0, 0
    for kind, entity, ver in lines:
        count += 1
        total ^= row_hash(kind, entity, ver)
    return count, f"{total:0{2 * BYTES}x}"
