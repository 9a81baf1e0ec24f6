"""What a supervisor is to look at: raised by what teams save, taken off by whoever looked."""

from collections.abc import Collection, Sequence
from typing import Any, Final

from schemas.codes.outcome import ReviewReason
from schemas.commands import CallForHelp, SignReview
from server.access import Actor
from server.doors import Order, Received
from server.encounters.rules import reviews as rules
from server.encounters.store import outcomes
from server.encounters.store import reviews as store
from server.errors import Dependency
from server.ids import derived
from server.journal import Change, cancel, due_at, is_erased, record, withdraw
from server.storage.database import Row, Tx

OVERSIGHT: Final = "oversight"
"""The scope of those who look."""

LEAVE: Final = "review.leave"


def look_at(
    tx: Change, encounter_id: str, *, call_id: str, unit_id: str, noticed: Collection[ReviewReason] = ()
) -> None:
    """An outcome was saved, or added to: if somebody is to look at it, it stands on the list, with all there is.

    What was `noticed` in a save stands on the list from then on, whatever is added.
    """
    call = store.call_then(tx, call_id)
    told = [*(() if call is None else rules.reasons(store.answers_of(tx, encounter_id), call)), *noticed]
    if not told:
        return
    review_id = line_of(encounter_id)
    known = store.find(tx, review_id)
    before = () if known is None else store.read(known["reasons"])
    found = rules.in_order([*told, *(each for each in before if each == "suicide_risk")])
    if found == before:
        return
    where = {"call_id": call_id, "unit_id": unit_id}
    store.add(tx, review_id, ("encounter", encounter_id), where, at=store.first_saved(tx, encounter_id), reasons=found)
    cancel(tx, kind=LEAVE, entity_id=review_id)
    _tell(tx, review_id, "review.raised", reasons=found)


def line_of(encounter_id: str) -> str:
    """The id of the line about an outcome."""
    return derived(encounter_id, "review of an outcome")


def of_help(tx: Tx, command: Received[Any]) -> Order | None:
    """Somebody calls for help: a supervisor is to look at it, whatever the desk does about it now."""
    args = command.args
    if not isinstance(args, CallForHelp) or store.find(tx, _of_help(command.entity)) is not None:
        return None
    is_theirs = args.unit_id is not None and outcomes.was_on(tx, command.person, args.unit_id)
    told = {"unit_id": args.unit_id if is_theirs else None, "at": command.happened_at(args.pressed_at)}
    return Order(type="review.raise", entity=command.entity, args=told)


def raise_help(tx: Change, order: Order, _now: int) -> None:
    """It stands on the list, with the call that the team was on."""
    unit_id, at = order.args["unit_id"], order.args["at"]
    call_id = None if unit_id is None else store.call_of_unit(tx, unit_id, at=at)
    if call_id is not None and is_erased(tx, call_id):
        call_id = None
    where = {"call_id": call_id, "unit_id": unit_id}
    store.add(tx, _of_help(order.entity), ("help", order.entity), where, at=at, reasons=("help_pressed",))
    _tell(tx, _of_help(order.entity), "review.raised", reasons=("help_pressed",))


def sign(tx: Change, actor: Actor, command: Received[SignReview], _now: int) -> None:
    """A supervisor looked, and all supervisors see who and when. What came since is still to be looked at.

    Raises:
        Dependency: nothing is known of it yet.
    """
    found = _known(tx, command.entity)
    every, before = store.read(found["reasons"]), store.read(found["seen"])
    seen = rules.in_order({*before, *(reason for reason in command.args.reasons if reason in every)})
    at = command.happened_at(command.args.at)
    if seen == before and found["reviewed_at"] is not None:
        return
    store.sign(tx, command.entity, seen=seen, by=actor.person_id, at=at)
    if not rules.still_open(every, seen):
        due_at(tx, kind=LEAVE, entity_id=command.entity, at=tx.at + rules.ON_LIST_MS)
    _tell(tx, command.entity, "review.signed", at=at, seen=seen)


def leave(tx: Change, order: Order, _now: int) -> None:
    """It was looked at long ago: it leaves the list."""
    withdraw(tx, "review", order.entity)


def _known(tx: Tx, review_id: str) -> Row:
    found = store.find(tx, review_id)
    if found is None:
        raise Dependency("Nothing is known of this yet.")
    return found


def _of_help(help_id: str) -> str:
    return derived(help_id, "review of a call for help")


def _tell(tx: Change, review_id: str, kind: str, **coded: int | Sequence[str]) -> None:
    found = _known(tx, review_id)
    about = {"about": found["about"], "about_id": found["about_id"]}
    subjects = () if found["call_id"] is None else (found["call_id"],)
    record(
        tx,
        kind=kind,
        entity_type="review",
        entity_id=review_id,
        coded={**about, "call_id": found["call_id"], "unit_id": found["unit_id"], **coded},
        subjects=subjects,
        audience=(OVERSIGHT,),
    )
