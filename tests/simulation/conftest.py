"""What the worlds of a test run share."""

import logging
from collections.abc import Iterator

import pytest

from tests.simulation.campaign import Grounds
from tests.simulation.site.place import SITE
from tests.simulation.town.busy import BUSY_CITY


@pytest.fixture(scope="session")
def files() -> Iterator[Grounds]:
    """Worlds on files."""
    with Grounds("sqlite") as grounds:
        yield grounds


@pytest.fixture(scope="session")
def schemas() -> Iterator[Grounds]:
    """Worlds on Postgres."""
    with Grounds("postgres") as grounds:
        yield grounds


@pytest.fixture(scope="session")
def busy_files() -> Iterator[Grounds]:
    """Worlds whose desk does everything a desk can do, on files."""
    with Grounds("sqlite", BUSY_CITY) as grounds:
        yield grounds


@pytest.fixture(scope="session")
def sites() -> Iterator[Grounds]:
    """Worlds of a site, on files."""
    with Grounds("sqlite", SITE) as grounds:
        yield grounds


@pytest.fixture(scope="session")
def site_schemas() -> Iterator[Grounds]:
    """Worlds of a site, on Postgres."""
    with Grounds("postgres", SITE) as grounds:
        yield grounds


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """A world in which everything fails has much to say."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
