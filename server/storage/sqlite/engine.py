"""Organizations as files: `registry.db`, and for each `<tag>/<tag>.db` and `<tag>/<tag>.keys.db` in the data folder."""

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from itertools import count
from pathlib import Path

from server.errors import CannotStart
from server.storage.engine import Kind, Plot, Premises
from server.storage.folders import make_folder, sync_folder, wipe
from server.storage.lanes import MakeLane, ThreadLane
from server.storage.lock import lock_file
from server.storage.migrate import migrate
from server.storage.sqlite.database import SqliteDatabase
from server.storage.sqlite.driver import (
    Connect,
    is_old_library,
    library_version,
    open_connection,
    refuse_old_library,
)
from server.storage.sqlite.files import ADDRESS, SqliteFile
from server.storage.sqlite.reserve import Reserve


class SqliteEngine:
    """One data folder. One process per folder, one holder per organization."""

    def __init__(self, data: Path, *, connect: Connect = open_connection, lane: MakeLane = ThreadLane) -> None:
        """Open the registry, making it if there is none.

        Raises: UnsafeStorage, NewerDatabase and other `CannotStart`.
        """
        self._data = data
        self._connect = connect
        self._lane = lane
        make_folder(data)
        self._reserve = Reserve(data)
        self.registry = SqliteFile(data / "registry.db", connect, reserve=self._reserve)
        migrate(self.registry, "registry")

    def refuse_unsafe(self, *, old_library_ok: bool) -> None:
        """Say no to a library that can lose commits."""
        if not old_library_ok:
            refuse_old_library()

    def is_taken(self, tag: str) -> bool:
        """Whether a folder of this tag is there: a crash may have left it."""
        return (self._data / tag).exists()

    def make(self, tag: str, kind: Kind, secret: bytes) -> str:
        """A folder of its own; the file is made when it is first held."""
        del kind, secret
        path = self._data / tag / f"{tag}.db"
        make_folder(path.parent)
        SqliteFile(path, self._connect).close()
        return f"{tag}/{tag}.db"

    @contextmanager
    def hold(self, plot: Plot) -> Iterator[Premises]:
        """Its two files, locked for this process."""
        self.refuse_unsafe(old_library_ok=plot.old_library_ok)
        path = self._data / plot.location
        if not path.exists():
            raise CannotStart(f"the database {path} of organization {plot.tag} is missing: bring it back")
        with ExitStack() as stack:
            stack.callback(lock_file(path).close)
            self._sweep(plot)
            records, keys = stack.enter_context(self._migrated(plot))
            yield Premises(
                keys=keys,
                address=f"{ADDRESS}{path.absolute()}",
                keys_address=f"{ADDRESS}{_keys_of(path).absolute()}",
                records=lambda participants: SqliteDatabase(
                    path,
                    session=records.session,
                    old_library_ok=True,
                    participants=participants,
                    connect=self._connect,
                    lane=self._lane,
                    reserve=self._reserve,
                ),
            )

    def migrate(self, plot: Plot) -> None:
        """Bring its records and its keys to the shape this release knows."""
        with self._migrated(plot):
            return

    @contextmanager
    def _migrated(self, plot: Plot) -> Iterator[tuple[SqliteFile, SqliteFile]]:
        """Its records and its keys, open, and in the shape this release knows."""
        path = self._data / plot.location
        with ExitStack() as stack:
            records = stack.enter_context(closing(SqliteFile(path, self._connect)))
            migrate(records, "common", plot.kind)
            keys = stack.enter_context(closing(SqliteFile(_keys_of(path), self._connect)))
            migrate(keys, "keys")
            yield records, keys

    def refuse_served(self) -> None:
        """The folder's lock says it already."""

    def replace(self, plot: Plot, files: Path) -> str:
        """A folder beside the one in use; the registry's word for it is what makes it count."""
        if plot.location and (self._data / plot.location).exists():
            lock_file(self._data / plot.location).close()
        folder = next(name for n in count(1) if not (name := self._data / f"{plot.tag}.{n}").exists())
        files.rename(folder)
        sync_folder(self._data)
        return f"{folder.name}/{plot.tag}.db"

    def drop(self, location: str) -> None:
        """Overwrite the keys, then take the folder away."""
        self._take_away((self._data / location).parent)

    def _sweep(self, plot: Plot) -> None:
        """Take away what a restore that was cut short has left: no keys may lie where no deletion finds them."""
        ours = re.compile(rf"\.{plot.tag}\.restoring|{plot.tag}(\.\d+)?")
        kept = (self._data / plot.location).parent
        for folder in list(self._data.iterdir()):
            if folder.is_dir() and folder != kept and ours.fullmatch(folder.name):
                self._take_away(folder)

    def _take_away(self, folder: Path) -> None:
        for keys in folder.glob("*.keys.db*"):
            wipe(keys)
        shutil.rmtree(folder)
        sync_folder(self._data)

    def tend(self) -> None:
        """Keep some room for when the disk is full."""
        self._reserve.tend()

    def describe(self) -> tuple[bool, str]:
        """The library, and whether it can lose commits."""
        is_old = is_old_library()
        return not is_old, f"SQLite {library_version()}" + (" can lose commits: for training only" if is_old else "")

    def close(self) -> None:
        """Let go of the registry."""
        self.registry.close()


def _keys_of(path: Path) -> Path:
    return path.with_suffix(".keys.db")
