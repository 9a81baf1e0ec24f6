"""The door in: every well-framed command ends `ok`, `dup` or `held`; only `retry` leaves it with the phone.

A command is applied, answered and numbered in one transaction, in a savepoint of its own: one bad command never fails
its batch. A refusal does not lose it either: it goes into custody in that same transaction, sealed, with an owner.

*No duplicate*: receipt and effect are one transaction; pruned receipts are covered by the device's `low_water`.
"""

import asyncio
import logging
from collections.abc import Sequence
from functools import partial
from typing import Any

import msgspec

from schemas.base import Struct
from schemas.codes.dispatch import Role
from schemas.commands import COMMANDS
from schemas.wire import BATCH, BATCH_BYTES, Ack, Acks, OutboxRow
from server.access import Actor, require
from server.decode import decode
from server.doors import Received
from server.errors import (
    AfterRevocation,
    Dependency,
    Erased,
    IdReuse,
    Invalid,
    NotAllowed,
    NotNow,
    Refusal,
    TooLarge,
    UnsupportedVersion,
    held_as,
)
from server.journal import Change, is_erased, record
from server.storage.database import Row, Tx
from server.sync import store
from server.sync.branch import Branch
from server.sync.envelope import row_hash
from server.vault import Retention

log = logging.getLogger("field727.sync")

SKEW_TOLD_MS = 120_000
"""A device clock further off than this is flagged, never refused (protocol.md §5)."""


class Incoming(Struct, frozen=True, kw_only=True):
    """One row as it arrived, opened as far as it could be."""

    row: OutboxRow
    text: str
    hash: bytes
    args: Any = None
    problem: Refusal | None = None


async def receive(branch: Branch, device_id: str, raws: Sequence[bytes]) -> Acks:
    """Take a batch from a device, oldest first; the answer comes after COMMIT.

    Raises:
        TooLarge: more than 100 commands or 256 KiB; half of it may pass.
    """
    if len(raws) > BATCH or sum(map(len, raws)) > BATCH_BYTES:
        raise TooLarge(f"at most {BATCH} commands or {BATCH_BYTES} bytes in a batch")
    acks = await asyncio.gather(*(_one(branch, device_id, index, raw) for index, raw in enumerate(raws)))
    head = await branch.database.read(store.head)
    return Acks(acks=tuple(acks), backup_seq=head["backup_seq"])


async def ask(branch: Branch, ids: Sequence[tuple[str, str]]) -> Acks:
    """After a lost answer: the acks of those among these rows (id, hash) that are known here."""

    def look(tx: Tx) -> Acks:
        found = []
        for command_id, hashed in ids:
            known = store.receipt(tx, command_id)
            if known is not None and known["mac"] == branch.vault.mac("receipt", _hex(hashed)):
                found.append(_again(command_id, known))
        return Acks(acks=tuple(found), backup_seq=store.head(tx)["backup_seq"])

    return await branch.database.read(look)


async def _one(branch: Branch, device_id: str, index: int, raw: bytes) -> Ack:
    try:
        incoming = _open(branch, raw)
    except Invalid as refusal:
        log.info("unframed row", extra={"index": index, "code": refusal.code})
        return Ack(id=f"#{index}", r="held", code=refusal.code)
    try:
        return await branch.database.write(partial(_settle, branch, device_id, incoming))
    except NotNow as refusal:
        return Ack(id=incoming.row.id, r="retry", code=refusal.code)


def _open(branch: Branch, raw: bytes) -> Incoming:
    """Decode the header and, outside the writer, open the seal: the slow part."""
    row = decode(raw, OutboxRow)
    hashed = row_hash(row)
    known = COMMANDS.get(row.type)
    args, problem = None, None
    try:
        if known is None or row.v != known.v:
            raise UnsupportedVersion(f"{row.type} version {row.v}")
        args = decode(branch.opener.open(row), known.args)
    except Refusal as refusal:
        problem = refusal
    return Incoming(row=row, text=raw.decode(), hash=hashed, args=args, problem=problem)


def _settle(branch: Branch, device_id: str, incoming: Incoming, tx: Tx) -> Ack:
    """Answer one command for good: apply it or take it into custody, and keep the receipt."""
    row = incoming.row
    mac = branch.vault.mac("receipt", incoming.hash)
    known = store.receipt(tx, row.id)
    if known is not None:
        if known["mac"] == mac:
            return _again(row.id, known)
        return _reused(branch, device_id, incoming, tx)
    device = store.device(tx, device_id)
    if device is not None and _promised(tx, device, row.dseq):
        return Ack(id=row.id, r="dup")
    ack = _try(branch, device_id, device, incoming, tx)
    store.add_receipt(
        tx,
        command_id=row.id,
        device=device_id,
        dseq=row.dseq,
        mac=mac,
        outcome=ack.r,
        code=ack.code,
        seq=ack.seq or 0,
        at=branch.clock.now(),
    )
    if ack.r == "ok":
        _release(branch, store.waiting_for(tx, row.id), tx)
        if row.type == "call.take":
            _release(branch, store.waiting_for_a_call(tx), tx)
    return ack


def _try(branch: Branch, device_id: str, device: Row | None, incoming: Incoming, tx: Tx) -> Ack:
    row = incoming.row
    try:
        seq = tx.attempt(partial(_apply, branch, device_id, device, incoming, tx))
    except NotNow:
        raise
    except Erased:
        return Ack(id=row.id, r="ok", code="erased", seq=store.head(tx)["seq"])
    except Exception as problem:
        code = held_as(problem) or "invalid"
        if not isinstance(problem, Refusal):
            log.exception("handler failed", extra={"command": row.id, "type": row.type})
        return Ack(id=row.id, r="held", code=code, seq=_hold(branch, device_id, incoming, code, row.id, tx))
    return Ack(id=row.id, r="ok", seq=seq)


def _apply(branch: Branch, device_id: str, device: Row | None, incoming: Incoming, tx: Tx) -> int:
    """Check, do what must come first, run the handler; answers the number of the change set."""
    row = incoming.row
    now = branch.clock.now()
    if device is None or device["revoked_at"] is not None:
        raise AfterRevocation("this device was shut out")
    if not store.had_session(tx, row.person, device_id):
        raise NotAllowed("this person never signed in on this device")
    if incoming.problem is not None:
        raise incoming.problem
    actor = Actor(person_id=row.person, device_id=device_id, roles=_roles(tx, row.person))
    require(actor, row.type, branch.organization.kind)
    _check_dependency(tx, row)
    received = _received(incoming, int(device["skew_ms"] or 0), now)
    _check_erased(tx, received)
    if COMMANDS[row.type].nature == "fact":
        _prepare(branch, received, tx, now)
    handler = branch.handlers[row.type]

    def work(change: Change) -> None:
        handler(change, actor, received, now)

    return branch.journal.change(tx, actor, work, command_id=row.id, now=now)[1]


def _prepare(branch: Branch, received: Received[Any], tx: Tx, now: int) -> None:
    """A fact never waits for an intent: make what it hangs on to, as a change set of the server's own."""
    for part in branch.slices:
        for needs in part.prerequisites:
            order = needs(tx, received)
            if order is not None:
                branch.order(tx, order, now=now, command_id=received.id)


def _received(incoming: Incoming, skew_ms: int, now: int) -> Received[Any]:
    row = incoming.row
    return Received(
        id=row.id,
        type=row.type,
        v=row.v,
        entity=row.entity,
        person=row.person,
        device_at=row.at,
        skew_ms=skew_ms,
        corrected_at=max(0, row.at + skew_ms),
        received_at=now,
        args=incoming.args,
        base=row.base,
        after=row.after,
    )


def _check_dependency(tx: Tx, row: OutboxRow) -> None:
    """`after` may only point at an earlier command; while that has not been applied, this one waits."""
    if row.after is None:
        return
    earlier = store.receipt(tx, row.after)
    if earlier is None or earlier["outcome"] != "ok":
        raise Dependency("the command this one rests on has not been applied")


def _check_erased(tx: Tx, received: Received[Any]) -> None:
    about = getattr(received.args, "call_id", None) or received.entity
    if is_erased(tx, about):
        raise Erased("deleted for good")


def _roles(tx: Tx, person_id: str) -> frozenset[Role]:
    return frozenset(msgspec.convert(role, Role) for role in store.roles_of(tx, person_id))


def _promised(tx: Tx, device: Row, dseq: int) -> bool:
    """True when the device promised, in this epoch, never to send this number again."""
    same_epoch = device["low_water_epoch"] == store.head(tx)["epoch"]
    return bool(same_epoch and dseq <= (device["low_water"] or 0))


def _again(command_id: str, known: Row) -> Ack:
    return Ack(id=command_id, r=known["outcome"], code=known["code"], seq=known["seq"], again=True)


def _reused(branch: Branch, device_id: str, incoming: Incoming, tx: Tx) -> Ack:
    """Other bytes under a known id: keep both, say so."""
    kept_as = f"{incoming.row.id}~{incoming.hash.hex()[:12]}"
    seq = _hold(branch, device_id, incoming, IdReuse.code, kept_as, tx)
    return Ack(id=incoming.row.id, r="held", code=IdReuse.code, seq=seq)


def _hold(branch: Branch, device_id: str, incoming: Incoming, code: str, kept_as: str, tx: Tx) -> int:
    row = incoming.row
    actor = Actor(person_id=row.person, device_id=device_id)

    def work(change: Change) -> None:
        store.hold(
            change,
            command_id=kept_as,
            device=device_id,
            person=row.person,
            type_=row.type,
            entity=row.entity,
            after=row.after,
            code=code,
            owner="supervisor",
            row=incoming.text,
        )
        scopes = [f"person:{row.person}", *(f"custody:{unit}" for unit in store.units_of(tx, row.person))]
        coded = {"type": row.type, "code": code, "entity": row.entity}
        record(change, kind="command.held", entity_type="held", entity_id=kept_as, coded=coded, audience=scopes)

    return branch.journal.change(tx, actor, work, command_id=kept_as, now=branch.clock.now())[1]


def _release(branch: Branch, waiting: Sequence[Row], tx: Tx) -> None:
    """What others waited for has been applied: apply them now, each in a savepoint of its own."""
    for held in waiting:
        opened = branch.vault.open(entity=held["command_id"], retention=Retention.HELD, sealed=bytes(held["sealed"]))
        if opened is not None:
            _retry_held(branch, held, _open(branch, opened["row"].encode()), tx)


def _retry_held(branch: Branch, held: Row, incoming: Incoming, tx: Tx) -> None:
    device = store.device(tx, held["device"])
    try:
        tx.attempt(partial(_apply, branch, held["device"], device, incoming, tx))
    except Refusal as refusal:
        log.info("held command still refused", extra={"command": incoming.row.id, "code": refusal.code})
        return

    def close(change: Change) -> None:
        store.resolve_held(change, held["command_id"], "applied")
        record(
            change,
            kind="command.released",
            entity_type="held",
            entity_id=held["command_id"],
            coded={"type": incoming.row.type},
            audience=[f"person:{incoming.row.person}"],
        )

    actor = Actor(person_id=incoming.row.person, device_id=held["device"])
    branch.journal.change(tx, actor, close, command_id=incoming.row.id, now=branch.clock.now())
    _release(branch, store.waiting_for(tx, incoming.row.id), tx)


def _hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise Invalid("a row hash is hex") from error
