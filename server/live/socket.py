"""One live connection: hello and welcome, then pages as they come, and the phone's own frames.

Two loops, one for each direction. The sender reads its own pages from its own cursor whenever the hub stirs it, so
nothing queues here; a frame the phone does not take within the timeout closes the socket, and the phone catches up from
its cursor when it returns.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Final, Literal, Protocol

import msgspec

from schemas.asides import Writer, Writers, Writing
from schemas.base import Struct
from schemas.wire import Ask, Got, Hello, Page, Ping, Put, Reset, Retry, Sub
from server.access import Actor
from server.decode import FRAME, decode, lift
from server.errors import Busy, NotAllowed, NotNow, NotSignedIn, Refusal, Revoked, TooLarge, UploadOnly
from server.identity.rules import UPLOAD_MS
from server.live.hub import Connection, Hub
from server.news import Form
from server.sync import changes, commands, delivery
from server.sync.branch import Branch
from server.sync.greeting import greet
from server.sync.incoming import rows_of

GONE: Final = 1000
BROKEN: Final = 1011
LAGGED: Final = 4008
CODES: Final[tuple[tuple[type[Refusal], int], ...]] = (
    (Revoked, 4403),
    (NotSignedIn, 4401),
    (NotAllowed, 4403),
    (TooLarge, 1009),
    (NotNow, 1013),
    (Refusal, 4400),
)
"""The close code of each refusal: the first kind that fits. 4401: sign in; 4403: not for you; 1013: come back later."""

log = logging.getLogger("field727.live")


class Pipe(Protocol):
    """A socket that was accepted: text frames in and out."""

    async def receive_text(self) -> str | None:
        """The next frame, or None when the other side is gone."""
        ...

    async def send_text(self, text: str) -> None:
        """Hand a frame to the network.

        Raises: ConnectionError, when the other side is gone.
        """
        ...

    async def close(self, code: int, reason: str) -> None:
        """Say goodbye with a reason a browser can read; the other side may be gone already."""
        ...


class Caller(Struct, frozen=True, kw_only=True):
    """Who is on the line: a branch, an actor, whether this credential may read, and who knows whether it still may."""

    branch: Any
    actor: Actor
    full: bool
    standings: changes.Standings


class Frame(msgspec.Struct):
    """Just enough of a frame to know which message it is."""

    m: str = ""


class Following(msgspec.Struct):
    """What the phone follows: from which cursor on, and whether it is still catching up."""

    cur: str | None
    kind: Literal["page", "push"] = "page"
    sums: bool = False


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
        self._patience = hub.patience
        self._following: Following | None = None
        self._writers: tuple[Writer, ...] = ()

    async def hold(self, identify: Identify) -> None:
        """Talk until one side is gone. Every refusal becomes a close code with a reason."""
        try:
            await self._converse(identify)
        except* Goodbye as goodbyes:
            bye = _first(goodbyes)
            await self._close(bye.code, bye.reason)
        except* Refusal as refusals:
            refusal = _first(refusals)
            if isinstance(refusal, Busy) and refusal.after_ms is not None:
                await self._say_later(refusal.after_ms)
            await self._close(next(code for kind, code in CODES if isinstance(refusal, kind)), refusal.code)
        except* Exception:
            log.exception("a conversation failed")
            await self._close(BROKEN, "internal_error")

    async def _converse(self, identify: Identify) -> None:
        hello = await self._hello()
        caller = await identify(hello)
        if not caller.full:
            raise UploadOnly("this token only uploads")
        welcome = await greet(caller.branch, caller.actor, hello, reads=True)
        await self._send(welcome)
        connection = Connection(
            tag=caller.branch.organization.tag,
            person_id=caller.actor.person_id,
            device_id=hello.device,
            scopes=frozenset(welcome.scopes),
        )
        # A conversation lasts a shift, and there may be thousands.
        del hello, welcome
        self._hub.attach(connection)
        try:
            async with asyncio.TaskGroup() as group:
                pushing = group.create_task(self._push(caller, connection))
                await self._listen(caller, connection)
                pushing.cancel()
        finally:
            form = self._hub.form(connection)
            self._hub.detach(connection)
            _pass_on(caller.branch, connection, form, None)

    async def _hello(self) -> Hello:
        try:
            async with asyncio.timeout(self._patience.hello_s):
                text = await self._pipe.receive_text()
        except TimeoutError:
            raise NotSignedIn("said nothing") from None
        if text is None:
            raise Goodbye(GONE, "gone")
        return decode(text.encode(), Hello, limit=FRAME)

    # ------------------------------------------------------------------ what the phone says

    async def _listen(self, caller: Caller, connection: Connection) -> None:
        while (text := await self._pipe.receive_text()) is not None:
            await self._hear(caller, connection, text.encode())

    async def _hear(self, caller: Caller, connection: Connection, raw: bytes) -> None:
        branch: Branch = caller.branch
        branch.devices.heard(connection.device_id)
        outline, _ = lift(raw, "cmds", most=len(raw))
        match decode(outline, Frame, limit=FRAME).m:
            case "ping":
                ping = decode(raw, Ping, limit=FRAME)
                branch.devices.heard(connection.device_id, unsent=ping.pending, is_hidden=ping.hidden)
                form = self._hub.form(connection)
                _pass_on(branch, connection, form, form)
                await self._send({"m": "pong"})
            case "sub":
                asked = decode(raw, Sub)
                self._following = Following(cur=asked.cur, sums=asked.sums)
                connection.stirred.set()
            case "got":
                await delivery.got(branch, caller.actor, decode(raw, Got).cur)
            case "writing":
                before = self._hub.form(connection)
                self._hub.writes(connection, decode(raw, Writing, limit=FRAME), branch.clock.now())
                _pass_on(branch, connection, before, self._hub.form(connection))
            case "cmds":
                await self._send(await commands.receive(branch, connection.device_id, rows_of(raw, limit=FRAME)))
            case "ask":
                await self._send(await commands.ask(branch, decode(raw, Ask, limit=FRAME).ids))
            case _:
                raise Goodbye(4400, "unknown message")

    # ------------------------------------------------------------------ what the server says

    async def _push(self, caller: Caller, connection: Connection) -> None:
        """Pages until nothing more, then one push per stirring that brought something, and one as heartbeat."""
        is_beat = False
        while True:
            connection.stirred.clear()
            if await self._bring(caller, connection, is_beat=is_beat):
                continue
            await self._tell_writers(caller, connection)
            try:
                async with asyncio.timeout(self._patience.heartbeat_s):
                    await connection.stirred.wait()
                is_beat = False
            except TimeoutError:
                is_beat = True

    async def _read(self, caller: Caller, following: Following | None) -> Page | Reset | None:
        """The next page of what is followed, unless this person reads nothing more: then they are told, and it ends."""
        branch, actor, standings = caller.branch, caller.actor, caller.standings
        try:
            if following is None:
                await changes.check(branch, actor, standings)
                return None
            return await changes.page(branch, actor, following.cur, sums=following.sums, standings=standings)
        except Revoked as refusal:
            if refusal.since is not None:
                await self._send({"m": "revoked", "wipe": True, "upload_until": refusal.since + UPLOAD_MS})
            raise

    async def _bring(self, caller: Caller, connection: Connection, *, is_beat: bool) -> bool:
        """Send the next page, if there is one to send; True when there may be another right behind it."""
        following = self._following
        page = await self._read(caller, following)
        if following is not self._following:
            return True
        if following is None or page is None:
            return False
        if isinstance(page, Reset):
            await self._send(page)
            if page.why == "epoch":
                # What is still held is offered again after the next welcome.
                raise Goodbye(LAGGED, "epoch")
            self._following = Following(cur=page.cur, sums=following.sums)
            return True
        scopes = connection.scopes
        if following.kind == "page" or page.add or page.drop:
            scopes = frozenset(changes.parse(page.cur).scopes)
        # What was committed to a scope before we were known to read it has stirred nobody.
        has_new_scope = scopes != connection.scopes
        connection.scopes = scopes
        if is_beat or following.kind == "page" or _says_something(page):
            await self._send(msgspec.structs.replace(page, m=following.kind))
            following.cur = page.cur
            following.kind = "page" if page.more else "push"
            following.sums = following.sums and page.more
            if any(map(_is_for_a_team, page.puts)):
                await delivery.sent(caller.branch, caller.actor, page.cur)
        return page.more or has_new_scope

    async def _tell_writers(self, caller: Caller, connection: Connection) -> None:
        """Who of the team has a form open, if that is not what was told last."""
        writers, news = self._hub.writers(connection, caller.branch.devices.is_heard), caller.branch.news
        if news is not None:
            # Whoever came over from another process may still be known there for a while.
            others = news.writers(connection.scopes, without=connection.person_id)
            all_of_them = {(each.person_id, each.assignment_id): each for each in (*others, *writers)}
            writers = tuple(sorted(all_of_them.values(), key=lambda each: (each.since, each.person_id)))
        if writers != self._writers:
            self._writers = writers
            await self._send(Writers(by=writers))

    async def _send(self, message: object) -> None:
        text = msgspec.json.encode(message).decode()
        try:
            async with asyncio.timeout(self._patience.send_s):
                await self._pipe.send_text(text)
        except TimeoutError as error:
            raise Goodbye(LAGGED, "lagged") from error
        except ConnectionError as error:
            raise Goodbye(GONE, "gone") from error

    async def _say_later(self, after_ms: int) -> None:
        with suppress(Goodbye):
            await self._send(Retry(after_ms=after_ms))

    async def _close(self, code: int, reason: str) -> None:
        try:
            async with asyncio.timeout(self._patience.close_s):
                await self._pipe.close(code, reason)
        except TimeoutError:
            log.info("a socket took no goodbye", extra={"code": code})


def _pass_on(
    branch: Branch, connection: Connection, before: tuple[str, Writer] | None, now: tuple[str, Writer] | None
) -> None:
    """The other processes hear of the form that is open on this phone, or that it was and is no more."""
    told = now or before
    if branch.news is None or told is None:
        return
    branch.news.opened(Form(device_id=connection.device_id, scope=told[0], writer=now and now[1]))


def _is_for_a_team(put: Put) -> bool:
    """True for an offer on its way to somebody who may answer it; desks see it too."""
    return put.t == "assignment" and any(scope.startswith("unit:") for scope in put.s)


def _says_something(page: Page) -> bool:
    return bool(page.puts or page.dels or page.add or page.drop or page.more)


def _first(group: BaseExceptionGroup[Any]) -> Any:  # noqa: ANN401 - an exception of the group's own kind
    first = group.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first
