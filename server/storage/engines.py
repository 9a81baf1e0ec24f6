"""Which engine the settings ask for."""

from server.errors import BadSetting, CannotStart
from server.settings import Settings
from server.storage.engine import DatabaseEngine
from server.storage.lanes import MakeLane, ThreadLane
from server.storage.sqlite.engine import SqliteEngine


def open_engine(settings: Settings, lane: MakeLane = ThreadLane) -> DatabaseEngine:
    """The engine of these settings, with its registry open.

    Raises: BadSetting and other `CannotStart`.
    """
    if settings.database == "sqlite":
        if settings.database_owner is not None:
            raise BadSetting("FIELD727_DATABASE_OWNER belongs to a postgresql:// FIELD727_DATABASE")
        return SqliteEngine(settings.data, lane=lane)
    try:
        from server.storage.postgres.engine import PostgresEngine
    except ImportError:
        raise CannotStart("Postgres needs its driver: pip install 'field727[postgres]'") from None
    return PostgresEngine(settings.database, settings.database_owner, lane=lane)
