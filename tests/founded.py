"""Founding, with the work of the migrations done before: the first organization of its kind is migrated, the next are
copies of that one while it was empty.

Its tables are 130 statements, more work than most tests do with them. On SQLite the copies are what the migrations made
in this very process; on Postgres a database is copied in which one of each kind lies ready, and takes its place. Either
is migrated once more when it is opened, which finds nothing to do.
"""

from pathlib import Path
from typing import Final

from server.settings import Settings
from server.storage.engine import DatabaseEngine, Kind, Plot
from server.storage.lanes import MakeLane, ThreadLane
from server.storage.postgres import founding as real
from server.storage.postgres.engine import PostgresEngine
from server.storage.sqlite.engine import SqliteEngine

EMPTY: dict[Kind, tuple[bytes, bytes]] = {}
"""The records and the keys of an organization in which nothing ever was."""

READY: Final[dict[Kind, str]] = {"city": "readycity", "site": "readysite"}
"""The tags of those that lie ready in a database that was copied."""


class FoundedFiles(SqliteEngine):
    """The engine, with files that were made before."""

    def make(self, tag: str, kind: Kind, secret: bytes) -> str:
        """A folder of its own, with its two files."""
        location = super().make(tag, kind, secret)
        records = self._data / location
        files = records, records.with_name(f"{tag}.keys.db")
        if kind not in EMPTY:
            self.migrate(Plot(tag=tag, kind=kind, location=location, secret=secret, old_library_ok=True))
            EMPTY[kind] = files[0].read_bytes(), files[1].read_bytes()
            assert not any(_beside(file) for file in files), "a file is all there is of it"
        for file, content in zip(files, EMPTY[kind], strict=True):
            file.write_bytes(content)
        return location


class FoundedSchemas(PostgresEngine):
    """The engine, with schemas that were made before."""

    def make(self, tag: str, kind: Kind, secret: bytes) -> str:
        """Two schemas of its own with its role; the first of its kind gets the two that lie ready."""
        schema = super().make(tag, kind, secret)
        if self._is_there(ready := f"f727_{READY[kind]}"):
            self._move_in(ready, schema)
            real.bring_up_to_date(self._owner, schema=schema, kind=kind)
        return schema

    def _move_in(self, ready: str, schema: str) -> None:
        records = ready, schema, real.RIGHTS.removesuffix(", TRUNCATE")
        keys = real.keys_of(ready), real.keys_of(schema), real.RIGHTS
        real._as_owner(
            self._owner,
            *(
                statement
                for old, new, rights in (records, keys)
                for statement in (
                    f"DROP SCHEMA {new}",
                    f"ALTER SCHEMA {old} RENAME TO {new}",
                    f"GRANT USAGE ON SCHEMA {new} TO {schema}",
                    f"GRANT {rights} ON ALL TABLES IN SCHEMA {new} TO {schema}",
                    real._granting(new, rights, schema),
                )
            ),
        )


def lay_ready(server_url: str, owner_url: str) -> list[str]:
    """One organization of each kind in an empty database; answers what a superuser does to leave nothing else there."""
    engine = PostgresEngine(server_url, owner_url, lane=ThreadLane)
    try:
        for kind, tag in READY.items():
            location = engine.make(tag, kind, b"ready")
            engine.migrate(Plot(tag=tag, kind=kind, location=location, secret=b"ready", old_library_ok=True))
    finally:
        engine.close()
    roles = [f"f727_{tag}" for tag in READY.values()]
    gone = [statement for role in roles for statement in (f"DROP OWNED BY {role}", f"DROP ROLE {role}")]
    return [*gone, f"DROP SCHEMA {real.REGISTRY} CASCADE"]


def founding(settings: Settings, lane: MakeLane) -> DatabaseEngine:
    """The engine of these settings."""
    if settings.database == "sqlite":
        return FoundedFiles(settings.data, lane=lane)
    return FoundedSchemas(settings.database, settings.database_owner, lane=lane)


def _beside(file: Path) -> list[Path]:
    return list(file.parent.glob(f"{file.name}-*"))
