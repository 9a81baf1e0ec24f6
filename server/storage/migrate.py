"""Bringing a database to the shape this release knows: append-only SQL files, each applied once.

Files lie in `migrations/<folder>/NNNN_name.sql`; a city takes the folders `common` and `city`, a site `common` and
`site`. They are written in the portable subset; where an engine calls a type by another name it is told so by `types`.
A file that was once applied never changes, and a new one comes after all that were applied in its folder.
"""

import hashlib
import re
from collections.abc import Mapping
from functools import cache, partial
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Final

import msgspec

from server.errors import ChangedMigration, NewerDatabase
from server.storage.database import BlockingDatabase, Row, Tx
from server.storage.statements import statements

MIGRATIONS: Final = resources.files("server.storage") / "migrations"

_TABLE: Final = "CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, sha256 TEXT NOT NULL)"

_NAME: Final = re.compile(r"\d{4}_[a-z0-9_]+\.sql")


class Migration(msgspec.Struct, frozen=True, kw_only=True):
    """One file: its name with its folder, and its text."""

    name: str
    sql: str

    @property
    def sha256(self) -> str:
        """The fingerprint that is recorded when it is applied."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def migrations(*folders: str, root: Traversable = MIGRATIONS) -> list[Migration]:
    """The files of these folders, folder after folder, each in the order of its numbers.

    Raises: ValueError when a file is misnamed or two share a number: a mistake of ours, found by the first test.
    """
    read = _released if root is MIGRATIONS else partial(_folder, root)
    return [migration for folder in folders for migration in read(folder)]


def migrate(
    database: BlockingDatabase,
    *folders: str,
    root: Traversable = MIGRATIONS,
    types: Mapping[str, str] | None = None,
) -> list[str]:
    """Apply what is missing, each file in a transaction of its own; answers the names applied. Safe to repeat.

    Raises: ChangedMigration, NewerDatabase; StorageFull and StorageBusy like any write.
    """
    files = migrations(*folders, root=root)
    applied = database.transact(_applied_if_any)
    _refuse_strangers(applied, files)
    return [file.name for file in files if file.name not in applied and _apply(database, file, types or {})]


def missing(tx: Tx, *folders: str) -> list[str]:
    """The files that a database which was migrated before still lacks.

    Raises: ChangedMigration, NewerDatabase.
    """
    files, applied = migrations(*folders), _applied(tx)
    _refuse_strangers(applied, files)
    return [file.name for file in files if file.name not in applied]


@cache
def _released(name: str) -> list[Migration]:
    """Those of this release, read once: each organization that is opened needs them, each time."""
    return _folder(MIGRATIONS, name)


def _folder(root: Traversable, name: str) -> list[Migration]:
    files = sorted((file for file in (root / name).iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)
    numbers = {file.name[:4] for file in files}
    if len(numbers) < len(files) or not all(_NAME.fullmatch(file.name) for file in files):
        raise ValueError(f"migrations/{name}: names must be NNNN_words.sql, each number once")
    return [Migration(name=f"{name}/{file.name}", sql=file.read_text("utf-8")) for file in files]


def _applied_if_any(tx: Tx) -> dict[str, str]:
    tx.run(_TABLE)
    return _applied(tx)


def _applied(tx: Tx) -> dict[str, str]:
    rows: list[Row] = tx.all("SELECT name, sha256 FROM migration ORDER BY name")
    return {row["name"]: row["sha256"] for row in rows}


def _refuse_strangers(applied: Mapping[str, str], files: list[Migration]) -> None:
    known = {file.name: file for file in files}
    for name, sha256 in applied.items():
        if name not in known:
            raise NewerDatabase(f"This database was written by a release that has {name}; start that one or a later")
        if known[name].sha256 != sha256:
            raise ChangedMigration(f"{name} was applied and has changed since; add a new file instead")
    for file in files:
        folder = file.name.partition("/")[0] + "/"
        if file.name not in applied and any(name > file.name for name in applied if name.startswith(folder)):
            raise ChangedMigration(f"{file.name} comes before a file that was applied; give it the next number")


def _apply(database: BlockingDatabase, file: Migration, types: Mapping[str, str]) -> bool:
    """Apply a file, unless it is there: two processes that start together both find it missing."""

    def work(tx: Tx) -> bool:
        if file.name in _applied(tx):
            return False
        for statement in statements(file.sql):
            tx.run(_in_words_of(types, statement))
        tx.run("INSERT INTO migration (name, sha256) VALUES (:name, :sha256)", name=file.name, sha256=file.sha256)
        return True

    return database.transact(work)


def _in_words_of(types: Mapping[str, str], statement: str) -> str:
    for ours, theirs in types.items():
        statement = re.sub(rf"\b{ours}\b", theirs, statement)
    return statement
