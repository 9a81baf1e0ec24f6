"""Hundreds of connections that never say what they want, and one phone that goes on as if they were not there.

Time is virtual: all of them stand open at once however slow the machine is, and are gone exactly when they must be.
"""

import asyncio
import json
import signal
import socket as sockets
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from server.storage.lanes import InlineLane
from tests.live.listening import Server
from tests.phone import Phone
from tests.process import START_S
from tests.process import Server as Process
from tests.served import Served
from tests.stories.team import UNIT, Team, a_team
from tests.sync.doors import THE_CALL
from tests.virtual import VirtualLoop

SILENT = 500
HALVES = 50
SMALL = 4_096
"""Bytes of a slow reader's buffers, so that it is noticed soon."""

JUST_S = 0.1
"""Everybody who has connected is accepted by then."""

HELLO_S = 5.0
LONG_S = 12.0
"""Every deadline has passed by then, but who reads nothing may still read why it was sent away."""

SENT_AWAY = "\x88\x0f\x11\x31not_sign"
"""A closing frame with code 4401 and its reason."""

UPGRADE = (
    b"GET /api/live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n"
)
HALF_A_HEAD = b"GET /healthz HTTP/1.1\r\nHost: x\r\n"
HALF_A_BODY = (
    b"POST /api/sync/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"
)


class Silent:
    """A connection that has said this much, and waits."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    @property
    def is_open(self) -> bool:
        """Whether the server still holds it."""
        return not self.reader.at_eof()

    async def ending(self) -> str:
        """How the server let go of it."""
        with suppress(ConnectionError):
            said = await self.reader.read()
            self.writer.close()
            return said[:12].decode("latin-1")
        return "reset"


async def silent(port: int, said: bytes, stack: AsyncExitStack) -> Silent:
    """Connect, say this, and wait."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    stack.callback(writer.close)
    writer.write(said)
    if said == UPGRADE:
        assert b" 101 " in await reader.readuntil(b"\r\n\r\n")
    return Silent(reader, writer)


@asynccontextmanager
async def unread(server: Server, phone: Phone, writer: Phone) -> AsyncIterator[ClientConnection]:
    """A socket whose phone stopped reading, with more on its way than any buffer holds."""
    small = sockets.socket()
    small.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, SMALL)
    small.connect(("127.0.0.1", server.port))
    small.setblocking(False)
    async with server.following(phone, sock=small) as socket:
        socket.transport.pause_reading()
        for n in range(60):
            await writer.do("call.take", f"long-{n}", THE_CALL | {"said": "x" * 8_000})
        yield socket


async def offered(server: Server, team: Team, live: ClientConnection, n: int) -> dict[str, Any]:
    """The desk offers another call; the phone gets it, takes it over the socket, and is told what became of that."""
    call_id, offer_id = f"call-{n}", f"offer-{n}"
    await team.take(call_id)
    said = {"call_id": call_id, "unit_id": UNIT}
    await team.must(team.desk, "assignment.offer", offer_id, said)
    while offer_id not in team.ama.replica.of("assignment"):
        await server.take(live, team.ama)
    row = team.ama.save("assignment.accept", offer_id, said)
    await live.send(json.dumps({"m": "cmds", "cmds": [row]}))
    while True:
        frame: dict[str, Any] = json.loads(await live.recv())
        if frame["m"] == "acks":
            team.ama.outbox.remove(row)
            return dict(frame["acks"][0])
        team.ama.replica.take(frame)


@pytest.fixture
def loop() -> Iterator[asyncio.Runner]:
    """A loop whose time is virtual."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        yield runner


async def a_storm(served: Served) -> None:
    """The story of this file."""
    loop = asyncio.get_running_loop()
    served.app.hub.start()
    async with a_team(served, served.found("city")) as team, served.phone(team.city, "supervisor") as boss:
        server = Server(served, sndbuf=SMALL)
        server.start()
        await asyncio.sleep(1)
        tasks = asyncio.all_tasks()
        async with AsyncExitStack() as stack:
            live = await stack.enter_async_context(server.following(team.ama))
            slow = await stack.enter_async_context(unread(server, boss, team.desk))
            began = loop.time()
            said = [UPGRADE] * SILENT + [HALF_A_HEAD] * HALVES + [HALF_A_BODY] * HALVES
            crowd = [await silent(server.port, each, stack) for each in said]
            await asyncio.sleep(JUST_S)

            ack = await offered(server, team, live, 1)

            assert ack["r"] == "ok"
            assert loop.time() - began < HELLO_S, "everybody may still be there"
            assert all(each.is_open for each in crowd)
            assert len(server.uvicorn.server_state.connections) == len(crowd) + 2

            await asyncio.sleep(LONG_S)
            endings = Counter([await each.ending() for each in crowd])
            slow.transport.resume_reading()
            with suppress(ConnectionClosed):
                while True:
                    await slow.recv()
            assert slow.close_code == 4008
            assert endings == {SENT_AWAY: SILENT, "": HALVES, "HTTP/1.1 408": HALVES}
            assert (await offered(server, team, live, 2))["r"] == "ok"
            assert len(server.uvicorn.server_state.connections) == 1
        await server.is_alone()
        assert served.app.hub.count() == 0
        # What was being read for somebody who left is finished, and nothing more.
        left = asyncio.all_tasks() - tasks
        await asyncio.wait_for(asyncio.gather(*left), HELLO_S)
        await server.stop()


def test_a_crowd_that_says_nothing_disturbs_no_phone_and_leaves_nothing_behind(tmp_path, loop):
    served = Served(tmp_path, lane=InlineLane)

    loop.run(a_storm(served))

    served.close()


FEW = 256
"""Open files a shell may give; each of these connections is one."""


async def test_more_connections_than_a_shell_gives_files_hold_nobody_up(tmp_path):
    server = Process(tmp_path, under=("sh", "-c", f'ulimit -Sn {FEW}; exec "$@"', "sh"))
    await asyncio.to_thread(server.start)
    try:
        async with AsyncExitStack() as stack:
            crowd = [await silent(server.port, b"G", stack) for _ in range(FEW)]

            async with httpx.AsyncClient(base_url=server.url, trust_env=False, timeout=START_S) as http:
                answer = await http.get("/healthz")

            assert answer.status_code == 200
            assert all(each.is_open for each in crowd), "it was answered while all of them were there"
    finally:
        assert await asyncio.to_thread(server.end, signal.SIGTERM) == 0
