"""A network between phones and a server that does to their bytes what streets do. It is seeded, and heals by itself.

Each connection is given a fate from a shuffled round of those the weather allows, and a moment for it. Whatever really
happened is counted in `hits`; after enough of each the network is healed, so that a test never waits for a time.
"""

import asyncio
import re
import socket
import struct
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal, Self

from server.ids import SeededIds

Fate = Literal["refuse", "silence", "stop", "lose", "cut", "twice", "tunnel"]
Side = Literal["up", "down"]

AT_THE_DOOR: frozenset[Fate] = frozenset({"refuse", "silence"})
"""What a connection meets at its beginning or never."""

PIECE = 65_536
REFUSED_IN_A_TUNNEL = 4
LATEST = 16
"""A fate comes with one of the first so many pieces of a connection."""

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
COMMANDS = b"POST /api/sync/commands "


@dataclass(frozen=True)
class Weather:
    """What may happen here.

    `refuse`: reset before a byte. `silence`: accepted, and nothing is ever said. `stop`: from some moment nothing
    passes any more and nobody is told. `lose`: what the server says does not arrive, and the line breaks. `cut`: the
    line breaks in the middle of a piece. `twice`: the server gets each batch of commands once more over a line of its
    own. `tunnel`: every line of everybody stops, and the next ones are refused.
    """

    fates: tuple[Fate, ...] = ()
    piece: int = PIECE
    """Bytes are handed on so many at a time."""
    delay_s: float = 0.0
    """Each piece is late by up to this."""
    enough: int = 3
    """It is over when each of its faults was met so often."""

    @property
    def faults(self) -> frozenset[str]:
        """Everything that can be met here."""
        late = {"late"} if self.delay_s else set()
        return frozenset({*self.fates} | late | ({"dribble"} if self.piece == 1 else set()))


CALM = Weather()


class Network:
    """Listens on a port of this machine and leads to another, with the weather in between."""

    def __init__(self, port: int, weather: Weather = CALM, *, seed: int = 727) -> None:
        """Lead to this port."""
        self.to = port
        self.weather = weather
        self.is_healed = weather == CALM
        """True when so much has happened that nothing more will."""
        self.hits: Counter[str] = Counter()
        self._ids = SeededIds(seed)
        self.fates = self._in_turn()
        self._lines: set[Passage] = set()
        self.doing: set[asyncio.Task[None]] = set()
        self._refusing = 0
        self._is_empty = asyncio.Event()
        self._is_empty.set()
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for line in self._lines.copy():
            line.end()
        await asyncio.gather(*self.doing)
        await self._is_empty.wait()

    @property
    def url(self) -> str:
        """Where phones reach the server through it."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    @property
    def piece(self) -> int:
        """How many bytes are handed on at a time, now."""
        return PIECE if self.is_healed else self.weather.piece

    def hit(self, what: str) -> None:
        """Something really happened; enough of it and the sky clears. What was stopped before stays stopped."""
        if self.is_healed:
            return
        self.hits[what] += 1
        self.is_healed = all(self.hits[fault] >= self.weather.enough for fault in self.weather.faults)

    def draw(self, below: int) -> int:
        """The next number of this seed from 0 to `below` - 1."""
        return int.from_bytes(self._ids.secret(4)) % below

    def deliver_again(self, request: bytes) -> asyncio.Task[None]:
        """Say this to the server over a line of its own."""
        doing = asyncio.create_task(_deliver(self.to, request))
        self.doing.add(doing)
        doing.add_done_callback(self.doing.discard)
        return doing

    def tunnel(self) -> None:
        """Everybody is under ground: every line stops, and the next ones are refused."""
        for line in self._lines:
            line.has_stopped = True
        self._refusing = REFUSED_IN_A_TUNNEL

    def _in_turn(self) -> Iterator[Fate]:
        while True:
            left = list(self.weather.fates)
            while left:
                yield left.pop(self.draw(len(left)))

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        fate = next(self.fates) if self.weather.fates and not self.is_healed else None
        line = Passage(self, fate, 1 + self.draw(LATEST))
        self._lines.add(line)
        self._is_empty.clear()
        try:
            await self._lead(line, reader, writer)
        finally:
            line.end()
            self._lines.discard(line)
            if not self._lines:
                self._is_empty.set()

    async def _lead(self, line: "Passage", reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line.ends.append(writer)
        if line.fate == "refuse" or self._refusing:
            self._refusing -= bool(self._refusing)
            self.hit("refuse")
            return
        if line.fate == "silence":
            self.hit("silence")
            line.has_stopped = True
            await line.hand_on("up", reader, writer)
            return
        with suppress(OSError):
            back, out = await asyncio.open_connection("127.0.0.1", self.to)
            line.ends.append(out)
            await asyncio.gather(line.hand_on("up", reader, out), line.hand_on("down", back, writer))


@dataclass(eq=False)
class Passage:
    """One connection through the network: bytes up to the server, bytes down to the phone."""

    network: Network
    fate: Fate | None
    left: int
    """How many pieces pass before it meets its fate."""
    ends: list[asyncio.StreamWriter] = field(default_factory=list)
    has_stopped: bool = False
    said: bytearray = field(default_factory=bytearray)
    """What the phone has said of a request that is not whole yet."""

    def end(self) -> None:
        """Break both lines at once, without a goodbye."""
        for end in self.ends:
            _reset(end)

    async def hand_on(self, side: Side, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass on what comes from one side until it ends. A stopped line passes nothing, not even the end."""
        with suppress(ConnectionError):
            while came := await reader.read(self.network.piece):
                if self.has_stopped:
                    continue
                await self._be_late()
                if self.network.piece == 1:
                    self.network.hit("dribble")
                if await self._meets_fate(side, came, writer):
                    continue
                writer.write(came)
                await writer.drain()
        if self.has_stopped and side == "down":
            return
        if self.has_stopped:
            # The phone gave up; the server is not told while the network stands.
            _reset(self.ends[0])
            return
        self.end()

    async def _be_late(self) -> None:
        if self.network.weather.delay_s and not self.network.is_healed:
            self.network.hit("late")
            await asyncio.sleep(self.network.weather.delay_s * self.network.draw(1000) / 1000)

    async def _meets_fate(self, side: Side, came: bytes, writer: asyncio.StreamWriter) -> bool:
        """True when these bytes shall not pass as they are."""
        if self.network.is_healed:
            return False
        match self.fate:
            case "twice" if side == "up":
                await self._hear(came)
                return False
            case "lose" if side == "up":
                return False
            case "lose" | "cut" | "stop" | "tunnel":
                self.left -= 1
                return self.left <= 0 and self._meet(came, writer)
            case _:
                return False

    def _meet(self, came: bytes, writer: asyncio.StreamWriter) -> bool:
        assert self.fate is not None
        self.network.hit(self.fate)
        match self.fate:
            case "cut":
                # The half arrives, and then the end.
                writer.write(came[: len(came) // 2])
                writer.close()
                self.end()
            case "lose":
                self.end()
            case "stop":
                self.has_stopped = True
            case _:
                self.network.tunnel()
        return True

    async def _hear(self, came: bytes) -> None:
        """Listen for whole batches of commands, and have each delivered once more: at the same time, or before."""
        self.said += came
        head, gap, body = bytes(self.said).partition(b"\r\n\r\n")
        found = LENGTH.search(head)
        if not gap or len(body) < (0 if found is None else int(found[1])):
            return
        if head.startswith(COMMANDS):
            doing = self.network.deliver_again(bytes(self.said))
            if self.network.hits["twice"] % 2:
                await doing
            self.network.hit("twice")
            self.fate = next(fate for fate in self.network.fates if fate not in AT_THE_DOOR)
        self.said.clear()


async def _deliver(port: int, request: bytes) -> None:
    """Say this to the server, and wait for an answer that nobody reads."""
    with suppress(OSError):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request)
        await reader.read(1)
        _reset(writer)


def _reset(writer: asyncio.StreamWriter) -> None:
    """Break a line so that the other side meets an error and no end."""
    line = writer.get_extra_info("socket")
    if line is not None and line.fileno() >= 0:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
