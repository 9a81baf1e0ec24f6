"""Who carries the pushes of a site: remembers whom it was to ring and why, and does not always do it."""

import asyncio
from dataclasses import dataclass
from typing import Final

from server.app import Application
from server.example.dice import Dice
from server.outward.carriers import Carried, Effect, Gone, Later
from server.sync.branch import Branch
from tests.simulation.server.machine import BEAT_S, Server

LOOK_S: Final = 20.0
"""How often what waits is looked for."""


@dataclass(frozen=True)
class Ring:
    """Somebody's phones were to ring."""

    at: int
    key: str
    why: str
    callout: str
    person: str


class Rings:
    """A push service that fails now and then."""

    timeout_s: Final = 10.0

    def __init__(self, dice: Dice) -> None:
        self.taken: list[Ring] = []
        self._dice = dice

    async def carry(self, branch: Branch, effect: Effect) -> Carried | Gone | Later:
        """Ring, or say that it did not go."""
        said = effect.payload
        ring = Ring(branch.clock.now(), effect.key, said["why"], said["entity"], said["person_id"])
        self.taken.append(ring)
        return Later("no_answer") if self._dice.happens(0.3) else Carried()


async def send(app: Application, server: Server) -> None:
    """Send what waits, for as long as this process lives; in a quiet hour as seldom as anything else is done."""
    while True:
        await app.sender.round(server.clock.now())
        await asyncio.sleep(LOOK_S if server.beat_s == BEAT_S else server.beat_s)
