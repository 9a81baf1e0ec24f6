"""What the bench measures on: the engine is chosen here, for the application in this process and in one of its own."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from server.clock import SystemClock
from tests.engines import SQLITE, Ground
from tests.postgres import Cluster
from tests.process import Server
from tests.served import Served

Grounds = Callable[[], AbstractContextManager[Ground]]
Sites = Callable[[], AbstractContextManager["Site"]]


@dataclass(frozen=True)
class Site:
    """A folder, and what the records are kept in: new for everything that is measured."""

    folder: Path
    ground: Ground

    def served(self) -> Served:
        """The application in this process. Its clock stands still where it began: at this machine's time."""
        made = Served(self.folder, self.ground)
        made.clock.set(SystemClock().now())
        return made

    def process(self) -> Server:
        """The application as `field727 serve` starts it, on what `served` left here."""
        return Server(self.folder, settings=self.ground.settings)


@contextmanager
def standing_on(engine: str) -> Iterator[Sites]:
    """Sites on this engine; a Postgres is started for the run and gone after it."""
    if engine == "sqlite":
        yield lambda: _site(lambda: nullcontext(SQLITE))
        return
    cluster = Cluster(Path(tempfile.gettempdir()) / f"field727-bench-{os.getpid()}")
    try:
        yield lambda: _site(cluster.ground)
    finally:
        cluster.close()


@contextmanager
def _site(grounds: Grounds) -> Iterator[Site]:
    with tempfile.TemporaryDirectory() as folder, grounds() as ground:
        yield Site(Path(folder), ground)
