"""A relay of texts as a city would run one: takes them over HTTP, each under the key it came with."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager


class Relay:
    """Who posts to `/name` is known as that name."""

    def __init__(self, port: int, taken: Callable[[str], None]) -> None:
        """Call `taken` with the name before an answer leaves."""
        self.port = port
        self.keys: dict[str, list[str]] = {}
        self._taken = taken

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request on one connection."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            request, *lines = head.split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            await reader.readexactly(int(headers["content-length"]))
            name = request.split(" ")[1].strip("/")
            self.keys.setdefault(name, []).append(headers["idempotency-key"])
            self._taken(name)
            writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # Whoever asked has died.
        finally:
            writer.close()


@asynccontextmanager
async def relay(taken: Callable[[str], None]) -> AsyncIterator[Relay]:
    """It listens on loopback until the block ends."""
    made = Relay(0, taken)
    server = await asyncio.start_server(made.accept, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    async with server:
        yield made
