"""Every walk by its name, and what its server has behind it. A new part of the app is one line here."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.browser.night import busy_night
from tests.browser.process import ServerProcess
from tests.browser.screenshots import desk, desk_sheets, intake, phone, programme_manager, quiet, signin
from tests.browser.screenshots.tour import Tour

WALKS: Mapping[str, Callable[[Tour], None]] = {
    "sign-in": signin.walk,
    "phone": phone.walk,
    "quiet": quiet.walk,
    "desk": desk.walk,
    "desk-sheets": desk_sheets.walk,
    "desk-calm": desk.calm,
    "intake": intake.walk,
    "manager": programme_manager.walk,
}

OFFICE = frozenset({"desk", "desk-sheets", "desk-calm", "intake", "manager"})
"""Walks on an office screen."""

AT_NIGHT = frozenset({"desk", "desk-sheets", "intake"})
"""Walks through a busy night; the others begin with the example as `make run` makes it."""


def server_for(walk: str, folder: Path, prepared: Path | None = None) -> ServerProcess:
    """A server for this walk, on a folder of its own, serving; on a copy of what was prepared, if given."""
    if prepared is not None:
        shutil.copytree(prepared, folder)
    elif walk in AT_NIGHT:
        busy_night(folder)
    made = ServerProcess(folder)
    made.start()
    return made
