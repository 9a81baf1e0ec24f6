"""Works with two halves, so that a half applied one is seen, and what a file really holds."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from server.storage.database import Tx
from server.storage.sqlite import SqliteFile, read_file

ROOT = Path(__file__).parents[2]
"""Where a child process finds the modules."""

TABLES = (
    "CREATE TABLE effect (id TEXT NOT NULL, part TEXT NOT NULL)",
    "CREATE TABLE receipt (id TEXT PRIMARY KEY)",
)


def make_tables(path: Path) -> None:
    """An organization's file with two tables: what a work does, and that it was done."""
    file = SqliteFile(path)
    for table in TABLES:
        file.transact(partial(_create, table))
    file.close()


def _create(table: str, tx: Tx) -> None:
    tx.run(table)


def effect(name: str) -> Callable[[Tx], str]:
    """A work of two statements that answers its own name."""

    def work(tx: Tx) -> str:
        tx.run("INSERT INTO effect (id, part) VALUES (:id, 'first')", id=name)
        tx.run("INSERT INTO effect (id, part) VALUES (:id, 'second')", id=name)
        return name

    return work


def stored(path: Path) -> Counter[str]:
    """How many halves of each work the file holds, seen by a new connection."""
    rows = read_file(path, lambda tx: tx.all("SELECT id FROM effect"))
    return Counter(row["id"] for row in rows)
