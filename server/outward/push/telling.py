"""What a phone tells of its alarm: where it is rung, whether it rang, that an alarm stood on its screen."""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any, Final

import msgspec

from schemas.wire import AlarmAddress, AlarmHeard
from server.access import Actor
from server.doors import Order, Outward, Slice
from server.errors import Invalid, NotAllowed
from server.identity import store as keys
from server.identity.rules import PUSH_KEY
from server.journal import Change, record, send_later
from server.outward.push import store
from server.outward.push.rules import check_address
from server.storage.database import Tx
from server.sync.branch import Branch
from server.vault import Vault

TEST: Final = "alarm_test"
TRIAL: Final = "alarm.trial"
"""What its payload is about."""

TEST_IN_MS: Final = 10_000
"""Time to lock the phone, so that what rings is what would ring at night."""

ONE_IN_MS: Final = 15_000
"""At most one test of a device in so long."""

TEST_FOR_MS: Final = 60_000
"""So long somebody waits for it to ring; afterwards the phone may be nobody's to ring."""


RUNG: Final = frozenset({"responder", "interrupter", "site_lead"})


async def rings_at(branch: Branch, actor: Actor, address: AlarmAddress, own: frozenset[str]) -> None:
    """Ring this person there, on this device, until they sign out. Telling the same again changes nothing.

    Raises: Invalid, when the address is none of a push service; NotAllowed, where this person is not rung.
    """
    await _check_rung(branch, actor)
    if not await is_rung(branch):
        raise NotAllowed("Phones of this organization are not rung")
    check_address(address, own)
    if await branch.database.read(partial(_is_known, branch, actor, address)):
        return
    await branch.act(lambda change: _keep(change, actor, address))


async def is_rung(branch: Branch) -> bool:
    """Whether phones of this organization are rung at all, as it stands now."""
    desk = await branch.database.read(keys.desk)
    return branch.organization.rings(site=bool(desk["rings"]))


async def _check_rung(branch: Branch, actor: Actor) -> None:
    """Only who is sent out is rung, and in a site the lead, where that is switched on."""
    if not actor.roles & RUNG or (branch.organization.kind == "site" and not await is_rung(branch)):
        raise NotAllowed("Only the phones of those who are sent out are rung")


def _is_known(branch: Branch, actor: Actor, address: AlarmAddress, tx: Tx) -> bool:
    row = store.find(tx, str(actor.device_id))
    return row is not None and row["person_id"] == actor.person_id and store.address_of(branch.vault, row) == address


def _keep(change: Change, actor: Actor, address: AlarmAddress) -> None:
    device_id, person_id = str(actor.device_id), actor.person_id
    sealed = change.vault.seal(
        entity=store.name(device_id, person_id),
        subjects=(person_id,),
        retention=store.KEPT,
        fields=msgspec.to_builtins(address),
    )
    store.put_address(change.tx, device_id, person_id, sealed, change.at)
    note(change, device_id, "device.alarm_on")


async def test(branch: Branch, actor: Actor) -> None:
    """Ring this device in ten seconds, as an offer would. One that is still under way is the one.

    It is an effect of its own kind, so that no test takes the room of an offer.
    Raises: NotAllowed, for somebody who is not rung.
    """
    await _check_rung(branch, actor)

    def work(change: Change) -> None:
        of_device = f"{TEST}|{actor.device_id}|"
        if not store.waits(change.tx, TEST, of_device, since=change.at - TEST_FOR_MS):
            until = change.at + TEST_FOR_MS
            payload = {"about": TRIAL, "device_id": actor.device_id, "person_id": actor.person_id, "until": until}
            key = f"{of_device}{change.at // ONE_IN_MS}"
            send_later(change, kind=TEST, key=key, payload=payload, at=change.at + TEST_IN_MS)

    await branch.act(work)


def _is_awaited(_tx: Tx, _vault: Vault, payload: Mapping[str, Any], now: int) -> bool:
    """Whether somebody still waits for it to ring."""
    return now <= int(payload["until"])


SLICE: Final = Slice(outward={TRIAL: Outward(is_wanted=_is_awaited, told=None)})
"""What a city plugs in so that no trial rings who stopped waiting for it."""


async def shown(branch: Branch, alarm_id: str) -> None:
    """An alarm stood on a screen: whoever had it sent is told. For an id that nobody was sent nothing is written."""
    if not await branch.database.read(partial(store.is_awaited, alarm_id=alarm_id)):
        return
    await branch.database.write(partial(_shown, branch, alarm_id))


def _shown(branch: Branch, alarm_id: str, tx: Tx) -> None:
    now = branch.clock.now()
    payload = json.loads(store.shown(tx, alarm_id, now) or "{}")
    outward = branch.outward.get(payload.get("about", ""))
    if outward is not None and outward.told is not None:
        args = {**payload, "kind": "alarm", "is_carried": True}
        branch.order(tx, Order(type=outward.told, entity=payload["entity"], args=args), now=now)


async def said(branch: Branch, actor: Actor, heard: AlarmHeard) -> None:
    """The person of a phone says whether its alarm rang, or the phone that it has none. The last word stands.

    Raises: NotAllowed, for somebody who is not rung.
    """
    await _check_rung(branch, actor)

    def work(change: Change) -> None:
        store.put_state(change.tx, str(actor.device_id), actor.person_id, heard.said, change.at)
        note(change, str(actor.device_id), "device.alarm_said", said=heard.said)

    await branch.act(work)


async def ring(branch: Branch, *, rings: bool) -> None:
    """Have the phones of a site rung from now, or not any more: then no address of theirs is kept.

    Raises: Invalid, where phones are rung in any case.
    """
    if branch.organization.kind != "site":
        raise Invalid("A city's phones are rung in any case")

    def work(change: Change) -> None:
        keys.set_rings(change.tx, rings=rings)
        record(change, kind="desk.rings_set", entity_type="desk", entity_id="desk", coded={"rings": int(rings)})
        for device_id in () if rings else store.forget_addresses(change.tx, change.at):
            note(change, device_id, "device.alarm_off")

    await branch.act(work)


async def make_anew(branch: Branch) -> None:
    """Another key to sign pushes with: each phone is proven again once it subscribed to it, when it is next opened."""

    def work(change: Change) -> None:
        keys.make_anew(change.tx, PUSH_KEY)
        for device_id in store.forget_addresses(change.tx, change.at):
            note(change, device_id, "device.alarm_off")

    await branch.act(work)


def note(change: Change, device_id: str, kind: str, **coded: str) -> None:
    """Put it on record, and have the desk read the device anew."""
    record(change, kind=kind, entity_type="device", entity_id=device_id, coded=coded, audience=("desk",))
