"""However commits, pages and the network interleave: no hole, no page out of turn, and in the end what is true.

*Why*: the socket is stirred only after a COMMIT, clears the stirring before it reads, and reads from its own cursor; so
what is committed after its snapshot stirs it again. A database that works on the loop itself makes every turn of these
schedules the same each time they are tried.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.access import Actor
from server.client.replica import Replica
from server.doors import Slice
from server.identity.rules import Standing
from server.live.hub import Hub, Patience
from server.live.socket import Caller, Conversation
from server.storage.lanes import InlineLane
from server.sync.branch import Branch
from tests.engines import Ground
from tests.live.line import Line
from tests.phone import Phone
from tests.served import Served
from tests.sync.shelf import KIND, Shelf, held_by, of_thing

things = st.integers(0, 5)
scopes = st.sampled_from(("desk", "unit:u", "call:c"))
STEPS = st.one_of(
    st.tuples(st.just("show"), st.lists(st.tuples(scopes, things), min_size=1, max_size=4)),
    st.tuples(st.just("hide"), scopes, things),
    st.tuples(st.just("grant"), scopes),
    st.tuples(st.just("revoke"), scopes),
    st.tuples(st.just("turns"), st.integers(1, 12)),
    st.tuples(st.just("network"), st.booleans()),
    st.tuples(st.just("again")),
)


def everybody_stands(_tx: object, pairs: Sequence[tuple[str, str]], now: int) -> list[Standing]:
    """These readers are made up; whoever is shut out is told in a story of its own."""
    return [
        Standing(
            person_id=person,
            device_id=device,
            expires_at=now + 1,
            has_session=True,
            person_ended_at=None,
            device_revoked_at=None,
        )
        for person, device in pairs
    ]


class Story:
    """One reader on a socket, and what is committed beside them."""

    def __init__(self, shelf: Shelf, phone: Phone, hub: Hub) -> None:
        self.shelf = shelf
        self.phone = phone
        self.hub = hub
        self.line = Line()
        self.works: set[asyncio.Task[Any]] = set()

    async def identify(self, _hello: object) -> Caller:
        actor = Actor(person_id=self.shelf.name, device_id=self.phone.device)
        return Caller(branch=self.shelf.branch, actor=actor, full=True, standings=everybody_stands)

    async def live(self, steps: list[tuple[Any, ...]]) -> None:
        talking = asyncio.create_task(Conversation(self.line, self.hub).hold(self.identify))
        await self.line.say(**self.phone.hello_body(), m="hello")
        self.phone.nonce = (await self.line.hear())["nonce"]
        await self.line.say(m="sub", cur=None)
        for name, *args in steps:
            await self.step(name, args)
        await asyncio.gather(*self.works)
        await self.arrive()
        self.line.hang_up()
        await talking

    async def step(self, name: str, args: list[Any]) -> None:
        match name, args:
            case "turns", [turns]:
                for _ in range(turns):
                    await asyncio.sleep(0)
            case "network", [True]:
                self.line.reads.set()
            case "network", _:
                self.line.reads.clear()
            case "again", _:
                # The phone lost its place: it throws away what it holds and follows from the beginning.
                await self.line.say(m="sub", cur=None)
            case _:
                self.works.add(asyncio.create_task(getattr(self.shelf, name)(*args)))

    async def arrive(self) -> None:
        """Take what comes until the last thing committed is there."""
        self.line.reads.set()
        await self.shelf.grant("unit:last")
        await self.shelf.show([("unit:last", 99)])
        while (KIND, f"{self.shelf.name}-99") not in self.phone.replica.rows:
            await self.take()
        fresh = await self.shelf.read(Replica(), 500)
        while self.phone.replica.rows != fresh.rows:
            await self.take()

    async def take(self) -> None:
        kept = self.phone.replica.cur
        frame = await self.line.hear()
        if frame["prev"] is None and kept is not None:
            self.phone.replica.reset()
        assert frame["prev"] == self.phone.replica.cur, "a page out of turn"
        self.phone.replica.take(frame)


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory, lasting_ground: Ground) -> Iterator[Callable[[], Story]]:
    """Readers, each with a feed of their own, in one city."""
    served = Served(Path(tmp_path_factory.mktemp("stories")), lasting_ground, lane=InlineLane)
    city, numbers, hub = served.found("city"), count(), Hub(Patience(heartbeat_s=3600))

    async def enrolled() -> Phone:
        async with served.phone(city, "responder") as phone:
            return phone

    phone = asyncio.run(enrolled())
    branch = Branch(city, [Slice(loaders={KIND: of_thing})], clock=served.clock, ids=served.ids)
    branch.journal.listen(hub.woken)

    def begin() -> Story:
        hub.start()
        phone.replica = Replica()
        return Story(Shelf(branch, f"reader-{next(numbers)}"), phone, hub)

    yield begin
    served.close()


@settings(max_examples=150)
@given(steps=st.lists(STEPS, max_size=30))
def test_no_schedule_leaves_a_hole(stories, steps):
    async def live() -> None:
        story = stories()
        await story.live(steps)
        assert story.hub.count() == 0
        assert held_by(story.phone.replica) == story.shelf.expected()

    asyncio.run(live())
