"""A person with a device and a socket to one of several servers, who sees what is pushed and never pulls."""

import asyncio
from collections.abc import Callable
from typing import Any

from server.client.live import Line
from tests.phone import Phone

PATIENCE_S = 60.0


class Somebody:
    """A person with a device and a socket to one of the servers."""

    def __init__(self, phone: Phone, line: Line) -> None:
        self.phone = phone
        self.line = line
        self._stirred = asyncio.Event()
        line.stirred = self._stirred.set

    async def do(self, kind: str, entity: str, args: Any) -> None:
        """Save it, and send it over the socket."""
        row = self.phone.save(kind, entity, args)
        await self.line.send()
        assert self.phone.acks[row["id"]]["r"] == "ok", self.phone.acks[row["id"]]

    async def sees(self, holds: Callable[[dict[str, dict[str, Any]]], bool], kind: str) -> None:
        """Wait, pushed and never pulling, until this holds for the rows of a kind."""
        async with asyncio.timeout(PATIENCE_S):
            while not holds(self.phone.replica.of(kind)):
                await self._stirred.wait()
                self._stirred.clear()
