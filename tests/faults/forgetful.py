"""A server whose database secretly does not sync at a COMMIT, and says that it does: the control of what finds that.

`python -m tests.faults.forgetful serve` is `field727 serve` in every other way.
"""

from pathlib import Path
from typing import Any

from server import organizations
from server.cli.main import main
from server.settings import Settings
from server.storage.engine import DatabaseEngine
from server.storage.postgres.driver import PostgresConnection
from server.storage.postgres.engine import PostgresEngine
from server.storage.sqlite.engine import SqliteEngine
from tests.storage.faults import Faults

LIES = {
    "PRAGMA synchronous = FULL": "PRAGMA synchronous = NORMAL",
    "PRAGMA synchronous": "SELECT 2 AS synchronous",
    "SELECT current_setting('synchronous_commit') AS says": "SELECT 'on' AS says",
}

FAULTS = Faults(rewrite=LIES)


def line(url: str) -> PostgresConnection:
    """A line to Postgres that answers before its log is synced."""
    made = FAULTS.line(url)
    made.line.execute("SET synchronous_commit = off")
    return made


def open_forgetful(settings: Settings, *_: Any) -> DatabaseEngine:
    """The engine of these settings, on connections that lie."""
    if settings.database == "sqlite":
        return SqliteEngine(Path(settings.data), connect=FAULTS.connect)
    return PostgresEngine(settings.database, settings.database_owner, connect=line)


if __name__ == "__main__":
    vars(organizations)["open_engine"] = open_forgetful
    main()
