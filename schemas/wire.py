"""Sync protocol, version 1, over HTTP and one WebSocket. A cursor (``cur``) is an opaque string and grants nothing."""

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Raw, UnsetType

from schemas.asides import OwnNumber, Said, Writer, Writers, Writing
from schemas.base import Code, Count, Id, Line, Ms, Request, Struct
from schemas.codes.dispatch import AlarmSaid, Role
from schemas.directory import Directory
from schemas.exports import OutcomeLog
from schemas.problems import Problem
from schemas.shares import Share

PROTOCOL = 1
BATCH = 100
BATCH_BYTES = 262_144
PAGE = 500
SCHEMA = 1
"""The shape of rows on the wire that this release speaks."""
OLDEST_SCHEMA = 1
"""The oldest shape an app may understand and still read; older ones only hand over what they hold."""

Base64 = Annotated[str, Meta(max_length=200_000, pattern="^[A-Za-z0-9_-]*$")]
Integer = Annotated[int, Meta(ge=-(2**53) + 1, le=2**53 - 1)]
Cursor = Annotated[str, Meta(max_length=8000)]
Sum = tuple[Line, Count, Annotated[str, Meta(pattern="^[0-9a-f]{16}$")]]
"""Of a scope: how many rows it shows, and the xor of their hashes (schemas.sums)."""


class OutboxRow(Request, frozen=True, kw_only=True):
    """One sealed command as it lies on the phone, re-sent byte for byte."""

    id: Id
    dseq: Count
    person: Id
    at: Ms
    mono: Count
    type: Code
    v: Count
    entity: Id
    base: Integer | None
    after: Id | None
    enc: Literal["p256-1"]
    kid: Id
    sealed: Base64


class ClockReading(Request, frozen=True, kw_only=True):
    """The device's clocks at this moment: wall, milliseconds since its app started, and which start that was."""

    wall: Ms
    mono: Count
    boot: Id


class Hello(Request, frozen=True, kw_only=True):
    """What a client says first. ``pending`` is how many commands it has not sent."""

    p: Literal[1]
    device: Id
    nonce: Id
    app: Line
    schema: Count
    pending: Count
    low_water: Count
    clock: ClockReading
    cur: Cursor | None = None
    have: Annotated[tuple[Sum, ...], Meta(max_length=1000)] = ()
    resent: bool = False
    m: Literal["hello"] | UnsetType = UNSET
    token: Line | UnsetType = UNSET
    ticket: Line | UnsetType = UNSET


class SealingKey(Struct, frozen=True, kw_only=True):
    """An organization's public key to seal commands to, signed by the key pinned at enrolment."""

    kid: Id
    public: Base64
    sig: Base64


class Limits(Struct, frozen=True, kw_only=True):
    """How much one message may carry."""

    batch: Count = BATCH
    bytes: Count = BATCH_BYTES
    page: Count = PAGE


class Welcome(Struct, frozen=True, kw_only=True):
    """The server's first answer: where the log stands, its clock, and how far backups reach.

    ``backup_age_s`` is how old the last backup is, null when there never was one; over an hour the desk is warned.
    ``upgrade``: this app is too old to read; it still hands over. ``is_copy``: another phone has this device's name.
    ``keep_s``: for so many seconds a phone that hears nothing more keeps what it was shown; null to who only uploads.
    """

    epoch: Count
    nonce: Id
    now: Ms
    keys: tuple[SealingKey, ...]
    scopes: tuple[Line, ...]
    floor: Count
    head: Count
    limits: Limits
    skew_ms: Integer
    backup_seq: Count
    tick_age_s: Count | None
    upgrade: bool = False
    is_copy: bool = False
    backup_age_s: Count | None = None
    keep_s: Count | None = None
    m: Literal["welcome"] = "welcome"


class SendCommands(Request, frozen=True, kw_only=True):
    """A batch of sealed commands, oldest first."""

    cmds: Annotated[tuple[Raw, ...], Meta(max_length=BATCH)]
    m: Literal["cmds"] | UnsetType = UNSET


class Ask(Request, frozen=True, kw_only=True):
    """After a lost answer: which of these do you have? Pairs of id and row hash (hex)."""

    ids: Annotated[tuple[tuple[Id, Line], ...], Meta(max_length=BATCH)]
    m: Literal["ask"] | UnsetType = UNSET


class Ack(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of one command. A retry gets the first answer with ``again``."""

    id: str
    r: Literal["ok", "held", "dup", "retry"]
    code: Code | None = None
    seq: Count | None = None
    again: bool = False


class Acks(Struct, frozen=True, kw_only=True):
    """The answers to a batch, and up to which number a second copy is safe."""

    acks: tuple[Ack, ...]
    backup_seq: Count
    m: Literal["acks"] = "acks"


class Put(Struct, frozen=True, kw_only=True):
    """A row as these scopes see it."""

    s: tuple[Line, ...]
    t: Code
    id: Id
    ver: Count
    d: dict[str, Any]


class Del(Struct, frozen=True, kw_only=True):
    """A row that left this scope."""

    s: Line
    t: Code
    id: Id


class Page(Struct, frozen=True, kw_only=True):
    """What changed between two cursors: whole change sets only."""

    prev: Cursor | None
    cur: Cursor
    puts: tuple[Put, ...]
    dels: tuple[Del, ...]
    add: tuple[Line, ...]
    drop: tuple[Line, ...]
    more: bool
    head: Count = 0
    m: Literal["page", "push"] = "page"
    tick_age_s: Count | None = None
    backup_age_s: Count | None = None
    sums: tuple[Sum, ...] = ()


class Reset(Struct, frozen=True, kw_only=True):
    """Forget the derived rows of a scope (``*``: all), never the outbox; read again from ``cur``, else from null."""

    scope: Line
    why: Literal["floor", "epoch", "checksum", "schema"]
    cur: Cursor | None = None
    m: Literal["reset"] = "reset"


class Retry(Struct, frozen=True, kw_only=True):
    """Too many come at once: say hello again after so long. It is not an error, and nothing of it is shown."""

    after_ms: Count
    m: Literal["retry"] = "retry"


class Ping(Struct, frozen=True, kw_only=True):
    """I am here; ``pending`` is how many commands I have not sent, ``hidden`` that nobody can see my page."""

    pending: Count | None = None
    hidden: bool | None = None
    m: Literal["ping"] = "ping"


class Sub(Request, frozen=True, kw_only=True):
    """Follow the changes after this cursor; with ``sums``, the page that catches up tells what each scope shows."""

    cur: Cursor | None = None
    sums: bool = False
    m: Literal["sub"] | UnsetType = UNSET


class Got(Request, frozen=True, kw_only=True):
    """This phone has stored everything up to here: delivered."""

    cur: Cursor
    m: Literal["got"] | UnsetType = UNSET


class AskToken(Request, frozen=True, kw_only=True):
    """First step of a device token: a nonce to sign; second step: the signature."""

    device: Id
    person: Id | None = None
    nonce: Id | None = None
    sig: Base64 | None = None


class TokenNonce(Struct, frozen=True, kw_only=True):
    """Sign this with the device key."""

    nonce: Id


class Token(Struct, frozen=True, kw_only=True):
    """Ten minutes of sync, ``full`` or, signed out, ``upload``; ``revoked``: what is theirs goes, but the outbox."""

    token: Line
    kind: Literal["full", "upload"]
    expires_at: Ms
    revoked: bool = False


class Enrol(Request, frozen=True, kw_only=True):
    """Join with a one-time code. A browser that already is a device of the organization proves it by ``sig``."""

    code: Annotated[str, Meta(min_length=8, max_length=64)]
    device_public: Base64
    nonce: Id
    app: Line
    device: Id | None = None
    sig: Base64 | None = None


class BecomeDevice(Request, frozen=True, kw_only=True):
    """A copy of a device becomes one of its own: a nonce of ``/api/sync/token``, signed by the key both hold.

    The new key is signed along, so that nobody can put theirs in its place.
    """

    device: Id
    person: Id
    nonce: Line
    sig: Base64
    device_public: Base64
    first_nonce: Id
    app: Line


class SessionPerson(Struct, frozen=True, kw_only=True):
    """Who is signed in."""

    id: Id
    name: Line


class SessionOrganization(Struct, frozen=True, kw_only=True):
    """Where they are signed in. ``desk_phone``: whom Help calls. ``site_phone``: what the desk gives for the site."""

    tag: Id
    name: Line
    kind: Literal["city", "site"]
    training: bool
    desk_phone: Line | None = None
    site_phone: Line | None = None
    push: Base64 | None = None
    texts: bool = False


class Session(Struct, frozen=True, kw_only=True):
    """A signed-in person on a device. A desk's numbers calls in these letters while its server is not there."""

    person: SessionPerson
    org: SessionOrganization
    roles: tuple[Role, ...]
    device: Id
    csrf: Line
    expires_at: Ms
    letters: Line | None = None


class Enrolled(Struct, frozen=True, kw_only=True):
    """What a device keeps from enrolment; the signing key is pinned."""

    device: Id
    signing_public: Base64
    keys: tuple[SealingKey, ...]
    session: Session


class Became(Struct, frozen=True, kw_only=True):
    """The device a copy is from now. Without a session it hands over what it holds and reads nothing."""

    device: Id
    session: Session | None


class Ticket(Struct, frozen=True, kw_only=True):
    """A single-use pass (30 s) for the first frame of a WebSocket."""

    ticket: Line


class AlarmAddress(Request, frozen=True, kw_only=True):
    """Where this phone is rung while its app is closed: a Web Push subscription, as the browser made it (RFC 8030)."""

    endpoint: Annotated[str, Meta(max_length=2000)]
    p256dh: Annotated[str, Meta(max_length=100)]
    auth: Annotated[str, Meta(max_length=40)]


class AlarmHeard(Request, frozen=True, kw_only=True):
    """Whether the alarm of this phone rings, as its person heard it; or that it has none."""

    said: AlarmSaid


class AlarmShown(Request, frozen=True, kw_only=True):
    """The alarm of this id stood on a phone's screen. Whoever knows the id was sent it, sealed to that phone."""

    id: Id


class HeldContent(Struct, frozen=True, kw_only=True):
    """What a command in custody says, for whoever owns it: the arguments this reader may see, by their access class.

    `args` is null where nobody can read the row; `withheld` names what is there and is not for this reader.
    """

    id: Id
    type: Code
    v: Count | None
    entity: Id
    person_id: Id
    code: Code
    saved_at: Ms | None
    held_at: Ms
    args: dict[str, Any] | None
    withheld: tuple[Line, ...]


WIRE: tuple[type[Struct | Request], ...] = (
    *(OutboxRow, ClockReading),
    Hello,
    SealingKey,
    Limits,
    Welcome,
    Ask,
    Ack,
    Acks,
    Put,
    Del,
    Page,
    Reset,
    Retry,
    Ping,
    Sub,
    Got,
    AskToken,
    TokenNonce,
    Token,
    Enrol,
    BecomeDevice,
    Session,
    Became,
    Enrolled,
    Ticket,
    AlarmAddress,
    *(AlarmHeard, AlarmShown),
    *(OwnNumber, Said, Share, Writing, Writer, Writers),
    HeldContent,
    Directory,
    OutcomeLog,
    Problem,
)
"""Messages that have a schema and a TypeScript type."""
