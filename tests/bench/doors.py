"""The two doors under load: commands in, pages out, and how long an offer takes to reach fifty sockets."""

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from statistics import median, quantiles

from websockets.asyncio.client import ClientConnection

from server.clock import SystemClock
from server.ids import SystemIds
from tests.live.listening import Server
from tests.phone import Phone
from tests.served import Served
from tests.stories.team import UNIT, Team, a_team
from tests.sync.doors import a_call, post, text

CLOCK = SystemClock()
BATCH = 100
BATCHES = 20
PHONES = 20
SOCKETS = 50
OFFERS = 40
ROWS = 500
PAGES = 30


@asynccontextmanager
async def a_city(folder: Path) -> AsyncIterator[Team]:
    """A desk and a team, in an application of their own."""
    served = Served(folder)
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
    rows = calls(team.desk, BATCH)
    began = CLOCK.mono()
    for row in rows:
        await taken(team.desk, [row])
    return len(rows) / (CLOCK.mono() - began)


async def together(team: Team, phones: Sequence[Phone]) -> float:
    """Commands a second of many phones that send one each at the same time."""
    rows = [calls(phone, BATCH // PHONES) for phone in phones]
    began = CLOCK.mono()
    for turn in zip(*rows, strict=True):
        await asyncio.gather(*(taken(phone, [row]) for phone, row in zip(phones, turn, strict=True)))
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


async def measure_commands() -> None:
    """Through `POST /api/sync/commands`, everything but the network: seals, receipts, handlers, COMMIT."""
    with tempfile.TemporaryDirectory() as folder:
        async with a_city(Path(folder)) as team, AsyncExitStack() as stack:
            phones = [
                await stack.enter_async_context(team.served.phone(team.city, "dispatcher")) for _ in range(PHONES)
            ]
            single, many, batch = await alone(team), await together(team, phones), await batched(team)
    print(f"commands, one at a time       {single:>10,.0f} a second")
    print(f"commands, {PHONES} phones at once   {many:>10,.0f} a second   {many / single:.1f} times")
    print(f"commands, batches of {BATCH}      {batch:>10,.0f} a second   {batch / single:.1f} times")


# ------------------------------------------------------------------ pages


async def measure_pages() -> None:
    """`GET /api/sync/changes`, a first page of 500 calls with their care-tier fields opened, shown and written down."""
    with tempfile.TemporaryDirectory() as folder:
        async with a_city(Path(folder)) as team:
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
    print(f"changes, a page of {ROWS} rows   {told(spent)}   {size / 1024:,.0f} KiB")


# ------------------------------------------------------------------ pushes


class Seen:
    """When each assignment first arrived at a socket."""

    def __init__(self) -> None:
        self.at: dict[str, float] = {}
        self.news = asyncio.Event()

    async def follow(self, socket: ClientConnection) -> None:
        """Read on."""
        while True:
            page = json.loads(await socket.recv())
            for put in page["puts"]:
                if put["t"] == "assignment" and put["id"] not in self.at:
                    self.at[put["id"]] = CLOCK.mono()
                    self.news.set()

    async def arrived(self, assignment_id: str) -> float:
        """When this one did."""
        while assignment_id not in self.at:
            self.news.clear()
            await self.news.wait()
        return self.at[assignment_id]


async def measure_pushes() -> None:
    """From the moment the desk sends an offer until the team's phone, and the last of fifty desks, has read it."""
    with tempfile.TemporaryDirectory() as folder:
        async with a_city(Path(folder)) as team, AsyncExitStack() as stack:
            server = Server(team.served)
            await stack.enter_async_context(team.served.app.running())
            server.start()
            stack.push_async_callback(server.stop)
            desks = [
                await stack.enter_async_context(team.served.phone(team.city, "dispatcher")) for _ in range(SOCKETS - 1)
            ]
            spent = await offers(team, server, desks, stack)
    print(f"an offer to the team's phone   {told([first for first, _ in spent])}   with {SOCKETS} sockets")
    print(f"an offer to the last socket    {told([last for _, last in spent])}   with {SOCKETS} sockets")


async def offers(
    team: Team, server: Server, desks: Sequence[Phone], stack: AsyncExitStack
) -> list[tuple[float, float]]:
    """How long each offer took to the phone, and to everybody."""
    seen = [Seen() for _ in range(SOCKETS)]
    for phone, own in zip((team.ama, *desks), seen, strict=True):
        socket = await stack.enter_async_context(server.following(phone))
        task = asyncio.create_task(own.follow(socket))
        stack.callback(task.cancel)
    ids, spent = SystemIds(), []
    for n in range(OFFERS):
        rest(team)
        if n % 10 == 0:
            await team.desk.sign_token()
        call_id, offer_id = ids.new(), ids.new()
        await team.take(call_id)
        row = team.desk.save("assignment.offer", offer_id, {"call_id": call_id, "unit_id": UNIT})
        began = CLOCK.mono()
        await taken(team.desk, [text(row)])
        team.desk.outbox.remove(row)
        times = await asyncio.gather(*(own.arrived(offer_id) for own in seen))
        spent.append((times[0] - began, max(times) - began))
        await team.must(team.desk, "assignment.end", offer_id, {"ending": "withdrawn"})
    return spent


def told(spent: Sequence[float]) -> str:
    """Half of them, and all but one in a hundred, were faster than this."""
    return f"p50 {median(spent) * 1000:>6.1f} ms   p99 {quantiles(spent, n=100)[98] * 1000:>6.1f} ms"


async def main() -> None:
    """Measure and print."""
    await measure_commands()
    await measure_pages()
    await measure_pushes()
