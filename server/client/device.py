"""An enrolled device with one signed-in person: its keys, its sealed outbox, its replica. It does no I/O."""

from typing import Any, Final

import msgspec

from schemas.base import Struct
from schemas.commands import COMMANDS
from schemas.wire import BATCH, PROTOCOL, SCHEMA, OutboxRow
from server.client.replica import Replica
from server.clock import Clock
from server.ids import Ids
from server.sync.envelope import IV_BYTES, Sealer, row_hash
from server.vault import p256

Message = dict[str, Any]
"""Any message of the protocol as JSON."""


KEPT: Final = 5_000
"""Rows kept although they were answered: of some 4 KB each they are the 20 MB of protocol.md §4.3."""


class Done(Struct, frozen=True, kw_only=True):
    """A row the server has, and the change set it became."""

    row: Message
    seq: int


class Device:
    """Says what the protocol has a client say, and keeps what it is told; somebody else carries the messages."""

    device = ""
    person = ""
    is_copy = False
    """Whether the server said that somebody else goes by this device's name."""
    tells_sums = False
    """Whether its next hello has what it holds compared."""

    def __init__(self, *, ids: Ids, clock: Clock, app: str) -> None:
        """A device that nobody has enrolled yet; `app` is the version it tells of itself."""
        self.ids = ids
        self.clock = clock
        self.app = app
        self.key = p256.private_key(ids.secret(p256.SECRET_BYTES))
        self.public = p256.encode64(p256.public_raw(self.key))
        self._next_key = self.key
        self.replica = Replica()
        self.outbox: list[Message] = []
        self.done: list[Done] = []
        self.epoch: int | None = None
        self.acks: dict[str, Message] = {}
        self.dseq = 0
        self.skew_ms = 0
        self.token = ""
        self.nonce = ids.new()
        self.session: Message = {}

    # ------------------------------------------------------------------ coming in

    def enrol_body(self, code: str) -> Message:
        """What joins with a code; a device that joined before proves that it is the same one."""
        body = {"code": code, "device_public": self.public, "nonce": self.nonce, "app": self.app}
        known = {"device": self.device, "sig": self.signed(f"field727 enrol {self.device} {code}")}
        return body | known if self.device else body

    def enrolled(self, answer: Message) -> None:
        """Keep who we are, and seal to the organization's key from now."""
        self.session = answer["session"]
        self.device = answer["device"]
        self.person = self.session["person"]["id"]
        key = answer["keys"][0]
        self.sealer = Sealer(
            kid=key["kid"],
            public=p256.decode64(key["public"]),
            ephemeral=p256.private_key(self.ids.secret(p256.SECRET_BYTES)),
        )

    def token_body(self, nonce: str) -> Message:
        """The nonce of the server, signed by the device key."""
        sig = self.signed(f"field727 token {self.device} {self.person} {nonce}")
        return {"device": self.device, "person": self.person, "nonce": nonce, "sig": sig}

    def become_body(self, nonce: str) -> Message:
        """What makes a copy a device of its own: the nonce of the server and a new key, signed by the one it has."""
        made = p256.private_key(self.ids.secret(p256.SECRET_BYTES))
        public = p256.encode64(p256.public_raw(made))
        sig = self.signed(f"field727 device {self.device} {self.person} {nonce} {public}")
        self._next_key = made
        body = {"device": self.device, "person": self.person, "nonce": nonce, "sig": sig, "device_public": public}
        return body | {"first_nonce": self.ids.new(), "app": self.app}

    def became(self, answer: Message, body: Message) -> None:
        """Go by the new name and key from now; what was not sent stays."""
        self.device, self.key, self.public = answer["device"], self._next_key, body["device_public"]
        self.nonce = body["first_nonce"]
        self.session = answer["session"] or self.session
        self.replica.reset()

    def signed(self, message: str) -> str:
        """The device key's signature."""
        return p256.encode64(p256.sign(self.key, message))

    def hello_body(self) -> Message:
        """What a client says first. It promises to drop nothing, so that everything may be sent again."""
        return {
            "p": PROTOCOL,
            "device": self.device,
            "nonce": self.nonce,
            "app": self.app,
            "schema": SCHEMA,
            "cur": self.replica.cur,
            "pending": len(self.outbox),
            "low_water": 0,
            "clock": {"wall": self.wall(), "mono": 0, "boot": "boot-1"},
            "have": self.replica.sums() if self.tells_sums else [],
        }

    def welcomed(self, welcome: Message) -> None:
        """Show this nonce next time: whoever shows another is a copy of us.

        A new epoch tells of a server that was restored from a copy: all that no copy was known to hold comes again.
        """
        self.nonce = welcome["nonce"]
        self.is_copy = welcome["is_copy"]
        if self.epoch not in (None, welcome["epoch"]):
            self.outbox = sorted([*(each.row for each in self.done), *self.outbox], key=_dseq)
            self.done = []
        self.epoch = welcome["epoch"]
        self._let_go(welcome["backup_seq"])

    def wall(self) -> int:
        """What this device believes the time is."""
        return self.clock.now() + self.skew_ms

    # ------------------------------------------------------------------ what it sends

    def save(
        self, kind: str, entity: str, args: object = None, *, after: str | None = None, at: int | None = None
    ) -> Message:
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
        sealed: Message = msgspec.to_builtins(self.sealer.seal(row, plain, iv=self.ids.secret(IV_BYTES)))
        self.outbox.append(sealed)
        return sealed

    def waiting(self, most: int = BATCH) -> list[Message]:
        """The rows to send next, oldest first."""
        return self.outbox[:most]

    def settled(self, told: Message) -> bool:
        """Hear what became of rows: what was answered leaves the outbox. False when all of it must come again.

        Its sealed bytes are kept until a backup holds it too (protocol.md §4.3).
        """
        self.acks |= {ack["id"]: ack for ack in told["acks"]}
        answered = {ack["id"]: ack.get("seq") for ack in told["acks"] if ack["r"] != "retry"}
        kept = [row for row in self.outbox if answered.get(row["id"]) is not None]
        self.done += [Done(row=row, seq=answered[row["id"]]) for row in kept]
        self.outbox = [row for row in self.outbox if row["id"] not in answered]
        self._let_go(told["backup_seq"])
        return bool(answered)

    def _let_go(self, backup_seq: int) -> None:
        self.done = [each for each in self.done if each.seq > backup_seq][-KEPT:]

    def hash_of(self, row: Message) -> str:
        """The row's hash in hex."""
        return row_hash(msgspec.convert(row, OutboxRow)).hex()


def _dseq(row: Message) -> int:
    return int(row["dseq"])
