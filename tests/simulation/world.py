"""One world: hours of a place with everything going wrong, then calm, then the reckoning. The seed decides it all."""

import asyncio
import copy
import hashlib
import shutil
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from server.app import Application
from server.errors import Refusal
from server.example.dice import Dice
from server.identity import commands
from server.ids import SeededIds
from server.settings import read_settings
from tests.doors import Lasting
from tests.engines import Ground
from tests.simulation import invariants
from tests.simulation.phone.app import Phone
from tests.simulation.phone.releases import RELEASES
from tests.simulation.phone.ways import RULES, Refused
from tests.simulation.place import Place
from tests.simulation.server.loop import Deadlock, SimulatedLoop
from tests.simulation.server.machine import Clockwork, Server
from tests.simulation.server.network import Network, NoAnswer, Weather
from tests.simulation.town.copies import Copies
from tests.simulation.town.deeds import Truth
from tests.simulation.town.founding import Town, enrol
from tests.simulation.town.people import Person
from tests.simulation.town.troubles import Troubles
from tests.storage.faults import Crash

NOON: Final = 1_790_000_000_000
QUIET_BEAT_S: Final = 600.0
AFTERWARDS_S: Final = 3 * 3_600.0 + QUIET_BEAT_S / 2
"""Until the ends of grace have come (protocol.md §1: two hours after an assignment), and half-way between two beats:
none may come while what they left is looked at."""
PATIENCE_S: Final = 60.0


@dataclass
class Ending:
    """What one world came to."""

    seed: int
    commands: int = 0
    crashes: int = 0
    violations: list[str] = field(default_factory=list)
    trace: str = ""
    met: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Template:
    """A town that was founded once, to be copied for every seed."""

    folder: Path
    town: Town


class World:
    """Everything there is for one seed."""

    def __init__(
        self, seed: int, place: Place, ground: Ground, folder: Path, doors: Lasting, *, town: Town | None = None
    ) -> None:
        self.seed = seed
        self.place = place
        self.folder = folder
        self.dice = Dice(f"world {seed}")
        self.ids = SeededIds(f"world {seed}")
        self.clock = Clockwork(NOON)
        self.ending = Ending(seed)
        self._trace = hashlib.blake2b(digest_size=16)
        self.story: list[str] | None = None
        self.settings = read_settings({"FIELD727_DATA": str(folder / "data"), **ground.settings})
        self.server = Server(ground, self.settings, clock=self.clock, seed=f"server {seed}", doors=doors)
        self.network = Network(self.server, Dice(f"network {seed}"), self.note)
        self.truth = Truth()
        self.copies = Copies(self)
        self.is_restored = self.dice.happens(0.5)
        """Whether its machine is ever lost. Then nobody takes another's id: who was first would be lost too."""
        self.applied: set[str] = set()
        self.not_told: set[str] = set()
        self.town = town
        self.beside: object = None
        """Who else has a part in it, as its place has it."""
        self.rules = RULES
        self.phones: dict[str, Phone] = {}
        self.people: dict[str, Person] = {}
        self.tasks: list[asyncio.Task[None]] = []

    def note(self, *said: object) -> None:
        """Remember that this happened, and when: the same seed must give the same trace."""
        text = f"{self.clock.now() - NOON} {' '.join(map(str, said))}"
        self._trace.update(text.encode())
        if self.story is not None:
            self.story.append(text)

    # ------------------------------------------------------------------ the day

    async def live(self) -> Ending:
        """Live through it; answers what it came to."""
        app = self.server.start()
        if self.town is None:
            self.town = await self.place.found(app, self.network, SeededIds("town"))
        self._settle_in(self.town)
        troubles = Troubles(self)
        await self.place.begin(self, app)
        for phone in self.phones.values():
            phone.weather = Weather()
            phone.open()
        self.server.late = troubles.late
        self.network.arriving = troubles.arriving
        self.tasks = [asyncio.get_running_loop().create_task(work) for work in troubles.works()]
        self.tasks += [asyncio.get_running_loop().create_task(person.work()) for person in self.people.values()]
        await asyncio.sleep(self.dice.between(*self.place.day_s))
        await self.calm()
        self._count()
        self.ending.violations += await self.place.broken(self)
        self.ending.met.update(await self._happened())
        self.server.stop()
        self.note("end", self.ending.commands, self.ending.crashes)
        self.ending.trace = self._trace.hexdigest()
        return self.ending

    def _settle_in(self, town: Town) -> None:
        for name in town.disks:
            dice, ids = Dice(f"{name} {self.seed}"), SeededIds(f"{name} {self.seed}")
            disk = copy.deepcopy(town.disks[name])
            phone = Phone(name, disk, self.network, clock=self.clock, ids=ids, dice=dice)
            phone.person = town.persons[name]
            phone.watch.applied = self.applied
            self.phones[name] = phone
            phone.rules = self.rules
            phone.behind = int(dice.between(0, RELEASES))
        for name in town.persons:
            phone = self.phones[self.place.shared.get(name, name)]
            given: Any = {
                "ids": SeededIds(f"{name} things {self.seed}"),
                "dice": Dice(f"{name} acts {self.seed}"),
                "truth": self.truth,
                "told": self.applied,
            }
            if self.is_restored or town.tags[name] == town.site:
                given["slips"] = ("unknown", "nonsense", "torn")
            self.people[name] = self.place.person(name, phone, town, **given)

    # ------------------------------------------------------------------ calm

    async def calm(self) -> None:
        """Everything works again: phones come back, hand over what they hold, and time passes."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        for phone in self.phones.values():
            phone.kill()
        self.server.machine.dies_in = None
        self.server.machine.ailing = None
        self.server.machine.dies_after_commit = False
        self.server.late = lambda: 0.0
        self.network.arriving = lambda _size: None
        # What a modem kept may arrive until then.
        await asyncio.sleep(1_000.0)
        if not self.server.is_up:
            self.restart()
        for name in sorted(self.not_told):
            # The day ended while nobody could be told.
            await self._shut_out(name)
        await self._all_drain()
        self.server.beat_s = QUIET_BEAT_S
        await asyncio.sleep(AFTERWARDS_S)

    async def _all_drain(self) -> None:
        for phone in sorted(self.phones.values(), key=lambda _: self.dice.share()):
            if not phone.is_gone:
                await self._drain(phone)

    async def _drain(self, phone: Phone) -> None:
        await phone.drain()
        if phone.kind == "upload" and not phone.is_shut_out:
            await self.sign_in(phone, phone.person)
            await phone.drain()

    async def sign_in(self, phone: Phone, person: str) -> None:
        """Somebody signs in on a phone that is known."""
        app = self.server.app
        assert app is not None
        assert self.town is not None
        tag = self.town.tags[phone.name]
        await enrol(app, self.network, self.ids, tag=tag, person=person, known=phone.disk)

    async def signs_in_again(self, phone: Phone) -> None:
        """Every session ended when the server was restored, or a day is over."""
        if await self.inside(self.sign_in(phone, phone.person)):
            phone.token = ""

    async def hand_over(self, name: str) -> None:
        """The other one of a team takes the phone they share."""
        assert self.town is not None
        phone = self.phones[name]
        others = (who for who, of in self.place.shared.items() if of == name)
        persons = [self.town.persons[each] for each in (name, *others)]
        taker = next(each for each in persons if each != phone.person)
        if await self.inside(self.sign_in(phone, taker)):
            phone.hand_to(taker)
            self.note("hand over", name)

    async def shut_out(self, name: str) -> None:
        """A phone is lost: whoever finds it shall read nothing more."""
        assert self.town is not None
        phone = self.phones[name]
        phone.is_shut_out = True
        self.note("shut out", name)
        self.not_told.add(name)
        while name in self.not_told:
            await self._shut_out(name)
            await asyncio.sleep(10.0)

    async def _shut_out(self, name: str) -> None:
        """Tell the server that this phone is lost, if it is there."""
        assert self.town is not None
        phone = self.phones[name]
        app, device = self.server.app, phone.disk.device
        if app is None:
            return
        city = app.branches.of(self.town.tags[phone.name])
        gate = app.gates.of(city.organization.tag)
        assert gate is not None
        await self.inside(gate.act(lambda tx: commands.revoke_device(tx, device_id=device)))
        known = "SELECT 1 FROM device WHERE id = :id AND revoked_at IS NOT NULL"
        if self.server.is_up and await city.database.read(lambda tx: tx.one(known, id=device)) is not None:
            self.not_told.discard(name)

    async def inside(self, work: Coroutine[Any, Any, Any]) -> bool:
        """Have the server's own people do this; False when it died, or could not, meanwhile."""
        task = self.server.spawn(work)
        await asyncio.wait({task}, timeout=PATIENCE_S)
        return task.done() and not task.cancelled() and task.exception() is None

    def restart(self) -> Application | None:
        """Start the server, if it can be had."""
        try:
            return self.server.start()
        except (Crash, Refusal) as problem:
            self.note("no start", type(problem).__name__)
            return None

    def _count(self) -> None:
        self.ending.commands = len(self.truth.deeds)
        self.ending.crashes = self.server.crashes
        met = self.ending.met
        met["kills"] = sum(phone.kills for phone in self.phones.values())
        met["pushed"] = sum(phone.pushed for phone in self.phones.values())
        met["copies"], met["restored"] = self.copies.taken, self.copies.restored
        met["lost"], met["doubled"], met["ghosts"] = self.network.lost, self.network.doubled, self.network.ghosts
        for kind, count in {**self.server.met, **self.server.machine.met}.items():
            met[kind] += count

    async def _happened(self) -> dict[str, int]:
        """How often what matters came to pass."""
        assert self.server.app is not None
        assert self.town is not None
        told = await self.server.app.branches.of(self.town.home).database.read(invariants.told)
        shut_out = sum(phone.is_shut_out for phone in self.phones.values())
        return {**told, "shut_out": shut_out, "largest_group": self.server.machine.largest_group}


Prepare = Callable[[World], None]
"""What is changed in a world before it begins: a rule that is switched off, a story that is kept."""


def run(work: Callable[[], Any]) -> Any:
    """Run this in virtual time."""
    with asyncio.Runner(loop_factory=SimulatedLoop) as runner:
        return runner.run(work())


def template(place: Place, ground: Ground, folder: Path, doors: Lasting) -> Template:
    """Found it once, on files that can be copied."""

    async def build() -> Town:
        world = World(0, place, ground, folder, doors)
        app = world.server.start()
        town = await place.found(app, world.network, SeededIds("town"))
        world.server.stop()
        return town

    return Template(folder, run(build))


def lived(
    seed: int,
    place: Place,
    ground: Ground,
    folder: Path,
    doors: Lasting,
    *,
    of: Template | None = None,
    prepare: Prepare | None = None,
) -> Ending:
    """The world of this seed, from its beginning to its end."""

    async def live() -> Ending:
        world = World(seed, place, ground, folder, doors, town=None if of is None else of.town)
        if prepare is not None:
            prepare(world)
        return await world.live()

    shutil.rmtree(folder, ignore_errors=True)
    if of is not None:
        shutil.copytree(of.folder, folder)
    try:
        ending: Ending = run(live)
    except (AssertionError, Deadlock, NoAnswer, Refused) as problem:
        ending = Ending(seed, violations=[f"{type(problem).__name__}: {problem}"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return ending
