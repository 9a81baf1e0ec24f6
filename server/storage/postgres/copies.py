"""Organizations between schemas and SQLite files, table by table: a backup is the same on every engine."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Final

from psycopg.sql import SQL, Composed, Identifier

from server.errors import StorageBusy
from server.storage.database import Tx
from server.storage.migrate import migrate
from server.storage.postgres.driver import DriverError, PostgresConnection, engine_fault
from server.storage.postgres.glance import read_at
from server.storage.postgres.pool import Pool
from server.storage.sqlite.files import SqliteFile, as_one_file, read_file

ROWS: Final = 1_000
"""How many rows are in memory at a time."""


def copy_schema(address: str, folders: tuple[str, ...], to: Path) -> None:
    """Make `to` an SQLite file of what is committed in the schema at this address; on the disk when this returns."""
    with closing(SqliteFile(to)) as file:
        migrate(file, *folders)
        read_at(address, lambda source: file.transact(lambda target: _copy(source, target)))
    as_one_file(to)


def fill_schemas(owner: Pool, files: Mapping[str, Path]) -> None:
    """Let each schema hold exactly what is in its file, all of them from the same moment on.

    Raises: StorageFull, StorageBusy; then they hold what they held.
    """
    connection = owner.begin("BEGIN")
    try:
        for schema, path in files.items():
            read_file(path, partial(_fill, connection, schema))
        if not connection.commit():
            raise StorageBusy("The database undid what was to be restored")
    except DriverError as problem:
        raise engine_fault(problem) or problem from problem
    finally:
        connection.rollback()
        owner.give_back(connection)


def _copy(source: Tx, target: Tx) -> None:
    target.run("PRAGMA defer_foreign_keys = ON")
    for table, columns in _tables(target):
        target.run(_said(SQL("DELETE FROM {}").format(Identifier(table))))
        query = SQL("DECLARE copied NO SCROLL CURSOR FOR SELECT {} FROM {}")
        source.run(_said(query.format(_names(columns), Identifier(table))))
        insert = SQL("INSERT INTO {} ({}) VALUES ({})").format(Identifier(table), _names(columns), _values(columns))
        said = _said(insert)
        while rows := source.all(f"FETCH {ROWS} FROM copied"):
            for row in rows:
                target.run(said, **row)
        source.run("CLOSE copied")


def _fill(connection: PostgresConnection, schema: str, source: Tx) -> None:
    tables = list(_tables(source))
    everything = SQL(", ").join(Identifier(schema, table) for table, _ in tables)
    connection.execute(_said(SQL("TRUNCATE TABLE {}").format(everything))).close()
    for table, columns in tables:
        into = SQL("COPY {} ({}) FROM STDIN").format(Identifier(schema, table), _names(columns))
        with connection.line.cursor() as cursor, cursor.copy(into) as copy:
            for row in _rows(source, table, columns):
                copy.write_row(row)


def _tables(tx: Tx) -> Iterator[tuple[str, list[str]]]:
    """Every table of a file with its columns; what others refer to comes first, as it was made first."""
    for row in tx.all("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid"):
        columns = tx.all(_said(SQL("PRAGMA table_info({})").format(Identifier(row["name"]))))
        yield row["name"], [column["name"] for column in columns]


def _rows(tx: Tx, table: str, columns: list[str]) -> Iterator[tuple[object, ...]]:
    query = SQL("SELECT rowid AS at_, {} FROM {} WHERE rowid > :after ORDER BY rowid LIMIT :most")
    said, after = _said(query.format(_names(columns), Identifier(table))), -1
    while rows := tx.all(said, after=after, most=ROWS):
        for row in rows:
            yield tuple(row[column] for column in columns)
        after = rows[-1]["at_"]


def _names(columns: list[str]) -> Composed:
    return SQL(", ").join(map(Identifier, columns))


def _values(columns: list[str]) -> SQL:
    return SQL(", ".join(f":{column}" for column in columns))


def _said(statement: Composed) -> str:
    return statement.as_string()
