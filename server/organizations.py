"""The registry: which organizations exist, and each one opened as a database, a vault and a lock of its own.

An organization is a database. What lies here crosses no wall: names, kinds and places only, no person, and hashes of
enrolment codes that route to an organization and grant nothing. Where the databases lie, the engine knows; master keys
and never-again lists lie beside the key file.
"""

import base64
import hashlib
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import msgspec

from server.clock import Clock
from server.errors import AlreadyRunning, NotFound
from server.ids import Ids
from server.settings import Settings
from server.storage.bell import Bell
from server.storage.database import Database, Tx
from server.storage.engine import DatabaseEngine, Kind, Plot
from server.storage.engines import open_engine
from server.storage.folders import make_folder
from server.vault import Vault
from server.vault.masterkeys import MasterKeys, derived
from server.vault.neveragain import NeverAgainList

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

    `location` is where another process may read the database (`glance`), `keys_location` its keys; other processes
    hear the `bell`.
    """

    tag: str
    name: str
    kind: Kind
    training: bool
    location: str
    keys_location: str
    made_at: int
    database: Database
    vault: Vault
    bell: Bell | None

    def rings(self, *, site: bool) -> bool:
        """Whether its phones are rung through the push services of browser makers: those learn when somebody is asked.

        Not in a drill, which sends nothing out, and in a site only where it was switched on, as `site` says.
        """
        return not self.training and (self.kind == "city" or site)


class Organizations:
    """Every organization of a data folder or a Postgres database. Safe to use from several threads."""

    def __init__(self, settings: Settings, *, clock: Clock, ids: Ids, engine: DatabaseEngine | None = None) -> None:
        """Open the registry, making it if there is none; organizations open when first asked for.

        Raises: BadSetting, UnsafeStorage, NewerDatabase and other `CannotStart`.
        """
        self._settings = settings
        self._clock = clock
        self._ids = ids
        self._master_keys = MasterKeys(settings.key_file, ids)
        self._turn = threading.RLock()
        self._open: dict[str, tuple[Organization, ExitStack]] = {}
        make_folder(settings.data)
        self.engine = engine or open_engine(settings)
        self._registry = self.engine.registry

    def create(self, name: str, kind: Kind, *, training: bool) -> Organization:
        """A new organization with its own master key, open. It exists from the moment this returns, or not at all.

        Raises: OldSqlite, StorageFull, StorageBusy; a key or folder left by a crash before is never used again.
        """
        with self._turn:
            tag = self._new_tag()
            self.engine.refuse_unsafe(old_library_ok=self._old_library_ok(training=training))
            secret = _login_secret(self._master_keys.make(tag))
            entry = Entry(
                tag=tag,
                name=name,
                kind=kind,
                training=training,
                location=self.engine.make(tag, kind, secret),
                made_at=self._clock.now(),
            )
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
                self.engine.close()

    def migrate(self, tag: str) -> None:
        """Bring an organization that is not open to the shape this release knows.

        Raises: CannotStart.
        """
        with self._turn:
            entry = self._registry.transact(lambda tx: _find(tx, tag))
            if entry is None:
                raise NotFound("no such organization")
            self.engine.migrate(self._plot(entry, self._master_keys.of(tag)))

    def master_of(self, tag: str) -> bytes | None:
        """The master key of an organization that is here, or was.

        Raises: CannotStart.
        """
        return self._master_keys.of(tag) if self._master_keys.knows(tag) else None

    def never_again_of(self, tag: str) -> Path:
        """Where the never-again list of an organization lies, or would."""
        return self._settings.key_file.parent / f"{tag}.never"

    def bring_back(self, entry: Entry, *, master: bytes, files: Path) -> None:
        """Put an organization in place as it is in `files`, instead of what is here of it, if anything is.

        It counts from the moment the registry names it; before, all is as it was.
        Raises: AlreadyRunning while somebody has it open; StorageFull, StorageBusy.
        """
        with self._turn:
            if entry.tag in self._open:
                raise AlreadyRunning(f"{entry.name} is open: close it first")
            before = self._registry.transact(lambda tx: _find(tx, entry.tag))
            self._master_keys.bring_back(entry.tag, master)
            plot = self._plot(entry if before is None else before, master)
            location = self.engine.replace(plot, files)
            now = msgspec.structs.replace(entry, location=location)
            self._registry.transact(lambda tx: _put(tx, now))
            if before is not None and before.location != location:
                self.engine.drop(before.location)

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
        with ExitStack() as stack:
            master = self._master_keys.of(entry.tag)
            premises = stack.enter_context(self.engine.hold(self._plot(entry, master)))
            never_again = NeverAgainList(self.never_again_of(entry.tag), is_new=is_new)
            stack.callback(never_again.close)
            vault = Vault(
                tag=entry.tag,
                master=master,
                keys=premises.keys,
                never_again=never_again,
                clock=self._clock,
                ids=self._ids,
                is_new=is_new,
            )
            stack.callback(vault.close)
            database = premises.records([vault])
            stack.callback(database.close)
            organization = Organization(
                tag=entry.tag,
                name=entry.name,
                kind=entry.kind,
                training=entry.training,
                location=premises.address,
                keys_location=premises.keys_address,
                made_at=entry.made_at,
                database=database,
                vault=vault,
                bell=premises.bell,
            )
            self._open[entry.tag] = organization, stack.pop_all()
        return organization

    def _plot(self, entry: Entry, master: bytes) -> Plot:
        return Plot(
            tag=entry.tag,
            kind=entry.kind,
            location=entry.location,
            secret=_login_secret(master),
            old_library_ok=self._old_library_ok(training=entry.training),
        )

    def _old_library_ok(self, *, training: bool) -> bool:
        return training or self._settings.allow_old_sqlite

    def _new_tag(self) -> str:
        while True:
            tag = base64.b32encode(self._ids.secret(TAG_LENGTH)).decode().lower()[:TAG_LENGTH]
            if not (self.engine.is_taken(tag) or self._master_keys.knows(tag)):
                return tag


def _login_secret(master: bytes) -> bytes:
    """What only a holder of the master key knows: an engine makes a site's own login of it."""
    return derived(master, "field727 login")


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


def _put(tx: Tx, entry: Entry) -> None:
    tx.run("DELETE FROM organization WHERE tag = :tag", tag=entry.tag)
    _add(tx, entry)


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
