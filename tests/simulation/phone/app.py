"""A phone of a world: the rules of protocol.md §4 over a disk that survives the app, and a network that may be gone.

The app may be killed at any moment: what it holds in memory is gone, and what is on the disk is not.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import msgspec

from schemas.wire import BATCH, OutboxRow
from server.clock import Clock
from server.example.dice import Dice
from server.ids import Ids
from server.sync.envelope import IV_BYTES, Sealer, row_hash
from server.vault import p256
from tests.simulation.phone.disk import Disk, Entry, Row
from tests.simulation.phone.releases import RELEASES, as_said_by
from tests.simulation.phone.ways import RULES, Refused, Watch
from tests.simulation.server.network import CLEAR, Answer, Asked, Network, NoAnswer, Weather
from tests.simulation.server.socket import Socket

ASK_ABOVE: Final = 20
"""From so many rows in flight on, a lost answer is asked for (protocol.md §4.2)."""

TOKEN_S: Final = 9 * 60.0
MOMENT_S: Final = 0.001
NO_ROOM: Final = 0.05
OLDEST: Final = RELEASES - 1
POLL_S: Final = (60.0, 300.0)
UNAUTHORIZED: Final = 401
TOO_LARGE: Final = 413


class Phone:
    """One device, the people who use it, and its app while that runs."""

    def __init__(self, name: str, disk: Disk, network: Network, *, clock: Clock, ids: Ids, dice: Dice) -> None:
        self.name = name
        self.disk = disk
        self.network = network
        self.clock = clock
        self.ids = ids
        self.dice = dice
        self.weather = Weather()
        self.watch = Watch()
        self.rules = RULES
        self.person = ""
        self.skew_ms = 0
        self.behind = 0
        self.kills = 0
        self.pushed = 0
        self.is_shut_out = False
        self.is_gone = False
        self._key = p256.from_raw(disk.key)
        self._running: asyncio.Task[None] | None = None
        self._boot()

    # ------------------------------------------------------------------ the app lives and dies

    def _boot(self) -> None:
        """A new run of the app: everything that was only in memory is gone."""
        self.token = ""
        self.kind = "none"
        self.token_until = 0.0
        self.poll_at = 0.0
        self.is_unsure = len(self.disk.pending()) > ASK_ABOVE
        self.batch = BATCH
        self.attempt = 0
        self.stirred = asyncio.Event()
        self.socket: Socket | None = None
        self.sealer = Sealer(
            kid=self.disk.kid,
            public=p256.decode64(self.disk.public),
            ephemeral=p256.private_key(self.ids.secret(p256.SECRET_BYTES)),
        )

    def open(self) -> None:
        """Start the app, if it does not run."""
        if self._running is None and not self.is_gone:
            self._boot()
            self._running = asyncio.get_running_loop().create_task(self._run())

    def kill(self) -> None:
        """The system ends the app without a word."""
        if self._running is not None:
            self.kills += 1
            self._running.cancel()
            self._running = None
            self._hang_up()

    @property
    def is_open(self) -> bool:
        """Whether somebody could use it now."""
        return self._running is not None

    def hand_to(self, person: str) -> None:
        """Somebody else has signed in: what the first one has not sent stays, and nothing of theirs can be read."""
        self.person, self.token = person, ""
        self.disk.replica.reset()

    def wall(self) -> int:
        """What this phone believes the time is."""
        return max(0, self.clock.now() + self.skew_ms)

    # ------------------------------------------------------------------ saving

    def save(self, kind: str, entity: str, args: Any, *, after: str | None = None, at: int | None = None) -> Row:
        """Seal a command and keep it; answers the row. Needs no network."""
        v, said = as_said_by(kind, args, behind=self.behind)
        row = OutboxRow(
            id=self.ids.new(),
            dseq=self.disk.dseq + 1,
            person=self.person,
            at=self.wall() if at is None else at,
            mono=round(self.clock.mono() * 1000),
            type=kind,
            v=v,
            entity=entity,
            base=None,
            after=after,
            enc="p256-1",
            kid=self.sealer.kid,
            sealed="",
        )
        return self.keep(self.sealer.seal(row, msgspec.json.encode(said), iv=self.ids.secret(IV_BYTES)))

    def keep(self, row: OutboxRow) -> Row:
        """Put this very row into the outbox."""
        sealed: Row = msgspec.to_builtins(row)
        self.disk.save(sealed)
        self.stirred.set()
        return sealed

    # ------------------------------------------------------------------ the loop

    async def _run(self) -> None:
        while True:
            wait_s = await self._tried(self.round)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await self.stirred.wait()
                    # A tap is sent soon, not at once: people tap twice.
                    await asyncio.sleep(self.dice.between(0.1, 5.0))
            self.stirred.clear()

    async def _tried(self, work: Callable[[], Awaitable[None]]) -> float:
        """Do it; answers how long to rest before the next time. It never gives up."""
        try:
            await work()
        except NoAnswer:
            self.attempt = min(self.attempt + 1, 6)
            return self.dice.between(1.0, 2.0**self.attempt)
        except Refused as refused:
            self.token = "" if refused.status == UNAUTHORIZED else self.token
            self.attempt = min(self.attempt + 1, 6)
            return self.dice.between(1.0, 2.0**self.attempt)
        self.attempt = 0
        return self.dice.between(20.0, 200.0)

    async def round(self) -> None:
        """Say hello where that is due, hand over, catch up, and follow for a while."""
        if not self.token or self.clock.mono() >= self.token_until:
            await self._sign_in()
        await self.upload()
        if self.disk.is_resending and not self.disk.pending():
            await self._hello(resent=True)
        if self.kind == "full" and self.clock.mono() >= self.poll_at:
            await self.pull()
            self.poll_at = self.clock.mono() + self.dice.between(*POLL_S)
            await self._follow()

    async def _sign_in(self) -> None:
        asked = await self._post("/api/sync/token", {"device": self.disk.device}, token="")
        nonce = asked["nonce"]
        sig = p256.encode64(p256.sign(self._key, f"field727 token {self.disk.device} {self.person} {nonce}"))
        signed = {"device": self.disk.device, "person": self.person, "nonce": nonce, "sig": sig}
        told = await self._post("/api/sync/token", signed, token="")
        self.token, self.kind = told["token"], told["kind"]
        # Only a welcome opens the link: it may tell of a new epoch, and then everything kept goes first.
        self.token_until = 0.0
        await self._hello(resent=False)
        self.token_until = self.clock.mono() + TOKEN_S

    def hello_body(self, *, resent: bool) -> Row:
        """What this phone says of itself."""
        return {
            "p": 1,
            "device": self.disk.device,
            "nonce": self.disk.nonce,
            "app": f"sim-{self.behind}",
            "schema": 1,
            "cur": self.disk.replica.cur,
            "pending": len(self.disk.pending()),
            # The oldest app in the street promises more than it should; a new epoch must not hold it to that.
            "low_water": self.disk.answered_up_to() if self.behind == OLDEST else self.disk.low_water(),
            "clock": {"wall": self.wall(), "mono": round(self.clock.mono() * 1000), "boot": "boot-1"},
            "have": [],
            "resent": resent,
        }

    async def _hello(self, *, resent: bool) -> None:
        self.welcomed(await self._post("/api/sync/hello", self.hello_body(resent=resent)), resent=resent)

    def welcomed(self, welcome: Row, *, resent: bool = False) -> None:
        """Remember where the log stands."""
        same = welcome["epoch"] == self.disk.epoch
        if not same and not self.rules.resends_after_restore:
            self.disk.epoch = welcome["epoch"]
            self.disk.replica.reset()
            self.disk.is_resending = False
        self.disk.welcomed(welcome["nonce"], welcome["epoch"])
        if resent and same:
            self.disk.is_resending = False
        if self.rules.keeps_until_backed:
            self.disk.backed(welcome["backup_seq"], self.clock.now())

    # ------------------------------------------------------------------ up

    async def upload(self) -> None:
        """Send what waits, oldest first, until all of it is answered or must come later."""
        while pending := self.disk.pending():
            if self.is_unsure:
                await self._ask(pending[:BATCH])
                self.is_unsure = False
                continue
            if not await self._send(pending[: self.batch]):
                raise NoAnswer

    async def _send(self, entries: list[Entry]) -> bool:
        """False when every one of them is to come again."""
        rows = [entry.row for entry in (entries if self.rules.sends_in_order else entries[::-1])]
        if not self.rules.forgets_only_when_acked:
            for entry in entries:
                entry.state = "dup"
        try:
            told = await self._post("/api/sync/commands", {"cmds": rows})
        except NoAnswer:
            self.is_unsure = len(entries) > ASK_ABOVE
            raise
        except Refused as refused:
            if refused.status != TOO_LARGE or self.batch == 1:
                raise
            self.batch = max(1, len(entries) // 2)
            return True
        self._settle(told)
        return any(ack["r"] != "retry" for ack in told["acks"])

    async def _ask(self, entries: list[Entry]) -> None:
        hashes = [[entry.row["id"], row_hash(msgspec.convert(entry.row, OutboxRow)).hex()] for entry in entries]
        self._settle(await self._post("/api/sync/ask", {"ids": hashes}))

    def _settle(self, told: Row) -> None:
        for ack in told["acks"]:
            self.watch.heard(ack, self.disk.epoch)
        backed = told["backup_seq"] if self.rules.keeps_until_backed else 2**53
        self.disk.answered(told["acks"], backed, self.clock.now())

    # ------------------------------------------------------------------ down

    async def pull(self) -> None:
        """Read pages until there are no more, then say that they are stored."""
        while True:
            cur, limit = self.disk.replica.cur, self.dice.one_of((3, 20, 100, 500, 500, 500))
            query = f"limit={limit}" + (f"&cur={cur}" if cur is not None else "")
            page = self._checked(await self._ask_server(Asked("GET", "/api/sync/changes", query, token=self.token)))
            if page["m"] == "reset":
                self.disk.replica.reset()
                continue
            await self.take(page)
            if not page["more"]:
                break
        await self._post("/api/sync/got", {"cur": self.disk.replica.cur})

    async def take(self, page: Row) -> bool:
        """Keep a page if it follows what is here; rows and cursor are one transaction."""
        if not self.rules.drops_scopes:
            page = {**page, "drop": []}
        replica = self.disk.replica
        if not self.rules.checks_prev:
            replica.cur = page["prev"]
        if self.rules.keeps_cursor_with_rows:
            return self.disk.take(page)
        if not replica.follows(page):
            return False
        # The control: the cursor first, the rows in a second transaction.
        replica.cur = page["cur"]
        await asyncio.sleep(self.dice.between(0.5, 15.0))
        replica.cur = page["prev"]
        replica.take(page)
        return True

    async def _follow(self) -> None:
        """Hold a socket for a while, where the network carries one."""
        if self.weather.is_away or self.dice.happens(0.5):
            return
        socket = Socket(self.network, self.weather)
        self.socket = socket
        try:
            await self._converse(socket, self.clock.mono() + self.dice.between(30.0, 900.0))
        finally:
            self._hang_up()

    async def _converse(self, socket: Socket, until: float) -> None:
        socket.say({**self.hello_body(resent=False), "m": "hello", "token": self.token})
        while until - self.clock.mono() > MOMENT_S:
            frame = await socket.hear(until - self.clock.mono(), self.stirred)
            if frame is None:
                if socket.is_closed:
                    return
                if self.stirred.is_set():
                    self.stirred.clear()
                    self._say_what_waits(socket)
                continue
            await self._heard(socket, frame)

    async def _heard(self, socket: Socket, frame: Row) -> None:
        if frame["m"] in {"page", "push"}:
            await self._page_pushed(socket, frame)
            return
        match frame["m"]:
            case "welcome":
                self.welcomed(frame)
                socket.say({"m": "sub", "cur": self.disk.replica.cur})
                self._say_what_waits(socket)
            case "acks":
                self._settle(frame)
            case "reset" | "revoked":
                self.disk.replica.reset()
            case _:
                # A newer server may say more.
                return

    async def _page_pushed(self, socket: Socket, page: Row) -> None:
        self.pushed += 1
        if self.dice.happens(NO_ROOM):
            # The phone could not keep it just now: the next one will not follow what is there.
            return
        if await self.take(page):
            socket.say({"m": "got", "cur": page["cur"]})
        else:
            socket.say({"m": "sub", "cur": self.disk.replica.cur})

    def _say_what_waits(self, socket: Socket) -> None:
        pending = self.disk.pending()[: self.dice.one_of((1, 5, 20))]
        if pending:
            socket.say({"m": "cmds", "cmds": [entry.row for entry in pending]})

    def _hang_up(self) -> None:
        if self.socket is not None:
            self.socket.cut()
            self.socket = None

    # ------------------------------------------------------------------ asking

    async def _post(self, path: str, body: Mapping[str, Any], *, token: str | None = None) -> Row:
        raw = msgspec.json.encode(body)
        asked = Asked("POST", path, body=raw, token=self.token if token is None else token)
        return self._checked(await self._ask_server(asked))

    async def _ask_server(self, asked: Asked) -> Answer:
        return await self.network.ask(asked, self.weather)

    def _checked(self, answer: Answer) -> Row:
        if answer.status >= 400:
            code = answer.json().get("code", "") if answer.body else ""
            self.network.refused(answer.status, code)
            raise Refused(answer.status, code)
        told: Row = answer.json() if answer.body else {}
        return told

    # ------------------------------------------------------------------ at the end

    async def drain(self) -> None:
        """With a network that does what it should: hand over everything and catch up."""
        self.weather, self.token, self.is_unsure, self.batch = CLEAR, "", False, BATCH
        for _ in range(200):
            if await self._tried(self._drained) > 19.0:
                return
            await asyncio.sleep(11.0)
        raise AssertionError(f"{self.name} never came to rest: {len(self.disk.pending())} wait")

    async def catch_up(self) -> None:
        """Read what is new."""
        if self.clock.mono() >= self.token_until:
            await self._sign_in()
        await self.pull()

    async def _drained(self) -> None:
        await self._sign_in()
        await self.upload()
        if self.disk.is_resending:
            await self._hello(resent=True)
        if self.kind == "full":
            await self.pull()
