"""The server of a world: the real application on a real database, which may die at any statement and start again."""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any

from server.app import Application
from server.clock import Clock
from server.ids import Ids, SeededIds
from server.live.hub import Patience
from server.organizations import Organizations
from server.settings import Settings
from server.storage.database import Value
from server.storage.lanes import Job
from server.sync import store
from tests.doors import Lasting
from tests.engines import Ground
from tests.storage.faults import Crash, Fault, Faults, Lost

BEAT_S = 50.0
"""How often the metronome is heard here: as seldom as nothing counts as a gap (design.md: 60 s)."""

PATIENCE = Patience(heartbeat_s=600.0, send_s=60.0)
"""A quiet phone costs a page each heartbeat; everything else about it is the same at any pace."""


class Clockwork:
    """The server's clock: the loop's own time, from a given moment on."""

    def __init__(self, begins_at: int) -> None:
        self._begins_at = begins_at

    def now(self) -> int:
        """Milliseconds since 1970."""
        return self._begins_at + round(self.mono() * 1000)

    @property
    def ahead_ms(self) -> int:
        return 0

    def mono(self) -> float:
        """Seconds since the world began."""
        return asyncio.get_running_loop().time()


@dataclass
class Ailing:
    """What is wrong with the disk, or the line to the database: after so many statements, so often, with pauses."""

    fault: Fault | Lost
    after: int
    lasts: int
    pause: int = 0


@dataclass
class Machine:
    """One run of the server's process, and how it is to end."""

    died: Callable[[], None]
    is_dead: bool = False
    dies_in: int | None = None
    dies_after_commit: bool = False
    ailing: Ailing | None = None
    met: dict[str, int] = field(default_factory=dict)
    group: int = 0
    depth: int = 0
    largest_group: int = 0

    def rule(self, sql: str, _values: Mapping[str, Value]) -> Fault | Lost | None:
        """Before each statement of a writer."""
        if self.is_dead:
            raise Crash
        self._count(sql)
        if self.dies_after_commit and sql == "COMMIT":
            # Done, and nobody will ever be told: the process is gone before it can answer.
            asyncio.get_running_loop().call_soon(self.died)
        if self.dies_in is not None:
            self.dies_in -= 1
            if self.dies_in < 0:
                self.is_dead = True
                asyncio.get_running_loop().call_soon(self.died)
                raise Crash
        return self._ails(sql)

    def _count(self, sql: str) -> None:
        """How many works share a COMMIT: each has a savepoint of its own."""
        if sql == "BEGIN":
            self.group = self.depth = 0
        elif sql == "SAVEPOINT part":
            self.depth += 1
            self.group += self.depth == 1
        elif sql == "RELEASE part":
            self.depth -= 1
        elif sql == "COMMIT":
            self.largest_group = max(self.largest_group, self.group)

    def _ails(self, sql: str) -> Fault | Lost | None:
        ill = self.ailing
        if ill is None:
            return None
        if ill.after > 0:
            ill.after -= 1
            return None
        if ill.lasts <= 0:
            self.ailing = None
            return None
        ill.lasts -= 1
        ill.after = ill.pause
        if isinstance(ill.fault, Lost) and sql != "COMMIT":
            return None
        self.met[ill.fault.name] = self.met.get(ill.fault.name, 0) + 1
        return ill.fault


class SimulatedLane:
    """Does jobs one by one in their order, some of them late, and none once the process is dead."""

    def __init__(self, machine: Machine, late: Callable[[], float]) -> None:
        self._machine = machine
        self._late = late
        self._jobs: deque[Job] = deque()

    def submit(self, job: Job) -> None:
        """Have this done soon."""
        self._jobs.append(job)
        loop, late_s = asyncio.get_running_loop(), self._late()
        if late_s > 0:
            loop.call_later(late_s, self._next)
        else:
            loop.call_soon(self._next)

    def close(self) -> None:
        """Finish what waits; the dead finish nothing."""
        while self._jobs and not self._machine.is_dead:
            self._next()
        self._jobs.clear()

    def _next(self) -> None:
        if self._jobs and not self._machine.is_dead:
            try:
                self._jobs.popleft()()
            except Crash:
                self._jobs.clear()


class Server:
    """Where phones find the application, while it runs."""

    def __init__(self, ground: Ground, settings: Settings, *, clock: Clock, seed: str, doors: Lasting) -> None:
        self.ground = ground
        self.settings = settings
        self.clock = clock
        self.seed = seed
        self.doors = doors
        self.starts = 0
        self.crashes = 0
        self.beat_s = BEAT_S
        self.still_s = 0.0
        """So long the metronome stands still once, while everything else goes on."""
        self.started: Callable[[Application], None] = lambda _app: None
        """What else begins with each start."""
        self.largest_group = 0
        self.late: Callable[[], float] = lambda: 0.0
        self.app: Application | None = None
        self.machine = Machine(self.crash)
        # In the order in which they came: the same seed must end them in the same order.
        self.tasks: dict[asyncio.Task[Any], None] = {}
        self.cuts: dict[Callable[[], None], None] = {}
        self.met: dict[str, int] = {}
        self.down = asyncio.Event()

    @property
    def is_up(self) -> bool:
        """Whether it answers."""
        return self.app is not None and not self.machine.is_dead

    def start(self) -> Application:
        """Start on what the disk holds.

        Raises: Crash, when it dies while it starts; what keeps it from starting.
        """
        assert self.app is None, "it runs already"
        self.starts += 1
        self.machine = Machine(self.crash, dies_in=self.machine.dies_in, ailing=self.machine.ailing)
        machine, faults = self.machine, Faults()
        faults.rule = machine.rule
        faults.trace = _Forgetful()
        engine = faults.engine(self.ground, lane=lambda _name, _threads: SimulatedLane(machine, self.late))
        ids: Ids = SeededIds(f"{self.seed} start {self.starts}")
        organizations: Organizations | None = None
        try:
            organizations = Organizations(self.settings, clock=self.clock, ids=ids, engine=engine(self.settings.data))
            app = Application(organizations, self.settings, clock=self.clock, ids=ids, doors=self.doors)
        except BaseException:
            machine.is_dead = True
            if organizations is not None:
                _hang_up(organizations)
            self.crashes += 1
            raise
        app.hub.patience = PATIENCE
        app.hub.start()
        self.app = app
        self.down.clear()
        self.spawn(self._beat(app))
        self.started(app)
        return app

    def crash(self) -> None:
        """Die now, in the middle of everything."""
        if self.app is None:
            return
        self.crashes += 1
        self._end(is_dead=True)

    def stop(self) -> None:
        """End in good order."""
        if self.app is not None:
            self._end(is_dead=False)

    def spawn(self, work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        """Work of this process, which ends with it."""
        task = asyncio.get_running_loop().create_task(work)
        self.tasks[task] = None
        task.add_done_callback(self._done)
        return task

    def _done(self, task: "asyncio.Task[Any]") -> None:
        self.tasks.pop(task, None)
        if not task.cancelled():
            # What went wrong in it is told to whoever waits for it, and to nobody else.
            task.exception()

    def _end(self, *, is_dead: bool) -> None:
        assert self.app is not None
        app, self.app = self.app, None
        self.down.set()
        self.machine.is_dead = is_dead
        self.largest_group = max(self.largest_group, self.machine.largest_group)
        for kind, count in self.machine.met.items():
            self.met[kind] = self.met.get(kind, 0) + count
        for task in list(self.tasks):
            task.cancel()
        for cut in list(self.cuts):
            cut()
        _hang_up(app.organizations)
        self.machine.is_dead = True

    async def _beat(self, app: Application) -> None:
        while True:
            await app.metronome.beat(self.clock.now())
            await asyncio.sleep(self.beat_s)
            still_s, self.still_s = self.still_s, 0.0
            if still_s:
                await asyncio.sleep(still_s)
            if self.beat_s > BEAT_S:
                await self._beaten(app)

    async def _beaten(self, app: Application) -> None:
        """In a quiet hour nothing happens at most beats: only that they were is told, at the last of them."""
        for branch in app.branches.at_work():
            await branch.database.write(lambda tx: store.tick(tx, self.clock.now() - 1))


def _hang_up(organizations: Organizations) -> None:
    """Let go of every file and line: the dead say nothing more, but the system hangs up for them.

    A line that was left open would listen on for as long as the tests run, and knock each second when its database is
    gone.
    """
    while True:
        try:
            organizations.close()
        except Crash:
            # It died in the middle of a transaction; that organization is let go of, others may still be open.
            continue
        return


class _Forgetful(list[str]):
    """Nobody asks what was done: a long life has many statements."""

    def append(self, _each: str) -> None:
        """Forget it."""
