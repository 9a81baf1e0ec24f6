"""The registry: which organizations exist, and each one opened as a database, a vault and a lock of its own.

An organization is a database. What lies here crosses no wall: names, kinds and places only, no person, and hashes of
enrolment codes that route to an organization and grant nothing. Files: `registry.db`, and for each organization
`<tag>/<tag>.db`, `<tag>/<tag>.keys.db` in the data folder; master keys and never-again lists lie beside the key file.
"""

import base64
import hashlib
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Final, Literal

import msgspec

from server.clock import Clock
from server.errors import BadSetting, CannotStart, NotFound
from server.ids import Ids
from server.settings import Settings
from server.storage.database import Database, Tx
from server.storage.lanes import MakeLane, ThreadLane
from server.storage.lock import lock_file
from server.storage.migrate import migrate
from server.storage.sqlite import Connect, SqliteDatabase, SqliteFile, open_connection, refuse_old_library
from server.vault import Vault
from server.vault.folders import make_folder
from server.vault.masterkeys import MasterKeys
from server.vault.neveragain import NeverAgainList

Kind = Literal["city", "site"]

TAG_LENGTH: Final = 6
"""Six letters of a-z2-7: a thousand million; the tag routes and grants nothing, so it need not be secret."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What the registry knows of an organization."""

    tag: str
    name: str
    kind: Kind
    training: bool
    location: str
    made_at: int


class Organization(msgspec.Struct, frozen=True, kw_only=True):
    """An open organization. Its database and vault belong together and to nobody else.

    `location` is where another process may open the database read-only.
    """

    tag: str
    name: str
    kind: Kind
    training: bool
    location: str
    database: Database
    vault: Vault


class Organizations:
    """Every organization of a data folder. Safe to use from several threads; one process per folder."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock,
        ids: Ids,
        lane: MakeLane = ThreadLane,
        connect: Connect = open_connection,
    ) -> None:
        """Open the registry, making it if there is none; organizations open when first asked for.

        Raises: BadSetting, UnsafeStorage, NewerDatabase and other `CannotStart`.
        """
        if settings.database != "sqlite":
            raise BadSetting("FIELD727_DATABASE: this release keeps organizations in SQLite only")
        self._settings = settings
        self._clock = clock
        self._ids = ids
        self._lane = lane
        self._connect = connect
        self._master_keys = MasterKeys(settings.key_file, ids)
        self._turn = threading.RLock()
        self._open: dict[str, tuple[Organization, ExitStack]] = {}
        make_folder(settings.data)
        self._registry = SqliteFile(settings.data / "registry.db", connect)
        migrate(self._registry, "registry")

    def create(self, name: str, kind: Kind, *, training: bool) -> Organization:
        """A new organization with its own master key, open. It exists from the moment this returns, or not at all.

        Raises: OldSqlite, StorageFull, StorageBusy; a key or folder left by a crash before is never used again.
        """
        with self._turn:
            tag = self._new_tag()
            entry = Entry(
                tag=tag,
                name=name,
                kind=kind,
                training=training,
                location=f"{tag}/{tag}.db",
                made_at=self._clock.now(),
            )
            self._refuse_old_library(entry)
            self._master_keys.make(tag)
            organization = self._opened(entry, is_new=True)
            try:
                self._registry.transact(lambda tx: _add(tx, entry))
            except BaseException:
                self.close(tag)
                raise
            return organization

    def open(self, tag: str) -> Organization:
        """The organization, opened and migrated if it was not yet.

        Raises: NotFound for an unknown tag; `CannotStart` when its files or keys are not to be had.
        """
        with self._turn:
            if tag in self._open:
                return self._open[tag][0]
            entry = self._registry.transact(lambda tx: _find(tx, tag))
            if entry is None:
                raise NotFound("no such organization")
            return self._opened(entry)

    def list(self) -> tuple[Entry, ...]:
        """Every organization, the oldest first."""
        return self._registry.transact(_entries)

    def close(self, tag: str | None = None) -> None:
        """Finish what one organization is writing and let go of its files; without a tag, of all and the registry."""
        with self._turn:
            for each in [tag] if tag else list(self._open):
                if each in self._open:
                    self._open.pop(each)[1].close()
            if tag is None:
                self._registry.close()

    def expect_code(self, code: str, tag: str, *, expires_at: int) -> None:
        """Lead whoever shows this enrolment code to the organization, until it expires."""
        now = self._clock.now()
        self._registry.transact(lambda tx: _expect(tx, _hash(code), tag, expires_at=expires_at, now=now))

    def tag_of_code(self, code: str) -> str | None:
        """The organization a pending enrolment code leads to; whether the code is good, only that one knows."""
        now = self._clock.now()
        return self._registry.transact(lambda tx: _tag_of(tx, _hash(code), now))

    def drop_code(self, code: str) -> None:
        """The code was used: lead nobody any more."""
        self._registry.transact(lambda tx: tx.run("DELETE FROM pending_code WHERE hash = :hash", hash=_hash(code)))

    def _opened(self, entry: Entry, *, is_new: bool = False) -> Organization:
        self._refuse_old_library(entry)
        path = self._settings.data / entry.location
        if not (is_new or path.exists()):
            raise CannotStart(f"the database {path} of organization {entry.tag} is missing: bring it back")
        make_folder(path.parent)
        with ExitStack() as stack:
            stack.callback(lock_file(path).close)
            master = self._master_keys.of(entry.tag)
            self._migrate(path, entry.kind)
            vault = self._vault(entry.tag, master, path, is_new=is_new)
            stack.callback(vault.close)
            database = SqliteDatabase(
                path, old_library_ok=True, participants=[vault], connect=self._connect, lane=self._lane
            )
            stack.callback(database.close)
            organization = Organization(
                tag=entry.tag,
                name=entry.name,
                kind=entry.kind,
                training=entry.training,
                location=str(path),
                database=database,
                vault=vault,
            )
            self._open[entry.tag] = organization, stack.pop_all()
        return organization

    def _vault(self, tag: str, master: bytes, path: Path, *, is_new: bool) -> Vault:
        with ExitStack() as stack:
            keys = SqliteFile(path.with_suffix(".keys.db"), self._connect)
            stack.callback(keys.close)
            never_again = NeverAgainList(self._settings.key_file.parent / f"{tag}.never", is_new=is_new)
            stack.callback(never_again.close)
            vault = Vault(
                tag=tag,
                master=master,
                keys=keys,
                never_again=never_again,
                clock=self._clock,
                ids=self._ids,
                is_new=is_new,
            )
            stack.pop_all()
        return vault

    def _migrate(self, path: Path, kind: Kind) -> None:
        file = SqliteFile(path, self._connect)
        try:
            migrate(file, "common", kind)
        finally:
            file.close()

    def _refuse_old_library(self, entry: Entry) -> None:
        if not (entry.training or self._settings.allow_old_sqlite):
            refuse_old_library()

    def _new_tag(self) -> str:
        while True:
            tag = base64.b32encode(self._ids.secret(TAG_LENGTH)).decode().lower()[:TAG_LENGTH]
            if not (self._settings.data / tag).exists() and not self._master_keys.knows(tag):
                return tag


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _add(tx: Tx, entry: Entry) -> None:
    tx.run(
        """INSERT INTO organization (tag, name, kind, training, location, made_at)
           VALUES (:tag, :name, :kind, :training, :location, :made_at)""",
        tag=entry.tag,
        name=entry.name,
        kind=entry.kind,
        training=int(entry.training),
        location=entry.location,
        made_at=entry.made_at,
    )


def _find(tx: Tx, tag: str) -> Entry | None:
    return next((entry for entry in _entries(tx) if entry.tag == tag), None)


def _entries(tx: Tx) -> tuple[Entry, ...]:
    rows = tx.all("SELECT tag, name, kind, training, location, made_at FROM organization ORDER BY made_at, tag")
    return tuple(msgspec.convert({**row, "training": bool(row["training"])}, Entry) for row in rows)


def _expect(tx: Tx, code_hash: str, tag: str, *, expires_at: int, now: int) -> None:
    tx.run("DELETE FROM pending_code WHERE expires_at <= :now", now=now)
    tx.run(
        """INSERT INTO pending_code (hash, tag, expires_at) VALUES (:hash, :tag, :expires_at)
           ON CONFLICT (hash) DO UPDATE SET tag = excluded.tag, expires_at = excluded.expires_at""",
        hash=code_hash,
        tag=tag,
        expires_at=expires_at,
    )


def _tag_of(tx: Tx, code_hash: str, now: int) -> str | None:
    row = tx.one("SELECT tag FROM pending_code WHERE hash = :hash AND expires_at > :now", hash=code_hash, now=now)
    return None if row is None else str(row["tag"])
