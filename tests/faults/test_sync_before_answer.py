"""An answer follows the sync of the bytes it confirms: seen in what the processes ask of the kernel, on both engines.

Only a power cut or this can tell: killing a process loses nothing that was written but not yet synced. The command's
id stands in the pages of the log and in the answer, so each answer is held against its own bytes. The control is the
same server on connections that secretly sync later.
"""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from websockets.asyncio.client import connect

from tests.engines import SQLITE, Ground
from tests.faults.carriers import City, OverHttp, Witness, client
from tests.faults.strace import calls, early, traced
from tests.postgres import Cluster
from tests.process import Server

BATCHES = 6

LOGS = {"sqlite": ".db-wal", "postgres": "/pg_wal/"}

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="strace is a tool of Linux")

Beside = Callable[[], list[int]]
"""The processes that write the engine's log beside the server, now."""


def children(pid: int) -> list[int]:
    """The processes that this one started."""
    told = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], check=False, capture_output=True, text=True)
    return [int(word) for word in told.stdout.split()]


@pytest.fixture(params=["sqlite", "postgres"])
def stage(request: pytest.FixtureRequest) -> Iterator[tuple[Ground, Beside]]:
    """Each engine, and who writes its log."""
    if request.param == "sqlite":
        yield SQLITE, list
        return
    mortal: Cluster = request.getfixturevalue("mortal")
    postmaster = int((Path(mortal._server.pgdata) / "postmaster.pid").read_text().split()[0])
    # Nobody else shall sync the log in time by chance.
    mortal.do("ALTER SYSTEM SET wal_writer_delay = '10s'")
    mortal.do("SELECT pg_reload_conf()")
    with mortal.ground() as made:
        yield made, lambda: [postmaster, *children(postmaster)]


async def told(phone: Witness) -> None:
    """A phone that sends by HTTP, then by the socket, in batches of one to three."""
    http = OverHttp(phone)
    http.patience_s = 60
    for n in range(BATCHES):
        phone.work(n)
        assert await http.carry()
    url = str(phone.http.base_url.join("/api/live")).replace("http", "ws", 1)
    async with connect(url, proxy=None) as socket:
        await socket.send(json.dumps(phone.hello_body() | {"m": "hello", "token": phone.token}))
        phone.welcomed(json.loads(await socket.recv()))
        for n in range(BATCHES):
            phone.work(n)
            await socket.send(json.dumps({"m": "cmds", "cmds": phone.waiting()}))
            phone.settled(json.loads(await socket.recv()))


async def look(program: str, stage: tuple[Ground, Beside], folder: Path) -> tuple[list[str], list[str]]:
    """Run a server under the eyes of strace; answers which commands were answered, and which of them too early."""
    ground, beside = stage
    server, out = Server(folder, settings=ground.settings, program=program), folder / "trace"
    server.start()
    try:
        city = City(server, ground, "Exampleton")
        async with client(server.url) as http:
            phone = await city.join(http)
            assert server.process is not None
            with traced([server.process.pid, *beside()], out):
                await told(phone)
    finally:
        server.end(signal.SIGKILL)
    with out.open(errors="replace") as lines:
        return list(phone.told), early(calls(lines), phone.told, LOGS[ground.engine])


async def test_every_answer_follows_the_sync_of_the_bytes_it_confirms(
    stage: tuple[Ground, Beside], tmp_path: Path
) -> None:
    answered, too_early = await look("server", stage, tmp_path)

    assert len(answered) >= 2 * BATCHES, "by both doors"
    assert too_early == []


async def test_a_server_that_answers_before_it_syncs_is_caught(stage: tuple[Ground, Beside], tmp_path: Path) -> None:
    answered, too_early = await look("tests.faults.forgetful", stage, tmp_path)

    assert len(answered) >= 2 * BATCHES
    assert too_early
