"""A city that is no drill, with providers that take everything."""

from collections.abc import AsyncIterator

import pytest

from server.organizations import Organization
from tests.outward.carriers import Post
from tests.outward.ringing import PushService, push_service
from tests.served import Served


@pytest.fixture
def city(served: Served) -> Organization:
    """A city that is no drill."""
    return served.found("city", training=False)


@pytest.fixture
def post(served: Served) -> Post:
    """Who carries its texts."""
    made = Post()
    served.app.carriers["sms"] = made
    return made


@pytest.fixture
def pushes(served: Served) -> Post:
    """Who carries its pushes."""
    made = Post()
    served.app.carriers["push"] = made
    return made


@pytest.fixture
async def service() -> AsyncIterator[PushService]:
    """A push service of this house."""
    async with push_service() as made:
        yield made
