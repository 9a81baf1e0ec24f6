"""The example city on a port of this machine, with its clock in the hand of whoever plays."""

from collections.abc import AsyncIterator

import pytest

from server.example.building import fill_directory, found
from server.example.people import example
from server.organizations import Organization
from tests.live.listening import Server
from tests.served import Served


@pytest.fixture
async def city(served: Served) -> Organization:
    """The example city without its past."""
    cast = example().city
    made = await found(served.app, cast, "city")
    await fill_directory(served.app, made, cast)
    return made


@pytest.fixture
async def server(served: Served) -> AsyncIterator[Server]:
    """It listens, and sockets are woken; deadlines come when the clock is moved."""
    served.app.hub.start()
    made = Server(served)
    made.start()
    yield made
    await made.stop()
