"""Somebody at work calls for help: it stands before the desk until somebody has it, whatever else is wrong with it."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, Final

from msgspec import to_builtins
from msgspec.structs import replace

from schemas.commands import CallForHelp, EndHelp, PlaceHelp, TakeHelp
from server import supervisors
from server.access import Actor
from server.dispatch.commands.own import DESK
from server.dispatch.commands.settling import settle_unit
from server.dispatch.rules.calls import ON_DESK_MS
from server.dispatch.store import helps, policies, units
from server.doors import Order, Outward, Received
from server.errors import Dependency, NotAllowed
from server.journal import Change, cancel, due_at, key_name, record, refresh, send_later, withdraw
from server.ladder import HELP_AGAIN_MS, HELP_STEPS, next_at
from server.storage.database import Row, Tx
from server.vault import Retention, Vault

DEADLINE: Final = "help.climb"

FORGET_MS: Final = 24 * 3_600_000
"""The longest anybody knows where somebody was (the rule of the field for places of staff)."""


def call(tx: Change, actor: Actor, command: Received[CallForHelp], now: int) -> None:
    """Somebody is in trouble. A unit that is not theirs is left out: nothing keeps the call itself back."""
    said = command.args.unit_id
    unit_id = said if said is not None and units.was_on(tx, actor.person_id, said) else None
    at = command.happened_at(command.args.pressed_at)
    helps.add(tx, command.entity, unit_id=unit_id, person_id=actor.person_id, raised_at=at, now=now)
    tell(tx, command.entity, "help.called", at=at)
    if _is_untaken(known_help(tx, command.entity)):
        due_at(tx, kind=DEADLINE, entity_id=command.entity, at=now + HELP_STEPS["told"])


def place(tx: Change, actor: Actor, command: Received[PlaceHelp], _now: int) -> None:
    """Where they are, over what was measured before: sealed under a key of its own, gone within a day.

    The journal knows that it was told, and never what.

    Raises:
        Dependency: nothing is known yet of this call for help.
        NotAllowed: somebody else called.
    """
    known, help_id = known_help(tx, command.entity), command.entity
    if actor.person_id != known["person_id"]:
        raise NotAllowed("This was called by somebody else.")
    told = replace(command.args.position, at=command.corrected(command.args.position.at))
    if known["ended_at"] is not None or tx.at - told.at >= FORGET_MS:
        return
    if told.at < (helps.placed_at(tx, tx.vault, help_id) or 0):
        return
    sealed = tx.vault.seal(
        entity=key_name("help", help_id),
        subjects=(_place_of(help_id), actor.person_id),
        retention=Retention.POSITION,
        fields=to_builtins(told),
    )
    helps.set_position(tx, help_id, sealed)
    due_at(tx, kind="help.forget", entity_id=help_id, at=told.at + FORGET_MS)
    tell(tx, help_id, "help.placed")


def forget(tx: Change, order: Order, _now: int) -> None:
    """Where they were is gone, in every copy: its key is destroyed."""
    cancel(tx, kind="help.forget", entity_id=order.entity)
    if not helps.has_position(tx, order.entity):
        return
    helps.set_position(tx, order.entity, None)
    refresh(tx, "help", order.entity)
    subject = _place_of(order.entity)
    tx.vault.condemn(subject, Retention.POSITION)
    tx.after_commit(partial(tx.vault.destroy, subject, Retention.POSITION))


def _place_of(help_id: str) -> str:
    return f"place-of/{help_id}"


def take(tx: Change, actor: Actor, command: Received[TakeHelp], _now: int) -> None:
    """Somebody at the desk has it.

    Raises:
        Dependency: nothing is known yet of this call for help.
    """
    known_help(tx, command.entity)
    at = command.happened_at(command.args.at)
    helps.take(tx, command.entity, by=actor.person_id, at=at)
    tell(tx, command.entity, "help.taken", at=at)


def end(tx: Change, actor: Actor, command: Received[EndHelp], _now: int) -> None:
    """Whoever called needs it no longer, as they say themselves, or somebody of their unit, or the desk.

    Raises:
        Dependency: nothing is known yet of this call for help.
        NotAllowed: this responder has nothing to do with it.
    """
    known = known_help(tx, command.entity)
    if not (actor.roles & DESK or actor.person_id == known["person_id"] or _is_with(tx, actor, known)):
        raise NotAllowed("This was called by somebody else.")
    at = command.happened_at(command.args.at)
    helps.end(tx, command.entity, ending=command.args.ending, at=at)
    tell(tx, command.entity, "help.ended", at=at, ending=command.args.ending)


def climb(tx: Change, order: Order, _now: int) -> None:
    """Nobody at the desk has it yet: the supervisors are sent a text, and last the desk is told whom to phone.

    Nothing comes after that step: a named person is phoned, and it stands first on the strip until somebody has it.
    """
    found = helps.find(tx, order.entity)
    if found is None or not _is_untaken(found) or found["phone_at"] is not None:
        return
    later = next_at(HELP_STEPS, since=found["received_at"], now=tx.at)
    if later is not None:
        _text(tx, order.entity, found, supervisors.at_work(tx, now=tx.at), word="help_untaken")
        due_at(tx, kind=DEADLINE, entity_id=order.entity, at=later)
        return
    helps.phone(tx, order.entity, at=tx.at)
    tell(tx, order.entity, "help.phone_them")
    _text(tx, order.entity, found, policies.on_call(tx), word="help_named")


def _text(tx: Change, help_id: str, found: Row, people: Iterable[str], *, word: str) -> None:
    """Once for all that this person calls while nobody has any of it; after somebody had it, the next counts anew."""
    trouble = f"{helps.untaken_of(tx, found['person_id'])[0]} {tx.at // HELP_AGAIN_MS}"
    for person_id in people:
        payload = {"about": "help", "entity": help_id, "person_id": person_id, "word": word, "digits": None}
        send_later(tx, kind="sms", key=f"{word} {trouble} {person_id}", payload=payload)


def told(tx: Change, order: Order, _now: int) -> None:
    """A provider took the text to a supervisor, or the push to whoever was sent, or did not: that stands on record."""
    coded = {"person_id": order.args["person_id"], "is_carried": order.args["is_carried"]}
    record(tx, kind=order.type, entity_type="help", entity_id=order.entity, coded=coded)


def leave(tx: Change, order: Order, _now: int) -> None:
    """Somebody has it and it is long over: nobody is shown it any more, nor is whoever is on the unit next."""
    withdraw(tx, "help", order.entity)
    forget(tx, order, _now)


def _is_with(tx: Change, actor: Actor, known: Row) -> bool:
    return known["unit_id"] is not None and units.was_on(tx, actor.person_id, known["unit_id"])


def _is_untaken(known: Row) -> bool:
    return known["taken_at"] is None and known["ended_at"] is None


def _needs_text(tx: Tx, _vault: Vault, payload: Mapping[str, Any], _now: int) -> bool:
    found = helps.find(tx, payload["entity"])
    return found is not None and bool(helps.untaken_of(tx, found["person_id"]))


OUTWARD: Final = {"help": Outward(is_wanted=_needs_text, told="help.told")}


def known_help(tx: Change, help_id: str) -> Row:
    """Who called, from which unit, and how it stands.

    Raises: Dependency, when nothing is known of it yet.
    """
    found = helps.find(tx, help_id)
    if found is None:
        raise Dependency("Nothing is known of this call for help yet.")
    return found


def tell(tx: Change, help_id: str, kind: str, **coded: int | str) -> None:
    """Put it on record, and before the desk, whoever called, their unit, which needs help, and whoever was sent."""
    found = known_help(tx, help_id)
    audience = ["desk", f"person:{found['person_id']}"]
    if found["unit_id"] is not None:
        audience.append(f"unit:{found['unit_id']}")
    audience += [f"unit:{unit_id}" for unit_id in helps.sent_units(tx, help_id)]
    record(
        tx,
        kind=kind,
        entity_type="help",
        entity_id=help_id,
        coded={"unit_id": found["unit_id"], "person_id": found["person_id"], **coded},
        audience=audience,
    )
    if found["taken_at"] is not None and found["ended_at"] is not None:
        due_at(tx, kind="help.leave", entity_id=help_id, at=tx.at + ON_DESK_MS)
    if not _is_untaken(found):
        cancel(tx, kind=DEADLINE, entity_id=help_id)
    if found["unit_id"] is not None:
        settle_unit(tx, found["unit_id"], at=tx.at)
