"""An interrupter calls for help: it stands before the leads until one of them has it, whatever else is wrong with it.

Who goes is a lead's decision, by the site's own policy: another team of those on call first, and
the police only where the policy has them preset or a lead says so then. Nothing here calls anybody outside the site.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal

import msgspec

from schemas.commands import CallForHelp, EndHelp, SendHelp, SetHelpPolicy, TakeHelp
from server.access import Actor
from server.doors import Order, Outward, Received
from server.errors import Dependency, Erased, NotAllowed
from server.interruption.rules import helps as rules
from server.interruption.store import helps as store
from server.interruption.store import people, policies
from server.journal import Change, cancel, due_at, erase, hide, is_erased, record, send_later
from server.ladder import HELP_AGAIN_MS, HELP_STEPS, next_at
from server.storage.database import Tx
from server.vault import Vault

CLIMB: Final = "help.climb"
FORGET: Final = "help.forget"

ABOUT: Final = "help"
"""What the payload of its pushes and texts is about."""

Why = Literal["called", "untaken", "named", "sent"]
"""Why somebody is rung: it was called, nobody has it, they are to take it by name, or they are asked to go."""


def call(tx: Change, actor: Actor, command: Received[CallForHelp], now: int) -> None:
    """Somebody is in trouble. Nothing keeps the call back; said again of the same id it was said once.

    Raises: Erased, when it is long over, and gone.
    """
    help_id = command.entity
    if is_erased(tx, help_id):
        raise Erased("deleted for good")
    if store.find(tx, tx.vault, help_id) is not None:
        return
    at = command.happened_at(command.args.pressed_at)
    made = rules.InTrouble(by=actor.person_id, raised_at=at, received_at=now)
    _keep(tx, help_id, None, made, what="called")
    due_at(tx, kind=CLIMB, entity_id=help_id, at=now + HELP_STEPS["told"])
    _tell(tx, help_id, made, people.leads(tx), why="called")


def take(tx: Change, _actor: Actor, command: Received[TakeHelp], _now: int) -> None:
    """A lead has it.

    Raises:
        Dependency: nothing is known yet of this call for help.
        Erased: it is long over, and gone.
    """
    before = _known(tx, command.entity)
    after = rules.taken(before, at=command.happened_at(command.args.at))
    _keep(tx, command.entity, before, after, what="taken")


def end(tx: Change, actor: Actor, command: Received[EndHelp], _now: int) -> None:
    """Whoever called needs it no longer, as they say themselves, or a lead.

    Raises:
        Dependency: nothing is known yet of this call for help.
        Erased: it is long over, and gone.
        NotAllowed: somebody else called.
    """
    before = _known(tx, command.entity)
    if "site_lead" not in actor.roles and actor.person_id != before.by:
        raise NotAllowed("This was called by somebody else.")
    after = rules.ended(before, command.args.ending, at=command.happened_at(command.args.at))
    _keep(tx, command.entity, before, after, what="ended")


def send(tx: Change, actor: Actor, command: Received[SendHelp], now: int) -> None:
    """A lead sent somebody, and so has it. Another team: whoever is on call now is asked; nobody off call ever is.

    Raises:
        Dependency: nothing is known yet of this call for help.
        Erased: it is long over, and gone.
    """
    before, args = _known(tx, command.entity), command.args
    asked = people.on_call(tx, tx.vault, now) if args.to == "team" and before.ended_at is None else []
    sent = rules.Sent(
        id=command.id,
        to=args.to,
        by=actor.person_id,
        at=command.happened_at(args.at),
        at_risk=args.at_risk,
        policy=args.policy,
        asked=tuple(person_id for person_id in asked if person_id != before.by),
    )
    after = rules.with_sent(before, sent)
    _keep(tx, command.entity, before, after, what="sent")
    if after is not before:
        for person_id in sent.asked:
            _push(tx, f"{ABOUT} sent {command.id} {person_id}", command.entity, person_id, why="sent")


def ask(tx: Change, person_id: str) -> None:
    """Somebody came on call: they are asked to go wherever another team is wanted."""
    for help_id, before in store.known(tx, tx.vault).items():
        after = rules.asked_too(before, person_id)
        _keep(tx, help_id, before, after, what="sent")
        if after != before:
            _push(tx, f"{ABOUT} sent {help_id} {tx.seq} {person_id}", help_id, person_id, why="sent")


def set_policy(tx: Change, actor: Actor, command: Received[SetHelpPolicy], _now: int) -> None:
    """From now this is who is sent; the leads see it in place of the one before, which stays on record."""
    before = policies.newest(tx)
    policies.add(tx, command.entity, command.args, by=actor.person_id, at=tx.at)
    if before is not None and before[0] != command.entity:
        hide(tx, "desk", "help_policy", before[0])
    record(
        tx,
        kind="help.policy_set",
        entity_type="help_policy",
        entity_id=command.entity,
        coded={},
        audience=("desk",),
    )


def climb(tx: Change, order: Order, _now: int) -> None:
    """No lead has it yet: they are told once more, and last the board says whom to phone by name.

    Nothing comes after that step. After a gap that step comes at once, and nothing leaves the house.
    """
    before = store.find(tx, tx.vault, order.entity)
    if before is None or not before.is_untaken or before.phone_at is not None:
        return
    later = next_at(HELP_STEPS, since=before.received_at, now=tx.at)
    if later is not None and not order.is_late:
        due_at(tx, kind=CLIMB, entity_id=order.entity, at=later)
        _tell(tx, order.entity, before, people.leads(tx), why="untaken")
        return
    _keep(tx, order.entity, before, rules.to_be_phoned(before, at=tx.at), what="phone")
    _tell(tx, order.entity, before, policies.on_call(tx), why="named")


def forget(tx: Change, order: Order, _now: int) -> None:
    """A lead had it and it is a day over: nothing of it can be read any more."""
    store.forget(tx, order.entity)
    erase(tx, order.entity)


def _known(tx: Change, help_id: str) -> rules.InTrouble:
    if is_erased(tx, help_id):
        raise Erased("deleted for good")
    found = store.find(tx, tx.vault, help_id)
    if found is None:
        raise Dependency("Nothing is known of this call for help yet.")
    return found


def _keep(tx: Change, help_id: str, before: rules.InTrouble | None, after: rules.InTrouble, *, what: str) -> None:
    """Keep it sealed, show it to the leads, whoever called and whoever was asked to go, and set its timers."""
    if after == before:
        return
    kept = after if before is None else msgspec.structs.replace(after, version=before.version + 1)
    store.put(tx, tx.vault, help_id, kept)
    record(
        tx,
        kind="help.told",
        entity_type="help",
        entity_id=help_id,
        coded={},
        personal={"what": what, **msgspec.to_builtins(kept)},
        retention=store.KEPT,
        subjects=(help_id,),
        audience=("desk", *(f"person:{person_id}" for person_id in sorted({kept.by, *kept.asked}))),
    )
    if not kept.is_untaken:
        cancel(tx, kind=CLIMB, entity_id=help_id)
    if kept.is_settled and before is not None and not before.is_settled:
        due_at(tx, kind=FORGET, entity_id=help_id, at=tx.at + rules.FORGET_MS)


# ---------------------------------------------------------------- what leaves the house, where the site has that


def _tell(tx: Change, help_id: str, help_: rules.InTrouble, who: Iterable[str], *, why: Why) -> None:
    """Ring these people, and send a text to whoever is named: once for all that one person calls and nobody has."""
    untaken = store.untaken_of(tx, tx.vault, help_.by)
    trouble = f"{ABOUT} {why} {untaken[0] if untaken else help_id} {tx.at // HELP_AGAIN_MS}"
    for person_id in who:
        _push(tx, f"{trouble} {person_id}", help_id, person_id, why=why)
        if why == "named" and people.rings(tx):
            payload = _payload(help_id, person_id, why) | {"word": "site_waits", "digits": None}
            send_later(tx, kind="sms", key=f"text {trouble} {person_id}", payload=payload)


def _push(tx: Change, key: str, help_id: str, person_id: str, *, why: Why) -> None:
    if people.rings(tx):
        send_later(tx, kind="push", key=key, payload=_payload(help_id, person_id, why))


def _payload(help_id: str, person_id: str, why: Why) -> dict[str, Any]:
    return {"about": ABOUT, "entity": help_id, "person_id": person_id, "why": why}


def _is_wanted(tx: Tx, vault: Vault, payload: Mapping[str, Any], now: int) -> bool:
    """Whether it is still of use: no lead has it; whoever is asked to go is on call, and it is not over."""
    found = store.find(tx, vault, payload["entity"])
    if found is None:
        return False
    if payload["why"] == "sent":
        return found.ended_at is None and payload["person_id"] in people.on_call(tx, vault, now)
    return bool(store.untaken_of(tx, vault, found.by))


OUTWARD: Final = {ABOUT: Outward(is_wanted=_is_wanted, told=None)}
