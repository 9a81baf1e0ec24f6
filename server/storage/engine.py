"""Where organizations' databases are kept: what an engine must offer so that the registry can open one.

`sqlite/engine.py` keeps files, `postgres/engine.py` schemas. Nobody above storage asks which one it is.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from server.storage.bell import Bell
from server.storage.database import BlockingDatabase, Database, Participant

Kind = Literal["city", "site"]


@dataclass(frozen=True)
class Plot:
    """Where one organization lives; `secret` is known to its own key holder only."""

    tag: str
    kind: Kind
    location: str
    secret: bytes
    old_library_ok: bool
    """For training organizations, and for those who took the risk."""


@dataclass(frozen=True)
class Premises:
    """An organization's databases, migrated and held until the context they came from ends."""

    keys: BlockingDatabase
    address: str
    """Where another process may read the records: for `server.storage.engines.glance`."""
    keys_address: str
    """The same for the keys."""
    records: Callable[[Sequence[Participant]], Database]
    """Opens the records, in step with these participants."""
    bell: Bell | None = None
    """How other processes are told; None where there is no other process."""


class DatabaseEngine(Protocol):
    """One data folder, or one Postgres database, with its registry."""

    @property
    def registry(self) -> BlockingDatabase:
        """The registry, migrated."""
        ...

    def refuse_unsafe(self, *, old_library_ok: bool) -> None:
        """Say no where commits could vanish.

        Raises: OldSqlite, UnsafeStorage.
        """
        ...

    def is_taken(self, tag: str) -> bool:
        """Whether something of an organization of this tag lies here already."""
        ...

    def make(self, tag: str, kind: Kind, secret: bytes) -> str:
        """An empty place for a new organization; answers its location."""
        ...

    def hold(self, plot: Plot) -> AbstractContextManager[Premises]:
        """The organization's databases, brought to the shape this release knows.

        Raises: CannotStart when they are not to be had, AlreadyRunning when another process has them.
        """
        ...

    def migrate(self, plot: Plot) -> None:
        """Bring an organization to the shape this release knows; nobody else may hold it."""
        ...

    def refuse_served(self) -> None:
        """Say no while a server of another process works here.

        Raises: AlreadyRunning.
        """
        ...

    def replace(self, plot: Plot, files: Path) -> str:
        """Put in place what `<tag>.db` and `<tag>.keys.db` in this folder hold, whole or not at all.

        Answers the location, which counts from when the registry names it; nobody may hold the organization.
        Raises: AlreadyRunning, StorageFull, StorageBusy.
        """
        ...

    def drop(self, location: str) -> None:
        """What lay here was replaced: leave no key of it."""
        ...

    def tend(self) -> None:
        """Keep some room for what must be written when the disk is full, where it can be kept; call now and then."""
        ...

    def describe(self) -> tuple[bool, str]:
        """Whether the engine may be trusted with commits, and what it is called."""
        ...

    def close(self) -> None:
        """Let go of everything but what is held."""
        ...
