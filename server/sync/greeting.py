"""Hello and welcome: a device tells its clocks and promises, the server tells where its log stands.

A device shows at every hello the nonce it was told at the last one (or the one before: a welcome may get lost). Two
phones that show different ones are copies of one device: from then on no promise of it is believed, because what one of
them never sends again the other may still hold.
"""

from functools import partial
from typing import Final

from schemas.wire import OLDEST_SCHEMA, Hello, Limits, Welcome
from server.access import SYSTEM, Actor
from server.errors import Invalid
from server.identity.locking import store as reading
from server.identity.locking.rules import rows_kept_until
from server.journal import Change, record
from server.storage.database import Row, Tx
from server.sync import store
from server.sync.branch import Branch
from server.sync.devices import Facts
from server.sync.store import Told
from server.sync.system import backup_age, tick_age
from server.sync.upkeep import sums

FIRST_EPOCH: Final = 1
"""No restore has been: nothing that was acknowledged can be missing here."""


async def greet(branch: Branch, actor: Actor, hello: Hello, *, reads: bool) -> Welcome:
    """Keep what the device told of itself and answer with the state of the log; whoever only uploads learns no scope.

    Raises:
        Invalid: the hello names another device than its credential.
        Busy: too many come at once.
    """
    if hello.device != actor.device_id:
        raise Invalid("the hello names another device")
    branch.admission.enter()
    now, fresh = branch.clock.now(), branch.ids.new()

    work = partial(_greet, branch, actor, hello, reads=reads, now=now, fresh=fresh)
    welcome, told = await branch.database.insist(work)
    is_clock_off = abs(told.skew_ms) > store.SKEW_TOLD_MS
    facts = Facts(told.unsent, told.app, is_clock_off=is_clock_off, is_cloned=told.cloned_at is not None)
    branch.devices.greeted(hello.device, facts)
    if reads:
        await sums.compare(branch, actor, hello)
    return welcome


def _greet(
    branch: Branch, actor: Actor, hello: Hello, tx: Tx, *, reads: bool, now: int, fresh: str
) -> tuple[Welcome, Told]:
    head, device = store.head(tx), store.device(tx, hello.device)
    assert device is not None, "a credential belongs to a device"
    told = _told(device, hello, epoch=head["epoch"], now=now, fresh=fresh)
    store.tell_device(tx, hello.device, told, now=now)
    _flag(branch, tx, device, told, now)
    if told.cloned_at is None and told.low_water_epoch == head["epoch"]:
        store.prune_receipts(tx, hello.device, told.low_water)
    welcome = Welcome(
        epoch=head["epoch"],
        nonce=told.nonce,
        now=now,
        keys=branch.vault.announced,
        scopes=tuple(store.scopes_of(tx, [actor.person_id], now)[actor.person_id]) if reads else (),
        floor=head["floor"],
        head=head["seq"],
        limits=Limits(),
        skew_ms=told.skew_ms,
        backup_seq=head["backup_seq"],
        tick_age_s=tick_age(tx, now),
        backup_age_s=backup_age(head, now),
        upgrade=hello.schema < OLDEST_SCHEMA,
        is_copy=_is_copy(device, hello, head["epoch"]),
        keep_s=_keep_s(branch, tx, actor, now) if reads else None,
    )
    return welcome, told


def _keep_s(branch: Branch, tx: Tx, actor: Actor, now: int) -> int:
    scopes = reading.scopes(tx, actor.person_id)
    return (rows_kept_until(branch.organization.kind, scopes, now) - now) // 1000


def _is_copy(device: Row, hello: Hello, epoch: int) -> bool:
    """True when somebody else was told the nonce that this one should have been."""
    return device["nonce_epoch"] == epoch and hello.nonce not in (device["nonce"], device["nonce_before"])


def _told(device: Row, hello: Hello, *, epoch: int, now: int, fresh: str) -> Told:
    nonce, before, cloned_at = device["nonce"], device["nonce_before"], device["cloned_at"]
    if device["nonce_epoch"] != epoch or hello.nonce == nonce:
        nonce, before = fresh, hello.nonce
    elif _is_copy(device, hello, epoch) and cloned_at is None:
        cloned_at = now
    low_water, promised_in = device["low_water"], device["low_water_epoch"]
    if promised_in == epoch:
        # A promise is kept: what was pruned on its strength is gone.
        low_water = max(low_water, hello.low_water)
    elif hello.resent or (promised_in == 0 and epoch == FIRST_EPOCH):
        low_water, promised_in = hello.low_water, epoch
    return Told(
        nonce=nonce,
        nonce_before=before,
        nonce_epoch=epoch,
        cloned_at=cloned_at,
        low_water=low_water,
        low_water_epoch=promised_in,
        skew_ms=now - hello.clock.wall,
        app=hello.app,
        unsent=hello.pending,
    )


def _flag(branch: Branch, tx: Tx, device: Row, told: Told, now: int) -> None:
    """Put into the log what somebody may ask about later: a copied device, a clock that is far off or right again."""
    was_off, is_off = abs(device["skew_ms"]) > store.SKEW_TOLD_MS, abs(told.skew_ms) > store.SKEW_TOLD_MS
    if told.cloned_at is not None and device["cloned_at"] is None:
        _note(branch, tx, device["id"], "device.cloned", {}, now)
    if was_off or is_off:
        kind = "device.clock_off" if is_off else "device.clock_right"
        if was_off != is_off or abs(told.skew_ms - device["skew_ms"]) > store.SKEW_TOLD_MS:
            _note(branch, tx, device["id"], kind, {"skew_ms": told.skew_ms}, now)


def _note(branch: Branch, tx: Tx, device_id: str, kind: str, coded: dict[str, int], now: int) -> None:
    def work(change: Change) -> None:
        record(change, kind=kind, entity_type="device", entity_id=device_id, coded=coded)

    branch.journal.change(tx, SYSTEM, work, now=now)
