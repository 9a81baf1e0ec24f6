"""Five hundred phones listen: how soon one of them has its offer, and all of them a row that all may read."""

import asyncio
import signal
from collections.abc import Sequence
from contextlib import AsyncExitStack
from functools import partial
from typing import IO, Final

import httpx
import msgspec

from schemas.codes.dispatch import Role
from schemas.commands import CallForHelp, OfferAssignment, ShowAssignment, StartShift
from server.clock import SystemClock
from server.dispatch.commands.shifts.units import add_unit
from server.ids import SystemIds
from tests.bench.backlog import cpu_s
from tests.bench.crowd import Seen, connected
from tests.bench.ground import Site, Sites
from tests.bench.table import row, spread
from tests.bench.whole import resident_mib
from tests.phone import Phone
from tests.process import START_S
from tests.stories.team import CALL

CLOCK = SystemClock()
PHONES: Final = 500
RESPONDERS: Final = 20
"""Of those who listen, so many have teams of their own and get offers."""

ROUNDS: Final = 20
PULLED: Final = 10_000
BATCH: Final = 100


async def founded(site: Site, role: Role, phones: int = PHONES) -> tuple[Phone, list[Phone], list[Phone]]:
    """A desk that works, responders each in a unit of their own, and so many of this role who only look on."""
    served, ids = site.served(), SystemIds()
    city = served.found("city")
    branch = served.app.branches.of(city.tag)
    async with AsyncExitStack() as stack:
        desk = await stack.enter_async_context(served.phone(city, "dispatcher"))
        teams = [await stack.enter_async_context(served.phone(city, "responder")) for _ in range(RESPONDERS)]
        others = []
        for _ in range(phones - RESPONDERS):
            # Nobody is told to come again later: the clock of this application stands still by itself.
            served.clock.forward(0.01)
            others.append(await stack.enter_async_context(served.phone(city, role)))
        for n, phone in enumerate(teams):
            await branch.act(partial(add_unit, unit_id=f"unit-{n}", name=f"Team {n}"))
            started = StartShift(unit_id=f"unit-{n}", person_ids=(phone.person,))
            assert (await desk.do("shift.start", ids.new(), started))["r"] == "ok"
    served.close()
    return desk, teams, others


def arrivals(said: IO[bytes], row_id: str, who: set[int]) -> list[float]:
    """When the row reached each of these."""
    found: dict[int, float] = {}
    while set(found) != who:
        seen = msgspec.json.decode(said.readline(), type=Seen)
        if seen.row == row_id and seen.phone in who:
            found.setdefault(seen.phone, seen.at)
    return list(found.values())


async def take_calls(desk: Phone, said: IO[bytes], looking: set[int]) -> tuple[list[str], list[float]]:
    """Calls, one after the other, and the seconds from the desk's sending to each who sees every call."""
    calls, spent = [desk.ids.new() for _ in range(ROUNDS)], []
    for call_id in calls:
        began = CLOCK.mono()
        assert (await desk.do("call.take", call_id, CALL))["r"] == "ok"
        spent += [at - began for at in await asyncio.to_thread(arrivals, said, call_id, looking)]
    return calls, spent


async def offer(
    desk: Phone, teams: Sequence[Phone], said: IO[bytes], calls: Sequence[str]
) -> list[tuple[float, float]]:
    """Seconds from the desk's sending of each offer: until its team's phone has it, and until it is stored as shown."""
    spent = []
    for n, call_id in enumerate(calls):
        offer_id, team = desk.ids.new(), n % RESPONDERS
        offered = OfferAssignment(call_id=call_id, unit_id=f"unit-{team}")
        began = CLOCK.mono()
        assert (await desk.do("assignment.offer", offer_id, offered))["r"] == "ok"
        (at,) = await asyncio.to_thread(arrivals, said, offer_id, {team})
        assert (await teams[team].do("assignment.show", offer_id, ShowAssignment(shown_at=desk.wall())))["r"] == "ok"
        spent.append((at - began, CLOCK.mono() - began))
    return spent


async def call_for_help(teams: Sequence[Phone], said: IO[bytes], desk: int) -> list[float]:
    """Seconds from each team's call for help until it is at this desk."""
    spent = []
    for n, phone in enumerate(teams):
        help_id = phone.ids.new()
        began = CLOCK.mono()
        assert (await phone.do("help.call", help_id, CallForHelp(unit_id=f"unit-{n}")))["r"] == "ok"
        spent += [at - began for at in await asyncio.to_thread(arrivals, said, help_id, {desk})]
    return spent


async def measure_live(sites: Sites, role: Role) -> None:
    """Commands over HTTP from one desk; those who listen are in another process, most of them of this role."""
    looking = set(range(RESPONDERS, PHONES)) if role == "dispatcher" else set()
    with sites() as site:
        desk, teams, others = await founded(site, role)
        server = site.process()
        await asyncio.to_thread(server.start)
        try:
            async with httpx.AsyncClient(base_url=server.url, timeout=START_S, trust_env=False) as http:
                for phone in (desk, *teams):
                    phone.http = http
                before = resident_mib(server)
                with connected(server, [*teams, *others, desk]) as (seconds, said):
                    each = (resident_mib(server) - before) / (PHONES + 1) * 1024
                    before_s = cpu_s(server)
                    calls, broadcast = await take_calls(desk, said, looking)
                    each_ms = (cpu_s(server) - before_s) / ROUNDS / max(1, len(looking)) * 1000
                    offered = await offer(desk, teams, said, calls)
                    helped = await call_for_help(teams, said, PHONES)
        finally:
            await asyncio.to_thread(server.end, signal.SIGTERM)
    if looking:
        row(f"a new call → each of {len(looking)} desks", spread(broadcast))
        row("the server's processor for each of them", f"{each_ms:.2f} ms")
        return
    row(f"{PHONES} phones connect at once, until the last has caught up", f"{seconds:.2f} s")
    row("memory of each that listens", f"{each:,.0f} KiB")
    row(f"an offer → the one phone of its team, {PHONES} sockets", spread([each for each, _ in offered]))
    row(f"an offer → shown on it, and stored, {PHONES} sockets", spread([each for _, each in offered]))
    row(f"a call for help → the desk, {PHONES} sockets", spread(helped))


# ------------------------------------------------------------------ pulling


class Part(msgspec.Struct):
    """What must be known of a page to ask for the next."""

    cur: str
    more: bool
    puts: list[msgspec.Raw]


async def pulled(http: httpx.AsyncClient, phone: Phone) -> tuple[int, float]:
    """Rows and seconds of reading everything from the beginning."""
    cur: str | None = None
    rows, began = 0, CLOCK.mono()
    while True:
        asked: dict[str, str] = {} if cur is None else {"cur": cur}
        answer = await http.get("/api/sync/changes", params=asked, headers=phone.headers())
        part = msgspec.json.decode(answer.content, type=Part)
        cur, rows = part.cur, rows + len(part.puts)
        if not part.more:
            return rows, CLOCK.mono() - began


async def measure_pull(sites: Sites) -> None:
    """`GET /api/sync/changes` from the beginning, the server just started: every key is fetched, every read audited."""
    with sites() as site:
        served = site.served()
        city, ids = served.found("city"), SystemIds()
        async with served.phone(city, "dispatcher") as desk:
            for n in range(PULLED // BATCH):
                served.clock.forward(BATCH / 20)
                if n % 10 == 0:
                    await desk.sign_token()
                for _ in range(BATCH):
                    desk.save("call.take", ids.new(), CALL)
                await desk.upload()
            await desk.sign_token()
        served.close()
        server = site.process()
        await asyncio.to_thread(server.start)
        try:
            async with httpx.AsyncClient(base_url=server.url, timeout=START_S, trust_env=False) as http:
                rows, first = await pulled(http, desk)
                _, again = await pulled(http, desk)
        finally:
            await asyncio.to_thread(server.end, signal.SIGTERM)
    row(f"first pull of {rows:,} rows by a server just started", f"{first:.2f} s", 1)
    row("the same once more", f"{again:.2f} s", again / first)


async def measure(sites: Sites) -> None:
    """Pulling, then listening."""
    await measure_pull(sites)
    await measure_live(sites, "responder")
    await measure_live(sites, "dispatcher")
