"""Organizations as schemas of one Postgres database, for several server processes at once."""

import base64
import hmac
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from psycopg.conninfo import make_conninfo

from server.errors import AlreadyRunning, CannotStart, StorageBusy, UnsafeStorage
from server.storage.database import Tx
from server.storage.engine import Kind, Plot, Premises
from server.storage.folders import wipe
from server.storage.lanes import MakeLane, ThreadLane
from server.storage.migrate import missing
from server.storage.postgres import founding
from server.storage.postgres.copies import fill_schemas
from server.storage.postgres.database import PostgresDatabase, safety
from server.storage.postgres.driver import APPLICATION, Connect, DriverError, PostgresConnection
from server.storage.postgres.glance import address
from server.storage.postgres.pool import Pool
from server.storage.postgres.session import PostgresSchema, Schema
from server.storage.postgres.wire import Wire

WORKING: Final = 12
"""Lines for the records of all cities of this process: writers take turns by group, readers are short."""

KEEPING: Final = 4
"""Lines for keys and the registry: apart, for a writer takes one while it holds its own."""

SITE_WORKING: Final = 3
SITE_KEEPING: Final = 2
"""A site is small, and its login is its own."""


LEAVING: Final = 20
LEAVING_S: Final = 0.1
"""How often and how long a line of another process is given to have been left by one that ended."""

OTHERS: Final = """SELECT pid FROM pg_stat_activity WHERE datname = current_database()
                   AND application_name = :name AND pid <> pg_backend_pid()"""


class _Login:
    """Everything one login has open: lines for records, lines for keys, and the wire of its bells."""

    def __init__(self, url: str, *, working: int, keeping: int, connect: Connect) -> None:
        self.works = Pool(url, most=working, connect=connect)
        self.keeps = Pool(url, most=keeping, connect=connect)
        self.wire = Wire(url, connect=connect)

    @property
    def pools(self) -> tuple[Pool, Pool]:
        return self.works, self.keeps

    def close(self) -> None:
        self.wire.close()
        self.works.close()
        self.keeps.close()


class PostgresEngine:
    """One Postgres database. Any number of processes may open it, each with a data folder of its own."""

    def __init__(
        self, url: str, owner_url: str | None, *, connect: Connect = PostgresConnection, lane: MakeLane = ThreadLane
    ) -> None:
        """Open the registry, founding it if there is none.

        Raises: CannotStart, UnsafeStorage, NewerDatabase.
        """
        self._url = url
        self._connect = connect
        self._lane = lane
        self._guard = threading.Lock()
        self._login = _Login(url, working=WORKING, keeping=KEEPING, connect=connect)
        self._sites: dict[str, _Login] = {}
        self._owner = self._login.keeps if owner_url is None else Pool(owner_url, most=1, connect=connect)
        self.registry = PostgresSchema(self._login.keeps, Schema(founding.REGISTRY))
        try:
            self._server = founding.refuse_unfit(self._login.keeps)
            self.refuse_unsafe(old_library_ok=False)
            if self._is_behind(self.registry, "registry"):
                founding.found_registry(self._owner, server=self._server)
        except BaseException:
            self.close()
            raise

    def refuse_unsafe(self, *, old_library_ok: bool) -> None:
        """Say no to a server that confirms what it could forget."""
        del old_library_ok
        found = PostgresSchema(self._login.keeps, Schema("pg_catalog")).transact(safety)
        if not found.holds:
            raise UnsafeStorage(f"FIELD727_DATABASE: Postgres says {found}; it could forget what it confirmed")

    def is_taken(self, tag: str) -> bool:
        """Whether a role of this tag is there: roles belong to the whole server."""
        sql = "SELECT 1 FROM pg_roles WHERE rolname = :name"
        return self.registry.transact(lambda tx: tx.one(sql, name=_schema(tag))) is not None

    def make(self, tag: str, kind: Kind, secret: bytes) -> str:
        """A schema of its own with its role."""
        schema = _schema(tag)
        password = _password(secret)
        founding.found(self._owner, schema=schema, kind=kind, server=self._server, password=password)
        return schema

    @contextmanager
    def hold(self, plot: Plot) -> Iterator[Premises]:
        """Its two schemas; other processes may hold them too."""
        if not self._is_there(plot.location):
            raise CannotStart(f"the schema {plot.location} of organization {plot.tag} is missing: bring it back")
        login = self._login_of(plot)
        records = Schema(plot.location, role=plot.location)
        keys = PostgresSchema(login.keeps, Schema(founding.keys_of(plot.location), role=plot.location))
        self._bring_up_to_date(plot, PostgresSchema(login.keeps, records), keys)
        with ExitStack() as stack:
            if plot.kind == "site":
                stack.callback(self._part, plot.tag)
            yield Premises(
                keys=keys,
                address=address(login.works.url, records),
                keys_address=address(login.works.url, Schema(keys.name, role=plot.location)),
                records=lambda participants: PostgresDatabase(
                    login.works, records, participants=participants, lane=self._lane
                ),
                bell=login.wire.bell(_channel(plot)),
            )

    def migrate(self, plot: Plot) -> None:
        """Bring an organization to the shape this release knows, as the owner."""
        founding.bring_up_to_date(self._owner, schema=plot.location, kind=plot.kind)

    def refuse_served(self) -> None:
        """Say no while another process has a line of this server's login, or of a site's."""
        # A line that was hung up is listed until its other end has noticed.
        for _ in range(LEAVING):
            own = self._pids()
            others = self.registry.transact(lambda tx: tx.all(OTHERS, name=APPLICATION))
            if own >= {row["pid"] for row in others}:
                return
            threading.Event().wait(LEAVING_S)
        raise AlreadyRunning("A Field 727 server uses this database: stop every one of them first")

    def replace(self, plot: Plot, files: Path) -> str:
        """Found it if it is not here, then fill its two schemas in one transaction."""
        schema = plot.location or _schema(plot.tag)
        paths = {schema: files / f"{plot.tag}.db", founding.keys_of(schema): files / f"{plot.tag}.keys.db"}
        self._fill(plot, schema, paths)
        wipe(paths[founding.keys_of(schema)])
        shutil.rmtree(files)
        return schema

    def _fill(self, plot: Plot, schema: str, paths: Mapping[str, Path]) -> None:
        if not self._is_there(schema):
            founding.found(
                self._owner,
                schema=schema,
                kind=plot.kind,
                server=self._server,
                password=_password(plot.secret),
                has_role=self.is_taken(plot.tag),
            )
        founding.refuse_no_owner(self._owner, schema=schema)
        founding.bring_up_to_date(self._owner, schema=schema, kind=plot.kind)
        fill_schemas(self._owner, paths)

    def drop(self, location: str) -> None:
        """Nothing is left: what was here was replaced where it was."""

    def tend(self) -> None:
        """The disk is the server's own."""

    def describe(self) -> tuple[bool, str]:
        """The server's release; that it keeps what it confirms was asked at the start."""
        try:
            return True, founding.version_of(self._login.keeps)
        except StorageBusy as problem:
            return False, problem.detail

    def close(self) -> None:
        """Hang up every line."""
        for tag in list(self._sites):
            self._part(tag)
        if self._owner is not self._login.keeps:
            self._owner.close()
        self._login.close()

    def _pids(self) -> set[int]:
        pools = [self._owner, *(pool for login in (self._login, *self._sites.values()) for pool in login.pools)]
        return {pid for pool in pools for pid in pool.pids}

    def _login_of(self, plot: Plot) -> _Login:
        if plot.kind == "city":
            return self._login
        with self._guard:
            if plot.tag not in self._sites:
                url = make_conninfo(self._url, user=plot.location, password=_password(plot.secret))
                self._sites[plot.tag] = _Login(url, working=SITE_WORKING, keeping=SITE_KEEPING, connect=self._connect)
            return self._sites[plot.tag]

    def _part(self, tag: str) -> None:
        with self._guard:
            login = self._sites.pop(tag, None)
        if login is not None:
            login.close()

    def _bring_up_to_date(self, plot: Plot, records: PostgresSchema, keys: PostgresSchema) -> None:
        try:
            is_behind = self._is_behind(records, "common", plot.kind) or self._is_behind(keys, "keys")
            if is_behind:
                self.migrate(plot)
        except DriverError as problem:
            what = str(problem).splitlines()[0]
            raise CannotStart(
                f"organization {plot.tag} needs its owner to bring it up to date: "
                f"field727 migrate with FIELD727_DATABASE_OWNER ({what})"
            ) from problem

    def _is_behind(self, schema: PostgresSchema, *folders: str) -> bool:
        sql = "SELECT 1 FROM pg_tables WHERE schemaname = :schema AND tablename = 'migration'"

        def look(tx: Tx) -> bool:
            return tx.one(sql, schema=schema.name) is None or bool(missing(tx, *folders))

        return schema.transact(look)

    def _is_there(self, schema: str) -> bool:
        sql = "SELECT 1 FROM pg_namespace WHERE nspname = :schema"
        return self.registry.transact(lambda tx: tx.one(sql, schema=schema)) is not None


def _schema(tag: str) -> str:
    return f"f727_{tag}"


def _password(secret: bytes) -> str:
    return base64.urlsafe_b64encode(hmac.digest(secret, b"login", "sha256")).decode().rstrip("=")


def _channel(plot: Plot) -> str:
    return f"f727_{hmac.digest(plot.secret, b'bell', 'sha256').hex()[:40]}"
