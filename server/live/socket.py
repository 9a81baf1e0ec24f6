"""One live connection: hello and welcome, then pages as they come, and the phone's own frames.

Two loops, one for each direction. The sender reads its own pages from its own cursor whenever the hub stirs it, so
nothing queues here; a frame the phone does not take within the timeout closes the socket, and the phone catches up from
its cursor when it returns.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final, Protocol

import msgspec

from schemas.base import Struct
from schemas.wire import Acks, Ask, Got, Hello, Page, Reset, SendCommands, Sub
from server.access import Actor
from server.decode import FRAME, decode
from server.errors import NotAllowed, NotSignedIn, Refusal, Revoked, UploadOnly
from server.live.hub import Connection, Hub
from server.sync import changes, commands, delivery
from server.sync.branch import Branch
from server.sync.greeting import greet
from server.sync.system import tick_age_s

HELLO_S: Final = 5.0
HEARTBEAT_S: Final = 15.0
SEND_S: Final = 10.0
SIGN_IN, FORBIDDEN, LAGGED, UNREADABLE = 4401, 4403, 4008, 4400


class Pipe(Protocol):
    """A socket that was accepted: text frames in and out."""

    async def receive_text(self) -> str | None:
        """The next frame, or None when the other side is gone."""
        ...

    async def send_text(self, text: str) -> None:
        """Hand a frame to the network."""
        ...

    async def close(self, code: int, reason: str) -> None:
        """Say goodbye with a reason a browser can read."""
        ...


class Caller(Struct, frozen=True, kw_only=True):
    """Who is on the line: a branch, an actor, and whether this credential may read."""

    branch: Any
    actor: Actor
    full: bool
    is_live: Callable[[], Awaitable[bool]]


class Frame(msgspec.Struct):
    """Just enough of a frame to know which message it is."""

    m: str = ""


class Goodbye(Exception):
    """Close with this code and reason."""

    def __init__(self, code: int, reason: str) -> None:
        """End the conversation."""
        super().__init__(reason)
        self.code = code
        self.reason = reason


Identify = Callable[[Hello], Awaitable[Caller]]
"""Who said hello; raises `NotSignedIn` for a bad ticket or token."""


class Conversation:
    """A live connection from hello to goodbye."""

    def __init__(self, pipe: Pipe, hub: Hub) -> None:
        """A pipe that was accepted and has said nothing yet."""
        self._pipe = pipe
        self._hub = hub
        self._following = asyncio.Event()
        self._cur: str | None = None

    async def hold(self, identify: Identify) -> None:
        """Talk until one side is gone. Every refusal becomes a close code with a reason."""
        try:
            hello = await asyncio.wait_for(self._hello(), HELLO_S)
            caller = await identify(hello)
            _must_read(caller)
            welcome = await greet(caller.branch, caller.actor, hello)
            await self._send(welcome)
            await self._talk(caller, frozenset(welcome.scopes))
        except Goodbye as bye:
            await self._pipe.close(bye.code, bye.reason)
        except TimeoutError:
            await self._pipe.close(SIGN_IN, "said nothing")
        except NotSignedIn as refusal:
            await self._pipe.close(SIGN_IN, refusal.code)
        except NotAllowed as refusal:
            await self._pipe.close(FORBIDDEN, refusal.code)
        except Refusal as refusal:
            await self._pipe.close(UNREADABLE, refusal.code)

    async def _hello(self) -> Hello:
        text = await self._pipe.receive_text()
        if text is None:
            raise Goodbye(1000, "gone")
        return decode(text.encode(), Hello, limit=FRAME)

    async def _talk(self, caller: Caller, scopes: frozenset[str]) -> None:
        branch: Branch = caller.branch
        connection = Connection(
            tag=branch.organization.tag,
            person_id=caller.actor.person_id,
            device_id=caller.actor.device_id or "",
        )
        connection.scopes = scopes
        self._hub.attach(connection)
        try:
            async with asyncio.TaskGroup() as group:
                pushing = group.create_task(self._push(caller, connection))
                await self._listen(caller)
                pushing.cancel()
        except* Goodbye as goodbyes:
            raise _first(goodbyes) from None
        finally:
            self._hub.detach(connection)

    async def _listen(self, caller: Caller) -> None:
        while True:
            text = await self._pipe.receive_text()
            if text is None:
                return
            try:
                await self._hear(caller, text.encode())
            except Refusal as refusal:
                raise Goodbye(UNREADABLE, refusal.code) from refusal

    async def _hear(self, caller: Caller, raw: bytes) -> None:
        branch: Branch = caller.branch
        match decode(raw, Frame, limit=FRAME).m:
            case "ping":
                await self._send({"m": "pong"})
            case "sub":
                self._cur = decode(raw, Sub).cur
                self._following.set()
            case "got":
                await delivery.got(branch, caller.actor, decode(raw, Got).cur)
            case "cmds":
                sent = decode(raw, SendCommands, limit=FRAME)
                await self._send(await commands.receive(branch, _device(caller), [bytes(row) for row in sent.cmds]))
            case "ask":
                asked = decode(raw, Ask, limit=FRAME)
                answer: Acks = await commands.ask(branch, asked.ids)
                await self._send(answer)
            case _:
                raise Goodbye(UNREADABLE, "unknown message")

    async def _push(self, caller: Caller, connection: Connection) -> None:
        """Pages until nothing more, then one push per stirring, and an empty one as heartbeat."""
        await self._following.wait()
        kind = "page"
        while True:
            connection.stirred.clear()
            if not await caller.is_live():
                await self._send({"m": "revoked", "wipe": False, "upload_until": None})
                raise Goodbye(FORBIDDEN, Revoked.code)
            page = await changes.page(caller.branch, caller.actor, self._cur)
            if isinstance(page, Reset):
                await self._send(page)
                self._cur = None
                continue
            connection.scopes = frozenset(changes.parse(page.cur).scopes)
            await self._carry(caller, page, kind)
            if page.more:
                continue
            kind = "push"
            try:
                await asyncio.wait_for(connection.stirred.wait(), HEARTBEAT_S)
            except TimeoutError:
                continue

    async def _carry(self, caller: Caller, page: Page, kind: str) -> None:
        age = await tick_age_s(caller.branch)
        await self._send(msgspec.structs.replace(page, m=kind, tick_age_s=age))
        self._cur = page.cur
        if any(put.t == "assignment" for put in page.puts):
            await delivery.sent(caller.branch, caller.actor, page.cur)

    async def _send(self, message: object) -> None:
        text = msgspec.json.encode(message).decode()
        try:
            await asyncio.wait_for(self._pipe.send_text(text), SEND_S)
        except TimeoutError as error:
            raise Goodbye(LAGGED, "lagged") from error


def _must_read(caller: Caller) -> None:
    if not caller.full:
        raise UploadOnly("this token only uploads")


def _device(caller: Caller) -> str:
    return caller.actor.device_id or ""


def _first(group: BaseExceptionGroup[Goodbye]) -> Goodbye:
    first = group.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first
