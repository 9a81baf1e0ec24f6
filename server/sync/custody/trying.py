"""What is in custody is tried again: what it waited for has come, a day has passed, or the server knows more by now."""

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Final

from server.access import SYSTEM
from server.errors import Conflict, Dependency, Invalid, UnsupportedVersion
from server.ids import derived
from server.journal import Change, cancel, due_at, record, show, withdraw
from server.storage.database import Row, Tx
from server.sync import store
from server.sync.branch import Branch
from server.sync.custody import waiting
from server.sync.custody.taking import OVERDUE, TEXT, UNATTENDED, WAIT_MS, Heard, attempt, readers, waits_for
from server.sync.incoming import Incoming, read
from server.vault import Damaged, Retention

MOST: Final = 200
"""So many one arrival lets go of at once: nobody can hold the one writer up with what they heap up here."""

Apply = Callable[[Branch, Incoming, Heard, Tx], int]
"""Applies a row; answers the number of its change set, or raises a refusal. What is overdue waits for nothing."""


def release(branch: Branch, incoming: Incoming, apply: Apply, now: int, tx: Tx) -> None:
    """What others waited for has been applied: apply them now, and then those that waited for these."""
    arrived = deque([incoming])
    while arrived:
        for held in _waiting(branch, arrived.popleft(), now, tx):
            again = _try(branch, held, apply, now, tx)
            if again is not None:
                arrived.append(again)


def _waiting(branch: Branch, incoming: Incoming, now: int, tx: Tx) -> list[Row]:
    """Whatever waited for this command, for what it is of, or for the leave it gives somebody."""
    row, admits = incoming.row, branch.admits.get(incoming.row.type)
    people = () if admits is None or incoming.args is None else admits(incoming.args)
    found = [held for name in dict.fromkeys((row.id, row.entity)) for held in waiting.waiting_for(tx, name)]
    for person_id in dict.fromkeys(people):
        found += waiting.without_leave(tx, person_id, since=now - WAIT_MS, most=MOST)
    return found


def _try(branch: Branch, held: Row, apply: Apply, now: int, tx: Tx) -> Incoming | None:
    """Try a row in custody again; answers it when it was applied. A damaged one stays, and holds up nobody."""
    try:
        incoming = opened(branch, held)
    except Damaged:
        return None
    if incoming is None:
        _close(branch, held, "erased", now, tx)
        return None
    verdict = attempt(partial(apply, branch, incoming, _heard(held, now), tx), incoming, tx)
    if verdict.r == "ok":
        _close(branch, held, "applied", now, tx)
        return incoming
    if verdict.r == "erased":
        _close(branch, held, "erased", now, tx)
    else:
        _recode(branch, held, verdict.code, waits_for(tx, incoming, verdict.code), now, tx)
    return None


def overdue(branch: Branch, command_id: str, apply: Apply, now: int, tx: Tx, *, is_late: bool = False) -> None:
    """A day has passed: apply the fact without what it rests on, and have somebody look. An intent is over."""
    held = store.held_row(tx, command_id)
    if held is None:
        return
    try:
        incoming = opened(branch, held)
    except Damaged:
        _look_at(branch, held, OVERDUE, now, tx)
        return
    if incoming is None:
        _close(branch, held, "erased", now, tx)
    elif incoming.is_fact:
        _apply_late(branch, held, incoming, apply, now, tx, is_late=is_late)
    else:
        _recode(branch, held, Conflict.code, None, now, tx)


def _apply_late(
    branch: Branch, held: Row, incoming: Incoming, apply: Apply, now: int, tx: Tx, *, is_late: bool
) -> None:
    verdict = attempt(partial(apply, branch, incoming, _heard(held, now, is_overdue=True), tx), incoming, tx)
    if verdict.r == "erased":
        _close(branch, held, "erased", now, tx)
        return
    if not is_late:
        _look_at(branch, held, OVERDUE, now, tx)
    if verdict.r == "ok":
        _close(branch, held, "applied_late", now, tx)
        release(branch, incoming, apply, now, tx)
    elif verdict.code == Dependency.code:
        # Nobody ever told us of what it names. Should that come after all, the fact is applied to it.
        _recode(branch, held, Invalid.code, incoming.about, now, tx)
    else:
        _recode(branch, held, verdict.code, waits_for(tx, incoming, verdict.code), now, tx)


def understood(branch: Branch, command_id: str, apply: Apply, now: int, tx: Tx) -> None:
    """A server of an older release did not know this version of a command: apply it, if this one does."""
    held = store.held_row(tx, command_id)
    if held is None or held["code"] != UnsupportedVersion.code:
        return
    applied = _try(branch, held, apply, now, tx)
    if applied is not None:
        release(branch, applied, apply, now, tx)


def unattended(branch: Branch, command_id: str, now: int, tx: Tx, *, is_late: bool = False) -> None:
    """Nobody has dealt with it for hours: have somebody look, if there is still something to see."""
    held = store.held_row(tx, command_id)
    if held is None:
        return
    with suppress(Damaged):
        if opened(branch, held) is None:
            _close(branch, held, "erased", now, tx)
            return
    if not is_late:
        _look_at(branch, held, UNATTENDED, now, tx)


def _look_at(branch: Branch, held: Row, why: str, now: int, tx: Tx) -> None:
    branch.alarm(tx, "custody", derived(held["command_id"], why), person_id=held["person_id"], now=now)


def opened(branch: Branch, held: Row) -> Incoming | None:
    """The row as it came; None when its key was destroyed. Raises: Damaged."""
    opened = branch.vault.open(entity=held["command_id"], retention=Retention.HELD, sealed=bytes(held["sealed"]))
    return None if opened is None else read(branch.opener, held["device"], 0, opened["row"].encode(TEXT))


def _heard(held: Row, now: int, *, is_overdue: bool = False) -> Heard:
    return Heard(device=held["device"], at=held["held_at"], skew_ms=held["skew_ms"], now=now, is_overdue=is_overdue)


def _close(branch: Branch, held: Row, resolution: str, now: int, tx: Tx) -> None:
    """It is done with: nobody is shown it any more, and its bytes go."""
    command_id = held["command_id"]

    def work(change: Change) -> None:
        store.resolve_held(change, command_id, resolution)
        coded = {"type": held["type"], "resolution": resolution}
        record(change, kind="command.released", entity_type="held", entity_id=command_id, coded=coded)
        withdraw(change, "held", command_id)
        for kind in (OVERDUE, UNATTENDED):
            cancel(change, kind=kind, entity_id=command_id)

    branch.journal.change(tx, SYSTEM, work, now=now)


def _recode(branch: Branch, held: Row, code: str, waits_for: str | None, now: int, tx: Tx) -> None:
    """It stays for another reason than before, or waits for something else."""
    command_id = held["command_id"]
    if (held["code"], held["waits_for"]) == (code, waits_for):
        return

    def work(change: Change) -> None:
        store.recode_held(change, command_id, code=code, waits_for=waits_for)
        record(change, kind="command.kept", entity_type="held", entity_id=command_id, coded={"code": code})
        for scope in readers(branch, held["person_id"], tx):
            show(change, scope, "held", command_id)
        if code != Dependency.code:
            cancel(change, kind=OVERDUE, entity_id=command_id)
        elif held["code"] != Dependency.code:
            due_at(change, kind=OVERDUE, entity_id=command_id, at=now + WAIT_MS)

    branch.journal.change(tx, SYSTEM, work, now=now)
