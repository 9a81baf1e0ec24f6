"""A city with a desk, and ways to look at what is really kept."""

from collections.abc import AsyncIterator

import pytest

from server.organizations import Organization
from server.sync.branch import Branch
from tests.phone import Phone
from tests.served import Served
from tests.stories.team import Team, a_team


@pytest.fixture
def city(served: Served) -> Organization:
    """A city in it."""
    return served.found("city")


@pytest.fixture
def branch(served: Served, city: Organization) -> Branch:
    """The city at work."""
    return served.app.branches.of(city.tag)


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
