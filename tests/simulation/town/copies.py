"""Backups of what a world is about, and coming back from them (protocol.md S14)."""

import shutil
from typing import TYPE_CHECKING

from server import backup
from server.errors import Refusal
from server.ids import SeededIds

if TYPE_CHECKING:
    from tests.simulation.world import World


class Copies:
    """Two folders of copies on another machine."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._data = world.folder / "copies"
        self._keys = world.folder / "key-copies"
        self.taken = self.restored = 0

    @property
    def are_there(self) -> bool:
        """Whether one was taken, and could be restored."""
        return self.taken > 0

    async def take(self) -> None:
        """Copy it while everybody works; the phones hear how far it reaches."""
        app, town = self._world.server.app, self._world.town
        if app is None or town is None:
            return
        home = app.branches.of(town.home).organization
        try:
            copy = backup.take(home, self._data, keys=self._keys, now=self._world.clock.now())
        except Refusal as problem:
            self._world.note("no copy", problem.code)
            return
        self.taken += 1
        self._world.note("copy", copy.seq, await self._world.inside(backup.mark(home, copy)))

    def restore(self, *, is_bare: bool) -> None:
        """Bring it back from the newest copy, on a machine that lost its disk or on the same one."""
        world = self._world
        assert world.town is not None
        if is_bare and world.server.ground.engine == "sqlite":
            shutil.rmtree(world.settings.data / world.town.home)
        self.restored += 1
        wanted = backup.Wanted(source=self._data, by="Ada", keys=self._keys, org=world.town.home)
        ids = SeededIds(f"restore {world.seed} {self.restored}")
        found = backup.restore(world.settings, wanted, clock=world.clock, ids=ids)
        world.note("restored", found.epoch, found.after_seq, found.undone)
