"""The two doors under load: commands in, pages out."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from server.clock import SystemClock
from tests.bench.ground import Sites
from tests.bench.table import row, spread
from tests.phone import Phone
from tests.stories.team import Team, a_team
from tests.sync.doors import a_call, post, text

CLOCK = SystemClock()
BATCH = 100
BATCHES = 20
PHONES = 20
ROWS = 500
PAGES = 30


@asynccontextmanager
async def a_city(sites: Sites) -> AsyncIterator[Team]:
    """A desk and a team, in an application of their own."""
    with sites() as site:
        served = site.served()
        try:
            async with a_team(served, served.found("city")) as team:
                yield team
        finally:
            served.close()


def rest(team: Team) -> None:
    """Let time pass on the application's clock, so that nobody is told to slow down."""
    team.served.clock.forward(10)


def calls(phone: Phone, count: int) -> list[bytes]:
    """Sealed rows, made before anything is measured."""
    return [text(a_call(phone, phone.ids.new())) for _ in range(count)]


async def taken(phone: Phone, rows: Sequence[bytes]) -> None:
    """Send them, and see that each was applied."""
    answer = await post(phone, rows)
    assert {ack["r"] for ack in answer.json()["acks"]} == {"ok"}, answer.text


async def alone(team: Team) -> float:
    """Commands a second of one phone that sends one at a time."""
    sealed = calls(team.desk, BATCH)
    began = CLOCK.mono()
    for one in sealed:
        await taken(team.desk, [one])
    return len(sealed) / (CLOCK.mono() - began)


async def together(team: Team, phones: Sequence[Phone]) -> float:
    """Commands a second of many phones that send one each at the same time."""
    sealed = [calls(phone, BATCH // PHONES) for phone in phones]
    began = CLOCK.mono()
    for turn in zip(*sealed, strict=True):
        await asyncio.gather(*(taken(phone, [one]) for phone, one in zip(phones, turn, strict=True)))
    return BATCH / (CLOCK.mono() - began)


async def batched(team: Team) -> float:
    """Commands a second in batches of a hundred."""
    batches = [calls(team.desk, BATCH) for _ in range(BATCHES)]
    spent = 0.0
    for n, batch in enumerate(batches):
        rest(team)
        if n % 10 == 0:
            await team.desk.sign_token()
        began = CLOCK.mono()
        await taken(team.desk, batch)
        spent += CLOCK.mono() - began
    return BATCH * BATCHES / spent


async def measure_commands(sites: Sites) -> None:
    """Through `POST /api/sync/commands`, everything but the network: seals, receipts, handlers, COMMIT."""
    async with a_city(sites) as team, AsyncExitStack() as stack:
        phones = [await stack.enter_async_context(team.served.phone(team.city, "dispatcher")) for _ in range(PHONES)]
        single, many, batch = await alone(team), await together(team, phones), await batched(team)
    row("commands through HTTP, one at a time", f"{single:,.0f} a second", 1)
    row(f"commands, {PHONES} phones at once", f"{many:,.0f} a second", many / single)
    row(f"commands, batches of {BATCH} (an offline backlog)", f"{batch:,.0f} a second", batch / single)


# ------------------------------------------------------------------ pages


async def measure_pages(sites: Sites) -> None:
    """`GET /api/sync/changes`, a first page of 500 calls with their care-tier fields opened, shown and written down."""
    async with a_city(sites) as team:
        for _ in range(ROWS // BATCH):
            rest(team)
            await taken(team.desk, calls(team.desk, BATCH))
        spent, size = [], 0
        for _ in range(PAGES):
            began = CLOCK.mono()
            answer = await team.desk.http.get("/api/sync/changes", headers=team.desk.headers())
            spent.append(CLOCK.mono() - began)
            size = len(answer.content)
            assert len(answer.json()["puts"]) == ROWS
    row(f"a page of {ROWS} rows, {size / 1024:,.0f} KiB", spread(spent))


async def measure(sites: Sites) -> None:
    """Commands, then pages."""
    await measure_commands(sites)
    await measure_pages(sites)
