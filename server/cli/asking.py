"""Having a command done: by the running server if there is one, else here, with the folder's lock in hand."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import Any

from server import control
from server.app import Application
from server.cli.clerk import Clerk
from server.clock import SystemClock
from server.errors import NoServer
from server.ids import SystemIds
from server.organizations import Organizations
from server.settings import Settings
from server.storage.lock import lock_folder


def have_done(settings: Settings, command: str, args: Mapping[str, Any], say: Callable[[str], None]) -> object:
    """The answer of this command as JSON, wherever it was done.

    Raises: whatever it was refused with; AlreadyRunning when a server holds the folder and does not answer yet.
    """
    try:
        return control.ask(settings.data, command, args, say)
    except NoServer:
        with lock_folder(settings.data):
            return asyncio.run(_here(settings, command, args, say))


async def _here(settings: Settings, command: str, args: Mapping[str, Any], say: Callable[[str], None]) -> object:
    clock, ids = SystemClock(), SystemIds()
    with closing(Organizations(settings, clock=clock, ids=ids)) as organizations:
        app = Application(organizations, settings, clock=clock, ids=ids)
        return await Clerk(app, settings, clock=clock, ids=ids).commands()[command](args, say)
