"""kill -9 of the whole server while phones send: what it acknowledged is there, nothing is there twice, the log holds.

Real processes, real HTTP, real signals; the phones are those of every other test. They behave as the protocol says: a
row leaves the outbox only by an answer, and whatever was not answered is sent again, byte for byte.
"""

import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import httpx
import pytest

from server import control
from server.clock import SystemClock
from server.ids import SystemIds
from server.journal import verify
from server.storage.sqlite import read_file
from tests.phone import Phone
from tests.sync.doors import THE_CALL

ROOT = Path(__file__).parents[2]
PHONES = 3
EACH = 80
"""Commands of each phone: within its burst, so that nobody is told to slow down."""

KILLED_AT = (17, 95, 190)
"""How many answers the phones have had together when the server is killed."""

START_S = 60


class Server:
    """A server process that is killed and started again on one folder and one port."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.port = 0
        self.process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """Where it serves."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Come back when it serves."""
        given = {"FIELD727_DATA": str(self.data), "FIELD727_PORT": str(self.port), "PYTHONUNBUFFERED": "1"}
        environment = {name: value for name, value in os.environ.items() if not name.startswith("FIELD727_")} | given
        command = [sys.executable, "-m", "server", "serve"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        assert "serves" in said, "the server did not start"
        self.port = int(said.partition("://")[2].partition(" ")[0].rpartition(":")[2])

    def end(self, how: signal.Signals) -> int:
        """Send it this signal; answers how it ended."""
        assert self.process is not None
        self.process.send_signal(how)
        code = self.process.wait(START_S)
        assert self.process.stdout is not None
        self.process.stdout.close()
        self.process = None
        return code


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


async def enrolled(server: Server, http: httpx.AsyncClient) -> Phone:
    """Somebody at the desk of the one city there is."""
    made = await asyncio.to_thread(ask, server, "person.add", {"name": "Ada Example", "roles": ["dispatcher"]})
    code = str(made["code"]).replace("-", "").replace(" ", "")
    return await Phone(http, ids=SystemIds(), clock=SystemClock()).enrol(code)


def ask(server: Server, command: str, args: dict) -> dict:
    """What the command line asks a running server."""
    answer = control.ask(server.data, command, args, lambda _line: None)
    assert isinstance(answer, dict)
    return answer


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
