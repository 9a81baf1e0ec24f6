"""What a restored copy must be told before anybody sees it: a new epoch, nobody signed in, and what stays undone.

Everything here happens on the copy's own records, before they are put in place.
"""

from collections.abc import Iterable
from functools import partial

from schemas.base import Struct
from server.access import SYSTEM
from server.backup.shelf import DataCopy
from server.dispatch.commands.calls import forget_call
from server.dispatch.store import calls
from server.identity import commands as identity
from server.identity import store as people
from server.journal import Change, Journal, erase, is_erased, record
from server.storage.database import Tx
from server.storage.engine import Kind
from server.vault import Retention
from server.vault.neveragain import NeverAgain


class Beginning(Struct, frozen=True, kw_only=True):
    """Which epoch begins, out of which copy, by whose hand, and whether without its never-again list."""

    epoch: int
    copy: DataCopy
    by: str
    is_forced: bool
    now: int


def begin_epoch(tx: Tx, journal: Journal, begun: Beginning, list_: Iterable[NeverAgain]) -> int:
    """Make a copy the beginning of this epoch; answers how many things of the list the copy did not know."""
    tx.run(
        "UPDATE log_head SET epoch = :epoch, backup_seq = :seq, backup_at = :at WHERE one = 1",
        epoch=begun.epoch,
        seq=begun.copy.seq,
        at=begun.copy.taken_at,
    )
    journal.change(tx, SYSTEM, lambda change: _say(change, journal.tag, begun), now=begun.now)
    # What waited to go out then either went, or is too old to go.
    tx.run("DELETE FROM effect WHERE sent_at IS NULL")
    identity.sign_everybody_out(tx, begun.now)
    return undo_again(tx, journal, list_, begun.copy.kind, begun.now)


def undo_again(tx: Tx, journal: Journal, list_: Iterable[NeverAgain], kind: Kind, now: int) -> int:
    """Do what the list says and these records do not know; answers how many things that were."""
    lines = {(line.kind, line.subject): line for line in list_ if line.retention is None}
    due = [line for line in lines.values() if _is_due(tx, line)]
    for line in due:
        journal.change(tx, SYSTEM, partial(_undo, line, kind), now=now)
    return len(due)


def last_begun(lines: Iterable[NeverAgain]) -> int:
    """The newest epoch that was ever begun here."""
    return max((int(line.subject) for line in lines if line.kind == "epoch"), default=0)


def signed_text(tag: str, epoch: int, after_seq: int) -> str:
    """What the organization signs about an epoch that a restore began."""
    return f"field727 epoch {tag} {epoch} {after_seq}"


def _say(change: Change, tag: str, begun: Beginning) -> None:
    copy = begun.copy
    sig = change.vault.sign(signed_text(tag, begun.epoch, copy.seq))
    coded = {"epoch": begun.epoch, "after_seq": copy.seq, "taken_at": copy.taken_at, "forced": begun.is_forced}
    record(
        change,
        kind="log.restored",
        entity_type="epoch",
        entity_id=str(begun.epoch),
        coded={**coded, "sig": sig},
        personal={"by": begun.by},
        retention=Retention.AUDIT,
    )


def _is_due(tx: Tx, line: NeverAgain) -> bool:
    if line.kind == "destroyed":
        return not is_erased(tx, line.subject)
    if line.kind != "revoked":
        return False
    person, device = people.person(tx, line.subject), people.device(tx, line.subject)
    return any(row is not None and row[end] is None for row, end in ((person, "ended_at"), (device, "revoked_at")))


def _undo(line: NeverAgain, kind: Kind, change: Change) -> None:
    subject = line.subject
    if line.kind == "destroyed":
        _forget(change, subject, kind)
    elif people.person(change, subject) is not None:
        identity.shut_person(change, subject)
    else:
        identity.shut_device(change, subject)


def _forget(change: Change, subject: str, kind: Kind) -> None:
    if kind == "city" and calls.find(change, subject) is not None:
        forget_call(change, subject, change.at)
    elif people.person(change, subject) is not None:
        identity.forget_person(change, kind=kind, person_id=subject)
    else:
        erase(change, subject)
