"""Who takes what leaves the house, over HTTP: a city's relay of texts, or a push service of phones."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from server.vault import p256

Headers = Mapping[str, str]
Read = Callable[[str, Headers], tuple[str, str]]
"""Who asks this path with these headers, and under which key; the same one if it is asked again."""


def by_path(path: str, headers: Headers) -> tuple[str, str]:
    """Texts: who posts to `/name` is known as that name."""
    return path.strip("/"), headers["idempotency-key"]


def by_contact(_path: str, headers: Headers) -> tuple[str, str]:
    """Pushes: whoever signs as `https://name.example` is known as that name (RFC 8292), and a topic is a key."""
    said = headers["authorization"].partition("t=")[2].split(".")[1]
    contact: str = json.loads(p256.decode64(said))["sub"]
    return contact.removeprefix("https://").partition(".")[0], headers["topic"]


class Relay:
    """Takes everything."""

    def __init__(self, taken: Callable[[str], None], read: Read) -> None:
        """Call `taken` with the name before an answer leaves."""
        self.port = 0
        self.keys: dict[str, list[str]] = {}
        self._taken = taken
        self._read = read

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request on one connection."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            request, *lines = head.split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            await reader.readexactly(int(headers["content-length"]))
            name, key = self._read(request.split(" ")[1], headers)
            self.keys.setdefault(name, []).append(key)
            self._taken(name)
            writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # Whoever asked has died.
        finally:
            writer.close()


@asynccontextmanager
async def relay(taken: Callable[[str], None] = lambda _name: None, read: Read = by_path) -> AsyncIterator[Relay]:
    """It listens on loopback until the block ends."""
    made = Relay(taken, read)
    server = await asyncio.start_server(made.accept, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    async with server:
        yield made
