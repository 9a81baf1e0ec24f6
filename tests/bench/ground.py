"""What the bench measures on: the engine is chosen here, for the application in this process and in one of its own."""

from pathlib import Path
from typing import Final

from server.clock import SystemClock
from tests.process import Server
from tests.served import Served

ENGINES: Final = ("sqlite",)


class Ground:
    """One engine."""

    def __init__(self, engine: str) -> None:
        assert engine in ENGINES
        self.engine = engine

    def served(self, folder: Path) -> Served:
        """The application in this process. Its clock stands still where it began: at this machine's time."""
        made = Served(folder)
        made.clock.set(SystemClock().now())
        return made

    def process(self, folder: Path) -> Server:
        """The application as `field727 serve` starts it, on what `served` left in this folder."""
        return Server(folder)
