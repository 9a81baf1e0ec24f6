"""What goes wrong in a world, and when: networks, phones, clocks, the server, its disk."""

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, Final

from server.example.dice import Dice
from tests.simulation.server.machine import Ailing
from tests.simulation.server.network import Weather
from tests.storage.faults import Fault, Lost

if TYPE_CHECKING:
    from tests.simulation.world import World

DAY_MS: Final = 24 * 3_600_000
FAULTS: Final = tuple(Fault)
ROW_BYTES: Final = 550
BACKLOG_BYTES: Final = 3 * ROW_BYTES


class Troubles:
    """Chance at work."""

    def __init__(self, world: "World") -> None:
        self.world = world
        self.dice = Dice(f"troubles {world.seed}")
        self.slowness = self.dice.one_of((0.0, 0.05, 0.3))

    def works(self) -> list[Coroutine[Any, Any, None]]:
        """What goes on beside the people."""
        return [self._server(), self._networks(), self._phones(), self._staff()]

    def late(self) -> float:
        """How late the server's next job is: sometimes much waits for one COMMIT."""
        return self.dice.between(0.0, 2.0) if self.slowness and self.dice.happens(self.slowness) else 0.0

    def arriving(self, size: int) -> None:
        """A backlog comes in: the worst moment for a disk to fail, or a server to die."""
        if size < BACKLOG_BYTES or not self.dice.happens(0.25):
            return
        machine = self.world.server.machine
        if self.dice.happens(0.3):
            machine.dies_in = int(self.dice.between(0, 30 * size / ROW_BYTES))
        else:
            machine.ailing = self._illness(pause=int(self.dice.between(3, 40)), lasts=int(self.dice.between(2, 9)))

    # ------------------------------------------------------------------ the server

    async def _server(self) -> None:
        server = self.world.server
        asides = {
            "ill": self._falls_ill,
            "copy": self.world.copies.take,
            "restore": self._restore,
            "still": self._still,
        }
        while True:
            await asyncio.sleep(self.dice.between(30.0, 270.0))
            can_restore = self.world.is_restored and self.world.copies.are_there
            kind = self.dice.weighed({**self.world.place.happens, "restore": 1.5 if can_restore else 0.0})
            self.world.note("trouble", kind)
            if kind in asides:
                await asides[kind]()
                continue
            if kind == "statement":
                server.machine.dies_in = int(self.dice.between(0, 200))
                await self._until_down()
            elif kind == "commit":
                server.machine.dies_after_commit = True
                await self._until_down()
            elif kind == "now":
                server.crash()
            else:
                server.stop()
            await asyncio.sleep(self.dice.between(60.0, 3_000.0) if kind == "outage" else self.dice.between(0.5, 40.0))
            await self._up_again()

    async def _falls_ill(self) -> None:
        """Its disk, or its line to the database."""
        self.world.server.machine.ailing = self._illness()

    async def _still(self) -> None:
        """Its metronome is not heard for a while: a machine that slept, or a clock that stopped."""
        self.world.server.still_s = self.dice.between(20.0, 600.0)

    async def _restore(self) -> None:
        """The machine is lost: a new one begins with the newest copy, and everybody signs in again."""
        lost = self.world.place.lost
        if self.dice.happens(0.4) and not self.world.phones[lost].is_shut_out:
            # What was done since the copy must stay done, though the copy knows nothing of it.
            await self.world.shut_out(lost)
        self.world.server.crash()
        self.world.copies.restore(is_bare=self.dice.happens(0.5))
        await asyncio.sleep(self.dice.between(10.0, 300.0))
        await self._up_again()

    async def _until_down(self) -> None:
        await self.world.server.down.wait()

    async def _up_again(self) -> None:
        server = self.world.server
        server.machine.dies_in = int(self.dice.between(0, 60)) if self.dice.happens(0.1) else None
        while self.world.restart() is None:
            server.machine.dies_in = None
            await asyncio.sleep(self.dice.between(1.0, 20.0))

    def _illness(self, *, pause: int = 0, lasts: int = 0) -> Ailing:
        kinds: tuple[Fault | Lost, ...] = FAULTS
        if self.world.server.ground.engine == "postgres":
            kinds = (*FAULTS, *Lost)
        fault = self.dice.one_of(kinds)
        if lasts:
            return Ailing(fault, after=pause, lasts=lasts, pause=pause)
        lasts = self.dice.one_of((1, 2, 3, 5, 40))
        return Ailing(fault, after=int(self.dice.between(0, 200)), lasts=lasts)

    # ------------------------------------------------------------------ networks and phones

    async def _networks(self) -> None:
        while True:
            await asyncio.sleep(self.dice.between(10.0, 90.0))
            if self.dice.happens(0.05):
                await self._blackout()
                continue
            phone = self.dice.one_of(tuple(self.world.phones.values()))
            phone.weather = self._weather()
            if phone.weather.is_away and phone.socket is not None:
                phone.socket.cut()

    async def _blackout(self) -> None:
        """No phone has a network, and then all of them at once."""
        phones = tuple(self.world.phones.values())
        for phone in phones:
            phone.weather = Weather(is_away=True)
            if phone.socket is not None:
                phone.socket.cut()
        await asyncio.sleep(self.dice.between(120.0, 500.0))
        for phone in phones:
            phone.weather = self._weather()
            phone.stirred.set()

    def _weather(self) -> Weather:
        kind = self.dice.weighed({"fair": 2, "poor": 4, "away": 3, "slow": 1})
        if kind == "fair":
            return Weather()
        if kind == "away":
            return Weather(is_away=True)
        slow_s = 8.0 if kind == "slow" else 1.0
        return Weather(loss=self.dice.between(0.05, 0.4), double=0.2, ghost=0.3, slow_s=slow_s)

    async def _phones(self) -> None:
        while True:
            await asyncio.sleep(self.dice.between(60.0, 300.0))
            phone = self.dice.one_of(tuple(self.world.phones.values()))
            if self.dice.happens(0.25):
                phone.skew_ms = round(self.dice.between(-3 * DAY_MS, 3 * DAY_MS)) if self.dice.happens(0.7) else 0
                continue
            phone.kill()
            await asyncio.sleep(self.dice.between(0.0, 30.0))
            phone.open()

    # ------------------------------------------------------------------ who may do what

    async def _staff(self) -> None:
        """A shared phone changes hands; now and then a phone is lost and shut out."""
        loses, lost = self.dice.happens(0.15), self.world.place.lost
        while True:
            await asyncio.sleep(self.dice.between(100.0, 600.0))
            if not self.world.server.is_up:
                continue
            for phone in self.world.phones.values():
                if phone.kind == "upload" and not phone.is_shut_out:
                    await self.world.signs_in_again(phone)
            if loses and not self.world.phones[lost].is_shut_out:
                loses = False
                await self.world.shut_out(lost)
            elif self.world.place.shared and self.dice.happens(0.5):
                await self.world.hand_over(next(iter(self.world.place.shared.values())))
