"""The Postgres engine: one schema and one plain role per organization, for several processes over one database.

`driver` is the only module that opens a line. It is imported only where FIELD727_DATABASE asks for it: a server on
SQLite needs no driver.
"""

from server.storage.postgres.database import PostgresDatabase
from server.storage.postgres.driver import Connect, PostgresConnection
from server.storage.postgres.engine import PostgresEngine
from server.storage.postgres.pool import Pool
from server.storage.postgres.session import PostgresSchema, Schema

__all__ = ["Connect", "Pool", "PostgresConnection", "PostgresDatabase", "PostgresEngine", "PostgresSchema", "Schema"]
