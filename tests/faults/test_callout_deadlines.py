"""Three server processes keep the deadlines of a site's call-outs; two are killed in a step, and each comes once.

A step is a transaction: one process is killed before its COMMIT arrives, another when it is done and before anybody
hears of it. The site has a login of its own. What leaves its house is a ring, under a topic of its own.
"""

import asyncio
import signal
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from typing import Any

import pytest

from server.interruption.rules.callouts import CalledOut
from server.interruption.store import callouts
from server.storage.database import Tx
from server.storage.engines import glance
from tests.faults.house import NAMES, House, a_house, at, following, times
from tests.faults.postgres_line import BreakingLine, Fate
from tests.faults.relay import by_contact, relay
from tests.outward.ringing import Subscription, tells
from tests.phone import Phone, as_json
from tests.postgres import SERVER
from tests.stories.callouts import CALLED

CALLOUTS = 8
PATIENCE_S = 60.0
RINGS_OF_ONE = 3 + 2 + 2
"""Three are asked; the lead hears of two steps; whoever is missed is rung, and the lead of it."""
LONG_AGO_MS = 10 * 60_000

TAKES, ASKS, RINGS = b"DELETE FROM deadline", b"INSERT INTO coming", b"INSERT INTO effect"
"""What a step says: its deadline is its own, somebody more is asked, and somebody is rung."""


class Murder:
    """Two processes die, each in a step."""

    def __init__(self, house: House) -> None:
        """Nobody dies before `begin`."""
        self.house = house
        self.killed: dict[str, Fate] = {}
        self.is_done = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def begin(self) -> None:
        """From now on the next step is somebody's last."""
        self._loop = asyncio.get_running_loop()

    def fate(self, name: str, said: Sequence[bytes]) -> Fate | None:
        """The first dies over asking more people, before it is done; another over telling the leads, when it is."""
        is_step = _has(said, TAKES, b"due_at =") and _has(said, RINGS)
        if self._loop is None or name in self.killed or len(self.killed) == 2 or not is_step:
            return None
        if self.killed:
            return None if _has(said, ASKS) else "unheard"
        return "lost" if _has(said, ASKS) else None

    def kill(self, name: str, fate: Fate) -> None:
        """The process, and with it everything it was about to say. On a thread of the way it had."""
        self.killed[name] = fate
        self.house.kill(name)
        if len(self.killed) == 2 and self._loop is not None:
            self._loop.call_soon_threadsafe(self.is_done.set)


class Way(BreakingLine):
    """The way of one process to Postgres."""

    def __init__(self, murder: Murder, name: str, to: Path) -> None:
        """Lead to this socket."""
        super().__init__(to)
        self._murder = murder
        self._name = name

    def next_fate(self, said: Sequence[bytes]) -> Fate | None:
        """What this COMMIT meets."""
        with self._guard:
            return self._murder.fate(self._name, said)

    def met(self, fate: Fate) -> None:
        """Nobody was told how it ended."""
        self._murder.kill(self._name, fate)


def _has(said: Sequence[bytes], *words: bytes) -> bool:
    return any(all(word in each for word in words) for each in said)


@pytest.fixture
def house(tmp_path, cluster) -> Iterator[House]:
    with a_house(tmp_path, cluster) as made:
        yield made


@pytest.fixture
def murder(house) -> Murder:
    """Who is to die."""
    return Murder(house)


@pytest.fixture
def addresses(house, cluster, murder) -> Iterator[dict[str, str]]:
    """Where each process finds Postgres."""
    with ExitStack() as stack:
        ways = {name: stack.enter_context(Way(murder, name, cluster.socket)) for name in NAMES}
        yield {n: cluster.url(SERVER, house.ground.database, f"127.0.0.1:{way.port}") for n, way in ways.items()}


async def test_every_step_of_a_call_out_comes_once_when_two_of_three_are_killed_in_one(house, murder, addresses):
    rung = asyncio.Event()

    def taken(_name: str) -> None:
        if len(times(service.keys)) == RINGS_OF_ONE * CALLOUTS:
            rung.set()

    async with relay(taken, by_contact) as service:
        rings = {"FIELD727_PUSH_SERVICES": f"http://127.0.0.1:{service.port}"}
        own = {n: {"FIELD727_DATABASE": addresses[n], "FIELD727_PUBLIC_URL": f"https://{n}.example"} for n in NAMES}
        await asyncio.to_thread(house.start, {name: {**rings, **each} for name, each in own.items()})
        tag, lead = await a_calling_site(house, rings["FIELD727_PUSH_SERVICES"])
        murder.begin()
        async with asyncio.timeout(PATIENCE_S):
            await murder.is_done.wait()
        (last,) = house.alive
        async with following(house.servers[last], lead) as watching:
            await watching.sees(lambda rows: states(rows) == Counter(phone=CALLOUTS), "callout")
            await watching.sees(lambda rows: missed(rows) == CALLOUTS, "coming")
        async with asyncio.timeout(PATIENCE_S):
            await rung.wait()
        assert house.servers[last].end(signal.SIGTERM) == 0

    assert sorted(murder.killed.values()) == ["lost", "unheard"]
    told, known = journal(house, tag)
    assert len(known) == CALLOUTS
    for callout_id, each in known.items():
        assert (each.wave, each.step, each.state, len(each.asked)) == (2, "phone", "open", 4)
        assert each.version == told[callout_id] == 5, "made, one comes, more are asked, the leads told, one by name"
        assert Counter(told[part.id] for part in each.asked) == {2: 4}, "asked and rung, or there and missed"
    rang = times(service.keys)
    assert len(rang) == RINGS_OF_ONE * CALLOUTS, "no ring was lost, and none is new"
    begun = {key for name in murder.killed for key in service.keys.get(name, [])}
    assert {key for key, often in rang.items() if often > 1} <= begun, "only what a dead one had begun goes again"
    assert all(len(keys) == len(set(keys)) for keys in service.keys.values()), "nobody rings twice for one step"


def states(rows: dict[str, dict[str, Any]]) -> Counter[str]:
    """How far the call-outs are."""
    return Counter(row["step"] for row in rows.values())


def missed(rows: dict[str, dict[str, Any]]) -> int:
    """How many were not heard from."""
    return sum(row["missed_at"] is not None for row in rows.values())


async def a_calling_site(house: House, service: str) -> tuple[str, Phone]:
    """Three are on call and do not answer; one who is not goes, and is not heard from. Answers the tag and the lead."""

    def prepare() -> str:
        tag: str = house.ask("org.add", name="Example site", kind="site", training=False)["tag"]
        house.ask("org.ring", org=tag, on=True)
        return tag

    tag = await asyncio.to_thread(prepare)
    async with AsyncExitStack() as stack:
        phones = []
        for n, name in enumerate(("Ada", "Tre", "Vic", "Una", "Moe")):
            http = await stack.enter_async_context(at(house.servers["first"]))
            phone = await house.joined(http, name=name, roles=["interrupter" if n else "site_lead"])
            assert await tells(phone, "/api/session/alarm", Subscription(f"{service}/send/{n}", n + 1).address) == 204
            phones.append(phone)
        lead, *on_call, moe = phones
        for phone in on_call:
            phone.save("duty.say", phone.person, {"on_call": True})
        for n in range(CALLOUTS):
            lead.save("callout.make", f"callout-{n}", as_json(CALLED))
            moe.save("callout.check_in", f"callout-{n}", {"in_min": 5, "at": house.clock.now() - LONG_AGO_MS})
        for phone in (*on_call, lead, moe):
            await phone.upload()
    assert all(ack["r"] == "ok" for phone in phones for ack in phone.acks.values())
    return tag, lead


def journal(house: House, tag: str) -> tuple[Counter[str], dict[str, CalledOut]]:
    """How often something was written down of each call-out and of each part in it; and how it all stands."""

    def read(tx: Tx) -> tuple[Counter[str], dict[str, CalledOut]]:
        lines = tx.all("SELECT entity_id FROM journal WHERE entity_type IN ('callout', 'coming')")
        return Counter(line["entity_id"] for line in lines), callouts.known(tx, site.vault)

    with house.opened(tag) as site:
        return glance(site.location, read)
