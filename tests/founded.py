"""Founding on SQLite: the first organization of its kind is migrated, the next begin as copies of its empty files.

Its tables are 130 statements, more work than most tests do with them. The copies are what the migrations made in this
very process, and are migrated once more when they are opened, which finds nothing to do.
"""

from pathlib import Path

from server.settings import Settings
from server.storage.engine import DatabaseEngine, Kind, Plot
from server.storage.engines import open_engine
from server.storage.lanes import MakeLane
from server.storage.sqlite.engine import SqliteEngine

EMPTY: dict[Kind, tuple[bytes, bytes]] = {}
"""The records and the keys of an organization in which nothing ever was."""


class Founding(SqliteEngine):
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


def founding(settings: Settings, lane: MakeLane) -> DatabaseEngine:
    """The engine of these settings."""
    return Founding(settings.data, lane=lane) if settings.database == "sqlite" else open_engine(settings, lane)


def _beside(file: Path) -> list[Path]:
    return list(file.parent.glob(f"{file.name}-*"))
