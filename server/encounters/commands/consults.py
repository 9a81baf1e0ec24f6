"""A team at a call asks a supervisor, who answers: both stand on the call with their times."""

from collections.abc import Mapping
from typing import Any, Final

from schemas.commands import AnswerConsult, AskConsult
from server import supervisors
from server.access import Actor
from server.doors import Order, Outward, Received
from server.encounters.commands.reviews import OVERSIGHT
from server.encounters.rules.reviews import ON_LIST_MS
from server.encounters.store import consults, outcomes, reviews
from server.errors import Dependency, Erased, NotAllowed
from server.journal import Change, cancel, due_at, is_erased, key_name, record, withdraw
from server.storage.database import Row, Tx
from server.vault import Vault

LEAVE: Final = "consult.leave"

CLIMB: Final = "consult.climb"


def ask(tx: Change, actor: Actor, command: Received[AskConsult], now: int) -> None:
    """Somebody of the team asks. It needs no assignment: whoever is there is there.

    Raises:
        NotAllowed: this responder was never on the unit.
        Dependency: nothing is known of the call yet.
        Erased: the call is gone for good.
    """
    args = command.args
    if not outcomes.was_on(tx, actor.person_id, args.unit_id):
        raise NotAllowed("this team is not yours")
    if is_erased(tx, args.call_id):
        raise Erased("deleted for good")
    if reviews.call_then(tx, args.call_id) is None:
        raise Dependency("Nothing is known of this call yet.")
    at = command.happened_at(args.asked_at)
    if consults.add(tx, command.entity, args, by=actor.person_id, at=at, now=now):
        _tell(tx, command.entity, "consult.asked", {"reason": args.reason, "at": at})
        due_at(tx, kind=CLIMB, entity_id=command.entity, at=now + supervisors.ANSWER_MS)


def answer(tx: Change, actor: Actor, command: Received[AnswerConsult], _now: int) -> None:
    """A supervisor answers, for the second time as well: every answer is kept, with who gave it and when.

    Raises:
        Dependency: nothing is known yet of what was asked.
        Erased: the call is gone for good.
    """
    found, args = _known(tx, command.entity), command.args
    at, personal, sealed = command.happened_at(args.at), _personal(args), None
    if personal is not None:
        about, name = (found["call_id"],), key_name("consult", command.entity)
        sealed = tx.vault.seal(entity=name, subjects=about, retention=consults.KEPT, fields=personal)
    consults.answer(tx, command.id, command.entity, args, by=actor.person_id, at=at, note=sealed)
    cancel(tx, kind=CLIMB, entity_id=command.entity)
    due_at(tx, kind=LEAVE, entity_id=command.entity, at=tx.at + ON_LIST_MS)
    _tell(tx, command.entity, "consult.answered", {"answer": args.answer, "at": at}, personal)


def climb(tx: Change, order: Order, _now: int) -> None:
    """Nobody has answered yet: every supervisor who is at work, as far as we know, is sent a text."""
    if consults.waits(tx, order.entity):
        supervisors.text(tx, "consult", order.entity, word="consult_waits", once=f"consult {order.entity}")


def told(tx: Change, order: Order, _now: int) -> None:
    """A provider took the text to a supervisor, or did not: that stands on record."""
    coded = {"person_id": order.args["person_id"], "is_carried": order.args["is_carried"]}
    record(tx, kind=order.type, entity_type="consult", entity_id=order.entity, coded=coded)


def _needs_text(tx: Tx, _vault: Vault, payload: Mapping[str, Any], _now: int) -> bool:
    return consults.waits(tx, payload["entity"])


OUTWARD: Final = {"consult": Outward(is_wanted=_needs_text, told="consult.told")}


def leave(tx: Change, order: Order, _now: int) -> None:
    """It was answered long ago: nobody is shown it any more."""
    withdraw(tx, "consult", order.entity)


def _personal(args: AnswerConsult) -> dict[str, Any] | None:
    return {"note": args.note.strip()} if args.note and args.note.strip() else None


def _known(tx: Change, consult_id: str) -> Row:
    found = consults.find(tx, consult_id)
    if found is None:
        raise Dependency("Nothing is known yet of what was asked.")
    if is_erased(tx, found["call_id"]):
        raise Erased("deleted for good")
    return found


def _tell(
    tx: Change, consult_id: str, kind: str, coded: dict[str, Any], personal: dict[str, Any] | None = None
) -> None:
    found = _known(tx, consult_id)
    record(
        tx,
        kind=kind,
        entity_type="consult",
        entity_id=consult_id,
        coded={"call_id": found["call_id"], "unit_id": found["unit_id"], **coded},
        personal=personal,
        retention=consults.KEPT,
        subjects=(found["call_id"],),
        audience=(f"call:{found['call_id']}", OVERSIGHT, "desk"),
    )
