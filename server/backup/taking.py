"""Taking a backup, while everybody goes on writing."""

from collections.abc import Callable
from pathlib import Path

from server.backup import shelf
from server.backup.shelf import DataCopy, KeyCopy
from server.errors import CannotStart
from server.journal import verify
from server.organizations import Organization
from server.settings import check_apart
from server.storage.database import Row, Tx
from server.storage.engines import copy_at
from server.storage.folders import write_synced
from server.storage.sqlite.driver import Connect, open_connection
from server.storage.sqlite.files import is_whole, read_file

Step = Callable[[str], None]
"""Told before each step what comes next."""


def take(
    organization: Organization,
    folder: Path,
    *,
    keys: Path,
    now: int,
    step: Step = lambda _line: None,
    connect: Connect = open_connection,
) -> DataCopy:
    """A backup of an open organization, verified and on the disk when this returns; `mark` then tells the phones.

    The key copy is taken after the data copy, so that it opens all of it, and replaces the one before, so that a
    key which was destroyed is in no copy.
    Raises: BadSetting, AlreadyRunning, CannotStart, StorageFull, StorageBusy; then the copies from before still stand.
    """
    check_apart(folder, keys)
    data = shelf.put(folder / organization.tag, lambda new: _fill(organization, new, now, step, connect))
    step("keys: copying")
    kept = shelf.put(keys / organization.tag, lambda new: _fill_keys(organization, new, now, step, connect))
    for older in shelf.copies(kept.parent):
        if older != kept:
            step("keys: overwriting the copy before")
            shelf.take_down(older)
    step("done")
    return shelf.read(data, DataCopy)[0]


async def mark(organization: Organization, copy: DataCopy) -> None:
    """Tell the log how far the copy reaches: phones may let go of what it holds."""

    def work(tx: Tx) -> None:
        tx.run(
            "UPDATE log_head SET backup_seq = :seq, backup_at = :at"
            " WHERE one = 1 AND epoch = :epoch AND backup_seq <= :seq",
            seq=copy.seq,
            at=copy.taken_at,
            epoch=copy.epoch,
        )

    await organization.database.write(work)


def _fill(organization: Organization, new: Path, now: int, step: Step, connect: Connect) -> str:
    step("records: copying")
    records = new / shelf.RECORDS
    copy_at(organization.location, ("common", organization.kind), records, connect)
    step("records: verifying")
    head = checked(records)
    described = DataCopy(
        tag=organization.tag,
        name=organization.name,
        kind=organization.kind,
        training=organization.training,
        made_at=organization.made_at,
        taken_at=now,
        epoch=head["epoch"],
        seq=head["seq"],
        head_hash=head["head_hash"],
        sha256=shelf.fingerprint(records),
    )
    step("records: describing")
    shelf.write(new, described, organization.vault.mac)
    step("records: putting them on the shelf")
    return shelf.name_of(now, described.epoch, described.seq)


def _fill_keys(organization: Organization, new: Path, now: int, step: Step, connect: Connect) -> str:
    copy_at(organization.keys_location, ("keys",), new / shelf.KEYS, connect)
    if not is_whole(new / shelf.KEYS):
        raise CannotStart("the copy of the keys is damaged: nothing was replaced")
    step("keys: copying the never-again list")
    # After the keys: what is destroyed in between is on it.
    write_synced(new / shelf.NEVER, organization.vault.never_again_text())
    described = KeyCopy(
        tag=organization.tag,
        taken_at=now,
        keys_sha256=shelf.fingerprint(new / shelf.KEYS),
        never_sha256=shelf.fingerprint(new / shelf.NEVER),
    )
    step("keys: describing")
    shelf.write(new, described, organization.vault.mac)
    step("keys: putting them on the shelf")
    return shelf.name_of(now)


def checked(records: Path) -> Row:
    """Where the log of a copy stands, of which every page, and the whole chain, is what it must be.

    Raises: CannotStart.
    """
    if not is_whole(records):
        raise CannotStart(f"{records} is damaged: this copy cannot be used")
    broken, head = read_file(records, lambda tx: (verify(tx), _head(tx)))
    if broken is not None or head is None:
        raise CannotStart(f"the chain of {records} does not hold (at {broken}): this copy cannot be used")
    return head


def _head(tx: Tx) -> Row | None:
    return tx.one("SELECT seq, epoch, head_hash FROM log_head WHERE one = 1")
