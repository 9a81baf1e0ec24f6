"""The file a phone makes of what it could not send: read here, and handed in through the door its rows always take."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

from schemas.wire import BATCH, BATCH_BYTES
from server.decode import lift
from server.errors import Invalid

MOST: Final = 100_000
"""Rows of one file; a phone that saved so many has been away for years."""

HandIn = Callable[[str, list[str]], list[Mapping[str, Any]]]
"""Hands rows of a device in and answers what became of each."""


class _File(msgspec.Struct, frozen=True, kw_only=True):
    field727: str
    v: int
    device: str
    cmds: list[int]


def hand_in(path: Path, have_taken: HandIn) -> Counter[str]:
    """Hand in the rows of a file, oldest first; answers how many were taken, are in custody, or must come again.

    Raises:
        Invalid: this is no such file.
    """
    outline, rows = lift(path.read_bytes(), "cmds", most=MOST)
    try:
        device = msgspec.json.decode(outline, type=_File).device
    except msgspec.MsgspecError:
        raise Invalid(f"{path} is not a file of records that a phone saved") from None
    became: Counter[str] = Counter()
    for batch in _batches(rows):
        became.update(str(ack["r"]) for ack in have_taken(device, [row.decode() for row in batch]))
    return became


def _batches(rows: list[bytes]) -> Iterator[list[bytes]]:
    """Not more than one message may carry."""
    batch: list[bytes] = []
    for row in rows:
        if batch and (len(batch) == BATCH or sum(map(len, batch)) + len(row) > BATCH_BYTES):
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch
