"""Three server processes keep the deadlines of one city; two are killed at work, and everything is done once."""

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from typing import Any

import httpx
import pytest

from server.client.live import Line
from server.clock import Clock, SystemClock
from server.ids import SystemIds
from server.organizations import Organizations
from server.settings import read_settings
from server.storage.engines import glance
from tests.faults import hasty
from tests.faults.relay import relay
from tests.faults.somebody import Somebody
from tests.phone import Phone, as_json
from tests.process import START_S, Server, ask
from tests.stories.team import CALL

NAMES = ("first", "second", "third")
OFFERS = 12
PATIENCE_S = 60.0

PARTNERS = (("Ama Example", "+1 555 010 0101"), ("Ben Example", "+1 555 010 0102"))
URGENT = as_json(CALL) | {"priority": "P1"}


class House:
    """Three servers over one database, by name."""

    def __init__(self, tmp_path, settings) -> None:
        self.since = SystemClock().now()
        self.clock = hasty.clock(self.since)
        self.token = tmp_path / "token"
        self.token.write_text("shown")
        self.token.chmod(0o600)
        key_file = str(tmp_path / "keys" / "master.json")
        self.settings = {**settings, "FIELD727_KEY_FILE": key_file}
        more = {**self.settings, hasty.SINCE: str(self.since), "FIELD727_SMS_TOKEN_FILE": str(self.token)}
        self.servers = {n: Server(tmp_path / n, settings=dict(more), program="tests.faults.hasty") for n in NAMES}

    def start(self, relay_port: int) -> None:
        """The first one makes the keys; the others find them. Each has an address of its own at the relay."""
        for name, server in self.servers.items():
            server.settings = {**server.settings, "FIELD727_SMS": f"http://127.0.0.1:{relay_port}/{name}"}
            server.start()

    def kill(self, name: str) -> None:
        """kill -9."""
        self.servers[name].end(signal.SIGKILL)

    @property
    def alive(self) -> list[str]:
        """Who still runs."""
        return [name for name, server in self.servers.items() if server.process is not None]


@pytest.fixture
def house(tmp_path, cluster) -> Iterator[House]:
    with cluster.ground() as ground:
        made = House(tmp_path, ground.settings)
        try:
            yield made
        finally:
            for name in made.alive:
                made.kill(name)


async def test_every_deadline_is_kept_once_and_no_text_is_lost_when_two_of_three_are_killed_at_work(house):
    killed: list[str] = []
    begun = asyncio.Event()

    def taken(name: str) -> None:
        if not killed:
            killed.append(name)
            house.kill(name)
            begun.set()

    async with relay(taken) as post:
        await asyncio.to_thread(house.start, post.port)
        tag, desk = await an_offering_city(house.servers["first"], house.clock)
        async with asyncio.timeout(PATIENCE_S):
            await begun.wait()
        last, other = house.alive
        async with following(house.servers[last], desk) as watching:
            await watching.sees(lambda rows: any(row["kind"] == "offer_unreached" for row in rows.values()), "alarm")
            house.kill(other)
            await watching.sees(lambda rows: states(rows) == Counter(expired=OFFERS), "assignment")
        assert house.servers[last].end(signal.SIGTERM) == 0

    did, raised = journal(house, last, tag)
    for kind in ("assignment.offered", "assignment.expired"):
        assert did[kind] == Counter(f"assignment-{n}" for n in range(OFFERS)), kind
    assert raised["offer_unanswered"] == OFFERS, raised
    assert max(raised.values()) == OFFERS, "no step of a ladder was taken twice"
    sent = Counter(key for keys in post.keys.values() for key in keys)
    assert len(sent) == 2 * OFFERS, "both partners were told of every offer"
    assert max(sent.values()) == 2, "what the dead one had begun went again, and none a third time"
    assert {key for key, times in sent.items() if times > 1} <= set(post.keys[killed[0]])
    assert all(len(keys) == len(set(keys)) for keys in post.keys.values())


async def an_offering_city(server: Server, clock: Clock) -> tuple[str, Phone]:
    """Two partners with numbers and no app open are asked for calls; answers the tag and the desk."""

    def prepare() -> tuple[str, str]:
        tag = ask(server, "org.add", {"name": "Exampleton", "kind": "city", "training": False})["tag"]
        unit = ask(server, "unit.add", {"name": "Wren"})["id"]
        pair = [ask(server, "person.add", {"name": n, "roles": ["responder"], "phone": p})["id"] for n, p in PARTNERS]
        ask(server, "unit.crew", {"unit_id": unit, "people": {person: [] for person in pair}})
        return tag, unit

    tag, unit = await asyncio.to_thread(prepare)
    made = await asyncio.to_thread(ask, server, "person.add", {"name": "Dee Example", "roles": ["dispatcher"]})
    async with httpx.AsyncClient(base_url=server.url, timeout=START_S, trust_env=False) as http:
        desk = await Phone(http, ids=SystemIds(), clock=clock).enrol(str(made["code"]).replace("-", ""))
        for n in range(OFFERS):
            desk.save("call.take", f"call-{n}", URGENT)
            desk.save("assignment.offer", f"assignment-{n}", {"call_id": f"call-{n}", "unit_id": unit})
        await desk.upload()
    assert all(ack["r"] == "ok" for ack in desk.acks.values())
    return tag, desk


@asynccontextmanager
async def following(server: Server, desk: Phone) -> AsyncIterator[Somebody]:
    """The desk at another server, over a socket."""
    async with (
        httpx.AsyncClient(base_url=server.url, timeout=START_S, trust_env=False) as http,
        asyncio.TaskGroup() as group,
    ):
        line = Line(desk, http, group)
        watching = Somebody(desk, line)
        assert await line.open()
        try:
            yield watching
        finally:
            await line.close()


def states(rows: dict[str, dict[str, Any]]) -> Counter[str]:
    """How the offers stand."""
    return Counter(row["state"] for row in rows.values())


def journal(house: House, name: str, tag: str) -> tuple[dict[str, Counter[str]], Counter[str]]:
    """What was written down: how often of each thing by kind, and how many alarms of each kind."""
    settings = house.servers[name]
    given = read_settings({"FIELD727_DATA": str(settings.data), **house.settings})
    with closing(Organizations(given, clock=SystemClock(), ids=SystemIds())) as organizations:
        at = organizations.open(tag).location
        organizations.close(tag)
        lines = glance(at, lambda tx: tx.all("SELECT kind, entity_id FROM journal"))
        raised = glance(at, lambda tx: tx.all("SELECT kind FROM alarm"))
    did: dict[str, Counter[str]] = {}
    for line in lines:
        did.setdefault(line["kind"], Counter())[line["entity_id"]] += 1
    return did, Counter(row["kind"] for row in raised)
