"""A city's phones come back at once, five thousand sockets say nothing, and one phone takes nothing any more."""

import asyncio
import signal
from collections.abc import Sequence
from typing import Final

import httpx

from tests.bench.crowd import connected
from tests.bench.ground import Sites
from tests.bench.live import RESPONDERS, founded, take_calls
from tests.bench.table import p99, row, spread
from tests.bench.whole import resident_mib
from tests.phone import Phone
from tests.process import START_S, Server

PHONES: Final = 1_000
SOCKETS: Final = 5
"""Of each phone in the silent crowd: a device may have several tabs."""

LOOKING: Final = 100


async def measure(sites: Sites) -> None:
    """First those who come back, then those who stay and say nothing, then the one who stalls."""
    with sites() as site:
        _, teams, others = await founded(site, "responder", PHONES)
        server = site.process()
        await asyncio.to_thread(server.start)
        try:
            await asyncio.to_thread(measure_silence, server, [*teams, *others])
        finally:
            await asyncio.to_thread(server.end, signal.SIGTERM)
    with sites() as site:
        desk, teams, others = await founded(site, "dispatcher", LOOKING + RESPONDERS)
        server = site.process()
        await asyncio.to_thread(server.start)
        try:
            async with httpx.AsyncClient(base_url=server.url, timeout=START_S, trust_env=False) as http:
                desk.http = http
                await measure_stalled(server, desk, [*teams, *others])
        finally:
            await asyncio.to_thread(server.end, signal.SIGTERM)


def measure_silence(server: Server, phones: Sequence[Phone]) -> None:
    """All at once after a restart of the server; then as many once more, several times over."""
    with connected(server, phones) as (seconds, _):
        row(f"{len(phones):,} phones come back at once, until the last has caught up", f"{seconds:.2f} s")
        before = resident_mib(server)
        with connected(server, [*phones] * (SOCKETS - 1)):
            each = (resident_mib(server) - before) / (len(phones) * (SOCKETS - 1)) * 1024
            row(f"memory of each of {len(phones) * SOCKETS:,} sockets", f"{each:,.1f} KiB")


async def measure_stalled(server: Server, desk: Phone, phones: Sequence[Phone]) -> None:
    """How soon the others have a call while one of them reads nothing."""
    spent = []
    for stalled in (0, 1, 0, 1):
        with connected(server, phones, stalled=stalled) as (_, said):
            looking = set(range(RESPONDERS, len(phones) - 1))
            spent.append((await take_calls(desk, said, looking))[1])
    all_read, one_stalls = [*spent[0], *spent[2]], [*spent[1], *spent[3]]
    row(f"a new call → each of {LOOKING - 1} desks", spread(all_read), 1)
    row("the same while another takes nothing any more", spread(one_stalls), p99(one_stalls) / p99(all_read))
