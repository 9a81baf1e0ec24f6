"""What an owner does once: the registry's schema, and for each organization a schema, a key schema and a plain role.

The server's own login may take on the roles of cities and read nothing without doing so. A site has a login of its own
that the server's login cannot take on: that wall stands even if somebody makes the server say SQL.
Whoever founds needs CREATEROLE and CREATE on the database, and is the owner of every table; the server needs neither.
"""

from typing import Final

from server.errors import CannotStart, StorageBusy
from server.storage.database import Tx
from server.storage.engine import Kind
from server.storage.migrate import migrate
from server.storage.postgres.driver import OLDEST, DriverError, PostgresConnection
from server.storage.postgres.pool import Pool
from server.storage.postgres.session import PostgresSchema, Schema

TYPES: Final = {"BLOB": "BYTEA", "TEXT": 'TEXT COLLATE "C"'}
"""What Postgres calls our types; text is compared by its bytes, as on every engine."""

REGISTRY: Final = "field727"

INHERIT_APART: Final = 160_000
"""From Postgres 16 on a role can be lent without its rights being at hand unasked."""

READ: Final = "BEGIN READ ONLY"

RIGHTS: Final = "SELECT, INSERT, UPDATE, DELETE, TRUNCATE"
"""TRUNCATE is for writing a table of keys anew; on records it is taken back."""


APPENDED: Final = ("journal", "disclosure")
"""What the server may add to and read, and never change: what happened, and who was shown it."""


def keys_of(schema: str) -> str:
    """The schema of an organization's keys: apart, so that a dump of the records is no dump of their keys."""
    return f"{schema}_keys"


def found_registry(owner: Pool, *, server: str) -> None:
    """The registry's schema, migrated, for the server's login. Safe to repeat."""
    _as_owner(
        owner,
        f"CREATE SCHEMA IF NOT EXISTS {REGISTRY}",
        f"GRANT USAGE ON SCHEMA {REGISTRY} TO {server}",
        _granting(REGISTRY, "SELECT, INSERT, UPDATE, DELETE", server),
    )
    migrate(PostgresSchema(owner, Schema(REGISTRY)), "registry", types=TYPES)


def found(owner: Pool, *, schema: str, kind: Kind, server: str, password: str, has_role: bool = False) -> None:
    """An organization's schemas and its role, all or nothing.

    A restored one may have its role already: roles belong to the whole server, and outlive a database.
    """
    keys = keys_of(schema)
    login = f"LOGIN PASSWORD '{password}'" if kind == "site" else "NOLOGIN"
    role = f"CREATE ROLE {schema} {login} NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
    _as_owner(
        owner,
        *([] if has_role else [role]),
        *([] if kind == "site" else [_lend(owner, schema, server)]),
        f"CREATE SCHEMA {schema}",
        f"CREATE SCHEMA {keys}",
        f"GRANT USAGE ON SCHEMA {schema}, {keys} TO {schema}",
        _granting(schema, RIGHTS.removesuffix(", TRUNCATE"), schema),
        _granting(keys, RIGHTS, schema),
    )


def bring_up_to_date(owner: Pool, *, schema: str, kind: Kind) -> None:
    """Migrate the records and the keys of an organization, as their owner. Safe to repeat, also at the same time."""
    migrate(PostgresSchema(owner, Schema(schema)), "common", kind, types=TYPES)
    migrate(PostgresSchema(owner, Schema(keys_of(schema))), "keys", types=TYPES)
    _as_owner(owner, *(f"REVOKE UPDATE, DELETE ON {schema}.{table} FROM {schema}" for table in APPENDED))


def refuse_no_owner(owner: Pool, *, schema: str) -> None:
    """Say no to a login to which this schema does not belong.

    Raises: CannotStart.
    """
    sql = "SELECT has_schema_privilege(:schema, 'CREATE') AS may"
    row = PostgresSchema(owner, Schema("pg_catalog")).transact(lambda tx: tx.one(sql, schema=schema))
    if row is None or not row["may"]:
        raise CannotStart(f"FIELD727_DATABASE_OWNER: {schema} is restored by the login that owns it, and no other")


def refuse_unfit(pool: Pool) -> str:
    """The name of this login, if a server may run as it.

    Raises: CannotStart, for a superuser, or a Postgres that is too old.
    """
    try:
        connection = pool.begin(READ)
    except StorageBusy as problem:
        raise CannotStart(f"FIELD727_DATABASE: {problem.detail}") from None
    try:
        if connection.line.info.server_version < OLDEST:
            raise CannotStart(f"FIELD727_DATABASE: Postgres 15 or later is needed, this is {_version(connection)}")
        row = connection.execute("SELECT rolname, rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
        if row[1]:
            raise CannotStart(
                f"FIELD727_DATABASE: {row[0]} is a superuser, for whom no wall stands: give the server its own login"
            )
        return _quoted(str(row[0]))
    finally:
        connection.rollback()
        pool.give_back(connection)


def version_of(pool: Pool) -> str:
    """What the server calls itself.

    Raises: StorageBusy.
    """
    connection = pool.begin(READ)
    try:
        return _version(connection)
    finally:
        connection.rollback()
        pool.give_back(connection)


def _version(connection: PostgresConnection) -> str:
    major, minor = divmod(connection.line.info.server_version, 10_000)
    return f"PostgreSQL {major}.{minor}"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _lend(owner: Pool, role: str, server: str) -> str:
    connection = owner.begin(READ)
    is_apart = connection.line.info.server_version >= INHERIT_APART
    connection.rollback()
    owner.give_back(connection)
    return f"GRANT {role} TO {server}" + (" WITH INHERIT FALSE, SET TRUE" if is_apart else "")


def _granting(schema: str, rights: str, role: str) -> str:
    return f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT {rights} ON TABLES TO {role}"


def _as_owner(owner: Pool, *statements: str) -> None:
    def work(tx: Tx) -> None:
        for statement in statements:
            tx.run(statement)

    try:
        PostgresSchema(owner, Schema("pg_catalog")).transact(work)
    except DriverError as problem:
        what = str(problem).splitlines()[0]
        raise CannotStart(f"FIELD727_DATABASE_OWNER: this login cannot found an organization: {what}") from problem
