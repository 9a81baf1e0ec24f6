"""The socket by which a command on the command line reaches the running server."""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from server.control import SOCKET, Command, Say, ask, listening
from server.errors import Invalid, NoServer, NotAllowed, NotNow, Refusal


async def echo(args: Mapping[str, Any], say: Say) -> object:
    say("half way")
    return {"you said": args["text"]}


async def refuse(_args: Mapping[str, Any], _say: Say) -> object:
    raise NotAllowed("not by this road")


async def fail(_args: Mapping[str, Any], _say: Say) -> object:
    raise ValueError("a canary that must not travel")


async def unspeakable(_args: Mapping[str, Any], _say: Say) -> object:
    return object()


COMMANDS: dict[str, Command] = {"echo": echo, "refuse": refuse, "fail": fail, "unspeakable": unspeakable}


@pytest.fixture(params=["short", "far/" * 40], ids=["short path", "long path"])
async def data(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Path]:
    """A data folder with a server behind its socket."""
    folder = tmp_path / request.param
    folder.mkdir(parents=True)
    async with listening(folder, COMMANDS):
        yield folder


async def test_a_command_is_done_by_the_server_and_its_progress_shown(data: Path) -> None:
    lines: list[str] = []

    result = await asyncio.to_thread(ask, data, "echo", {"text": "¡hola!"}, lines.append)

    assert result == {"you said": "¡hola!"}
    assert lines == ["half way"]


async def test_a_refusal_arrives_as_itself(data: Path) -> None:
    with pytest.raises(NotAllowed) as refusal:
        await asyncio.to_thread(ask, data, "refuse", {})

    assert str(refusal.value) == "not by this road"


@pytest.mark.parametrize("command", ["fail", "unspeakable"])
async def test_a_bug_is_answered_without_its_words(command: str, data: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        await asyncio.to_thread(ask, data, command, {})

    assert "canary" not in str(refusal.value)


async def test_an_unknown_command_is_refused(data: Path) -> None:
    with pytest.raises(Invalid):
        await asyncio.to_thread(ask, data, "sing", {})


@pytest.mark.parametrize("line", [b"not json\n", b'{"command": 1}\n', b'{"command": "echo", "x": 1}\n', b"\n", b""])
async def test_noise_is_answered_and_the_next_caller_served(line: bytes, tmp_path: Path) -> None:
    async with listening(tmp_path, COMMANDS):
        reader, writer = await asyncio.open_unix_connection(str(tmp_path / SOCKET))
        writer.write(line)
        writer.write_eof()
        answer = await reader.read()
        writer.close()

        assert b'"invalid"' in answer
        result = await asyncio.to_thread(ask, tmp_path, "echo", {"text": "x"}, lambda _line: None)
        assert result == {"you said": "x"}


async def test_only_the_owner_may_ask(data: Path) -> None:
    assert (data / SOCKET).stat().st_mode & 0o777 == 0o600


def test_without_a_server_one_line_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoServer) as refusal:
        ask(tmp_path, "echo", {})

    assert "\n" not in str(refusal.value)


async def test_the_socket_of_a_killed_server_is_replaced(tmp_path: Path) -> None:
    left_over = socket.socket(socket.AF_UNIX)
    left_over.bind(str(tmp_path / SOCKET))
    left_over.close()
    with pytest.raises(NoServer):
        ask(tmp_path, "echo", {})

    async with listening(tmp_path, COMMANDS):
        result = await asyncio.to_thread(ask, tmp_path, "echo", {"text": "x"}, lambda _line: None)

    assert result == {"you said": "x"}
    with pytest.raises(NoServer):
        ask(tmp_path, "echo", {})


async def test_whoever_still_asks_when_the_server_stops_is_told(tmp_path: Path) -> None:
    started = asyncio.Event()

    async def endless(_args: Mapping[str, Any], _say: Say) -> object:
        started.set()
        return await asyncio.Future()

    async with listening(tmp_path, {"endless": endless}):
        asking = asyncio.create_task(asyncio.to_thread(ask, tmp_path, "endless", {}))
        await started.wait()

    with pytest.raises((NotNow, ConnectionError)):
        await asking
