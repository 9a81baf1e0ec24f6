"""A team at a call asks for somebody to come too: the desk answers who and when, and what came of it is kept."""

from collections.abc import Mapping
from typing import Any, Final

from schemas.commands import AnswerBackup, AskBackup, EndBackup
from server import supervisors
from server.access import Actor
from server.dispatch.commands.own import speaks_for
from server.dispatch.commands.settling import BACKUP_DEADLINE, check_call
from server.dispatch.rules.calls import ON_DESK_MS
from server.dispatch.store import backups, units
from server.doors import Order, Outward, Received
from server.errors import Dependency, Erased, NotFound
from server.journal import Change, due_at, is_erased, record, withdraw
from server.storage.database import Row, Tx
from server.vault import Vault

LONG_MS: Final = 12 * 3_600_000
"""Of what was answered and never ended nothing is shown after a shift at its longest."""


def ask(tx: Change, actor: Actor, command: Received[AskBackup], now: int) -> None:
    """Somebody is asked to come too. It needs no assignment: whoever is there is there.

    Raises:
        NotFound: no such unit.
        NotAllowed: this responder was never on the unit.
        Dependency: nothing is known of the call yet.
        Erased: the call is gone for good.
    """
    args = command.args
    _check_kept(tx, args.call_id)
    check_call(tx, args.call_id)
    if units.find(tx, args.unit_id) is None:
        raise NotFound("There is no such team.")
    speaks_for(tx, actor, args.unit_id, by_voice=args.voice is not None)
    asked_at = command.happened_at(args.asked_at)
    if backups.add(tx, command.entity, args, by=actor.person_id, asked_at=asked_at, now=now):
        _tell(tx, command.entity, "backup.asked", reason=args.reason, asked_by=args.asked_by, at=asked_at)
        due_at(tx, kind=BACKUP_DEADLINE, entity_id=command.entity, at=now + supervisors.ANSWER_MS)


def answer(tx: Change, _actor: Actor, command: Received[AnswerBackup], _now: int) -> None:
    """The desk says who comes and when, or why nobody does.

    Raises:
        Dependency: nothing is known yet of what was asked.
    """
    _known(tx, command.entity)
    args, at = command.args, command.happened_at(command.args.at)
    backups.answer(tx, command.entity, args, at=at)
    _tell(tx, command.entity, "backup.answered", at=at, in_min=args.in_min, coming=args.unit_id, refusal=args.refusal)


def end(tx: Change, actor: Actor, command: Received[EndBackup], _now: int) -> None:
    """Somebody came, is not needed any more, or never came.

    Raises:
        Dependency: nothing is known yet of what was asked.
        NotAllowed: this responder was never on the unit that asked.
    """
    known = _known(tx, command.entity)
    speaks_for(tx, actor, known["unit_id"])
    args, at = command.args, command.happened_at(command.args.at)
    backups.end(tx, command.entity, args, at=at)
    _tell(tx, command.entity, "backup.ended", at=at, outcome=args.outcome, lights=args.lights)


def climb(tx: Change, order: Order, _now: int) -> None:
    """Nobody has answered yet: every supervisor who is at work, as far as we know, is sent a text."""
    if _waits(tx, order.entity):
        supervisors.text(tx, "backup", order.entity, word="backup_waits", once=f"backup {order.entity} {tx.at}")


def told(tx: Change, order: Order, _now: int) -> None:
    """A provider took the text to a supervisor, or did not: that stands on record."""
    coded = {"person_id": order.args["person_id"], "is_carried": order.args["is_carried"]}
    record(tx, kind=order.type, entity_type="backup", entity_id=order.entity, coded=coded)


def _waits(tx: Tx, backup_id: str) -> bool:
    found = backups.find(tx, backup_id)
    return found is not None and found["answered_at"] is None and found["ended_at"] is None


def _needs_text(tx: Tx, _vault: Vault, payload: Mapping[str, Any], _now: int) -> bool:
    return _waits(tx, payload["entity"])


OUTWARD: Final = {"backup": Outward(is_wanted=_needs_text, told="backup.told")}


def leave(tx: Change, order: Order, now: int) -> None:
    """It is long over: nobody is shown it any more. What nobody answered stands before the desk until somebody does."""
    if _waits(tx, order.entity):
        due_at(tx, kind="backup.leave", entity_id=order.entity, at=now + LONG_MS)
    else:
        withdraw(tx, "backup", order.entity)


def _known(tx: Change, backup_id: str) -> Row:
    found = backups.find(tx, backup_id)
    if found is None:
        raise Dependency("Nothing is known yet of what was asked for.")
    _check_kept(tx, found["call_id"])
    return found


def _check_kept(tx: Change, call_id: str) -> None:
    if is_erased(tx, call_id):
        raise Erased("deleted for good")


def _tell(tx: Change, backup_id: str, kind: str, **coded: int | str | None) -> None:
    """Put it on record, and before the desk and the team that asked."""
    found = _known(tx, backup_id)
    record(
        tx,
        kind=kind,
        entity_type="backup",
        entity_id=backup_id,
        coded={"call_id": found["call_id"], "unit_id": found["unit_id"], "kind": found["kind"], **coded},
        subjects=(found["call_id"],),
        audience=("desk", f"unit:{found['unit_id']}"),
    )
    shown_for = LONG_MS if found["ended_at"] is None else ON_DESK_MS
    due_at(tx, kind="backup.leave", entity_id=backup_id, at=tx.at + shown_for)
