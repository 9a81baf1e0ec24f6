"""Bringing every database of a folder to the shape this release knows."""

from collections.abc import Callable
from contextlib import closing

from server.clock import SystemClock
from server.ids import SystemIds
from server.organizations import Organizations
from server.settings import Settings
from server.storage.lock import lock_folder


def migrate_all(settings: Settings, say: Callable[[str], None]) -> None:
    """Migrate each organization, as the owner of its database.

    Raises: AlreadyRunning while a server runs; ChangedMigration, NewerDatabase.
    """
    with (
        lock_folder(settings.data),
        closing(Organizations(settings, clock=SystemClock(), ids=SystemIds())) as organizations,
    ):
        for entry in organizations.list():
            organizations.migrate(entry.tag)
            say(f"{entry.tag} {entry.name}: up to date")
        if not organizations.list():
            say("There is no organization yet")
