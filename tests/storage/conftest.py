"""Both engines on the bench, and a database on each."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.storage.database import Database
from server.storage.lanes import InlineLane
from tests.engines import ENGINES
from tests.postgres import Cluster
from tests.storage.bench import Bench, PostgresBench, SqliteBench
from tests.storage.faults import Faults


@pytest.fixture(scope="session")
def standing_lines(cluster: Cluster) -> Iterator[PostgresBench]:
    """Postgres, for the whole run."""
    with cluster.ground() as ground:
        made = PostgresBench(ground)
        yield made
        made.close()


@pytest.fixture(scope="session", params=ENGINES)
def standing(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """One engine, for the whole run."""
    if request.param == "sqlite":
        return SqliteBench(tmp_path_factory.mktemp("bench"))
    made: PostgresBench = request.getfixturevalue("standing_lines")
    return made


@pytest.fixture
def bench(standing: Bench) -> Iterator[Bench]:
    """Each engine, with empty tables."""
    standing.anew()
    yield standing
    standing.anew()


@pytest.fixture
def files(tmp_path: Path) -> Iterator[SqliteBench]:
    """SQLite alone, for what is true of files only."""
    made = SqliteBench(tmp_path)
    yield made
    made.anew()


@pytest.fixture
def lines(standing_lines: PostgresBench) -> Iterator[PostgresBench]:
    """Postgres alone, for what is true of a server at the end of a line only."""
    standing_lines.anew()
    yield standing_lines
    standing_lines.anew()


@pytest.fixture
def faults(bench: Bench) -> Faults:
    """Nothing fails until a test says so."""
    return bench.faults


@pytest.fixture
def database(bench: Bench) -> Database:
    """The database on threads, as a server runs it."""
    return bench.open()


@pytest.fixture
def inline(bench: Bench) -> Database:
    """The database on the event loop, as a simulation runs it."""
    return bench.open(lane=InlineLane)
