"""A real server, killed in the middle of a stream of commands: all it acknowledged is there, and nothing twice.

The server is a process of its own, ended with SIGKILL by the test that started it. Phones talk to it over HTTP, keep
what was not answered, and send it again, byte for byte, to the next one.
"""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from server.clock import SettableClock, SystemClock
from server.ids import SystemIds
from server.journal import verify
from server.organizations import Organizations
from server.settings import read_settings
from server.storage.database import Tx
from tests.browser.process import ServerProcess
from tests.phone import Phone
from tests.stories.team import CALL

CALLS_BEFORE_KILL = (7, 23, 41)
KILLS = len(CALLS_BEFORE_KILL)
"""How many answers to wait for before each kill; the stream goes on meanwhile."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    made = ServerProcess(tmp_path / "server")
    made.start()
    yield made
    made.kill()


class Caller:
    """A desk that keeps taking calls: every row once saved is sent until it is answered."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone
        self.rows: dict[str, dict[str, Any]] = {}
        self.answers: dict[str, dict[str, Any]] = {}
        self.answered = asyncio.Event()
        self.cut_off = 0

    async def take_calls(self, enough: asyncio.Event) -> None:
        """Take one call after the other, a few at once, until told that it is enough or the line is dead."""
        while not enough.is_set():
            for _ in range(3):
                row = self.phone.save("call.take", self.phone.ids.new(), CALL)
                self.rows[row["id"]] = row
            with suppress(httpx.HTTPError):
                await self.send()
                continue
            self.cut_off += len(self.phone.outbox) > 0
            return

    async def send(self) -> None:
        """Send all that was not answered."""
        for ack in await self.phone.upload():
            known = self.answers.get(ack["id"])
            assert known is None or ack.get("again"), "an answered command was applied again"
            assert ack["r"] == "ok", ack
            self.answers.setdefault(ack["id"], ack)
        self.answered.set()


async def killed_in_mid_stream(caller: Caller, server: ServerProcess, after: int) -> None:
    """Let the stream run until so many are answered, then kill the server under it."""
    enough = asyncio.Event()
    goal = len(caller.answers) + after
    stream = asyncio.create_task(caller.take_calls(enough))
    while len(caller.answers) < goal:
        caller.answered.clear()
        await asyncio.wait_for(caller.answered.wait(), 30)
    server.kill()
    await asyncio.wait_for(stream, 30)


def stored(server: ServerProcess) -> tuple[list[str], list[str], str | None]:
    """The calls and receipts in the city's file, and what is wrong with the journal, read with no server running."""
    settings = read_settings({"FIELD727_DATA": str(server.folder / "data")})
    organizations = Organizations(settings, clock=SettableClock(SystemClock().now()), ids=SystemIds())
    try:
        city = organizations.open(next(entry.tag for entry in organizations.list() if entry.kind == "city"))

        def read(tx: Tx) -> tuple[list[str], list[str], str | None]:
            taken = [row["id"] for row in tx.all("SELECT id FROM call")]
            receipts = [row["command_id"] for row in tx.all("SELECT command_id FROM receipt")]
            return taken, receipts, verify(tx)

        return asyncio.run(city.database.read(read))
    finally:
        organizations.close()


async def stream_and_kill(server: ServerProcess) -> Caller:
    """The whole evening: stream, kill, start again, send the rest; three times."""
    async with httpx.AsyncClient(base_url=server.origin, timeout=20) as http:
        phone = await Phone(http, ids=SystemIds(), clock=SystemClock()).enrol(server.link("Dispatcher").split("#")[1])
        caller = Caller(phone)
        for after in CALLS_BEFORE_KILL:
            await killed_in_mid_stream(caller, server, after)
            await asyncio.to_thread(server.start)
            await phone.sign_token()
            await caller.send()
    return caller


def test_a_server_killed_in_mid_stream_keeps_every_acknowledged_command_and_none_twice(server: ServerProcess):
    caller = asyncio.run(stream_and_kill(server))
    server.kill()

    taken, receipts, broken = stored(server)

    assert set(caller.answers) == set(caller.rows), "in the end everything was answered"
    assert caller.cut_off == KILLS, "each kill met commands under way"
    wanted = [row["entity"] for row in caller.rows.values()]
    assert sorted(call for call in taken if call in set(wanted)) == sorted(wanted)
    assert sorted(one for one in receipts if one in caller.rows) == sorted(caller.rows)
    assert broken is None
