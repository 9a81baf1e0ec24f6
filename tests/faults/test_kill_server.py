"""kill -9 of the whole server while phones send: what it acknowledged is there, nothing is there twice, the log holds.

Real processes, real HTTP, real signals; the phones are those of every other test. They behave as the protocol says: a
row leaves the outbox only by an answer, and whatever was not answered is sent again, byte for byte.
"""

import asyncio
import signal
from collections import Counter

import httpx
import pytest

from server.journal import verify
from server.storage.sqlite import read_file
from tests.phone import Phone
from tests.process import START_S, Server, ask, enrolled
from tests.sync.doors import THE_CALL

PHONES = 3
EACH = 80
"""Commands of each phone: within its burst, so that nobody is told to slow down."""

KILLED_AT = (17, 95, 190)
"""How many answers the phones have had together when the server is killed."""


@pytest.fixture
def server(tmp_path):
    """A server, running."""
    made = Server(tmp_path)
    made.start()
    yield made
    if made.process is not None:
        made.end(signal.SIGKILL)


class Street:
    """Phones that send all they have, through every crash."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.to_come = list(KILLED_AT)
        self.saved: dict[str, dict] = {}
        self.up = asyncio.Event()
        self.up.set()
        self.told: dict[str, list[int]] = {}

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
            assert answer.status_code == 200, answer.text
            self.hear(phone, answer.json()["acks"])

    def hear(self, phone: Phone, acks: list[dict]) -> None:
        """Remember every answer; what was answered leaves the outbox."""
        for ack in acks:
            assert ack["r"] == "ok", ack
            self.told.setdefault(ack["id"], []).append(ack["seq"])
        settled = {ack["id"] for ack in acks}
        phone.outbox = [row for row in phone.outbox if row["id"] not in settled]
        if self.to_come and sum(map(len, self.told.values())) >= self.to_come[0]:
            self.to_come.pop(0)
            self.up.clear()
            assert self.server.end(signal.SIGKILL) == -signal.SIGKILL
            asyncio.get_running_loop().run_in_executor(None, self.start_again, asyncio.get_running_loop())

    def start_again(self, loop: asyncio.AbstractEventLoop) -> None:
        self.server.start()
        loop.call_soon_threadsafe(self.up.set)


async def test_killed_again_and_again_the_server_loses_nothing_it_acknowledged_and_repeats_nothing(server, tmp_path):
    tag = ask(server, "org.add", {"name": "Exampleton", "kind": "city", "training": True})["tag"]
    async with httpx.AsyncClient(base_url=server.url, timeout=START_S, trust_env=False) as http:
        phones = [await enrolled(server, http) for _ in range(PHONES)]
        street = Street(server)
        await asyncio.gather(*(street.send_all(phone, most) for phone, most in zip(phones, (1, 7, 20), strict=True)))
        assert not street.to_come, "the server was killed as often as planned"

        again = await phones[0].http.post(
            "/api/sync/commands",
            json={"cmds": [row for row in street.saved.values() if row["person"] == phones[0].person]},
            headers=phones[0].headers(),
        )
    assert server.end(signal.SIGTERM) == 0

    assert len(street.told) == len(street.saved) == PHONES * EACH
    for ack in again.json()["acks"]:
        assert (ack["r"], ack["again"], ack["seq"]) == ("ok", True, street.told[ack["id"]][0])
    path = server.data / tag / f"{tag}.db"
    taken = read_file(path, lambda tx: tx.all("SELECT command_id, seq FROM journal WHERE kind = 'call.taken'"))
    assert Counter(row["command_id"] for row in taken) == Counter(street.saved.keys()), "each of them once"
    assert {row["command_id"]: [row["seq"]] for row in taken} == {key: seqs[:1] for key, seqs in street.told.items()}
    assert len(read_file(path, lambda tx: tx.all("SELECT id FROM call"))) == len(street.saved)
    assert read_file(path, verify) is None
