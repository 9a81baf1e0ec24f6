"""A server whose disk fills, and phones that come again until it has room."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.faults.carriers import OverHttp, Witness
from tests.process import Server

PATIENCE_S = 60


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Server]:
    """A server, which ends in good order, before its disk is taken away."""
    made = Server(folder, settings=settings)
    made.start()
    try:
        yield made
    finally:
        assert made.end(signal.SIGTERM) == 0


async def once(phone: Witness, n: int | None = None) -> None:
    """Work, if anything, and try once to send."""
    if n is not None:
        phone.work(n)
    carrier = OverHttp(phone)
    carrier.patience_s = PATIENCE_S
    await carrier.carry()


async def bring(phone: Witness, calls: int) -> None:
    """Take so many calls, and send until all is answered."""
    for n in range(calls):
        phone.work(n)
    while phone.outbox:
        await once(phone)


async def readiness(http: httpx.AsyncClient) -> tuple[int, set[str]]:
    """Its status, and the checks that do not hold."""
    answer = await http.get("/readyz")
    return answer.status_code, {check["name"] for check in answer.json()["checks"] if not check["ok"]}


async def recovers(http: httpx.AsyncClient) -> None:
    """It becomes ready by itself, at the latest some beats later."""
    while (await readiness(http))[0] != 200:
        pass
