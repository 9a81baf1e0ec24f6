"""Many worlds one after the other, on either engine: what they share is made once."""

import gc
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Self

import pytest

from tests.doors import Lasting
from tests.engines import SQLITE
from tests.postgres import Cluster
from tests.room import roomy
from tests.simulation.place import Place
from tests.simulation.removals import without
from tests.simulation.town.place import CITY
from tests.simulation.world import Ending, Prepare, Template, lived, template


class Grounds:
    """Where worlds of one kind stand: a folder in memory, and for Postgres a server."""

    def __init__(self, engine: str, place: Place = CITY) -> None:
        self.engine = engine
        self.place = place
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        room = tempfile.TemporaryDirectory(prefix="field727-sim-", dir=roomy())
        self.folder = Path(self._stack.enter_context(room))
        self.doors = Lasting()
        self.cluster: Cluster | None = None
        self.template: Template | None = None
        if self.engine == "postgres":
            self.cluster = Cluster(self.folder / f"postgres-{os.getpid()}")
            self._stack.callback(self.cluster.close)
        else:
            self.template = template(self.place, SQLITE, self.folder / "town", self.doors)
        # What is there by now stays: nobody looks through it again after each world.
        gc.collect()
        gc.freeze()
        return self

    def __exit__(self, *_problem: object) -> None:
        gc.unfreeze()
        self._stack.close()

    def live(self, seed: int, prepare: Prepare | None = None) -> Ending:
        """The world of this seed."""
        at = self.folder / "world"
        if self.cluster is None:
            return lived(seed, self.place, SQLITE, at, self.doors, of=self.template, prepare=prepare)
        with self.cluster.ground() as ground:
            try:
                return lived(seed, self.place, ground, at, self.doors, prepare=prepare)
            finally:
                shutil.rmtree(at, ignore_errors=True)


def live_through(
    seeds: Iterable[int], grounds: Grounds, *, rule: str | None = None, patch: pytest.MonkeyPatch | None = None
) -> Iterator[Ending]:
    """Each of these worlds; with a rule switched off, if one is named."""
    prepare: Prepare | None = None
    if rule is not None:
        assert patch is not None, "a rule is switched off for a time"
        prepare = without(rule, patch)
    for seed in seeds:
        # Nothing here goes in circles that outlive a world: one look after each is cheaper than many within.
        gc.disable()
        try:
            yield grounds.live(seed, prepare)
        finally:
            gc.enable()
            gc.collect()
