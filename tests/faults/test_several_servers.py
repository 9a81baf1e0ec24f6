"""Three server processes over one Postgres: whichever of them somebody reaches, it is one service; one of them dies."""

import asyncio
import signal
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest

from server.client.live import Line
from server.clock import SystemClock
from server.ids import SystemIds
from tests.browser.process import ServerProcess
from tests.faults.somebody import Somebody
from tests.phone import Phone
from tests.postgres import Cluster
from tests.process import START_S, Server
from tests.sync.doors import THE_CALL


@pytest.fixture
def servers(tmp_path: Path, cluster: Cluster) -> Iterator[tuple[ServerProcess, Server, Server]]:
    """The first one makes the example; the other two find it."""
    with cluster.ground() as ground:
        first = ServerProcess(tmp_path / "first", ground.settings)
        first.start()
        key_file = str(tmp_path / "first" / "data.keys" / "master.json")
        others = [Server(tmp_path / name, settings={**ground.settings, "FIELD727_KEY_FILE": key_file}) for name in "bc"]
        try:
            for server in others:
                server.start()
            yield first, others[0], others[1]
        finally:
            for server in others:
                if server.process is not None:
                    server.end(signal.SIGKILL)
            first.kill()


async def at(url: str, link: str, stack: AsyncExitStack, group: asyncio.TaskGroup) -> Somebody:
    """Sign in at this server with a link of the example, and follow."""
    http = await stack.enter_async_context(httpx.AsyncClient(base_url=url, timeout=START_S, trust_env=False))
    phone = await Phone(http, ids=SystemIds(), clock=SystemClock()).enrol(link.partition("#")[2])
    line = Line(phone, http, group)
    assert await line.open()
    stack.push_async_callback(line.close)
    return Somebody(phone, line)


async def test_an_offer_made_at_one_process_is_shown_by_a_phone_of_another_and_a_third_hears_the_yes(servers):
    first, second, third = servers
    async with AsyncExitStack() as stack, asyncio.TaskGroup() as group:
        desk = await at(first.origin, first.link("Dispatcher"), stack, group)
        ada = await at(second.url, first.link("Ada"), stack, group)
        boss = await at(third.url, first.link("Supervisor"), stack, group)
        (heron,) = [key for key, unit in desk.phone.replica.of("unit").items() if unit["name"] == "Heron"]

        await desk.do("call.take", "call-1", THE_CALL)
        await desk.do("assignment.offer", "assignment-1", {"call_id": "call-1", "unit_id": heron})
        await ada.sees(lambda rows: "assignment-1" in rows, "assignment")
        await ada.do("assignment.accept", "assignment-1", {"call_id": "call-1", "unit_id": heron})
        await boss.sees(lambda rows: rows.get("assignment-1", {}).get("state") == "accepted", "assignment")

        first.kill()
        await ada.do("assignment.stage", "assignment-1", {"call_id": "call-1", "unit_id": heron, "stage": "on_scene"})
        await boss.sees(lambda rows: rows["assignment-1"]["arrived_at"] is not None, "assignment")
        await stack.aclose()
