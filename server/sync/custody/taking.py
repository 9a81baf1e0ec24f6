"""Trying to apply a row, and taking it into custody when that cannot be done: sealed, with an owner."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Final, Literal

from schemas.base import Struct
from schemas.commands import COMMANDS
from server.access import Actor
from server.errors import Conflict, Dependency, Erased, Invalid, NotAllowed, NotNow, held_as
from server.journal import Change, due_at, record
from server.storage.database import Tx
from server.sync import store
from server.sync.branch import Branch
from server.sync.incoming import Incoming
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
        waits_for=waits_for(tx, incoming, code),
        code=code,
        owner=OWNER,
        held_at=heard.at,
        skew_ms=heard.skew_ms,
    )


def _hold(branch: Branch, incoming: Incoming, kept: store.Kept, tx: Tx) -> int:
    def work(change: Change) -> None:
        # Not the sender: what somebody reported outlives who they were.
        about = (incoming.about,)
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
            audience=readers(branch, kept.person_id, tx),
        )
        due_at(change, kind=UNATTENDED, entity_id=kept.command_id, at=kept.held_at + ALARM_MS)
        if kept.code == Dependency.code:
            due_at(change, kind=OVERDUE, entity_id=kept.command_id, at=kept.held_at + WAIT_MS)

    return branch.journal.change(tx, Actor(person_id=kept.person_id, device_id=kept.device), work, now=kept.held_at)[1]


def readers(branch: Branch, person_id: str, tx: Tx) -> list[str]:
    """Who sees that something is here: its author, and whoever owns it."""
    if branch.organization.kind == "site":
        return [f"person:{person_id}", "desk"]
    units = [f"custody:{unit}" for unit in store.units_of(tx, person_id)]
    return [f"person:{person_id}", "custody:*", *units]


def waits_for(tx: Tx, incoming: Incoming, code: str) -> str | None:
    """What must arrive before this can be applied, if anything can: the command it names, else what it is about.

    A fact of somebody who may not say it, as far as we know, waits for whoever lets them: after a restore a phone of
    the street may be back before the desk's. Within a day: what is older a supervisor decides.
    """
    if code == NotAllowed.code and incoming.is_fact:
        return incoming.row.person
    if code != Dependency.code:
        return None
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
