"""Three servers over one database, and one dies: every deadline is kept once, and every text leaves at least once.

Whoever dies may have handed a text over and not written that down. Then it goes again when the lease ends, under the
same key, by which a provider that minds such things sends it once.
"""

import asyncio
from collections import Counter

import pytest

from server.outward import sender
from tests.outward.carriers import Post
from tests.served import Served
from tests.stories.team import UNIT, a_team

OFFERS = 12


class Slow(Post):
    """Takes a text and answers only when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.has_some = asyncio.Event()
        self.may_answer = asyncio.Event()

    async def carry(self, branch, effect):
        """The provider has it; nobody here knows yet."""
        answer = await super().carry(branch, effect)
        self.has_some.set()
        await self.may_answer.wait()
        return answer


@pytest.fixture
def third(tmp_path, here):
    made = Served(tmp_path / "third", here.ground, beside=here)
    yield made
    made.close()


async def test_deadlines_are_kept_once_and_texts_leave_at_most_twice_when_one_of_three_dies(here, there, third):
    servers = [here, there, third]
    city = here.found("city", training=False)
    carriers = [Slow(), Slow(), Slow()]
    for server, carrier in zip(servers, carriers, strict=True):
        server.app.branches.of(city.tag)
        server.app.carriers.clear()
        server.app.carriers["sms"] = carrier
    async with a_team(here, city) as team:
        for n in range(OFFERS):
            await team.take(f"call-{n}")
            both = {"call_id": f"call-{n}", "unit_id": UNIT}
            await team.must(team.desk, "assignment.offer", f"assignment-{n}", both)
        here.clock.forward(30)

        await asyncio.gather(*(server.app.sender.round(here.clock.now()) for server in servers))
        dead = next(n for n, server in enumerate(servers) if server.app.sender._flying["sms"])
        await carriers[dead].has_some.wait()
        for task in servers[dead].app.sender._flying["sms"]:
            task.cancel()
        await servers[dead].app.sender.landed()
        left = [server for n, server in enumerate(servers) if n != dead]
        for carrier in carriers:
            carrier.may_answer.set()
        await beat(left, here.clock, sender.LEASE_MS // 1000 + 35)

    taken = Counter(key for carrier in carriers for key in carrier.keys)
    assert len(taken) == 2 * OFFERS, "everybody was told of every offer"
    assert max(taken.values()) == 2, "the dead one's went again, and none a third time"
    assert {key for key, times in taken.items() if times == 2} <= set(carriers[dead].keys)
    assert Counter(carriers[dead].keys).most_common(1)[0][1] == 1
    raised = await city.database.read(lambda tx: tx.all("SELECT entity_id FROM journal WHERE kind = 'alarm.raised'"))
    assert len({row["entity_id"] for row in raised}) == len(raised) == OFFERS


async def beat(servers, clock, seconds):
    """So long these two work beside each other."""
    for _ in range(seconds):
        clock.forward(1)
        await asyncio.gather(*(server.app.metronome.beat(clock.now()) for server in servers))
        await asyncio.gather(*(server.app.sender.round(clock.now()) for server in servers))
        await asyncio.gather(*(server.app.sender.landed() for server in servers))
