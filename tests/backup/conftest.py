"""Copies and what is restored from them, on each engine."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from server.backup import Restored, Wanted, mark, restore, take
from server.backup.shelf import DataCopy
from server.organizations import Organization
from tests.served import Served


class Shelves:
    """Where a test keeps its copies, and the server that is stopped and started around a restore."""

    def __init__(self, served: Served, folder: Path) -> None:
        self.served = served
        self.data = folder / "copies"
        self.keys = folder / "key copies"

    async def take(self, organization: Organization, step: Callable[[str], None] = lambda _line: None) -> DataCopy:
        """A backup, and the log is told."""
        copy = take(organization, self.data, keys=self.keys, now=self.served.clock.now(), step=step)
        await mark(organization, copy)
        return copy

    def restore(self, step: Callable[[str], None] = lambda _line: None, **wanted: Any) -> Restored:
        """Restore with the server stopped, and start it again."""
        self.served.close()
        given = {"source": self.data, "keys": self.keys, "by": "the operator", **wanted}
        try:
            return restore(
                self.served.settings, Wanted(**given), clock=self.served.clock, ids=self.served.ids, step=step
            )
        finally:
            self.served.start()


@pytest.fixture
def shelves(served: Served, tmp_path: Path) -> Shelves:
    """Two empty shelves."""
    return Shelves(served, tmp_path)
