"""Restoring an organization from its three copies, onto a bare machine or over what is damaged.

Everything is checked, then built beside what is there, then put in its place at one moment: before it, all is as it
was. A restore that was cut short is begun again and finds nothing in its way.
"""

import shutil
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import msgspec

from schemas.base import Struct
from server.backup import shelf
from server.backup.copying import checked
from server.backup.replaying import Beginning, begin_epoch, last_begun
from server.backup.shelf import DataCopy, KeyCopy
from server.backup.taking import Step, take
from server.clock import Clock
from server.errors import AlreadyRunning, CannotStart, Invalid, Refusal
from server.ids import Ids
from server.journal import Journal
from server.organizations import Entry, Organizations
from server.settings import Settings, beside
from server.storage.engine import DatabaseEngine
from server.storage.folders import make_folder, sync_file, write_synced
from server.storage.lock import lock_folder
from server.storage.migrate import migrate
from server.storage.sqlite.files import SqliteFile, read_file
from server.vault import Vault, recovery, store
from server.vault.neveragain import NeverAgainList


class Wanted(Struct, frozen=True, kw_only=True):
    """What an operator wants restored.

    `source` is a folder of copies or one copy in it, `keys` the folder of the key copies, `phrase` opens the master
    key where the key file has none, and `force` goes without a never-again list; the journal says so, and `by` whom.
    """

    source: Path
    by: str
    keys: Path | None = None
    org: str | None = None
    phrase: str | None = None
    force: bool = False


class Restored(Struct, frozen=True, kw_only=True):
    """What is there now: an organization in a new epoch, as it was at this change set."""

    tag: str
    name: str
    epoch: int
    after_seq: int
    taken_at: int
    undone: int
    """What the never-again list took back that the copy still had."""


class _Source(Struct, frozen=True, kw_only=True):
    data: Path
    copy: DataCopy
    is_by: Callable[[bytes], bool]
    keys: Path
    key_copy: KeyCopy
    keys_are_by: Callable[[bytes], bool]


def restore(
    settings: Settings,
    wanted: Wanted,
    *,
    clock: Clock,
    ids: Ids,
    step: Step = lambda _line: None,
    engine: DatabaseEngine | None = None,
) -> Restored:
    """Bring an organization back as it was in the newest backup there is, unless one copy is named.

    Raises: AlreadyRunning while a server runs on it; CannotStart, Invalid with what is wrong; StorageFull,
    StorageBusy. Then everything is as it was.
    """
    step("looking for the copy")
    found = _find(wanted)
    step(f"checking the copy of change set {found.copy.seq}")
    _check(found)
    with (
        lock_folder(settings.data),
        closing(Organizations(settings, clock=clock, ids=ids, engine=engine)) as organizations,
    ):
        organizations.engine.refuse_served()
        master = _master(organizations, found, wanted.phrase, ids)
        if not (found.is_by(master) and found.keys_are_by(master)):
            raise CannotStart(f"{found.data} was not written by this organization: it cannot be restored")
        _spare(organizations, found, clock.now(), step)
        # Sparing took the newest keys of all.
        found = msgspec.structs.replace(found, **_newest_keys(found.keys.parent))
        files = settings.data / f".{found.copy.tag}.restoring"
        work = _Work(organizations=organizations, wanted=wanted, found=found, master=master, clock=clock, ids=ids)
        restored = _build(work, files, step)
        step("putting it in place")
        organizations.bring_back(_entry(found.copy), master=master, files=files)
        step("done")
        return restored


class _Work(Struct, frozen=True, kw_only=True):
    """A restore under way."""

    organizations: Any
    wanted: Wanted
    found: "_Source"
    master: bytes
    clock: Any
    ids: Any


def _find(wanted: Wanted) -> _Source:
    source = wanted.source
    if (source / shelf.PAPER).is_file():
        copies, root = [source], source.parent.parent
    else:
        copies, root = _of_one(source, wanted.org)
    tag = shelf.read(copies[0], DataCopy)[0].tag
    key_shelf = (wanted.keys or beside(root)) / tag
    newest = _newest_keys(key_shelf)
    aside = {path for path, described in shelf.data_copies(root / tag) if described.is_aside}
    # What an earlier restore replaced is taken where there is nothing else: phones let go of what the backups hold.
    for path in sorted(copies, key=aside.__contains__):
        copy, is_by = shelf.read(path, DataCopy)
        # Where a crash came between the two, the newest data were never told to be safe.
        if copy.taken_at <= newest["key_copy"].taken_at:
            return _Source(data=path, copy=copy, is_by=is_by, **newest)
    raise CannotStart(f"The key copy in {key_shelf} is older than the data: bring the newest one")


def _newest_keys(key_shelf: Path) -> dict[str, Any]:
    key_copies = shelf.copies(key_shelf)
    if not key_copies:
        raise CannotStart(f"There is no key copy in {key_shelf}: say where it is with --keys")
    key_copy, keys_are_by = shelf.read(key_copies[0], KeyCopy)
    return {"keys": key_copies[0], "key_copy": key_copy, "keys_are_by": keys_are_by}


def _of_one(source: Path, org: str | None) -> tuple[list[Path], Path]:
    """The copies of one organization, the newest first, and the folder of them all."""
    shelves = [source] if shelf.copies(source) else sorted(path for path in source.glob("*") if shelf.copies(path))
    if not shelves:
        raise CannotStart(f"There is no copy in {source}")
    newest = {path: shelf.read(shelf.copies(path)[0], DataCopy)[0] for path in shelves}
    chosen = [path for path, copy in newest.items() if org in (None, copy.tag, copy.name)]
    if len(chosen) != 1:
        known = ", ".join(f"{copy.tag} ({copy.name})" for copy in newest.values())
        raise Invalid(f"Say which organization with --org; there are: {known}")
    return shelf.copies(chosen[0]), chosen[0].parent


def _check(found: _Source) -> None:
    records = found.data / shelf.RECORDS
    if shelf.fingerprint(records) != found.copy.sha256:
        raise CannotStart(f"{records} is damaged: take an older copy")
    head = checked(records)
    if (head.seq, head.epoch, head.head_hash) != (found.copy.seq, found.copy.epoch, found.copy.head_hash):
        raise CannotStart(f"{records} is not what its description says: take an older copy")
    if shelf.fingerprint(found.keys / shelf.KEYS) != found.key_copy.keys_sha256:
        raise CannotStart(f"{found.keys / shelf.KEYS} is damaged: bring back another key copy")


def _master(organizations: Organizations, found: _Source, phrase: str | None, ids: Ids) -> bytes:
    master = organizations.master_of(found.copy.tag)
    if master is not None:
        return master
    wrapped = read_file(found.keys / shelf.KEYS, store.recovery)
    if wrapped is None:
        raise CannotStart("This organization never had a recovery phrase: bring back its key file")
    if phrase is None:
        raise CannotStart("The key file has no key of this organization: give its recovery phrase with --phrase")
    try:
        return recovery.unwrap(phrase, wrapped, ids.secret)
    except CannotStart:
        raise CannotStart("This is the recovery phrase of another organization, or an older one") from None


def _spare(organizations: Organizations, found: _Source, now: int, step: Step) -> None:
    """Copy what is about to be replaced, for whoever restored what they should not have."""
    tag = found.copy.tag
    if tag not in {entry.tag for entry in organizations.list()}:
        return
    step("copying what is here now")
    try:
        here = organizations.open(tag)
        take(here, found.data.parent.parent, keys=found.keys.parent.parent, now=now, is_aside=True)
    except AlreadyRunning:
        raise
    except Refusal as problem:
        step(f"what is here now cannot be read any more ({problem.code})")
    finally:
        organizations.close(tag)


def _build(work: _Work, files: Path, step: Step) -> Restored:
    found, copy, tag = work.found, work.found.copy, work.found.copy.tag
    step("building it beside what is here")
    shutil.rmtree(files, ignore_errors=True)
    make_folder(files)
    for name, to in ((found.data / shelf.RECORDS, f"{tag}.db"), (found.keys / shelf.KEYS, f"{tag}.keys.db")):
        shutil.copyfile(name, files / to)
        sync_file(files / to)
    with ExitStack() as stack:
        records = stack.enter_context(closing(SqliteFile(files / f"{tag}.db")))
        keys = stack.enter_context(closing(SqliteFile(files / f"{tag}.keys.db")))
        migrate(records, "common", copy.kind)
        migrate(keys, "keys")
        list_ = _list(work.organizations.never_again_of(tag), found, is_forced=work.wanted.force)
        stack.callback(list_.close)
        step("destroying again what was destroyed since")
        vault = Vault(tag=tag, master=work.master, keys=keys, never_again=list_, clock=work.clock, ids=work.ids)
        lines = list_.read()
        begun = Beginning(
            epoch=1 + max(copy.epoch, _last_epoch(found), last_begun(lines)),
            copy=copy,
            by=work.wanted.by,
            is_forced=work.wanted.force,
            now=work.clock.now(),
        )
        vault.never_again("epoch", str(begun.epoch))
        step(f"beginning epoch {begun.epoch}")
        undone = records.transact(lambda tx: begin_epoch(tx, Journal(tag, vault), begun, lines))
    return Restored(
        tag=tag, name=copy.name, epoch=begun.epoch, after_seq=copy.seq, taken_at=copy.taken_at, undone=undone
    )


def _last_epoch(found: _Source) -> int:
    return max(copy.epoch for _, copy in shelf.data_copies(found.data.parent))


def _list(path: Path, found: _Source, *, is_forced: bool) -> NeverAgainList:
    """The list that lies here, with what the copy of it adds."""
    copied = found.keys / shelf.NEVER
    is_good = copied.is_file() and shelf.fingerprint(copied) == found.key_copy.never_sha256
    if not (path.exists() or is_good or is_forced):
        raise CannotStart(
            f"There is no never-again list at {path}, and none that can be read in {found.keys}: what was destroyed "
            "and who was shut out would come back. Bring it, or say --force"
        )
    make_folder(path.parent)
    if is_good and not path.exists():
        write_synced(path.with_suffix(".new"), copied.read_bytes())
        path.with_suffix(".new").replace(path)
    list_ = NeverAgainList(path, is_new=True)
    if is_good:
        list_.take_over(copied.read_bytes())
    return list_


def _entry(copy: DataCopy) -> Entry:
    return Entry(
        tag=copy.tag, name=copy.name, kind=copy.kind, training=copy.training, location="", made_at=copy.made_at
    )
