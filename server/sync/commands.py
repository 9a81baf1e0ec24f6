"""The door in: every row of a batch ends `ok`, `dup` or `held`; only `retry` leaves it with the phone.

A command is applied, answered and numbered in one transaction, in a savepoint of its own: one bad command never fails
its batch. A refusal does not lose it either: it goes into custody in that same transaction, sealed, with an owner.

*No duplicate*: receipt and effect are one transaction; where a receipt was pruned because the device promised never to
send the command again, the log itself still knows that it was done.
*Order*: per entity. What could not be taken now keeps the later rows of its entity with the phone as well.
"""

import logging
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any, NamedTuple

import msgspec

from schemas.base import moved
from schemas.codes.dispatch import Role
from schemas.wire import BATCH, BATCH_BYTES, Ack, Acks
from server.access import Actor, require
from server.doors import Received
from server.errors import (
    AfterRevocation,
    Erased,
    IdReuse,
    Invalid,
    NotAllowed,
    NotNow,
    StorageBusy,
    StorageFull,
    TooLarge,
    TooManyTries,
)
from server.ids import derived
from server.journal import Change
from server.storage.database import Row, Tx
from server.sync import custody, store
from server.sync.branch import Branch
from server.sync.custody import Heard, Verdict
from server.sync.incoming import Incoming, name, read

log = logging.getLogger("field727.sync")


class Arrived(NamedTuple):
    """A row of a batch, and the keyed fingerprint its receipt is kept with."""

    incoming: Incoming
    mac: bytes


async def receive(branch: Branch, device_id: str, raws: Sequence[bytes]) -> Acks:
    """Take a batch from a device, oldest first; the answer comes after COMMIT.

    Raises:
        TooLarge: more than 100 commands or 256 KiB; half of it may pass.
    """
    if len(raws) > BATCH or sum(map(len, raws)) > BATCH_BYTES:
        raise TooLarge(f"at most {BATCH} commands or {BATCH_BYTES} bytes in a batch")
    branch.devices.heard(device_id)
    granted = branch.pace.take(device_id, len(raws))
    acks = await _settled(branch, device_id, raws[:granted])
    if acks:
        branch.keeping.commands(next((ack.code for ack in acks if ack.r == "retry"), None))
    for index in range(granted, len(raws)):
        acks.append(Ack(id=name(index, raws[index]), r="retry", code=TooManyTries.code))
    head = await branch.database.read(store.head)
    return Acks(acks=tuple(acks), backup_seq=head["backup_seq"])


async def ask(branch: Branch, ids: Sequence[tuple[str, str]]) -> Acks:
    """After a lost answer: the acks of those among these rows (id, hash) that are known here.

    Raises:
        Invalid: what should be a hash is none.
    """
    hashes = [(command_id, _hex(hashed)) for command_id, hashed in ids]

    def look(tx: Tx) -> Acks:
        found = []
        for command_id, hashed in hashes:
            known = store.receipt(tx, command_id)
            if known is not None and known["mac"] == branch.vault.mac("receipt", hashed):
                found.append(_again(command_id, known))
        return Acks(acks=tuple(found), backup_seq=store.head(tx)["backup_seq"])

    return await branch.database.read(look)


def overdue(branch: Branch, command_id: str, now: int, tx: Tx, *, is_late: bool) -> None:
    """A held row has waited for a day: it waits no longer."""
    custody.overdue(branch, command_id, _apply, now, tx, is_late=is_late)


def understood(branch: Branch, command_id: str, now: int, tx: Tx) -> None:
    """A held row may be of a version that is known by now."""
    custody.understood(branch, command_id, _apply, now, tx)


async def _settled(branch: Branch, device_id: str, raws: Sequence[bytes]) -> list[Ack]:
    """Answer these rows, whatever they are; each is told of the row before it of its entity."""
    rows, works = [], list[Callable[[Tx], Ack]]()
    last: dict[str, Arrived] = {}
    for index, raw in enumerate(raws):
        incoming = read(branch.opener, device_id, index, raw)
        arrived = Arrived(incoming, branch.vault.mac("receipt", incoming.hash))
        works.append(partial(_settle, branch, device_id, arrived, last.get(incoming.row.entity)))
        rows.append(incoming)
        last[incoming.row.entity] = arrived
    try:
        told = await branch.database.write_all(works)
    except NotNow as refusal:
        told = [refusal] * len(rows)
    return [_acked(incoming, said) for incoming, said in zip(rows, told, strict=True)]


def _acked(incoming: Incoming, said: Ack | Exception) -> Ack:
    """The answer to a row, of which whatever failed is to come again."""
    if isinstance(said, Ack):
        return said
    if isinstance(said, NotNow):
        return Ack(id=incoming.named, r="retry", code=said.code)
    log.error("a row could not be settled", extra={"command": incoming.row.id}, exc_info=said)
    return Ack(id=incoming.named, r="retry", code="internal_error")


def _settle(branch: Branch, device_id: str, arrived: Arrived, before: Arrived | None, tx: Tx) -> Ack:
    """Answer one row for good: apply it or take it into custody, and keep the receipt."""
    if branch.database.is_short:
        raise StorageFull("What room is left is kept for those who read")
    incoming, mac = arrived
    row = incoming.row
    earlier = None if before is None else before.incoming.row.id
    seen = store.look(tx, row.id, device_id=device_id, entity=row.entity, before=earlier)
    is_known = seen["outcome"] is not None
    if is_known and seen["mac"] == mac:
        return _again(incoming.named, seen)
    if not is_known and (seen["was_settled"] or _promised(seen, row.dseq)):
        return Ack(id=incoming.named, r="dup")
    if before is not None and not _is_answered(seen, before, tx):
        raise StorageBusy("The row before this one could not be taken")
    now = branch.clock.now()
    heard = Heard(device=device_id, at=now, skew_ms=int(seen["skew_ms"] or 0), now=now)
    if is_known:
        return _reused(branch, incoming, heard, mac, tx)
    verdict = custody.attempt(partial(_apply, branch, incoming, heard, tx), incoming, tx)
    if verdict.r == "held":
        verdict = custody.hold(branch, incoming, heard, verdict.code, row.id, tx)
    ack = _told(incoming, verdict, tx)
    store.add_receipt(tx, _receipt(row.id, incoming, heard, mac, ack))
    # Also of an intent that is held: no fact waits for what somebody only wanted.
    is_awaited = seen["is_awaited"] or row.type in branch.admits
    if is_awaited and (ack.r == "ok" or (ack.r == "held" and not incoming.is_fact)):
        custody.release(branch, incoming, _apply, now, tx)
    return ack


def _reused(branch: Branch, incoming: Incoming, heard: Heard, mac: bytes, tx: Tx) -> Ack:
    """Other bytes under a known id: both are kept, and somebody at the desk must look."""
    kept_as = _name_of_reused(incoming)
    known = store.receipt(tx, kept_as)
    if known is not None:
        return _again(incoming.named, known)
    ack = _told(incoming, custody.hold(branch, incoming, heard, IdReuse.code, kept_as, tx), tx)
    store.add_receipt(tx, _receipt(kept_as, incoming, heard, mac, ack))
    branch.alarm(tx, "id_reuse", kept_as, person_id=incoming.row.person, now=heard.now)
    return ack


def _told(incoming: Incoming, verdict: Verdict, tx: Tx) -> Ack:
    """What the phone is told. What was deleted for good is answered as done."""
    if verdict.r == "erased":
        return Ack(id=incoming.named, r="ok", code=Erased.code, seq=store.head(tx)["seq"])
    return Ack(id=incoming.named, r=verdict.r, code=verdict.code or None, seq=verdict.seq)


def _receipt(kept_as: str, incoming: Incoming, heard: Heard, mac: bytes, ack: Ack) -> store.Receipt:
    return store.Receipt(
        command_id=kept_as,
        device=heard.device,
        dseq=incoming.row.dseq,
        mac=mac,
        outcome=ack.r,
        code=ack.code,
        seq=ack.seq or 0,
        at=heard.at,
    )


def _again(named: str, known: Row) -> Ack:
    return Ack(id=named, r=known["outcome"], code=known["code"], seq=known["seq"], again=True)


def _is_answered(seen: Row, before: Arrived, tx: Tx) -> bool:
    if _promised(seen, before.incoming.row.dseq):
        return True
    if seen["before_mac"] is None:
        return False
    if seen["before_mac"] == before.mac:
        return True
    # Its id is known for other bytes: then these are kept under one of their own.
    return store.receipt(tx, _name_of_reused(before.incoming)) is not None


def _name_of_reused(incoming: Incoming) -> str:
    return derived(incoming.row.id, incoming.hash.hex())


def _promised(seen: Row, dseq: int) -> bool:
    """True when the device promised, in this epoch, never to send this number again; a copy cannot promise."""
    if seen["cloned_at"] is not None or seen["low_water_epoch"] != seen["epoch"]:
        return False
    return bool(dseq <= seen["low_water"])


# ------------------------------------------------------------------ applying


def _apply(branch: Branch, incoming: Incoming, heard: Heard, tx: Tx) -> int:
    """Check, do what must come first, run the handler; answers the number of the change set."""
    row, now = incoming.row, heard.now
    sender = store.sender(tx, heard.device, row.person, about=incoming.about)
    _check_sender(sender, incoming)
    if incoming.problem is not None:
        raise incoming.problem
    actor = Actor(person_id=row.person, device_id=heard.device, roles=_roles(sender))
    require(actor, row.type, branch.organization.kind)
    if sender[0]["erased_at"] is not None:
        raise Erased("deleted for good")
    if not heard.is_overdue:
        custody.check_rest(tx, incoming)
    received = _received(incoming, heard)
    if incoming.is_fact:
        _prepare(branch, received, tx, now)
    handler = branch.handlers[row.type]

    def work(change: Change) -> None:
        handler(change, actor, received, now)

    return branch.journal.change(tx, actor, work, command_id=row.id, now=now)[1]


def _check_sender(sender: Sequence[Row], incoming: Incoming) -> None:
    """The device and the person may still hand over work, and belong together.

    Raises: AfterRevocation, NotAllowed; Invalid for a row that does not say whose it is.
    """
    if not sender or sender[0]["revoked_at"] is not None:
        raise AfterRevocation("this device was shut out")
    if incoming.problem is not None and not incoming.is_framed:
        raise incoming.problem
    if sender[0]["person"] is None:
        raise NotAllowed("this person never signed in on this device")
    if sender[0]["ended_at"] is not None:
        raise AfterRevocation("this person was shut out")


def _prepare(branch: Branch, received: Received[Any], tx: Tx, now: int) -> None:
    """A fact never waits for an intent: make what it hangs on to, as a change set of the server's own."""
    for part in branch.slices:
        for needs in part.prerequisites:
            order = needs(tx, received)
            if order is not None:
                branch.order(tx, order, now=now, command_id=received.id)


def _received(incoming: Incoming, heard: Heard) -> Received[Any]:
    row = incoming.row
    return Received(
        id=row.id,
        type=row.type,
        v=row.v,
        entity=row.entity,
        person=row.person,
        device_at=row.at,
        skew_ms=heard.skew_ms,
        corrected_at=min(moved(row.at, heard.skew_ms), heard.at),
        received_at=heard.at,
        args=incoming.args,
        base=row.base,
        after=row.after,
    )


def _roles(sender: Sequence[Row]) -> frozenset[Role]:
    return frozenset(_role(row["role"]) for row in sender if row["role"] is not None)


@cache
def _role(said: str) -> Role:
    role: Role = msgspec.convert(said, Role)
    return role


def _hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise Invalid("a row hash is hex") from error
