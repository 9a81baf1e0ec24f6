"""What the worlds of a test run share."""

import logging
from collections.abc import Iterator

import pytest

from tests.simulation.campaign import Grounds


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


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """A world in which everything fails has much to say."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
