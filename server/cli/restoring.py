"""Restoring from the command line: never through a server, which must not run meanwhile."""

from collections.abc import Callable

from server.backup import Restored, Wanted, restore
from server.clock import SystemClock
from server.ids import SystemIds
from server.settings import Settings


def restore_here(settings: Settings, wanted: Wanted, say: Callable[[str], None]) -> Restored:
    """Restore on this machine.

    Raises: AlreadyRunning while a server runs here; whatever is wrong with the copies.
    """
    return restore(settings, wanted, clock=SystemClock(), ids=SystemIds(), step=say)
