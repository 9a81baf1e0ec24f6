"""Bad connections to the server as it really listens: foreign pages, half requests, frames that are too much."""

import asyncio
import contextlib
import json
import socket

import httpx
import msgspec
import pytest
import uvicorn
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from server.cli.serve import _port, config
from server.decode import FRAME
from server.identity import commands
from server.web.edge import Edge
from server.web.protocol import DeadlineProtocol
from tests.served import Served

pytestmark = pytest.mark.parametrize("ground", ["sqlite"], indirect=True)
"""What comes in badly never gets as far as a database."""

PATIENCE_S = 0.2
AT_ONCE_S = 1.0
"""Sessions and sockets of whoever is shut out end within a second (protocol.md S13)."""


class Impatient(DeadlineProtocol):
    """The same protocol for a test that need not wait ten seconds."""

    head_s = PATIENCE_S


@pytest.fixture
async def served(tmp_path, ground):
    """A server on a port of its own, as `field727 serve` configures it, but impatient."""
    made = Served(tmp_path, ground)
    inner = made.app.asgi
    made.app.asgi = Edge(inner, clock=made.clock, body_s=PATIENCE_S)
    settings = config(made.app, made.settings)
    settings.http_protocol_class = Impatient
    server = uvicorn.Server(settings)
    listener = socket.create_server(("127.0.0.1", 0))
    made.settings = msgspec.structs.replace(made.settings, port=listener.getsockname()[1])
    async with asyncio.TaskGroup() as group:
        group.create_task(server.serve(sockets=[listener]))
        async with made.app.running():
            yield made
        server.should_exit = True
    listener.close()
    made.close()


@pytest.fixture
async def phone(served):
    async with served.phone(served.found("city"), "responder") as signed_in:
        yield signed_in


@contextlib.asynccontextmanager
async def a_connection(served):
    reader, writer = await asyncio.open_connection("127.0.0.1", served.settings.port)
    try:
        yield reader, writer
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


def live(served, **more):
    return connect(f"ws://127.0.0.1:{served.settings.port}/api/live", proxy=None, **more)


async def closed_with(socket):
    """The code the server closes with, whatever it says before."""
    with contextlib.suppress(ConnectionClosed):
        async for _ in socket:
            pass
    return socket.close_code


# ------------------------------------------------------------------ sockets


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://localhost.evil.example"]
)
async def test_a_page_of_another_site_opens_no_socket(served, origin):
    with pytest.raises(InvalidStatus) as refused:
        await live(served, origin=origin)

    assert refused.value.response.status_code == 403
    assert json.loads(refused.value.response.body)["code"] == "bad_origin"


async def test_a_cookie_without_an_origin_opens_no_socket(served):
    with pytest.raises(InvalidStatus) as refused:
        await live(served, additional_headers={"Cookie": "field727_session=abc.def"})

    assert refused.value.response.status_code == 403


async def test_our_own_page_opens_a_socket_and_a_bad_ticket_closes_it_with_a_reason(served, phone):
    async with live(served, origin=f"http://127.0.0.1:{served.settings.port}") as socket:
        await socket.send(json.dumps(phone.hello_body() | {"m": "hello", "ticket": "abcdef.nonsense"}))

        assert await closed_with(socket) == 4401


async def test_a_ticket_is_for_pages_only(served, phone):
    csrf = {"X-CSRF": phone.session["csrf"]}
    ticket = (await phone.http.post("/api/session/ticket", headers=csrf)).json()["ticket"]

    async with live(served) as socket:
        await socket.send(json.dumps(phone.hello_body() | {"m": "hello", "ticket": ticket}))

        assert await closed_with(socket) == 4403


async def test_a_device_token_needs_no_page(served, phone):
    async with live(served) as socket:
        await socket.send(json.dumps(phone.hello_body() | {"m": "hello", "token": phone.token}))

        assert json.loads(await socket.recv())["m"] == "welcome"


@pytest.mark.parametrize("whom", ["device", "person"])
async def test_a_shut_out_closes_the_socket_at_once(served, phone, whom):
    gate = served.app.gates.of(phone.session["org"]["tag"])
    async with live(served) as socket:
        await socket.send(json.dumps(phone.hello_body() | {"m": "hello", "token": phone.token}))
        await socket.send(json.dumps({"m": "sub", "cur": None}))
        while json.loads(await socket.recv())["m"] != "page":
            pass

        if whom == "device":
            await gate.act(lambda tx: commands.revoke_device(tx, device_id=phone.device))
        else:
            await gate.act(lambda tx: commands.end_person(tx, person_id=phone.person))

        async with asyncio.timeout(AT_ONCE_S):
            assert await closed_with(socket) == 4403


@pytest.mark.parametrize(
    ("frame", "codes"),
    [
        ("x" * (FRAME + 1), {1009}),
        ("[" * 1000 + "]" * 1000, {4400}),
        ('{"m":"got","m":"cmds"}', {4400}),
        ('{"m":"got","cur":99999999999999999999}', {4400}),
        ('{"m":"got","cur":"nonsense"}', {4400}),
        ('{"m":"got","surprise":1}', {4400}),
        ('{"m":"nonsense"}', {4400}),
        ("nonsense", {4400}),
    ],
)
async def test_a_bad_frame_closes_the_socket_with_a_code(served, phone, frame, codes):
    async with live(served) as socket:
        await socket.send(json.dumps(phone.hello_body() | {"m": "hello", "token": phone.token}))
        await socket.recv()

        with contextlib.suppress(ConnectionClosed):
            await socket.send(frame)

        assert await closed_with(socket) in codes


async def test_a_bomb_that_unpacks_is_no_frame_of_ours(served):
    async with live(served, compression="deflate") as socket:
        assert socket.protocol.extensions == []


# ------------------------------------------------------------------ half requests


@pytest.mark.parametrize("half", [b"", b"G", b"GET /healthz HTTP/1.1\r\nHost: x\r\n"])
async def test_who_sends_half_a_head_is_hung_up_on(served, half):
    async with a_connection(served) as (reader, writer):
        writer.write(half)

        assert await asyncio.wait_for(reader.read(), 5) == b""


async def test_who_sends_half_a_second_head_is_hung_up_on(served):
    async with a_connection(served) as (reader, writer):
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        await reader.readuntil(b'{"alive":true}')
        writer.write(b"GET /hea")

        assert await asyncio.wait_for(reader.read(), 5) == b""


async def test_who_sends_half_a_body_is_told_and_hung_up_on(served):
    head = b"POST /api/sync/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n"
    async with a_connection(served) as (reader, writer):
        writer.write(head + b'{"a":')
        answer = await asyncio.wait_for(reader.read(), 5)

    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b'"advice":"retry"' in answer


@pytest.mark.parametrize(
    "head", [b"nonsense\r\n\r\n", b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n", b"GET / HTTP/9\r\n\r\n"]
)
async def test_what_is_not_http_is_refused(served, head):
    async with a_connection(served) as (reader, writer):
        writer.write(head)
        answer = await asyncio.wait_for(reader.read(), 5)

    assert answer.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 404 "))


async def test_a_body_that_never_ends_is_refused(served):
    async def endless():
        while True:
            yield b" " * 65_536

    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{served.settings.port}") as http:
        # The answer comes before the body ends, and the connection closes under whoever still writes.
        with contextlib.suppress(httpx.TransportError):
            answer = await http.post("/api/sync/token", content=endless(), headers={"content-type": "application/json"})
            assert answer.status_code == 413


# ------------------------------------------------------------------ logs


async def test_no_log_holds_a_secret(served, phone, caplog):
    caplog.set_level("DEBUG")
    await phone.http.get("/api/sync/changes", params={"cur": "CANARYCURSOR"}, headers=phone.headers())
    await phone.http.post("/api/session/enrol", json={"code": "CANARY22", "device_public": phone.public})
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{served.settings.port}") as http:
        assert (await http.get("/healthz?ticket=CANARYTICKET")).status_code == 200
        assert (await http.get("/api/nonsense?ticket=CANARYTICKET")).status_code == 404

    written = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert "/api/nonsense" in written, "the search finds what is logged"
    secrets = ["CANARYCURSOR", "CANARY22", phone.token, phone.session["csrf"], phone.http.cookies["field727_session"]]
    # httpx, which plays the phone here, logs what it asks for; the server does not.
    ours = "\n".join(line for line in written.splitlines() if "httpx" not in line and "httpcore" not in line)
    for secret in [*secrets, "CANARYTICKET"]:
        assert secret not in ours


async def sends_at_once(listener: socket.socket) -> bool:
    """Whether somebody who connects here is answered without waiting for an acknowledgement of what went before."""
    told: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        told.set_result(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    async with await asyncio.start_server(answer, sock=listener) as server:
        _, writer = await asyncio.open_connection(*server.sockets[0].getsockname()[:2])
        at_once = bool(await told)
        writer.close()
    return at_once


async def test_what_the_server_writes_leaves_at_once(served):
    plain = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    plain.bind(("127.0.0.1", 0))
    assert not await sends_at_once(plain), "asyncio alone does not see to it"

    assert await sends_at_once(_port(msgspec.structs.replace(served.settings, host="127.0.0.1", port=0)))
