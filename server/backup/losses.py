"""The log ends before what was acknowledged: the database lost its end without a restore, so an epoch begins by itself.

A flipped bit in SQLite's write-ahead log drops the commits behind it at the next start, whole and without a word; so
does a Postgres that was put back from an older disk. Two witnesses know better. Beside the database every process
writes down the number it committed last (no sync: a power cut makes the witness older, never wrong); the next start
holds the log against it. And a phone may have read further than the log goes, or a row in whose place there is another:
its cursor holds how the hash of the last row begins. Either way phones are told a new epoch and offer again what they
still hold, as after a restore. A cursor is the word of a client, so that one of them is believed once in the life of a
process: nobody can have a whole city send everything again and again.
"""

import logging
import os
import weakref
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final

from server.access import SYSTEM
from server.backup.replaying import last_begun, signed_text, undo_again
from server.journal import Change, Woken, record
from server.storage.database import Tx
from server.storage.folders import make_folder
from server.sync import store
from server.sync.branch import Branch

FORM: Final = "{:020} {:020}\n"

log = logging.getLogger("field727.backup")


class Witness:
    """The epoch and the number of the last change set that this process committed, in a file."""

    def __init__(self, path: Path) -> None:
        """Open the file, making it if there is none."""
        make_folder(path.parent)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        # One process may serve, stop and serve again many times: what it let go of holds no file.
        weakref.finalize(self, os.close, self._file)
        self.epoch, self.seq = self._read()

    def heard(self, woken: Woken) -> None:
        """Called on the writer's thread after the COMMIT."""
        self.say(woken.seq)

    def say(self, seq: int) -> None:
        """This is the last."""
        with suppress(OSError):
            os.pwrite(self._file, FORM.format(self.epoch, seq).encode(), 0)

    def _read(self) -> tuple[int, int]:
        match os.pread(self._file, len(FORM.format(0, 0)), 0).split():
            case [epoch, seq] if epoch.isdigit() and seq.isdigit():
                return int(epoch), int(seq)
            case _:
                return 0, 0


class Losses:
    """The witnesses of every branch of this process."""

    def __init__(self, folder: Path) -> None:
        """Keep them in this folder."""
        self._folder = folder
        self._witnesses: dict[str, Witness] = {}
        self._believed: set[str] = set()

    async def look(self, branch: Branch, now: int) -> None:
        """Hold the log against its witnesses: at the start against the file, later against what phones have read.

        Raises: NotNow.
        """
        tag = branch.organization.tag
        witness = self._witnesses.get(tag)
        if witness is None:
            await self._begin_to_watch(branch, Witness(self._folder / tag), now)
        elif branch.read_ahead and tag not in self._believed:
            self._believed.add(tag)
            witness.epoch = await begin_anew(branch, branch.read_ahead, now)
        else:
            # A COMMIT that was never answered is told as done, and may not have been.
            witness.say((await branch.database.read(store.head))["seq"])

    async def _begin_to_watch(self, branch: Branch, witness: Witness, now: int) -> None:
        head = await branch.database.read(store.head)
        is_lost = (head["epoch"], head["seq"]) < (witness.epoch, witness.seq)
        witness.epoch = await begin_anew(branch, witness.seq, now) if is_lost else head["epoch"]
        branch.journal.herald(witness.heard)
        self._witnesses[branch.organization.tag] = witness


async def begin_anew(branch: Branch, known: int, now: int) -> int:
    """Begin an epoch because somebody knows of this number and the log does not; answers which it is now.

    What the never-again list says and the lost commits knew is done again.
    """
    before = (await branch.database.read(store.head))["epoch"]
    epoch = 1 + max(before, last_begun(branch.vault.never_again_lines()))
    branch.vault.never_again("epoch", str(epoch))
    log.error("the log has lost its end; an epoch begins", extra={"tag": branch.organization.tag, "known": known})
    return await branch.database.write(partial(_begin, branch, before, epoch, known, now))


def _begin(branch: Branch, before: int, epoch: int, known: int, now: int, tx: Tx) -> int:
    head = store.head(tx)
    if head["epoch"] != before:
        # Another process over this database was first.
        return int(head["epoch"])
    tx.run(
        "UPDATE log_head SET epoch = :epoch, backup_seq = CASE WHEN backup_seq > seq THEN seq ELSE backup_seq END"
        " WHERE one = 1",
        epoch=epoch,
    )

    def say(change: Change) -> None:
        sig = change.vault.sign(signed_text(branch.organization.tag, epoch, head["seq"]))
        coded = {"epoch": epoch, "after_seq": head["seq"], "known": known, "sig": sig}
        record(change, kind="log.lost", entity_type="epoch", entity_id=str(epoch), coded=coded)

    branch.journal.change(tx, SYSTEM, say, now=now)
    undo_again(tx, branch.journal, branch.vault.never_again_lines(), branch.organization.kind, now)
    return epoch
