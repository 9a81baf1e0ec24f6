"""A city whose hub is awake, and a line to it that stays in memory."""

from collections.abc import AsyncIterator

import pytest

from server.organizations import Organization
from tests.phone import Phone
from tests.served import Served
from tests.stories.team import Team, a_team


@pytest.fixture
async def city(served: Served) -> Organization:
    """A city, and a hub that wakes whoever follows it."""
    served.app.hub.start()
    return served.found("city")


@pytest.fixture
async def desk(served: Served, city: Organization) -> AsyncIterator[Phone]:
    """Somebody at its desk."""
    async with served.phone(city, "dispatcher", "supervisor") as phone:
        yield phone


@pytest.fixture
async def team(served: Served, city: Organization) -> AsyncIterator[Team]:
    """Its desk, and two partners on shift."""
    async with a_team(served, city) as made:
        yield made
