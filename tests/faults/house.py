"""Three server processes over one Postgres, whose clocks run fast and any of which may be killed at work."""

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import Any

import httpx

from server.client.live import Line
from server.clock import SystemClock
from server.ids import SystemIds
from server.organizations import Organization, Organizations
from server.settings import read_settings
from tests.faults import hasty
from tests.faults.somebody import Somebody
from tests.phone import Phone
from tests.postgres import Cluster, PostgresGround
from tests.process import START_S, Server, ask

NAMES = ("first", "second", "third")


class House:
    """Three servers over one database, by name."""

    def __init__(self, folder: Path, ground: PostgresGround) -> None:
        """Nothing runs yet."""
        self.ground = ground
        self.since = SystemClock().now()
        self.clock = hasty.clock(self.since)
        self.settings = {**ground.settings, "FIELD727_KEY_FILE": str(folder / "keys" / "master.json")}
        more = {**self.settings, hasty.SINCE: str(self.since)}
        self.servers = {n: Server(folder / n, settings=dict(more), program="tests.faults.hasty") for n in NAMES}

    def start(self, own: Mapping[str, Mapping[str, str]]) -> None:
        """Each with settings of its own. The first one makes the keys; the others find them."""
        for name, server in self.servers.items():
            server.settings = {**server.settings, **own[name]}
            server.start()

    def kill(self, name: str) -> None:
        """kill -9."""
        self.servers[name].end(signal.SIGKILL)

    @property
    def alive(self) -> list[str]:
        """Who still runs."""
        return [name for name, server in self.servers.items() if server.process is not None]

    def ask(self, command: str, **args: object) -> dict[str, Any]:
        """What the command line asks the first one."""
        return ask(self.servers[NAMES[0]], command, args)

    async def joined(self, http: httpx.AsyncClient, **person: object) -> Phone:
        """Somebody new, with a phone of their own."""
        made = await asyncio.to_thread(self.ask, "person.add", **person)
        return await Phone(http, ids=SystemIds(), clock=self.clock).enrol(str(made["code"]).replace("-", ""))

    @contextmanager
    def opened(self, tag: str) -> Iterator[Organization]:
        """An organization as the database has it, with its keys."""
        given = read_settings({"FIELD727_DATA": str(self.servers[NAMES[0]].data), **self.settings})
        with closing(Organizations(given, clock=SystemClock(), ids=SystemIds())) as organizations:
            yield organizations.open(tag)


@contextmanager
def a_house(folder: Path, cluster: Cluster) -> Iterator[House]:
    """Whoever still runs at the end is killed."""
    with cluster.ground() as ground:
        made = House(folder, ground)
        try:
            yield made
        finally:
            for name in made.alive:
                made.kill(name)


@asynccontextmanager
async def at(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    """A way to this server."""
    async with httpx.AsyncClient(base_url=server.url, timeout=START_S, trust_env=False) as http:
        yield http


@asynccontextmanager
async def following(server: Server, phone: Phone) -> AsyncIterator[Somebody]:
    """Somebody at this server, over a socket."""
    async with at(server) as http, asyncio.TaskGroup() as group:
        line = Line(phone, http, group)
        watching = Somebody(phone, line)
        assert await line.open()
        try:
            yield watching
        finally:
            await line.close()


def times(keys: Mapping[str, list[str]]) -> Counter[str]:
    """How often each key came, whoever brought it."""
    return Counter(key for each in keys.values() for key in each)
