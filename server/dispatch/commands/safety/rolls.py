"""The desk asks every team on shift whether it is all right. The timer is that of a check-in, and so is the answer."""

from collections.abc import Mapping
from typing import Any, Final

from schemas.commands import AnswerRoll, CallRoll, EndRoll
from server.access import Actor
from server.dispatch.commands.own import speaks_for, who_spoke
from server.dispatch.commands.safety.checkins import ROLL_DEADLINE, answered, count, end_roll, tell_roll
from server.dispatch.rules import checkins as rules
from server.dispatch.store import assignments, checkins, rolls, units
from server.doors import Order, Outward, Received
from server.errors import Dependency
from server.ids import derived
from server.journal import Change, due_at, record, send_later, withdraw
from server.ladder import is_silent
from server.storage.database import Row, Tx
from server.vault import Vault

LISTENING_MS: Final = 10_000
"""So long a phone whose app is open has to show the question before it is rung as well, as with an offer."""


def call(tx: Change, actor: Actor, command: Received[CallRoll], _now: int) -> None:
    """Every team on shift is asked; in one that goes on, those who have not answered are asked again."""
    at = command.happened_at(command.args.at)
    is_new = rolls.add(tx, command.entity, why=command.args.why, by=actor.person_id, at=at)
    known = rolls.called(tx, command.entity)
    assert known is not None, "it was written"
    if known["ended_at"] is not None:
        return
    asked = {row["unit_id"]: row for row in rolls.teams(tx, command.entity)}
    for unit_id in rolls.on_shift(tx) if is_new else [*asked]:
        if unit_id not in asked or asked[unit_id]["answered_at"] is None:
            _ask(tx, command.entity, unit_id, why=command.args.why, is_again=not is_new)
    if not rolls.is_awaited(tx, command.entity):
        end_roll(tx, command.entity, at=at)


def _ask(tx: Change, roll_id: str, unit_id: str, *, why: str, is_again: bool) -> None:
    """Ask one team, on every phone of its people; the time runs from when we heard, which no phone can have before."""
    team_id = derived(roll_id, f"roll {unit_id}")
    rolls.ask(tx, team_id, roll_id=roll_id, unit_id=unit_id, at=tx.at)
    tell_roll(tx, team_id, "roll.asked_again" if is_again else "roll.asked", why=why)
    due_at(tx, kind=ROLL_DEADLINE, entity_id=team_id, at=rules.look_at(tx.at, tx.at))
    for person_id in units.members_now(tx, unit_id):
        payload = {"about": "roll", "entity": team_id, "person_id": person_id}
        push = {**payload, "unless_listening_until": tx.at + LISTENING_MS}
        send_later(tx, kind="push", key=f"roll {team_id} {tx.at} {person_id}", payload=push)


def answer(tx: Change, actor: Actor, command: Received[AnswerRoll], _now: int) -> None:
    """The team is all right, and so it checked in on whatever it is at work. It counts when it comes.

    Raises:
        Dependency: nothing is known of this roll-call yet.
        NotAllowed: this responder was never on the unit.
    """
    if rolls.called(tx, command.entity) is None:
        raise Dependency("Nothing is known of this roll-call yet.")
    args, at = command.args, command.happened_at(command.args.answered_at)
    origin = speaks_for(tx, actor, args.unit_id, by_voice=args.voice is not None)
    said_by = who_spoke(origin, args.voice)
    at_work = (each for each in assignments.of_unit(tx, args.unit_id, since=tx.at) if each.check_due_at is not None)
    about = next(at_work, None)
    if about is not None:
        kept = rules.CheckIn(
            command_id=command.id,
            assignment_id=about.id,
            unit_id=args.unit_id,
            checked_at=at,
            more_min=0,
            received_at=command.received_at,
            origin=origin,
        )
        count(tx, about, kept, said_by=said_by)
    answered(tx, args.unit_id, at=at, roll_id=command.entity)


def end(tx: Change, _actor: Actor, command: Received[EndRoll], _now: int) -> None:
    """The desk asks no longer.

    Raises:
        Dependency: nothing is known of this roll-call yet.
    """
    if rolls.called(tx, command.entity) is None:
        raise Dependency("Nothing is known of this roll-call yet.")
    end_roll(tx, command.entity, at=command.happened_at(command.args.at))


def look(tx: Change, order: Order, now: int) -> None:
    """An answer does not come: the longer, the more the desk is told to do. Whoever went off shift is asked no longer.

    What came due while nobody was there was missed by nobody: its time begins anew.
    """
    before = rolls.find(tx, order.entity)
    if before is None or before["answered_at"] is not None or before["ended_at"] is not None:
        return
    if not units.members_now(tx, before["unit_id"]):
        _leave_out(tx, before, now)
        return
    if order.is_late and before["step"] is None:
        rolls.ask(tx, order.entity, roll_id=before["roll_id"], unit_id=before["unit_id"], at=now)
        due_at(tx, kind=ROLL_DEADLINE, entity_id=order.entity, at=rules.look_at(now, now))
        tell_roll(tx, order.entity, "roll.asked_again", why=before["why"])
        return
    step = rules.step(before["asked_at"], now)
    no_link = step is not None and is_silent(checkins.heard_at(tx, before["unit_id"]), now)
    if (step, no_link) != (before["step"], bool(before["no_link"])):
        rolls.set_step(tx, order.entity, step, no_link=no_link)
        tell_roll(tx, order.entity, "roll.missed", step=step or "", no_link=int(no_link))
    due_at(tx, kind=ROLL_DEADLINE, entity_id=order.entity, at=rules.look_at(before["asked_at"], now))


def _leave_out(tx: Change, before: Row, now: int) -> None:
    withdraw(tx, "roll", before["id"])
    rolls.leave_out(tx, before["id"])
    if not rolls.is_awaited(tx, before["roll_id"]):
        end_roll(tx, before["roll_id"], at=now)


def leave(tx: Change, order: Order, _now: int) -> None:
    """It is long over: nobody is shown it any more."""
    for row in rolls.teams(tx, order.entity):
        withdraw(tx, "roll", row["id"])


def told(tx: Change, order: Order, _now: int) -> None:
    """A provider took the push to a phone, or did not: that stands on record."""
    coded = {"person_id": order.args["person_id"], "is_carried": order.args["is_carried"]}
    record(tx, kind=order.type, entity_type="roll", entity_id=order.entity, coded=coded)


def _needs_push(tx: Tx, _vault: Vault, payload: Mapping[str, Any], _now: int) -> bool:
    """The team has not answered, and this person is still on it."""
    found = rolls.find(tx, payload["entity"])
    if found is None or found["answered_at"] is not None or found["ended_at"] is not None:
        return False
    return payload["person_id"] in units.members_now(tx, found["unit_id"])


OUTWARD: Final = {"roll": Outward(is_wanted=_needs_push, told="roll.told")}
