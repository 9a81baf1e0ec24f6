"""The storage engines as tests stand on them: a folder for SQLite, a database of its own on a real Postgres."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar

import pytest

from server.organizations import Organization
from server.storage.database import Tx
from server.storage.postgres.driver import POSTGRES
from server.storage.sqlite.driver import open_connection
from server.storage.sqlite.files import ADDRESS, read_file

T = TypeVar("T")

EngineName = Literal["sqlite", "postgres"]

ENGINES = ("sqlite", "postgres")


class Ground(Protocol):
    """What a server stands on, and what a test may see and spoil there behind its back."""

    @property
    def engine(self) -> EngineName:
        """Which one it is."""
        ...

    @property
    def settings(self) -> Mapping[str, str]:
        """The settings that lead there."""
        ...

    def bytes_of(self, served_from: Path) -> bytes:
        """Every byte that lies on the disk for the installation in this folder."""
        ...

    def forbidding(self, organization: Organization, table: str) -> AbstractContextManager[None]:
        """Nobody can add a row to this table meanwhile."""
        ...

    def losing(self, organization: Organization, table: str) -> AbstractContextManager[None]:
        """Every statement about this table is a mistake meanwhile."""
        ...

    def hiding(self, organization: Organization) -> AbstractContextManager[None]:
        """Whoever opens the records now does not find them; who has them open goes on."""
        ...

    def copied(self, organization: Organization, to: Path) -> "Copy":
        """A copy of the records as they are now, without their keys: yesterday's backup."""
        ...


class Copy(Protocol):
    """A copy of an organization's records."""

    def bytes(self) -> bytes:
        """Every byte of it."""
        ...

    def read(self, work: Callable[[Tx], T]) -> T:
        """Run `work` on it."""
        ...


class SqliteGround:
    """Files in the folder of the test."""

    engine: EngineName = "sqlite"
    settings: Mapping[str, str] = {}

    def bytes_of(self, served_from: Path) -> bytes:
        """The bytes of every file in the folder."""
        return b"".join(path.read_bytes() for path in sorted(served_from.rglob("*")) if path.is_file())

    @contextmanager
    def forbidding(self, organization: Organization, table: str) -> Iterator[None]:
        """A trigger says no."""
        with closing(open_connection(records_of(organization), False)) as line:
            line.execute(f"CREATE TRIGGER no_more BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'no'); END")
            yield
            line.execute("DROP TRIGGER no_more")

    @contextmanager
    def losing(self, organization: Organization, table: str) -> Iterator[None]:
        """The table has another name."""
        with closing(open_connection(records_of(organization), False)) as line:
            line.execute(f"ALTER TABLE {table} RENAME TO lost")
            yield
            line.execute(f"ALTER TABLE lost RENAME TO {table}")

    @contextmanager
    def hiding(self, organization: Organization) -> Iterator[None]:
        """The file has another name."""
        records = records_of(organization)
        away = records.rename(records.with_suffix(".away"))
        yield
        away.rename(records)

    def copied(self, organization: Organization, to: Path) -> Copy:
        """The file and its log, copied."""
        records = records_of(organization)
        shutil.copy(records, to)
        shutil.copy(f"{records}-wal", f"{to}-wal")
        return FileCopy(to)


@dataclass(frozen=True)
class FileCopy:
    """Yesterday's file."""

    path: Path

    def bytes(self) -> bytes:
        """Of the file and its log."""
        return self.path.read_bytes() + Path(f"{self.path}-wal").read_bytes()

    def read(self, work: Callable[[Tx], T]) -> T:
        """On the copied file."""
        return read_file(self.path, work)


SQLITE = SqliteGround()


def records_of(organization: Organization) -> Path:
    """The file of an organization on SQLite."""
    return Path(organization.location.removeprefix(ADDRESS))


def tables(tx: Any) -> list[str]:
    """The tables of the organization that this transaction is in."""
    if tx._engine is POSTGRES:
        rows = tx.all("SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY name")
    else:
        rows = tx.all("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [row["name"] for row in rows]


@contextmanager
def grounds(request: pytest.FixtureRequest) -> Iterator[Ground]:
    """The engine this test is run on."""
    if request.param == "sqlite":
        yield SQLITE
        return
    with request.getfixturevalue("cluster").ground() as made:
        yield made


SQLITE_AND_LONG_POSTGRES: list[Any] = ["sqlite", pytest.param("postgres", marks=pytest.mark.long)]
"""For what is told on both engines closer to the database already, and takes long at a screen."""


@pytest.fixture(params=ENGINES)
def ground(request: pytest.FixtureRequest) -> Iterator[Ground]:
    """Both engines, one after the other, new for each test."""
    with grounds(request) as made:
        yield made


@pytest.fixture(scope="module", params=ENGINES)
def lasting_ground(request: pytest.FixtureRequest) -> Iterator[Ground]:
    """Both engines, new for each module."""
    with grounds(request) as made:
        yield made
