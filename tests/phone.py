"""A phone (or desk) in Python: enrols, seals, sends and follows exactly as the protocol says, with its own replica.

Stories, properties and faults drive the server through it, so that they touch nothing but the two doors.
"""

import json
from dataclasses import dataclass, field
from typing import Any

import httpx
import msgspec

from schemas.commands import COMMANDS
from schemas.wire import OutboxRow
from server.clock import Clock
from server.ids import Ids
from server.sync.envelope import Sealer, row_hash
from server.vault import p256


@dataclass
class Replica:
    """What a phone stores of the feed: per row, what each scope that holds it showed."""

    rows: dict[tuple[str, str], dict[str, tuple[int, dict[str, Any]]]] = field(default_factory=dict)
    cur: str | None = None

    def take(self, page: dict[str, Any]) -> None:
        """Apply one page: rows and cursor together."""
        assert page["prev"] == self.cur, "a page that does not follow what this phone has"
        for scope in page["drop"]:
            self._forget_scope(scope)
        for put in page["puts"]:
            row = self.rows.setdefault((put["t"], put["id"]), {})
            for scope in put["s"]:
                if scope not in row or row[scope][0] <= put["ver"]:
                    row[scope] = (put["ver"], put["d"])
        for gone in page["dels"]:
            self._forget(gone["s"], (gone["t"], gone["id"]))
        self.cur = page["cur"]

    def reset(self) -> None:
        """Forget what can be read again."""
        self.rows.clear()
        self.cur = None

    def view(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Every row as a screen would see it."""
        return {
            key: {name: value for _, shown in sorted(scopes.values(), key=_ver) for name, value in shown.items()}
            for key, scopes in self.rows.items()
        }

    def of(self, kind: str) -> dict[str, dict[str, Any]]:
        """The rows of one type by id."""
        return {entity: row for (t, entity), row in self.view().items() if t == kind}

    def _forget_scope(self, scope: str) -> None:
        for key in list(self.rows):
            self._forget(scope, key)

    def _forget(self, scope: str, key: tuple[str, str]) -> None:
        row = self.rows.get(key)
        if row is not None:
            row.pop(scope, None)
            if not row:
                del self.rows[key]


def _ver(shown: tuple[int, dict[str, Any]]) -> int:
    return shown[0]


class Phone:
    """One enrolled device with one signed-in person."""

    def __init__(self, http: httpx.AsyncClient, *, ids: Ids, clock: Clock) -> None:
        self.http = http
        self.ids = ids
        self.clock = clock
        self.key = p256.private_key(ids.secret(p256.SECRET_BYTES))
        self.public = p256.encode64(p256.public_raw(self.key))
        self.replica = Replica()
        self.outbox: list[dict[str, Any]] = []
        self.acks: dict[str, dict[str, Any]] = {}
        self.dseq = 0
        self.skew_ms = 0
        self.token = ""
        self.nonce = ids.new()
        self.session: dict[str, Any] = {}

    async def enrol(self, code: str) -> "Phone":
        """Join with a code and sign in."""
        body = {"code": code, "device_public": self.public, "nonce": self.nonce, "app": "test"}
        answer = await self.http.post("/api/session/enrol", json=body)
        answer.raise_for_status()
        enrolled = answer.json()
        self.session = enrolled["session"]
        self.device = enrolled["device"]
        self.person = self.session["person"]["id"]
        key = enrolled["keys"][0]
        self.sealer = Sealer(
            kid=key["kid"],
            public=p256.decode64(key["public"]),
            ephemeral=p256.private_key(self.ids.secret(p256.SECRET_BYTES)),
        )
        await self.sign_token()
        await self.hello()
        return self

    async def sign_token(self) -> dict[str, Any]:
        """Ten minutes of sync by the device key."""
        nonce = (await self.http.post("/api/sync/token", json={"device": self.device})).json()["nonce"]
        sig = self.signed(f"field727 token {self.device} {self.person} {nonce}")
        body = {"device": self.device, "person": self.person, "nonce": nonce, "sig": sig}
        answer = await self.http.post("/api/sync/token", json=body)
        answer.raise_for_status()
        token: dict[str, Any] = answer.json()
        self.token = token["token"]
        return token

    def signed(self, message: str) -> str:
        """The device key's signature."""
        return p256.encode64(p256.sign(self.key, message))

    def headers(self) -> dict[str, str]:
        """What every sync request carries."""
        return {"Authorization": f"Bearer {self.token}"}

    def wall(self) -> int:
        """What this phone believes the time is."""
        return self.clock.now() + self.skew_ms

    def hello_body(self) -> dict[str, Any]:
        """What the phone says first."""
        return {
            "p": 1,
            "device": self.device,
            "nonce": self.nonce,
            "app": "test",
            "schema": 1,
            "cur": self.replica.cur,
            "pending": len(self.outbox),
            "low_water": 0,
            "clock": {"wall": self.wall(), "mono": 0, "boot": "boot-1"},
            "have": [],
        }

    async def hello(self) -> dict[str, Any]:
        """Tell the clocks; hear where the log stands."""
        answer = await self.http.post("/api/sync/hello", json=self.hello_body(), headers=self.headers())
        answer.raise_for_status()
        welcome: dict[str, Any] = answer.json()
        self.nonce = welcome["nonce"]
        return welcome

    def save(
        self, kind: str, entity: str, args: Any = None, *, after: str | None = None, at: int | None = None
    ) -> dict[str, Any]:
        """Seal a command into the outbox; answers the row."""
        self.dseq += 1
        row = OutboxRow(
            id=self.ids.new(),
            dseq=self.dseq,
            person=self.person,
            at=self.wall() if at is None else at,
            mono=self.dseq,
            type=kind,
            v=COMMANDS[kind].v if kind in COMMANDS else 1,
            entity=entity,
            base=None,
            after=after,
            enc="p256-1",
            kid=self.sealer.kid,
            sealed="",
        )
        plain = msgspec.json.encode({} if args is None else args)
        sealed: dict[str, Any] = msgspec.to_builtins(self.sealer.seal(row, plain, iv=self.ids.secret(12)))
        self.outbox.append(sealed)
        return sealed

    async def upload(self) -> list[dict[str, Any]]:
        """Send everything that waits, oldest first; what was answered leaves the outbox."""
        rows = self.outbox[:100]
        if not rows:
            return []
        answer = await self.http.post("/api/sync/commands", json={"cmds": rows}, headers=self.headers())
        answer.raise_for_status()
        acks: list[dict[str, Any]] = answer.json()["acks"]
        for ack in acks:
            self.acks[ack["id"]] = ack
        settled = {ack["id"] for ack in acks if ack["r"] != "retry"}
        self.outbox = [row for row in self.outbox if row["id"] not in settled]
        return acks + (await self.upload() if self.outbox and settled else [])

    async def do(self, kind: str, entity: str, args: Any = None, **more: Any) -> dict[str, Any]:
        """Save and send one command; answers its ack."""
        row = self.save(kind, entity, args, **more)
        await self.upload()
        return self.acks[row["id"]]

    async def pull(self, limit: int = 500) -> Replica:
        """Read pages until there are no more."""
        while True:
            params: dict[str, Any] = {"limit": limit}
            if self.replica.cur is not None:
                params["cur"] = self.replica.cur
            answer = await self.http.get("/api/sync/changes", params=params, headers=self.headers())
            answer.raise_for_status()
            page = answer.json()
            if page["m"] == "reset":
                self.replica.reset()
                continue
            self.replica.take(page)
            if not page["more"]:
                return self.replica

    async def got(self) -> None:
        """Say that everything up to here is stored."""
        answer = await self.http.post("/api/sync/got", json={"cur": self.replica.cur}, headers=self.headers())
        answer.raise_for_status()

    def hash_of(self, row: dict[str, Any]) -> str:
        """The row's hash in hex."""
        return row_hash(msgspec.convert(row, OutboxRow)).hex()


def as_json(value: object) -> Any:
    """Any Struct as the wire would carry it."""
    return json.loads(msgspec.json.encode(value))
