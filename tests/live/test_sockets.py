"""The same over real sockets: what the network adds is a push that crosses it, a reader that stops, and an end."""

import asyncio
import contextlib
import json
import socket as sockets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from server.live.hub import Patience
from server.web.protocol import LiveProtocol
from tests.live.line import PATIENCE_S
from tests.live.listening import Server
from tests.phone import Phone
from tests.stories.team import UNIT
from tests.sync.doors import THE_CALL, a_call, rows, send

SMALL = 4_096
"""Bytes of the networks' buffers on both sides, so that a reader that stops is noticed soon."""


class Quick(LiveProtocol):
    """The same for a test that need not wait ten seconds."""

    goodbye_s = 0.05


@pytest.fixture
def protocol() -> type[LiveProtocol]:
    """How sockets are carried."""
    return LiveProtocol


@pytest.fixture
async def server(served: Any, protocol: type[LiveProtocol]) -> AsyncIterator[Server]:
    """The server, listening."""
    made = Server(served, protocol, sndbuf=SMALL)
    async with served.app.running():
        made.start()
        yield made
        await made.stop()


async def gone(served: Any) -> None:
    """Wait until nobody is connected any more."""
    async with asyncio.timeout(PATIENCE_S):
        while served.app.hub.count():
            others = asyncio.all_tasks() - {asyncio.current_task()}
            await asyncio.wait(others, return_when="FIRST_COMPLETED", timeout=0.05)


async def test_an_offer_reaches_the_phones_of_a_team_and_climbs_the_ladder(server, city, team):
    await team.take()
    async with server.following(team.ama) as ama, server.following(team.ben) as ben:
        await team.must(team.desk, "assignment.offer", "assignment-1", {"call_id": "call-1", "unit_id": UNIT})
        for socket, phone in ((ama, team.ama), (ben, team.ben)):
            while "assignment-1" not in phone.replica.of("assignment"):
                await server.take(socket, phone)
        # Which of the two is noted first is nobody's promise.
        while not any(
            rung["sent_at"] and rung["delivered_at"]
            for rung in team.ama.replica.of("assignment")["assignment-1"]["ladder"]
        ):
            # As a phone does: after everything it has stored.
            await ama.send(json.dumps({"m": "got", "cur": team.ama.replica.cur}))
            await server.take(ama, team.ama)

    found = await rows(city, "SELECT person_id FROM delivery WHERE sent_at IS NOT NULL AND delivered_at IS NOT NULL")
    assert [row["person_id"] for row in found] == [team.ama.person]


async def test_whoever_vanishes_without_a_word_is_forgotten(server, served, city, desk):
    async with server.following(desk) as socket:
        assert served.app.hub.count() == 1
        socket.transport.abort()
        await send(desk, a_call(desk, "call-1"))
        await gone(served)


@asynccontextmanager
async def unread(server: Server, served: Any, phone: Phone, writer: Phone) -> AsyncIterator[ClientConnection]:
    """A socket whose phone stops reading while far more is written than its buffers hold, until it is given up."""
    served.app.hub.patience = Patience(send_s=0.05)
    small = sockets.socket()
    small.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, SMALL)
    small.connect(server.listener.getsockname())
    small.setblocking(False)
    async with server.following(phone, sock=small) as socket:
        socket.transport.pause_reading()
        for n in range(4):
            long = [writer.save("call.take", f"call-{n}-{k}", THE_CALL | {"said": "x" * 8_000}) for k in range(20)]
            assert {ack["r"] for ack in await send(writer, *long)} == {"ok"}
        await gone(served)
        yield socket


async def test_a_reader_that_stops_and_reads_on_hears_why_it_was_sent_away(server, served, city, desk, team):
    async with unread(server, served, desk, team.desk) as socket:
        socket.transport.resume_reading()
        with contextlib.suppress(ConnectionClosed):
            while True:
                await server.take(socket, desk)

    assert (socket.close_code, socket.close_reason) == (4008, "lagged")
    async with server.following(desk):
        assert len(desk.replica.of("call")) == 80


@pytest.mark.parametrize("protocol", [Quick])
async def test_a_connection_is_not_kept_for_a_reader_that_never_reads_on(server, served, city, desk, team):
    async with unread(server, served, desk, team.desk):
        async with asyncio.timeout(PATIENCE_S):
            await server.is_alone()


async def test_a_server_that_stops_says_so_to_every_socket(server, served, city, desk, team):
    async with server.following(desk) as one, server.following(team.ama) as two:
        await server.stop()
        for socket in (one, two):
            with contextlib.suppress(ConnectionClosed):
                async with asyncio.timeout(PATIENCE_S):
                    await socket.recv()

    assert (one.close_code, two.close_code) == (1012, 1012)
    assert served.app.hub.count() == 0
