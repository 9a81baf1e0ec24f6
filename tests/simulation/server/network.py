"""What lies between a phone and the server: it loses, delays, doubles and reorders, and sometimes there is none."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from server.example.dice import Dice
from tests.simulation.server.machine import Server

GIVES_UP_S = 15.0
"""So long a phone waits for an answer."""

GHOST_S = 900.0
"""So late a request may still arrive that everybody gave up: a proxy or a modem kept it."""

HOST = b"field.example"
COMMANDS = "/api/sync/commands"


class NoAnswer(Exception):
    """Lost on the way there, on the way back, or nobody is there."""


@dataclass
class Weather:
    """How bad the network of one phone is."""

    loss: float = 0.0
    double: float = 0.0
    ghost: float = 0.0
    slow_s: float = 0.2
    is_away: bool = False


CLEAR = Weather()


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    body: bytes

    def json(self) -> Any:
        """What it means."""
        return msgspec.json.decode(self.body)


@dataclass(frozen=True)
class Asked:
    """One request as it leaves the phone."""

    method: str
    path: str
    query: str = ""
    body: bytes = b""
    token: str = ""


class Network:
    """The way from every phone to the one server."""

    def __init__(self, server: Server, dice: Dice, note: Callable[..., None]) -> None:
        self.server = server
        self.dice = dice
        self.note = note
        self.arriving: Callable[[int], None] = lambda _size: None
        self.lost = self.doubled = self.ghosts = 0
        self.refusals: dict[tuple[int, str], int] = {}

    async def ask(self, asked: Asked, weather: Weather) -> Answer:
        """What the server answers, if the answer arrives.

        Raises: NoAnswer.
        """
        await self._pass(weather)
        if weather.is_away or self.dice.happens(weather.loss):
            return await self._lost(asked, weather)
        if self.dice.happens(weather.double):
            self.doubled += 1
            self._later(asked, self.dice.between(0, 3 * weather.slow_s))
        answer = await self._deliver(asked)
        if answer is None or weather.is_away or self.dice.happens(weather.loss):
            self.lost += 1
            raise NoAnswer
        await self._pass(weather)
        return answer

    def refused(self, status: int, code: str) -> None:
        """A request was refused as a whole: the world wants to know how often, and why."""
        self.refusals[status, code] = self.refusals.get((status, code), 0) + 1

    async def _lost(self, asked: Asked, weather: Weather) -> Answer:
        self.lost += 1
        if not weather.is_away and self.dice.happens(weather.ghost):
            self.ghosts += 1
            self._later(asked, self.dice.between(GIVES_UP_S, GHOST_S))
        await asyncio.sleep(self.dice.between(0.1, GIVES_UP_S))
        raise NoAnswer

    async def _pass(self, weather: Weather) -> None:
        await asyncio.sleep(self.dice.between(0.001, weather.slow_s))

    def _later(self, asked: Asked, after_s: float) -> None:
        """It arrives once more, and nobody waits for the answer."""
        asyncio.get_running_loop().call_later(after_s, self._arrive, asked)

    def _arrive(self, asked: Asked) -> None:
        if self.server.is_up:
            self.server.spawn(self._answer(asked))

    async def _deliver(self, asked: Asked) -> Answer | None:
        """None when the server is not there, or dies over it."""
        if not self.server.is_up:
            await asyncio.sleep(0.05)
            return None
        working = self.server.spawn(self._answer(asked))
        await asyncio.wait({working}, timeout=GIVES_UP_S)
        if not working.done() or working.cancelled() or working.exception() is not None:
            return None
        found: Answer = working.result()
        return found

    async def _answer(self, asked: Asked) -> Answer:
        app = self.server.app
        assert app is not None
        if asked.path == COMMANDS:
            self.arriving(len(asked.body))
        status, parts = 0, list[bytes]()
        was_heard = False

        async def receive() -> Any:
            nonlocal was_heard
            if was_heard:
                await asyncio.Event().wait()
            was_heard = True
            return {"type": "http.request", "body": asked.body, "more_body": False}

        async def send(message: Mapping[str, Any]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                parts.append(message.get("body", b""))

        await app.asgi(_scope(asked), receive, send)
        answer = Answer(status, b"".join(parts))
        self.note("answer", asked.method, asked.path, status, len(answer.body))
        return answer


def _scope(asked: Asked) -> Any:
    headers = [(b"host", HOST), (b"content-type", b"application/json")]
    if asked.token:
        headers.append((b"authorization", f"Bearer {asked.token}".encode()))
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": asked.method,
        "scheme": "https",
        "path": asked.path,
        "raw_path": asked.path.encode(),
        "query_string": asked.query.encode(),
        "root_path": "",
        "headers": headers,
        "client": ("192.0.2.7", 50_000),
        "server": ("field.example", 443),
        "state": {},
    }
