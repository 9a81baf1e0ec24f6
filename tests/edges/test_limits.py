"""Every limit of the protocol (§5), each at what it lets through and at one more.

A limit in seconds is tried on a loop whose time is virtual: just before, and just after.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from schemas.base import SAFE_INTEGER
from schemas.wire import BATCH, BATCH_BYTES, PAGE
from server.decode import BODY, DEPTH, FRAME
from server.identity.locking.rules import LEASE_MS
from server.identity.memory import TRIES, TRIES_S
from server.identity.rules import TICKET_MS
from server.live.hub import Patience
from server.storage.database import Tx
from server.storage.lanes import InlineLane
from server.sync.incoming import BURST, RATE
from server.sync.store import SKEW_TOLD_MS
from server.web.edge import BODY_S
from server.web.protocol import HEAD_S
from tests.live.line import connected, following, take
from tests.live.listening import Server
from tests.phone import Phone
from tests.served import Served
from tests.stories.team import Team, a_team
from tests.sync.doors import JSON, THE_CALL, a_call, post, rows, send, text
from tests.virtual import VirtualLoop

JUST = 0.01
"""Seconds: just before, and just after."""


@dataclass(frozen=True)
class Limit:
    """One limit: how the protocol says it, what the server holds it to, and what happens on both sides of it."""

    name: str
    said: str
    number: float
    ours: float
    sides: Callable[[Team, Any], Awaitable[str]]
    within: tuple[float, str]
    over: tuple[float, str]


def counted(name: str, said: str, number: int, ours: int, sides: Any, within: str, over: str) -> Limit:
    """A limit that is counted: at n, and at n + 1."""
    return Limit(name, said, number, ours, sides, (number, within), (number + 1, over))


def lasting(name: str, said: str, number: float, ours: float, sides: Any, within: str, over: str) -> Limit:
    """A limit in seconds: just before, and just after."""
    return Limit(name, said, number, ours, sides, (number - JUST, within), (number + JUST, over))


# ------------------------------------------------------------------ how much


def ended(answer: Any) -> str:
    """The code of a refusal, else the status."""
    return str(answer.json()["code"]) if answer.status_code >= 400 else str(answer.status_code)


async def commands(team: Team, count: int) -> str:
    answer = await post(team.desk, [text(a_call(team.desk, f"many-{n}")) for n in range(count)])
    kept = await rows(team.city, "SELECT count(*) AS n FROM call WHERE id LIKE 'many-%'")
    assert kept[0]["n"] == (count if answer.status_code == 200 else 0), "all of it or nothing"
    return ended(answer)


async def batch_bytes(team: Team, size: int) -> str:
    row = text(a_call(team.desk, "call-1"))
    return ended(await post(team.desk, [row, b'{"pad":"' + b"a" * (size - len(row) - 10) + b'"}']))


async def frame_bytes(team: Team, size: int) -> str:
    async with listening(team) as server, live(server, team.desk) as socket:
        frame = '{"m":"ping","pad":"' + "x" * (size - 21) + '"}'
        assert len(frame) == size
        await socket.send(frame)
        return await heard(socket)


async def body_bytes(team: Team, size: int) -> str:
    body = b'{"cmds":[]' + b" " * (size - 11) + b"}"
    headers = team.desk.headers() | JSON
    return ended(await team.desk.http.post("/api/sync/commands", content=body, headers=headers))


async def characters(team: Team, count: int) -> str:
    ack = await team.desk.do("call.take", "call-1", THE_CALL | {"said": "é" * count})
    return ack.get("code") or str(ack["r"])


async def depth(team: Team, deep: int) -> str:
    lists = deep - 1
    args = b'{"newer":' + b"[" * lists + b"]" * lists + b"," + msgspec.json.encode(THE_CALL)[1:]
    ack = await team.desk.do("call.take", "call-1", msgspec.Raw(args))
    return ack.get("code") or str(ack["r"])


async def depth_of_a_body(team: Team, deep: int) -> str:
    body = b'{"surprise":' + b"[" * (deep - 1) + b"]" * (deep - 1) + b"}"
    return ended(await team.desk.http.post("/api/session/enrol", content=body, headers=JSON))


async def number(team: Team, value: int) -> str:
    args = b'{"newer":' + str(value).encode() + b"," + msgspec.json.encode(THE_CALL)[1:]
    ack = await team.desk.do("call.take", "call-1", msgspec.Raw(args))
    return ack.get("code") or str(ack["r"])


async def page_rows(team: Team, limit: int) -> str:
    answer = await team.desk.http.get("/api/sync/changes", params={"limit": limit}, headers=team.desk.headers())
    return ended(answer)


# ------------------------------------------------------------------ how fast


async def burst(team: Team, count: int) -> str:
    team.served.clock.forward(60)
    return await at_once(team, count)


async def at_once(team: Team, count: int) -> str:
    """What the last of so many is told."""
    told: list[str] = []
    for start in range(0, count, BATCH):
        batch = [a_call(team.desk, f"call-{n}") for n in range(start, min(start + BATCH, count))]
        told += [ack.get("code") or ack["r"] for ack in await send(team.desk, *batch)]
    return told[-1]


async def sustained(team: Team, count: int) -> str:
    assert await burst(team, BURST) == "ok"
    team.served.clock.forward(1)
    return await at_once(team, count)


async def wrong_codes(team: Team, count: int) -> str:
    return ended([await enrol(team, f"WRONG{n:03}") for n in range(count)][-1])


async def wrong_code_later(team: Team, seconds: float) -> str:
    assert await wrong_codes(team, TRIES) == "bad_code"
    team.served.clock.forward(seconds)
    return ended(await enrol(team, "WRONGAGAIN"))


async def enrol(team: Team, code: str) -> Any:
    body = {"code": code, "device_public": team.desk.public, "nonce": "n", "app": "test"}
    return await team.desk.http.post("/api/session/enrol", json=body)


async def skew(team: Team, off_ms: int) -> str:
    for way in (off_ms, -off_ms):
        hello = team.desk.hello_body()
        hello["clock"]["wall"] += way
        answer = await team.desk.http.post("/api/sync/hello", json=hello, headers=team.desk.headers())
        assert answer.json()["skew_ms"] == -way, "flagged or not, never refused"
        team.desk.nonce = answer.json()["nonce"]
    flags = await rows(team.city, "SELECT kind FROM journal WHERE kind = 'device.clock_off'")
    return f"{len(flags)} flags"


# ------------------------------------------------------------------ how long


async def silence(team: Team, seconds: float) -> str:
    async with listening(team) as server, connect(server.url, proxy=None) as socket:
        await asyncio.sleep(seconds)
        with contextlib.suppress(ConnectionClosed):
            await socket.send(json.dumps(team.desk.hello_body() | {"m": "hello", "token": team.desk.token}))
        return await heard(socket)


async def half_a_head(team: Team, seconds: float) -> str:
    return await in_two(team, b"GET /healthz HTTP/1.1\r\nHost: x\r\n", b"\r\n", seconds)


async def half_a_body(team: Team, seconds: float) -> str:
    head = b"POST /api/sync/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 14\r\n\r\n"
    return await in_two(team, head + b'{"device"', b':"x"}', seconds)


async def in_two(team: Team, first: bytes, rest: bytes, seconds: float) -> str:
    """The status of what is sent in two halves."""
    async with listening(team) as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(first)
        await asyncio.sleep(seconds)
        with contextlib.suppress(ConnectionError):
            writer.write(rest)
            status = (await reader.readline()).split(b" ")
        writer.close()
        return status[1].decode() if len(status) > 1 else "hung up on"


async def unread(team: Team, seconds: float) -> str:
    async with following(team.served, team.desk) as line:
        line.reads.clear()
        await send(team.ama, a_call(team.ama, "call-1"))
        await send(team.desk, a_call(team.desk, "call-1"))
        await asyncio.sleep(seconds)
        return "still there" if line.closed is None else f"{line.closed[0]} {line.closed[1]}"


async def missed(team: Team, commits: int) -> str:
    async with following(team.served, team.desk) as line:
        line.reads.clear()
        for start in range(0, commits, BATCH):
            team.served.clock.forward(10)
            numbers = range(start, min(start + BATCH, commits))
            await send(team.desk, *(a_call(team.desk, f"call-{n}") for n in numbers))
        line.reads.set()
        frames = 0
        while len(team.desk.replica.of("call")) < commits:
            await take(line, team.desk)
            frames += 1
        return f"{frames} frames"


async def ticket_age(team: Team, seconds: float) -> str:
    answer = await team.desk.http.post("/api/session/ticket", headers={"X-CSRF": team.desk.session["csrf"]})
    team.served.clock.forward(seconds)
    async with connected(team.served, has_origin=True) as line:
        await line.say(**team.desk.hello_body(), m="hello", ticket=answer.json()["ticket"])
        with contextlib.suppress(AssertionError):
            return str((await line.hear())["m"])
        assert line.closed is not None
        return str(line.closed[0])


async def kept(team: Team, may_read_ms: int) -> str:
    """How much of the time that they may read a phone keeps what it was shown, should it hear nothing more."""
    now, ama = team.served.clock.now(), team.ama

    def work(tx: Tx) -> None:
        ends = "UPDATE membership SET until_at = :at WHERE person_id = :who AND scope LIKE 'unit:%'"
        assert tx.run(ends, at=now + may_read_ms, who=ama.person) == 1

    await team.city.database.write(work)
    answer = await ama.http.post("/api/session/share", headers={"X-CSRF": ama.session["csrf"]})
    kept_ms = answer.json()["until"] - now
    return "all of it" if kept_ms == may_read_ms else f"{kept_ms} ms"


# ------------------------------------------------------------------ the table

PATIENCE = Patience()
LIMITS = (
    counted("commands in a batch", "batch 100 commands", 100, BATCH, commands, "200", "too_large"),
    counted("bytes of a batch", "or 256 KiB", 256 * 1024, BATCH_BYTES, batch_bytes, "200", "too_large"),
    counted("bytes of a frame", "inbound frame 320 KiB", 320 * 1024, FRAME, frame_bytes, "pong", "1009"),
    counted("bytes of a body", "HTTP body 1 MiB", 1024 * 1024, BODY, body_bytes, "200", "too_large"),
    counted("characters of a text", "text 8,000 characters", 8_000, 8_000, characters, "ok", "invalid"),
    counted("depth of arguments", "JSON depth 32", 32, DEPTH, depth, "ok", "invalid"),
    counted("depth of a body", "JSON depth 32", 32, DEPTH, depth_of_a_body, "invalid", "too_deep"),
    counted("largest number", "integers ±2^53", 2**53 - 1, SAFE_INTEGER, number, "ok", "invalid"),
    Limit("least number", "integers ±2^53", 2**53 - 1, SAFE_INTEGER, number, (1 - 2**53, "ok"), (-(2**53), "invalid")),
    counted("rows asked for", "limits.page 500 (§3)", 500, PAGE, page_rows, "200", "invalid"),
    counted("commands at once", "burst 200", 200, BURST, burst, "ok", "too_many_tries"),
    counted("commands in a second", "20 commands/s per device", 20, int(RATE), sustained, "ok", "too_many_tries"),
    counted("wrong codes", "5 a minute (trust)", 5, TRIES, wrong_codes, "bad_code", "too_many_tries"),
    lasting("a wrong code counts", "5 a minute (trust)", 60, TRIES_S, wrong_code_later, "too_many_tries", "bad_code"),
    counted("clock off, in ms", "skew flagged > 2 min", 2 * 60_000, SKEW_TOLD_MS, skew, "0 flags", "2 flags"),
    lasting("silence on a socket", "unauthenticated socket 5 s", 5, PATIENCE.hello_s, silence, "welcome", "4401"),
    lasting("half a head", "headers 10 s", 10, HEAD_S, half_a_head, "200", "hung up on"),
    lasting("half a body", "or body 10 s", 10, BODY_S, half_a_body, "401", "408"),
    lasting("a frame nobody takes", "then lagged, 4008", 10, PATIENCE.send_s, unread, "still there", "4008 lagged"),
    # Nothing queues for a slow reader, however much it misses: one page of at most 1 MiB, and one for all the rest.
    counted("commits missed", "send queue 256 frames", 256, 256, missed, "2 frames", "2 frames"),
    counted("kept without a word, in ms", "lease 12 h", 12 * 3_600_000, LEASE_MS, kept, "all of it", "43200000 ms"),
    lasting("age of a ticket", "ticket <= 30 s old (§3)", 30, TICKET_MS / 1000, ticket_age, "welcome", "4401"),
)


def tried(tmp_path: Any, limit: Limit, amount: float) -> str:
    """What happens at this amount, in a city where nobody has done anything yet."""
    served = Served(tmp_path / f"{amount}", lane=InlineLane)

    async def run() -> str:
        served.app.hub.start()
        async with a_team(served, served.found("city")) as team:
            return await limit.sides(team, amount)

    with asyncio.Runner(loop_factory=VirtualLoop) as loop:
        outcome = loop.run(run())
    served.close()
    return outcome


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)
def test_a_limit_lets_through_what_it_says_and_not_one_more(tmp_path, limit):
    assert limit.ours == limit.number

    within, over = (tried(tmp_path, limit, amount) for amount, _ in (limit.within, limit.over))

    assert (within, over) == (limit.within[1], limit.over[1])


# ------------------------------------------------------------------ a server that listens


@asynccontextmanager
async def listening(team: Team) -> AsyncIterator[Server]:
    """The server as it is really configured."""
    server = Server(team.served)
    server.start()
    try:
        yield server
    finally:
        await server.stop()


@asynccontextmanager
async def live(server: Server, phone: Phone) -> AsyncIterator[ClientConnection]:
    """A socket that was welcomed."""
    async with connect(server.url, proxy=None) as socket:
        await socket.send(json.dumps(phone.hello_body() | {"m": "hello", "token": phone.token}))
        assert json.loads(await socket.recv())["m"] == "welcome"
        yield socket


async def heard(socket: ClientConnection) -> str:
    """The kind of the next frame, or the code of a goodbye."""
    try:
        return str(json.loads(await socket.recv())["m"])
    except ConnectionClosed:
        return str(socket.close_code)
