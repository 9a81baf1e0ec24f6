"""A line between the server and its Postgres that breaks around a COMMIT: sent or not, done or not, never answered.

It listens on a port of this machine, on threads of its own, and leads to the socket of a Postgres. It knows enough of
Postgres's messages (Frontend/Backend Protocol 3) to tell when a transaction that holds an organization's log commits.
"""

import socket
import struct
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import cycle
from pathlib import Path
from typing import BinaryIO, Final, Literal, Self

Fate = Literal["lost", "unheard", "torn"]
"""`lost`: COMMIT does not arrive. `unheard`: it was done, and the answer does not arrive. `torn`: it was sent, and the
line broke at once; nobody knows."""

FATES: Final[tuple[Fate, ...]] = ("unheard", "lost", "torn")

EVERY: Final = 3
"""Each so-manieth COMMIT meets a fate."""

PIECE: Final = 65_536
VERSION_3: Final = 3
QUERY, PARSE, BIND = b"Q", b"P", b"B"
DONE: Final = b"COMMIT\x00"


class BreakingLine:
    """Calm until `enough` says how often each fate shall be met; heals by itself after that."""

    def __init__(self, to: Path) -> None:
        """Lead to this socket."""
        self._to = str(to)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self.enough = 0
        self.hits: Counter[str] = Counter()
        self._fates = cycle(FATES)
        self._commits = 0
        self._guard = threading.Lock()

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    @property
    def is_healed(self) -> bool:
        """Whether everything was met so often."""
        return all(self.hits[fate] >= self.enough for fate in FATES)

    def next_fate(self, _said: Sequence[bytes]) -> Fate | None:
        """What this COMMIT meets, of a transaction that said this."""
        with self._guard:
            self._commits += 1
            if self.is_healed or self._commits % EVERY:
                return None
            return next(self._fates)

    def met(self, fate: Fate) -> None:
        """It really happened; nothing of it was answered yet."""
        with self._guard:
            self.hits[fate] += 1

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                ours, _ = self._listening.accept()
                theirs = socket.socket(socket.AF_UNIX)
                theirs.connect(self._to)
                passage = _Passage(self, ours, theirs)
                for way in (passage.up, passage.down):
                    threading.Thread(target=way, daemon=True).start()


class _Passage:
    """One line of the server's."""

    def __init__(self, line: BreakingLine, ours: socket.socket, theirs: socket.socket) -> None:
        self._line = line
        self._ours = ours
        self._theirs = theirs
        self._texts: dict[bytes, bytes] = {}
        """What was prepared under which name."""
        self._begun: list[bytes] = []
        """What was said in a transaction that holds an organization's log."""
        self._is_unheard = False

    def up(self) -> None:
        """Hand on what the server asks, message by message."""
        with suppress(OSError), self._ours.makefile("rb") as asked:
            for kind, message in _messages(asked):
                said = self._said(kind, message[5:])
                if said.startswith(b"BEGIN"):
                    self._begun = []
                if self._begun or (said.startswith(b"BEGIN") and b"log_head" in said):
                    self._begun.append(said)
                fate = self._line.next_fate(self._begun) if said == b"COMMIT" and self._begun else None
                if fate == "lost":
                    self._line.met(fate)
                    break
                # A prepared COMMIT is several messages, and the answer comes after the last.
                self._is_unheard = self._is_unheard or fate == "unheard"
                self._theirs.sendall(message)
                if fate == "torn":
                    self._line.met(fate)
                    break
        self._cut()

    def down(self) -> None:
        """Hand on what Postgres answers."""
        with suppress(OSError):
            while came := self._theirs.recv(PIECE):
                if self._is_unheard:
                    assert DONE in came, "it was done"
                    self._line.met("unheard")
                    break
                self._ours.sendall(came)
        self._cut()

    def _said(self, kind: bytes, body: bytes) -> bytes:
        """The statement that this message has Postgres carry out, if it is one."""
        if kind == QUERY:
            return body.rstrip(b"\0")
        if kind == PARSE:
            name, text = body.split(b"\0", 2)[:2]
            self._texts[name] = text
        if kind == BIND:
            return self._texts.get(body.split(b"\0", 2)[1], b"")
        return b""

    def _cut(self) -> None:
        for end in (self._ours, self._theirs):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


def _messages(asked: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """Whole messages and their kinds. The first ones, before the login is told, have no kind."""
    is_begun = False
    while len(head := asked.read(5 if is_begun else 4)) > 0:
        (length,) = struct.unpack("!i", head[-4:])
        message = head + asked.read(length - 4)
        yield (head[:1] if is_begun else b""), message
        is_begun = is_begun or message[4:6] == struct.pack("!H", VERSION_3)
