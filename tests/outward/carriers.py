"""Providers as the tests need them: one that takes everything, one that answers as told, one that never answers."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from server.outward.carriers import Carried, Effect, Gone, Later
from server.sync.branch import Branch

Answer = Carried | Gone | Later


class Post:
    """Takes what it is given and remembers it; `answers` says otherwise."""

    timeout_s = 10.0

    def __init__(self, answers: Callable[[Effect], Answer] = lambda _: Carried()) -> None:
        self.taken: list[Effect] = []
        self.answers = answers

    async def carry(self, branch: Branch, effect: Effect) -> Answer:
        """A provider that answers at once."""
        del branch
        self.taken.append(effect)
        return self.answers(effect)

    @property
    def keys(self) -> list[str]:
        """What was taken."""
        return [effect.key for effect in self.taken]


class BlackHole:
    """Connects to an address that takes a connection and never says anything."""

    def __init__(self, port: int, timeout_s: float) -> None:
        self.timeout_s = timeout_s
        self._port = port

    async def carry(self, branch: Branch, effect: Effect) -> Answer:
        """Ask, and wait for an answer that never comes."""
        del branch
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            writer.write(effect.key.encode())
            await reader.read(1)
        finally:
            writer.close()
        return Carried()


class Silent:
    """A real socket that accepts and never answers."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.asked = 0
        self._stirred = asyncio.Event()

    def ask(self) -> None:
        """Somebody connected."""
        self.asked += 1
        self._stirred.set()

    async def until_asked(self, times: int) -> None:
        """So many have connected."""
        while self.asked < times:
            self._stirred.clear()
            await self._stirred.wait()


@asynccontextmanager
async def silent() -> AsyncIterator[Silent]:
    """A provider that hangs."""
    held: list[asyncio.StreamWriter] = []

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        held.append(writer)
        found.ask()
        await reader.read()

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    found = Silent(server.sockets[0].getsockname()[1])
    try:
        yield found
    finally:
        server.close()
        for writer in held:
            writer.close()
