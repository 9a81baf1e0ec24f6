"""Phones in a process of their own, so that what they cost is in no figure of the server: everything sealed before.

`python -m tests.bench.load` reads one `Load` from its input and says on its output how it went.
"""

import asyncio
import subprocess
import sys
from collections.abc import Sequence

import httpx
import msgspec

from server.clock import SystemClock
from tests.process import ROOT, START_S, Server

CLOCK = SystemClock()
SENDERS = 20
"""Connections of one load that are used at the same time."""


class Load(msgspec.Struct):
    """What to send where, each with its token."""

    url: str
    bodies: list[tuple[str, bytes]]


class Told(msgspec.Struct):
    """How long all of it took, and each batch, and what the rows were answered."""

    seconds: float
    batches: list[float]
    answers: dict[str, int]


async def sent(load: Load) -> Told:
    """Send every body, so many at a time."""
    left, told = list(reversed(load.bodies)), Told(0.0, [], {})

    async def sender(http: httpx.AsyncClient) -> None:
        while left:
            token, body = left.pop()
            headers = {"Authorization": f"Bearer {token}", "content-type": "application/json"}
            began = CLOCK.mono()
            answer = await http.post("/api/sync/commands", content=body, headers=headers)
            told.batches.append(CLOCK.mono() - began)
            for ack in answer.json()["acks"]:
                name = f"{ack['r']} again" if ack.get("again") else " ".join(filter(None, (ack["r"], ack.get("code"))))
                told.answers[name] = told.answers.get(name, 0) + 1

    async with httpx.AsyncClient(base_url=load.url, timeout=START_S, trust_env=False) as http:
        began = CLOCK.mono()
        await asyncio.gather(*(sender(http) for _ in range(SENDERS)))
        told.seconds = CLOCK.mono() - began
    return told


async def elsewhere(server: Server, bodies: Sequence[tuple[str, bytes]]) -> Told:
    """Have another process send these to the server."""
    load = msgspec.json.encode(Load(url=server.url, bodies=list(bodies)))
    command = [sys.executable, "-m", "tests.bench.load"]
    done = await asyncio.to_thread(subprocess.run, command, cwd=ROOT, input=load, check=True, stdout=subprocess.PIPE)
    return msgspec.json.decode(done.stdout, type=Told)


if __name__ == "__main__":
    given = msgspec.json.decode(sys.stdin.buffer.read(), type=Load)
    sys.stdout.buffer.write(msgspec.json.encode(asyncio.run(sent(given))))
