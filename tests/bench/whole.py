"""The whole server as a process of its own: how it starts, what it weighs, and how soon a phone shows an offer."""

import asyncio
import json
import signal
import subprocess
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

from server.clock import SystemClock
from server.ids import SystemIds
from tests.bench.ground import Site, Sites
from tests.bench.table import p99, row, spread
from tests.phone import Phone
from tests.process import START_S, Server
from tests.stories.team import CALL, UNIT, a_team

CLOCK = SystemClock()
PHONES = 200
DESKS = 10
"""Of those who listen, so many see every call of the city; the others are responders of other teams."""

OFFERS = 40
STARTS = 5
SILENT = 500
GOAL_MIB = 256


@dataclass(frozen=True)
class City:
    """Everybody's phones, enrolled before the server that is measured starts."""

    desks: list[Phone]
    ama: Phone
    others: list[Phone]

    def talk(self, http: httpx.AsyncClient) -> None:
        """Everybody asks here from now on."""
        for phone in (*self.desks, self.ama, *self.others):
            phone.http = http


async def founded(site: Site) -> City:
    """A city with a team on shift, desks, and so many responders more."""
    served = site.served()
    city = served.found("city")
    async with a_team(served, city) as team, AsyncExitStack() as stack:
        roles = ["dispatcher"] * DESKS + ["responder"] * (PHONES - DESKS - 1)
        phones = [await stack.enter_async_context(served.phone(city, role)) for role in roles]
    served.close()
    return City(phones[:DESKS], team.ama, phones[DESKS:])


def started(server: Server) -> float:
    """Seconds until it serves."""
    began = CLOCK.mono()
    server.start()
    return CLOCK.mono() - began


def reopened(site: Site) -> float:
    """Seconds to open registry, city and application on what is there, code and all already loaded."""
    began = CLOCK.mono()
    for _ in range(STARTS):
        site.served().close()
    return (CLOCK.mono() - began) / STARTS


def resident_mib(server: Server) -> float:
    """What the system says the process holds in memory."""
    assert server.process is not None
    said = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(server.process.pid)], check=True, capture_output=True, text=True
    )
    return int(said.stdout) / 1024


# ------------------------------------------------------------------ sockets


@asynccontextmanager
async def following(server: Server, phone: Phone) -> AsyncIterator[ClientConnection]:
    """A phone's socket that has caught up."""
    url = server.url.replace("http", "ws") + "/api/live"
    async with connect(url, proxy=None, compression=None, close_timeout=1, open_timeout=START_S) as socket:
        await socket.send(json.dumps(phone.hello_body() | {"m": "hello", "token": phone.token}))
        phone.nonce = json.loads(await socket.recv())["nonce"]
        await socket.send(json.dumps({"m": "sub", "cur": phone.replica.cur}))
        while True:
            page = json.loads(await socket.recv())
            phone.replica.take(page)
            if not page["more"]:
                break
        yield socket


async def drain(socket: ClientConnection) -> None:
    """Read what comes, as a phone in a pocket does."""
    async for _ in socket:
        pass


async def shown(socket: ClientConnection, ama: Phone, offer_id: str, began: float) -> tuple[float, float]:
    """Seconds until the phone has the offer, and until the server has stored that the phone shows it."""
    while offer_id not in ama.replica.of("assignment"):
        _keep(ama, json.loads(await socket.recv()))
    arrived = CLOCK.mono()
    row_ = ama.save("assignment.show", offer_id, {"shown_at": ama.wall()})
    ama.outbox.clear()
    await socket.send(json.dumps({"m": "cmds", "cmds": [row_]}))
    while True:
        frame = json.loads(await socket.recv())
        if frame["m"] == "acks":
            assert frame["acks"][0]["r"] == "ok", frame
            return arrived - began, CLOCK.mono() - began
        _keep(ama, frame)


def _keep(phone: Phone, frame: dict[str, Any]) -> None:
    if frame["m"] in {"page", "push"}:
        phone.replica.take(frame)


async def offers(city: City, socket: ClientConnection) -> list[tuple[float, float]]:
    """The desks offer one call after the other to the team."""
    ids, spent = SystemIds(), []
    for n in range(OFFERS):
        desk = city.desks[n % DESKS]
        call_id, offer_id = ids.new(), ids.new()
        assert (await desk.do("call.take", call_id, CALL))["r"] == "ok"
        desk.save("assignment.offer", offer_id, {"call_id": call_id, "unit_id": UNIT})
        began = CLOCK.mono()
        posted = asyncio.create_task(desk.upload())
        spent.append(await shown(socket, city.ama, offer_id, began))
        assert {ack["r"] for ack in await posted} == {"ok"}
        assert (await desk.do("assignment.end", offer_id, {"ending": "withdrawn"}))["r"] == "ok"
    return spent


# ------------------------------------------------------------------ figures


async def measure(sites: Sites) -> None:
    """Start, weigh, connect, offer; every phone was enrolled before, so that its enrolment weighs nothing."""
    with sites() as site:
        city = await founded(site)
        opened = await asyncio.to_thread(reopened, site)
        row("the application of one city, opened in a process that runs", f"{opened * 1000:,.0f} ms")
        server = site.process()
        first_s = await asyncio.to_thread(started, server)
        await asyncio.to_thread(server.end, signal.SIGTERM)
        again_s = await asyncio.to_thread(started, server)
        row("the whole server, until it serves", f"{min(first_s, again_s):.2f} s")
        try:
            async with httpx.AsyncClient(base_url=server.url, timeout=START_S, trust_env=False) as http:
                city.talk(http)
                await weigh_and_offer(server, city)
        finally:
            await asyncio.to_thread(server.end, signal.SIGTERM)


async def weigh_and_offer(server: Server, city: City) -> None:
    """With one phone, then with all of them."""
    nobody = resident_mib(server)
    async with AsyncExitStack() as stack:
        socket = await stack.enter_async_context(following(server, city.ama))
        alone = await offers(city, socket)
        before = resident_mib(server)
        for phone in (*city.desks, *city.others):
            other = await stack.enter_async_context(following(server, phone))
            reading = asyncio.create_task(drain(other))
            stack.callback(reading.cancel)
        connected = resident_mib(server)
        crowd = await offers(city, socket)
        worked = resident_mib(server)
        tell_latency(alone, crowd)
        row("memory with no phone, and with 1 after as many offers", f"{nobody:,.0f} MiB, {before:,.0f} MiB", 1)
        after = f"{connected:,.0f} MiB; {worked:,.0f} MiB after {OFFERS} offers; goal {GOAL_MIB} MiB"
        row(f"memory with {PHONES} phones", after, worked / nobody)
        row("memory of a phone's socket", f"{(connected - before) / (PHONES - 1) * 1024:,.0f} KiB")
        await weigh_silence(server)


def tell_latency(alone: Sequence[tuple[float, float]], crowd: Sequence[tuple[float, float]]) -> None:
    """Offer to phone, and offer to shown, with one socket and with all of them."""
    for n, what in enumerate(("offer → the team's phone has it", "offer → shown on it, and stored")):
        one, all_ = [each[n] for each in alone], [each[n] for each in crowd]
        row(f"{what}, 1 socket", spread(one), 1)
        ratios = f"p50 × {median(all_) / median(one):.1f}, p99 × {p99(all_) / p99(one):.1f}"
        row(f"{what}, {PHONES} sockets", spread(all_), ratios)


async def weigh_silence(server: Server) -> None:
    """Connections that have asked for a socket and say nothing."""
    url = server.url.replace("http", "ws") + "/api/live"
    before = resident_mib(server)
    crowd = await asyncio.gather(
        *(connect(url, proxy=None, ping_interval=None, close_timeout=1) for _ in range(SILENT))
    )
    after, there = resident_mib(server), sum(socket.close_code is None for socket in crowd)
    for socket in crowd:
        socket.transport.abort()
    row("memory of a silent socket (5 s at most)", f"{(after - before) / there * 1024:,.0f} KiB")
