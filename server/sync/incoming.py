"""Rows as they arrive from a device: how many at a time, and what can be read of each.

A row nobody can read is not lost: it gets a stand-in header of what could be saved from it, so that it is answered and
taken into custody like any other, byte for byte.
"""

import hashlib
from collections import OrderedDict
from typing import Any, Final

import msgspec

from schemas.base import SAFE_INTEGER, Code, Id, Struct
from schemas.commands import COMMANDS, upcast
from schemas.wire import BATCH, OutboxRow, SendCommands
from server.clock import Clock
from server.decode import BODY, decode, glance, lift, shaped
from server.errors import Busy, Invalid, Refusal, TooLarge, UnsupportedVersion
from server.ids import Ids, derived
from server.sync.envelope import Opener, header, row_hash

RATE: Final = 20.0
BURST: Final = 200
"""Commands a second of one device, and how many of them at once (protocol.md §5)."""

HELLOS: Final = 1_000.0
HELLO_BURST: Final = 500
"""Hellos a second of one process, and how many at once: after a restart every phone comes back in the same moment."""

JITTER_MS: Final = 250
"""Whoever shall come again is spread over so much more, so that no two waves form."""

DEVICES: Final = 20_000
"""Devices whose pace is remembered; whoever is forgotten begins with a full burst."""

UNKNOWN: Final = "unknown"


class Incoming(Struct, frozen=True, kw_only=True):
    """One row as it arrived, opened as far as it could be.

    `named` is how the answer calls it: its id, or `#3` for the fourth of its batch where no id can be read. `problem`
    is why it cannot be applied whatever else is true.
    """

    raw: bytes
    row: OutboxRow
    hash: bytes
    named: str
    is_framed: bool = True
    args: Any = None
    problem: Refusal | None = None

    @property
    def is_fact(self) -> bool:
        """True for what happened; False for intents, and for what no release ever sent."""
        known = COMMANDS.get(self.row.type)
        return known is not None and known.nature == "fact"

    @property
    def about(self) -> str:
        """The call this is about, else the entity it names."""
        return getattr(self.args, "call_id", None) or self.row.entity


def rows_of(raw: bytes, *, limit: int = BODY) -> list[bytes]:
    """The rows of a batch, each as it came: what is wrong inside one of them is nothing to the others.

    Raises:
        TooLarge: more than 100 rows, or more than `limit` bytes.
        Invalid: this is no batch.
    """
    if len(raw) > limit:
        raise TooLarge(f"at most {limit} bytes")
    outline, rows = lift(raw, "cmds", most=BATCH)
    batch = decode(outline, SendCommands)
    return rows or [bytes(row) for row in batch.cmds]


def read(opener: Opener, device_id: str, index: int, raw: bytes) -> Incoming:
    """The row these bytes are, with its seal opened: the slow part, done outside the writer."""
    try:
        row = decode(raw, OutboxRow)
        head = header(row)
        hashed = row_hash(row, head)
    except Invalid as problem:
        return _unread(device_id, index, raw, problem)
    try:
        return Incoming(raw=raw, row=row, hash=hashed, named=row.id, args=_opened(opener, row, head))
    except Refusal as problem:
        return Incoming(raw=raw, row=row, hash=hashed, named=row.id, problem=problem)


def said(opener: Opener, incoming: Incoming) -> dict[str, Any] | None:
    """The arguments of a row, whether they can be applied or not, in today's words; None where nobody can read them."""
    known = COMMANDS.get(incoming.row.type)
    try:
        told = decode(opener.open(incoming.row), dict[str, Any])
    except Refusal:
        return None
    if known is None or not 1 <= incoming.row.v <= known.v:
        return told
    return dict(upcast(told, known.upcasters[incoming.row.v - 1 :]))


def name(index: int, raw: bytes) -> str:
    """How an answer calls this row."""
    return _valid(glance(raw).get("id"), Id) or f"#{index}"


def _opened(opener: Opener, row: OutboxRow, head: bytes) -> object:
    """What the row says, in the words of today whatever release of the app said it."""
    known = COMMANDS.get(row.type)
    if known is None or row.v > known.v:
        raise UnsupportedVersion(f"{row.type} version {row.v}")
    if row.v < 1:
        raise Invalid("versions begin at 1")
    said = opener.open(row, head)
    if row.v == known.v:
        return decode(said, known.args)
    return shaped(upcast(decode(said, dict[str, Any]), known.upcasters[row.v - 1 :]), known.args)


def _unread(device_id: str, index: int, raw: bytes, problem: Refusal) -> Incoming:
    seen = glance(raw)
    hashed = hashlib.sha256(b"unread\n" + raw).digest()
    own = _valid(seen.get("id"), Id)
    command_id = own or derived(device_id, hashed.hex())
    row = OutboxRow(
        id=command_id,
        # No promise never to send it again covers a row whose number is not known.
        dseq=SAFE_INTEGER,
        person=_valid(seen.get("person"), Id) or UNKNOWN,
        at=0,
        mono=0,
        type=_valid(seen.get("type"), Code) or UNKNOWN,
        v=0,
        entity=_valid(seen.get("entity"), Id) or command_id,
        base=None,
        after=None,
        enc="p256-1",
        kid=UNKNOWN,
        sealed="",
    )
    return Incoming(
        raw=raw, row=row, hash=hashed, named=own or f"#{index}", is_framed=False, problem=Invalid(problem.detail)
    )


def _valid(value: object, kind: object) -> str | None:
    try:
        return str(msgspec.convert(value, kind))
    except msgspec.ValidationError:
        return None


class Pace:
    """How fast each device may send: a token bucket. Used on the event loop only."""

    def __init__(self, clock: Clock, *, rate: float = RATE, burst: int = BURST, most: int = DEVICES) -> None:
        """Every device begins with a full burst."""
        self._clock = clock
        self._rate = rate
        self._burst = burst
        self._most = most
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, device_id: str, wanted: int) -> int:
        """How many of these commands this device may have taken now; what is over must come again."""
        now = self._clock.mono()
        left, at = self._left.get(device_id, (float(self._burst), now))
        left = min(float(self._burst), left + (now - at) * self._rate)
        granted = min(wanted, int(left))
        self._left[device_id] = left - granted, now
        self._left.move_to_end(device_id)
        if len(self._left) > self._most:
            self._left.popitem(last=False)
        return granted


class Admission:
    """Who may say hello now, and when the others shall come again: one token bucket for the process.

    Each who is sent away is given the next free moment, so that those who return find room.
    """

    def __init__(self, clock: Clock, ids: Ids, *, rate: float = HELLOS, burst: int = HELLO_BURST) -> None:
        """A full burst at first."""
        self._clock = clock
        self._ids = ids
        self._rate = rate
        self._burst = burst
        self._left = float(burst)
        self._at = clock.mono()
        self._promised_until = 0.0

    def enter(self) -> None:
        """Let one in.

        Raises: Busy, with when to come again.
        """
        now = self._clock.mono()
        self._left = min(float(self._burst), self._left + (now - self._at) * self._rate)
        self._at = now
        if self._left >= 1:
            self._left -= 1
            return
        self._promised_until = max(self._promised_until, now) + 1 / self._rate
        jitter_ms = int.from_bytes(self._ids.secret(2)) % JITTER_MS
        raise Busy("Many come back at once", after_ms=round((self._promised_until - now) * 1000) + jitter_ms)
