"""Phones that send all they have through every crash, and what must be true when they are done."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx

from server.clock import SystemClock
from server.ids import SystemIds
from server.journal import verify
from server.organizations import Organizations
from server.settings import read_settings
from server.storage.engines import glance
from tests.phone import Phone
from tests.sync.doors import THE_CALL

EACH = 80
"""Commands of each phone: within its burst, so that nobody is told to slow down."""


class Street:
    """Phones that send, and somebody who strikes when they have had so many answers together.

    `strike` is called on the loop and breaks something; `mend` on a thread of its own and comes back when it is whole.
    """

    def __init__(self, strike: Callable[[], None], mend: Callable[[], None], at: tuple[int, ...]) -> None:
        self.strike = strike
        self.mend = mend
        self.to_come = list(at)
        self.saved: dict[str, dict[str, Any]] = {}
        self.told: dict[str, list[int]] = {}
        self.refused = 0
        self.mended_at: float | None = None
        self.back_s: list[float] = []
        """How long after each mending the first answer took."""
        self.up = asyncio.Event()
        self.up.set()

    async def send_all(self, phone: Phone, most: int) -> None:
        """Send in batches of up to so many until nothing waits."""
        for _ in range(EACH):
            row = phone.save("call.take", phone.ids.new(), THE_CALL)
            self.saved[row["id"]] = row
        while phone.outbox:
            await self.up.wait()
            batch = phone.outbox[:most]
            try:
                answer = await phone.http.post("/api/sync/commands", json={"cmds": batch}, headers=phone.headers())
            except httpx.TransportError:
                # Nobody is there: wait for the next life of the server, at the latest until the next turn.
                await asyncio.sleep(0)
                continue
            if answer.status_code == 503:
                assert answer.json()["advice"] == "retry"
                self.refused += 1
                continue
            assert answer.status_code == 200, answer.text
            self.hear(phone, answer.json()["acks"])

    def hear(self, phone: Phone, acks: list[dict[str, Any]]) -> None:
        """Remember every answer; what was answered leaves the outbox, and only *retry* leaves it with the phone."""
        settled = {ack["id"] for ack in acks if ack["r"] != "retry"}
        for ack in acks:
            if ack["id"] in settled:
                assert ack["r"] == "ok", ack
                self.told.setdefault(ack["id"], []).append(ack["seq"])
        if settled and self.mended_at is not None:
            self.back_s.append(asyncio.get_running_loop().time() - self.mended_at)
            self.mended_at = None
        self.refused += len(acks) - len(settled)
        phone.outbox = [row for row in phone.outbox if row["id"] not in settled]
        if self.to_come and sum(map(len, self.told.values())) >= self.to_come[0]:
            self.to_come.pop(0)
            self.up.clear()
            self.strike()
            asyncio.get_running_loop().run_in_executor(None, self.mended, asyncio.get_running_loop())

    def mended(self, loop: asyncio.AbstractEventLoop) -> None:
        """Mend what was struck, and let everybody go on."""
        self.mend()
        loop.call_soon_threadsafe(self.go_on)

    def go_on(self) -> None:
        """It is whole again."""
        self.mended_at = asyncio.get_running_loop().time()
        self.up.set()

    async def sent_again(self, phone: Phone) -> list[dict[str, Any]]:
        """What a phone is told that sends all of its own once more."""
        own = [row for row in self.saved.values() if row["person"] == phone.person]
        answer = await phone.http.post("/api/sync/commands", json={"cmds": own}, headers=phone.headers())
        acks: list[dict[str, Any]] = answer.json()["acks"]
        return acks


def holds(street: Street, again: list[dict[str, Any]], data: Path, settings: Mapping[str, str], tag: str) -> None:
    """Everything that was acknowledged is stored once, as it was told, and the log's chain is whole."""
    assert not street.to_come, "it was struck as often as planned"
    assert len(street.told) == len(street.saved)
    for ack in again:
        assert (ack["r"], ack["again"], ack["seq"]) == ("ok", True, street.told[ack["id"]][0])
    given = read_settings({"FIELD727_DATA": str(data), **settings})
    organizations = Organizations(given, clock=SystemClock(), ids=SystemIds())
    at = organizations.open(tag).location
    organizations.close(tag)
    taken = glance(at, lambda tx: tx.all("SELECT command_id, seq FROM journal WHERE kind = 'call.taken'"))
    assert Counter(row["command_id"] for row in taken) == Counter(street.saved.keys()), "each of them once"
    assert {row["command_id"]: [row["seq"]] for row in taken} == {key: seqs[:1] for key, seqs in street.told.items()}
    assert len(glance(at, lambda tx: tx.all("SELECT id FROM call"))) == len(street.saved)
    assert glance(at, verify) is None
    organizations.close()
