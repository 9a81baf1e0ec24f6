"""Custody: where a command waits that arrived and could not be applied. It has an owner, and its bytes stay sealed.

What waits for an earlier fact is applied when that arrives, or after a day without it. Whatever is still here after
four hours stands on the alarm strip, where there is one. To fix something is a new command; what is here stays.
"""

import logging
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Final, Literal

from schemas.base import Struct
from schemas.commands import COMMANDS
from server.access import SYSTEM, Actor
from server.errors import Conflict, Dependency, Erased, Invalid, NotNow, UnsupportedVersion, held_as
from server.ids import derived
from server.journal import Change, cancel, due_at, record, refresh, withdraw
from server.storage.database import Row, Tx
from server.sync import store
from server.sync.branch import Branch
from server.sync.incoming import Incoming, read
from server.vault import Retention

OVERDUE: Final = "held.overdue"
WAIT_MS: Final = 24 * 3_600_000
"""So long a fact may wait for an earlier one; then it is applied without, and flagged."""

UNATTENDED: Final = "held.unattended"
ALARM_MS: Final = 4 * 3_600_000
"""So long something may lie here before somebody is told."""

OWNER: Final = "supervisor"
TEXT: Final = "latin-1"
"""Every byte is one character of it and back: a row is kept exactly as it came, whatever it is."""

BUG: Final = "handler_error"

log = logging.getLogger("field727.sync")


class Heard(Struct, frozen=True, kw_only=True):
    """From which device a row came, when, how far off that device's clock was then; `now` is when it is tried."""

    device: str
    at: int
    skew_ms: int
    now: int
    is_overdue: bool = False


class Verdict(Struct, frozen=True, kw_only=True):
    """What became of a row: applied or in custody as change set `seq`, or about something that was erased."""

    r: Literal["ok", "erased", "held"]
    seq: int = 0
    code: str = ""


Apply = Callable[[Branch, Incoming, Heard, Tx], int]
"""Applies a row; answers the number of its change set, or raises a refusal. What is overdue waits for nothing."""


def attempt(work: Callable[[], int], incoming: Incoming, tx: Tx) -> Verdict:
    """Try to apply a row in a savepoint of its own. A bug of ours is logged, and loses nothing.

    Raises: NotNow, when it must come again.
    """
    try:
        return Verdict(r="ok", seq=tx.attempt(work))
    except NotNow:
        raise
    except Erased:
        return Verdict(r="erased")
    except Exception as problem:
        code = held_as(problem) or Invalid.code
        # A fact is never refused for the state of things: whoever did has a bug.
        if code == BUG or (code == Conflict.code and incoming.is_fact):
            log.exception("handler failed", extra={"command": incoming.row.id, "type": incoming.row.type})
            code = BUG
        return Verdict(r="held", code=code)


def hold(branch: Branch, incoming: Incoming, heard: Heard, code: str, kept_as: str, tx: Tx) -> Verdict:
    """Take a row into custody under this id; nothing is kept of what is about something erased."""
    kept = _kept(incoming, heard, code, kept_as, tx)
    try:
        return Verdict(r="held", seq=tx.attempt(partial(_hold, branch, incoming, kept, tx)), code=code)
    except Erased:
        return Verdict(r="erased")


def _kept(incoming: Incoming, heard: Heard, code: str, kept_as: str, tx: Tx) -> store.Kept:
    row = incoming.row
    return store.Kept(
        command_id=kept_as,
        device=heard.device,
        person_id=row.person,
        type=row.type,
        entity=row.entity,
        waits_for=rests_on(tx, incoming) if code == Dependency.code else None,
        code=code,
        owner=OWNER,
        held_at=heard.at,
        skew_ms=heard.skew_ms,
    )


def _hold(branch: Branch, incoming: Incoming, kept: store.Kept, tx: Tx) -> int:
    about = (kept.person_id, incoming.about)

    def work(change: Change) -> None:
        fields = {"row": incoming.raw.decode(TEXT)}
        sealed = change.vault.seal(entity=kept.command_id, subjects=about, retention=Retention.HELD, fields=fields)
        store.hold(change, kept, sealed)
        record(
            change,
            kind="command.held",
            entity_type="held",
            entity_id=kept.command_id,
            coded={"type": kept.type, "code": kept.code, "entity": kept.entity},
            subjects=(incoming.about,),
            audience=_readers(branch, kept.person_id, tx),
        )
        due_at(change, kind=UNATTENDED, entity_id=kept.command_id, at=kept.held_at + ALARM_MS)
        if kept.waits_for is not None:
            due_at(change, kind=OVERDUE, entity_id=kept.command_id, at=kept.held_at + WAIT_MS)

    return branch.journal.change(tx, Actor(person_id=kept.person_id, device_id=kept.device), work, now=kept.held_at)[1]


def _readers(branch: Branch, person_id: str, tx: Tx) -> list[str]:
    """Who sees that something is here: its author, and whoever owns it."""
    if branch.organization.kind == "site":
        return [f"person:{person_id}", "desk"]
    units = [f"custody:{unit}" for unit in store.units_of(tx, person_id)]
    return [f"person:{person_id}", "custody:*", *units]


def rests_on(tx: Tx, incoming: Incoming) -> str:
    """What must arrive before this can be applied: the command it names, else the call or entity it is about."""
    after = incoming.row.after
    return after if after is not None and not store.is_applied(tx, after) else incoming.about


def check_rest(tx: Tx, incoming: Incoming) -> None:
    """A row that names an earlier command waits until that was applied; but a fact never waits for an intent.

    Raises: Dependency.
    """
    after = incoming.row.after
    if after is None or store.is_applied(tx, after):
        return
    earlier = COMMANDS.get(store.held_type(tx, after) or "")
    if incoming.is_fact and earlier is not None and earlier.nature == "intent":
        return
    raise Dependency("the command this one rests on has not been applied")


def release(branch: Branch, incoming: Incoming, apply: Apply, now: int, tx: Tx) -> None:
    """What others waited for has been applied: apply them now, and then those that waited for these."""
    arrived = deque([incoming])
    while arrived:
        row = arrived.popleft().row
        for held in store.waiting_for(tx, row.id, row.entity):
            again = _try(branch, held, apply, now, tx)
            if again is not None:
                arrived.append(again)


def _try(branch: Branch, held: Row, apply: Apply, now: int, tx: Tx) -> Incoming | None:
    """Try a row in custody again; answers it when it was applied."""
    incoming = _opened(branch, held)
    if incoming is None:
        _close(branch, held, "erased", now, tx)
        return None
    verdict = attempt(partial(apply, branch, incoming, _heard(held, now), tx), incoming, tx)
    if verdict.r == "ok":
        _close(branch, held, "applied", now, tx)
        return incoming
    if verdict.r == "erased":
        _close(branch, held, "erased", now, tx)
    elif verdict.code == Dependency.code:
        _recode(branch, held, Dependency.code, rests_on(tx, incoming), now, tx)
    else:
        _recode(branch, held, verdict.code, None, now, tx)
    return None


def overdue(branch: Branch, command_id: str, apply: Apply, now: int, tx: Tx) -> None:
    """A day has passed: apply the fact without what it rests on, and have somebody look. An intent is over."""
    held = store.held_row(tx, command_id)
    if held is None:
        return
    incoming = _opened(branch, held)
    if incoming is None:
        _close(branch, held, "erased", now, tx)
        return
    if not incoming.is_fact:
        _recode(branch, held, Conflict.code, None, now, tx)
        return
    verdict = attempt(partial(apply, branch, incoming, _heard(held, now, is_overdue=True), tx), incoming, tx)
    if verdict.r == "erased":
        _close(branch, held, "erased", now, tx)
        return
    branch.alarm(tx, "custody", derived(command_id, OVERDUE), person_id=incoming.row.person, now=now)
    if verdict.r == "ok":
        _close(branch, held, "applied_late", now, tx)
        release(branch, incoming, apply, now, tx)
    elif verdict.code == Dependency.code:
        # Nobody ever told us of what it names. Should that come after all, the fact is applied to it.
        _recode(branch, held, Invalid.code, incoming.about, now, tx)
    else:
        _recode(branch, held, verdict.code, None, now, tx)


def understood(branch: Branch, command_id: str, apply: Apply, now: int, tx: Tx) -> None:
    """A server of an older release did not know this version of a command: apply it, if this one does."""
    held = store.held_row(tx, command_id)
    if held is None or held["code"] != UnsupportedVersion.code:
        return
    applied = _try(branch, held, apply, now, tx)
    if applied is not None:
        release(branch, applied, apply, now, tx)


def unattended(branch: Branch, command_id: str, now: int, tx: Tx) -> None:
    """Nobody has dealt with it for hours: have somebody look, if there is still something to see."""
    held = store.held_row(tx, command_id)
    if held is None:
        return
    if _opened(branch, held) is None:
        _close(branch, held, "erased", now, tx)
    else:
        about = derived(command_id, UNATTENDED)
        branch.alarm(tx, "custody", about, person_id=held["person_id"], now=now)


def _opened(branch: Branch, held: Row) -> Incoming | None:
    """The row as it came; None when its key was destroyed."""
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
        refresh(change, "held", command_id)
        if code != Dependency.code:
            cancel(change, kind=OVERDUE, entity_id=command_id)
        elif held["code"] != Dependency.code:
            due_at(change, kind=OVERDUE, entity_id=command_id, at=now + WAIT_MS)

    branch.journal.change(tx, SYSTEM, work, now=now)
