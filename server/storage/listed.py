"""Many rows by their ids in one statement: a page costs as many statements as it has kinds of rows."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from server.storage.database import Row, Tx, Value

MOST: Final = 1_024
"""Ids in one statement: all of a page, with its last change set whole."""


def listed(tx: Tx, sql: str, ids: Sequence[str], /, **values: Value) -> list[Row]:
    """Every row the statement gives, where its `IN (:ids)` means these; none without asking when there are none."""
    found: list[Row] = []
    for first in range(0, len(ids), MOST):
        part = ids[first : first + MOST]
        room = 1 << (len(part) - 1).bit_length()
        # What is left over says the last id again, so that few different statements are ever prepared.
        names = {f"ids{n}": part[min(n, len(part) - 1)] for n in range(room)}
        found += tx.all(_with_room(sql, room), **names, **values)
    return found


@lru_cache(maxsize=256)
def _with_room(sql: str, room: int) -> str:
    return sql.replace(":ids", ", ".join(f":ids{n}" for n in range(room)))
