"""Taking a backup, while everybody goes on writing."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from server.backup import shelf
from server.backup.copying import Copier, Copying, copied
from server.backup.shelf import DataCopy, KeyCopy
from server.organizations import Organization
from server.settings import check_apart
from server.storage.database import Tx
from server.storage.folders import write_synced

Step = Callable[[str], None]
"""Told before each step what comes next."""


def take(
    organization: Organization,
    folder: Path,
    *,
    keys: Path,
    now: int,
    step: Step = lambda _line: None,
    copier: Copier = copied,
    is_aside: bool = False,
) -> DataCopy:
    """A backup of an open organization, verified and on the disk when this returns; `mark` then tells the phones.

    The key copy is taken after the data copy, so that it opens all of it, and replaces the one before, so that a
    key which was destroyed is in no copy. `copier` does the long part: here, or in a process of its own.
    Raises: BadSetting, AlreadyRunning, CannotStart, StorageFull, StorageBusy; then the copies from before still stand.
    """
    check_apart(folder, keys)
    fill = partial(_fill, organization, now=now, step=step, copier=copier, is_aside=is_aside)
    data = shelf.put(folder / organization.tag, fill)
    step("keys: copying")
    kept = shelf.put(keys / organization.tag, lambda new: _fill_keys(organization, new, now, step))
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


def _fill(organization: Organization, new: Path, *, now: int, step: Step, copier: Copier, is_aside: bool) -> str:
    step("records: copying and verifying")
    records = new / shelf.RECORDS
    head = copier(Copying(location=organization.location, folders=("common", organization.kind), to=str(records)))
    described = DataCopy(
        tag=organization.tag,
        name=organization.name,
        kind=organization.kind,
        training=organization.training,
        made_at=organization.made_at,
        taken_at=now,
        epoch=head.epoch,
        seq=head.seq,
        head_hash=head.head_hash,
        sha256=shelf.fingerprint(records),
        is_aside=is_aside,
    )
    step("records: describing")
    shelf.write(new, described, organization.vault.mac)
    step("records: putting them on the shelf")
    return shelf.name_of(now, described.epoch, described.seq, *(["aside"] if is_aside else []))


def _fill_keys(organization: Organization, new: Path, now: int, step: Step) -> str:
    copied(Copying(location=organization.keys_location, folders=("keys",), to=str(new / shelf.KEYS)))
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
