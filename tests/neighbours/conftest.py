"""Two servers over one database, as two processes would be: each with a hub, an engine and a data folder of its own."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from server.organizations import Organization
from tests.postgres import Cluster
from tests.served import Served
from tests.stories.team import Team, a_team


@pytest.fixture
def here(tmp_path: Path, cluster: Cluster) -> Iterator[Served]:
    """The first server."""
    with cluster.ground() as ground:
        made = Served(tmp_path / "here", ground)
        yield made
        made.close()


@pytest.fixture
def there(tmp_path: Path, here: Served) -> Iterator[Served]:
    """The second server: the same database and the same master keys."""
    made = Served(tmp_path / "there", here.ground, beside=here)
    yield made
    made.close()


@pytest.fixture
async def city(here: Served, there: Served) -> Organization:
    """A city that both serve, with whoever follows it woken in both."""
    here.app.hub.start()
    there.app.hub.start()
    made = here.found("city")
    there.app.branches.of(made.tag)
    return made


@pytest.fixture
async def team(here: Served, city: Organization) -> AsyncIterator[Team]:
    """Its desk, and two partners on shift, all of them at the first server."""
    async with a_team(here, city) as made:
        yield made
