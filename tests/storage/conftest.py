"""A file, a database on it, and ways to look at what is really there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.storage.lanes import InlineLane
from server.storage.sqlite import SqliteDatabase
from tests.storage.faults import Faults
from tests.storage.works import make_tables


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An organization's file."""
    made = tmp_path / "city.db"
    make_tables(made)
    return made


@pytest.fixture
def faults() -> Faults:
    """Nothing fails until a test says so."""
    return Faults()


@pytest.fixture
def database(path: Path, faults: Faults) -> Iterator[SqliteDatabase]:
    """The database on threads, as a server runs it."""
    made = SqliteDatabase(path, old_library_ok=True, connect=faults.connect)
    yield made
    made.close()


@pytest.fixture
def inline(path: Path, faults: Faults) -> Iterator[SqliteDatabase]:
    """The database on the event loop, as a simulation runs it."""
    made = SqliteDatabase(path, old_library_ok=True, connect=faults.connect, lane=InlineLane)
    yield made
    made.close()
