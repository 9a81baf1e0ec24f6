"""Works with two halves, so that a half applied one is seen, and what is really stored."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from server.storage.database import Row, Tx

ROOT = Path(__file__).parents[2]
"""Where a child process finds the modules."""


def effect(name: str) -> Callable[[Tx], str]:
    """A work of two statements that answers its own name."""

    def work(tx: Tx) -> str:
        tx.run("INSERT INTO effect (id, part) VALUES (:id, 'first')", id=name)
        tx.run("INSERT INTO effect (id, part) VALUES (:id, 'second')", id=name)
        return name

    return work


class Readable(Protocol):
    """Where works are stored."""

    def read(self, work: Callable[[Tx], list[Row]]) -> list[Row]:
        """Run this on what is committed."""
        ...


def stored(place: Readable) -> Counter[str]:
    """How many halves of each work are there, seen by somebody else."""
    rows = place.read(lambda tx: tx.all("SELECT id FROM effect"))
    return Counter(row["id"] for row in rows)
