"""A day that goes by in steps: the clock stands still until everybody has heard and done everything, then it jumps."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from server.client.live import Line
from server.demo.hand import Entrance
from server.example.profile import MINUTE
from server.organizations import Organization
from server.sync.system import run_due
from tests.live.listening import Server
from tests.served import Served


class Steps:
    """The pace of a day that takes no time: its minutes are the clock's, and deadlines come as they do in life."""

    def __init__(self, served: Served, lines: list[Line]) -> None:
        self.clock = served.clock
        self.lines = lines
        self._served = served
        self._is_stirred = False
        self._answers = -1

    def ms(self, minutes: float) -> int:
        """Minutes are minutes."""
        return round(minutes * MINUTE)

    def stir(self) -> None:
        """Somebody heard something new."""
        self._is_stirred = True

    async def rest(self, until: int) -> None:
        """Let everybody hear what was said; when there was nothing to hear, it is later."""
        answers = sum(len(line.device.acks) for line in self.lines)
        if answers != self._answers:
            self._answers = answers
            await asyncio.gather(*(line.catch_up() for line in self.lines))
            if self._is_stirred:
                self._is_stirred = False
                return
        self.clock.forward(max(1, until - self.clock.now()) / 1000)
        # Whole minutes pass at once here, and somebody was there all the while: what is due comes before a beat.
        done = sum([await run_due(branch, self.clock.now()) for branch in self._served.app.branches.all()])
        if done + await self._served.app.metronome.beat(self.clock.now()):
            self._answers = -1


@asynccontextmanager
async def entrance(served: Served, city: Organization, server: Server) -> AsyncIterator[Entrance]:
    """Where everybody comes in, with codes that the server's own people give."""
    url = server.url.replace("ws", "http", 1).removesuffix("/api/live")

    async def code(person_id: str) -> str:
        return await served.code(city, person_id)

    async with (
        asyncio.TaskGroup() as group,
        Entrance(url, code, clock=served.clock, ids=served.ids, group=group) as made,
    ):
        yield made
