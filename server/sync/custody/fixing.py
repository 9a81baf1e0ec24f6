"""Whoever owns what is in custody reads it, and says what was done about it. What came stays as it came.

The content is shown argument by argument as the access matrix lets the owner see it, and that it was shown is on the
disk before the answer.
"""

from functools import partial
from typing import Any, Final

from schemas.commands import ResolveHeld
from schemas.commands.arguments import ARGUMENTS
from schemas.matrix import reads
from schemas.wire import HeldContent
from server.access import Actor, Disclosure
from server.doors import Received, Slice
from server.errors import Dependency, Invalid, NotFound, UnsupportedVersion
from server.journal import Change, audit, cancel, is_shown, record, withdraw
from server.storage.database import Row, Tx
from server.sync import store
from server.sync.branch import Branch
from server.sync.custody.taking import OVERDUE, TEXT, UNATTENDED
from server.sync.incoming import Incoming, read, said
from server.vault import UNREADABLE, Retention

OWNERS: Final = ("custody:", "desk")
"""The scopes of those who own what is in custody, as opposed to whoever sent it."""

STILL_WAITS: Final = frozenset({Dependency.code, UnsupportedVersion.code})
"""What is here for one of these is applied by itself one day; only who entered it anew takes it away for good."""


async def content(branch: Branch, actor: Actor, held_id: str) -> HeldContent:
    """What a command in custody says, for one of its owners.

    Raises: NotFound, when there is no such thing for this person, or nothing of it can be read any more.
    """
    shown = await branch.database.read(partial(_content, branch, actor, held_id))
    entry_id, now = branch.ids.new(), branch.clock.now()
    entry = Disclosure(
        person_id=actor.person_id, device_id=actor.device_id, purpose="custody", shown=(("held", held_id),)
    )
    await branch.database.insist(lambda tx: audit(tx, entry, entry_id=entry_id, now=now))
    return shown


def _content(branch: Branch, actor: Actor, held_id: str, tx: Tx) -> HeldContent:
    held = store.held_row(tx, held_id)
    scopes = _owned(branch, actor, held_id, tx)
    kept = None if held is None or not scopes else _kept(branch, held)
    if held is None or kept is None:
        raise NotFound("Nothing of this id is in your custody.")
    found = said(branch.opener, kept)
    classes = ARGUMENTS.get(held["type"], {})
    of = branch.organization.kind
    open_to = {name for name, each in classes.items() if any(reads(of, scope, each) for scope in scopes)}
    return HeldContent(
        id=held_id,
        type=held["type"],
        v=kept.row.v if kept.is_framed else None,
        entity=held["entity"],
        person_id=held["person_id"],
        code=held["code"],
        saved_at=kept.row.at if kept.is_framed else None,
        held_at=held["held_at"],
        args=None if found is None else {name: value for name, value in found.items() if name in open_to},
        withheld=() if found is None else tuple(sorted(name for name in found if name not in open_to)),
    )


def _owned(branch: Branch, actor: Actor, held_id: str, tx: Tx) -> list[str]:
    """The scopes through whose eyes this person may read it; none when it is not theirs to see to."""
    mine = store.scopes_of(tx, [actor.person_id], branch.clock.now())[actor.person_id]
    as_owner = [scope for scope in mine if scope.startswith(OWNERS)]
    return as_owner if any(is_shown(tx, scope, "held", held_id) for scope in as_owner) else []


def _kept(branch: Branch, held: Row) -> Incoming | None:
    opened = branch.vault.show(entity=held["command_id"], retention=Retention.HELD, sealed=bytes(held["sealed"]))
    return (
        None
        if opened is None or opened is UNREADABLE
        else read(branch.opener, held["device"], 0, opened["row"].encode(TEXT))
    )


def resolve(tx: Change, _actor: Actor, command: Received[ResolveHeld], _now: int) -> None:
    """Somebody saw to it: it leaves the list, its bytes stay. Saying so twice changes nothing.

    Raises: Invalid, when nothing of this id was ever in custody.
    """
    held_id, how = command.entity, command.args.how
    held = store.held_row(tx, held_id)
    if held is None:
        if store.held_type(tx, held_id) is None:
            raise Invalid("Nothing of this id is in custody.")
        return
    coded: dict[str, Any] = {"type": held["type"], "how": how, "fixed_by": command.args.fixed_by}
    record(tx, kind="command.resolved", entity_type="held", entity_id=held_id, coded=coded)
    withdraw(tx, "held", held_id)
    cancel(tx, kind=UNATTENDED, entity_id=held_id)
    if how == "fixed" or held["code"] not in STILL_WAITS:
        store.settle_held(tx, held_id, how)
        cancel(tx, kind=OVERDUE, entity_id=held_id)


SLICE: Final = Slice(handlers={"custody.resolve": resolve})
"""What the doors themselves can be told, in every kind of organization."""
