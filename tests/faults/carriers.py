"""Phones that carry all they have through a bad network, each by a door of its own, and what must be true afterwards.

They are the product's own clients. What they add is memory: every answer they ever got, so that a second one to the
same command can be held against the first.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import Any, Literal

import httpx

from server.client.live import Line
from server.client.replica import Replica
from server.clock import SystemClock
from server.ids import SystemIds
from server.journal import verify
from server.storage.database import Row, Tx
from tests.engines import Copy, FileCopy, Ground
from tests.faults.network import Network
from tests.phone import Phone
from tests.postgres import PostgresGround, SchemaCopy
from tests.process import Server, ask
from tests.sync.doors import THE_CALL

EACH = 20
"""Commands of each phone: with all that is sent again still within its burst."""

SMALL = 4
"""Rows in a batch: a backlog takes several, and each of them may meet a fault."""

FIRST_S, LAST_S = 1.0, 30.0
"""How long a phone waits for an answer before it asks again: longer each time in vain, for a slow machine's sake."""

Door = Literal["http", "socket"]

CLOSED = {"triage_result": "phone_resolved"}


class Witness(Phone):
    """A phone that remembers what it was told."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        super().__init__(http, ids=SystemIds(), clock=SystemClock())
        self.saved: list[dict[str, Any]] = []
        self.told: dict[str, dict[str, Any]] = {}
        self.again = 0
        self.refused: Counter[str] = Counter()
        """How often it was told to come again, by the reason."""

    def settled(self, told: dict[str, Any]) -> bool:
        """Hear an answer: always ok, and always the same for the same command."""
        for ack in told["acks"]:
            if ack["r"] == "retry":
                self.refused[ack["code"]] += 1
                continue
            assert ack["r"] == "ok", ack
            self.again += bool(ack.get("again"))
            first = self.told.setdefault(ack["id"], ack)
            assert (ack["r"], ack["seq"]) == (first["r"], first["seq"])
        return super().settled(told)

    def work(self, n: int) -> None:
        """Take the n-th call; every third of them needs nobody, and is closed by the next command."""
        call_id = self.ids.new()
        self.saved.append(self.save("call.take", call_id, THE_CALL))
        if n % 3 == 0:
            self.saved.append(self.save("call.close", call_id, CLOSED, after=self.saved[-1]["id"]))


class OverHttp:
    """Carries a phone's rows by HTTP alone."""

    def __init__(self, phone: Witness) -> None:
        self.phone = phone
        self.patience_s = FIRST_S

    async def carry(self) -> bool:
        """Try once to send a batch; False when it did not work."""
        phone = self.phone
        try:
            batch = {"cmds": phone.waiting(SMALL)}
            answer = await phone.http.post(
                "/api/sync/commands", json=batch, headers=phone.headers(), timeout=self.patience_s
            )
        except httpx.TransportError:
            return False
        if answer.status_code in {503, 507}:
            assert answer.json()["advice"] == "retry"
            phone.refused[answer.json()["code"]] += 1
            return False
        assert answer.status_code == 200, answer.text
        return phone.settled(answer.json())

    async def close(self) -> None:
        """There is nothing to hang up."""


class OverSocket:
    """Carries them over the socket, which is opened again whenever it broke."""

    def __init__(self, phone: Witness, group: asyncio.TaskGroup) -> None:
        self.phone = phone
        self.line = Line(phone, phone.http, group, patience_s=FIRST_S)

    @property
    def patience_s(self) -> float:
        """How long it waits for an answer."""
        return self.line.patience_s

    @patience_s.setter
    def patience_s(self, patience_s: float) -> None:
        self.line.patience_s = patience_s
        self.phone.http.timeout = httpx.Timeout(patience_s)

    async def carry(self) -> bool:
        """Try once to send what waits; False when it did not work."""
        if not self.line.is_open and not await self.line.open():
            return False
        await self.line.send()
        return self.line.is_open

    async def close(self) -> None:
        """Hang up."""
        await self.line.close()


async def carry_all(carrier: OverHttp | OverSocket, network: Network) -> None:
    """Work and send until everything is answered and the network has done its worst."""
    phone, n = carrier.phone, 0
    while phone.outbox or n < EACH or not network.is_healed:
        if n < EACH or not phone.outbox:
            phone.work(n)
            n += 1
        if await carrier.carry():
            carrier.patience_s = FIRST_S
        elif network.is_healed:
            carrier.patience_s = min(LAST_S, carrier.patience_s * 2)
    await carrier.close()


async def is_level(phone: Witness, straight: httpx.AsyncClient) -> None:
    """What the phone holds is what a new one would be shown, and every call it saved is there."""
    phone.http = straight
    await phone.sign_token()
    await phone.pull()
    kept = phone.replica
    while True:
        phone.replica = Replica()
        fresh = await phone.pull()
        if fresh.cur == kept.cur:
            break
        # Something moved in between: read on, and look again.
        phone.replica = kept
        await phone.pull()
    assert kept.view() == fresh.view()
    assert {row["entity"] for row in phone.saved} <= kept.of("call").keys()


def keeps(ledger: Copy, phones: list[Witness]) -> None:
    """Each command acknowledged, each of them in the log once and where its phone was told, the chain whole."""
    saved = [row for phone in phones for row in phone.saved]
    told = {key: ack["seq"] for phone in phones for key, ack in phone.told.items()}
    assert told.keys() == {row["id"] for row in saved}
    assert ledger.read(verify) is None
    done = ledger.read(_done)
    assert Counter(row["command_id"] for row in done) == Counter(row["id"] for row in saved), "each of them once"
    assert {row["command_id"]: row["seq"] for row in done} == told
    at = {row["command_id"]: row["seq"] for row in done}
    for row in saved:
        if row["after"] is not None:
            assert at[row["after"]] < at[row["id"]], "a call is taken before it is closed"
    assert ledger.read(lambda tx: tx.all("SELECT command_id FROM held")) == []
    cloned = "SELECT entity_id FROM journal WHERE kind = 'device.cloned'"
    assert ledger.read(lambda tx: tx.all(cloned)) == [], "a lost welcome makes nobody a copy"


def _done(tx: Tx) -> list[Row]:
    return list(tx.all("SELECT command_id, seq FROM journal WHERE kind IN ('call.taken', 'call.closed')"))


def ledger_of(server: Server, ground: Ground, tag: str) -> Copy:
    """An organization's records, to be read beside the server that writes them."""
    if isinstance(ground, PostgresGround):
        return SchemaCopy(ground.cluster.url("postgres", ground.database), f"f727_{tag}")
    return FileCopy(server.data / tag / f"{tag}.db")


class City:
    """A city of its own on a running server, whose desk people come in on a good day."""

    def __init__(self, server: Server, ground: Ground, name: str) -> None:
        self.server = server
        self.tag = ask(server, "org.add", {"name": name, "kind": "city", "training": True})["tag"]
        self.ledger = ledger_of(server, ground, self.tag)
        self.phones: list[Witness] = []

    async def join(self, straight: httpx.AsyncClient, *roles: str) -> Witness:
        """Somebody with these roles, and a phone; at the desk if nothing is said."""
        told = {"org": self.tag, "name": "Ada Example", "roles": roles or ("dispatcher",)}
        made = await asyncio.to_thread(ask, self.server, "person.add", told)
        phone = Witness(straight)
        await phone.enrol(str(made["code"]).replace("-", ""))
        self.phones.append(phone)
        return phone

    async def carry_through(self, network: Network, doors: Sequence[Door]) -> None:
        """Everybody works and sends at the same time, each by the door of their place, until all is answered."""
        async with AsyncExitStack() as stack:
            for phone in self.phones:
                phone.http = await stack.enter_async_context(client(network.url, FIRST_S))
            async with asyncio.TaskGroup() as group, asyncio.TaskGroup() as work:
                for phone, door in zip(self.phones, doors, strict=True):
                    carrier = OverHttp(phone) if door == "http" else OverSocket(phone, group)
                    work.create_task(carry_all(carrier, network))

    async def holds(self, straight: httpx.AsyncClient) -> None:
        """What must be true when the network has healed and everything was answered."""
        for phone in self.phones:
            await is_level(phone, straight)
        keeps(self.ledger, self.phones)


def client(url: str, patience_s: float = LAST_S) -> httpx.AsyncClient:
    """A browser of one's own."""
    return httpx.AsyncClient(base_url=url, timeout=patience_s, trust_env=False)
