"""The control socket: how a `field727` command reaches the running server.

A Unix socket in the data folder, readable by its owner alone. One request per connection, one JSON line
`{"command", "args"}`; the answer is any number of `{"line"}` for progress, then `{"result"}` or
`{"problem": {"code", "detail"}}`. It stands beside `jobs`, above the slices: it carries commands and knows none of
them. `app` gives it a dict of names and functions, `__main__` asks.
"""

import asyncio
import contextlib
import logging
import os
import socket
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

from server.errors import Invalid, NoServer, NotNow, Refusal, refusal

SOCKET: Final = "control.sock"

MAX_BYTES: Final = 1_048_576
"""The longest request or answer: the body limit of the API."""

REQUEST_S: Final = 10.0
"""How long a request line may take to arrive."""

_LONGEST_PATH: Final = 100
"""Unix sockets know no longer names (104 bytes on macOS, 108 on Linux)."""

Say = Callable[[str], None]
"""Shows one line of progress to the person who typed the command."""

Command = Callable[[Mapping[str, Any], Say], Awaitable[object]]
"""What a name stands for; its result must be JSON, its refusals reach the caller as they are."""

log = logging.getLogger(__name__)


class Request(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One command and what it is told."""

    command: str
    args: dict[str, Any] = {}


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """A refusal, to be raised again on the other side."""

    code: str
    detail: str


class Answer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line back: progress, or the end with a result or a problem."""

    line: str | None = None
    problem: Problem | None = None
    result: Any = None
    is_last: bool = False


@contextlib.asynccontextmanager
async def listening(data: Path, commands: Mapping[str, Command]) -> AsyncIterator[None]:
    """Answer commands on this folder's socket inside the `async with`; whoever is still asking then is cut off.

    Only for the holder of the folder's lock: a socket left over by a killed server is replaced.
    """
    asking: set[asyncio.Task[None]] = set()

    def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(_serve(reader, writer, commands))
        asking.add(task)
        task.add_done_callback(asking.discard)

    server = await asyncio.start_unix_server(meet, sock=_bound(data / SOCKET), limit=MAX_BYTES)
    try:
        yield
    finally:
        server.close()
        (data / SOCKET).unlink(missing_ok=True)
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)


def ask(data: Path, command: str, args: Mapping[str, Any], say: Say = print) -> Any:  # noqa: ANN401 - JSON
    """Have the running server do it, showing its progress; answers its result. Blocks.

    Raises: NoServer, or the refusal the server answered with.
    """
    with _connected(data) as connection, connection.makefile("rwb") as stream:
        stream.write(msgspec.json.encode(Request(command=command, args=dict(args))) + b"\n")
        stream.flush()
        for line in stream:
            answer = msgspec.json.decode(line, type=Answer)
            if answer.line is not None:
                say(answer.line)
            if answer.problem is not None:
                raise refusal(answer.problem.code, answer.problem.detail)
            if answer.is_last:
                return answer.result
    raise NotNow("The server stopped before it answered; ask again when it runs")


def _bound(path: Path) -> socket.socket:
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    with _short(path) as short:
        listener.bind(short)
    # Nobody can connect before listen(), so nobody slips in before this.
    path.chmod(0o600)
    return listener


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, commands: Mapping[str, Command]) -> None:
    def send(answer: Answer) -> None:
        writer.write(msgspec.json.encode(answer) + b"\n")

    with contextlib.suppress(ConnectionError):
        try:
            send(await _answer(reader, commands, lambda line: send(Answer(line=line))))
            await writer.drain()
        finally:
            writer.close()
            await writer.wait_closed()


async def _answer(reader: asyncio.StreamReader, commands: Mapping[str, Command], say: Say) -> Answer:
    try:
        request = await _request(reader)
        if request.command not in commands:
            raise Invalid(f"The server knows no command {request.command}")  # noqa: TRY301 - answered like the rest
        result = msgspec.to_builtins(await commands[request.command](request.args, say))
    except Refusal as problem:
        return Answer(problem=Problem(code=problem.code, detail=problem.detail))
    except Exception as bug:
        log.exception("a command failed")
        return Answer(problem=Problem(code=Refusal.code, detail=f"The server failed: {type(bug).__name__}"))
    return Answer(result=result, is_last=True)


async def _request(reader: asyncio.StreamReader) -> Request:
    try:
        async with asyncio.timeout(REQUEST_S):
            return msgspec.json.decode(await reader.readline(), type=Request)
    except (msgspec.DecodeError, ValueError, TimeoutError):
        raise Invalid("The request is not one line of JSON") from None


@contextlib.contextmanager
def _connected(data: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection, _short(data / SOCKET) as short:
        try:
            connection.connect(short)
        except (FileNotFoundError, ConnectionRefusedError):
            raise NoServer(f"No server runs on {data}; start it with: field727 serve") from None
        yield connection


@contextlib.contextmanager
def _short(path: Path) -> Iterator[str]:
    """A name for this socket that is short enough, by way of a link if need be."""
    if len(os.fsencode(path)) <= _LONGEST_PATH:
        yield str(path)
        return
    with tempfile.TemporaryDirectory(prefix="f727-") as folder:
        link = Path(folder) / "d"
        link.symlink_to(path.parent.absolute(), target_is_directory=True)
        yield str(link / path.name)
