"""A unit that says it is all right, and what follows when it does not: the desk is told, step by step."""

from typing import Final

from msgspec.structs import replace

from schemas.commands import CheckIn
from schemas.records import Assignment
from server.access import Actor
from server.dispatch.commands.own import who_spoke
from server.dispatch.commands.settling import begin_anew, keep, note
from server.dispatch.commands.stages import reached_at, told_of
from server.dispatch.commands.timing import look_again, timed
from server.dispatch.rules import checkins as rules
from server.dispatch.rules.calls import ON_DESK_MS
from server.dispatch.store import assignments, checkins, rolls
from server.doors import Order, Received
from server.journal import Change, cancel, due_at, is_erased, record
from server.ladder import is_silent

ROLL_DEADLINE: Final = "roll.look"


def check_in(tx: Change, actor: Actor, command: Received[CheckIn], _now: int) -> None:
    """The unit is all right, on whatever it is at work. Every check-in is kept, however late; the latest counts.

    Raises:
        NotAllowed: this responder was never on the unit.
        NotFound: no such unit.
        Dependency: nothing is known of the call yet.
    """
    at = reached_at(command)
    about, origin = told_of(tx, actor, command, at=at)
    more_min = command.args.more_min or 0
    kept = rules.CheckIn(
        command_id=command.id,
        assignment_id=about.id,
        unit_id=about.unit_id,
        checked_at=at,
        more_min=more_min,
        received_at=command.received_at,
        origin=origin,
    )
    count(tx, about, kept, said_by=who_spoke(origin, command.args.voice))
    answered(tx, about.unit_id, at=at)


def count(tx: Change, about: Assignment, kept: rules.CheckIn, *, said_by: str | None) -> None:
    """Keep a check-in beside the others, and set the timers of whatever the unit is at work on."""
    checkins.add(tx, kept)
    at, more_min, origin = kept.checked_at, kept.more_min, kept.origin
    note(tx, about, kind="assignment.checked_in", said_by=said_by, at=at, more_min=more_min, origin=origin)
    others = assignments.of_unit(tx, about.unit_id, since=tx.at)
    for each in {each.id: each for each in (about, *others)}.values():
        keep(tx, each, timed(tx, each), kind="assignment.check_set")


def answered(tx: Change, unit_id: str, *, at: int, roll_id: str | None = None) -> None:
    """Whoever is all right, however that was said, has answered this roll-call, and those of before then."""
    for row in rolls.unanswered(tx, unit_id):
        if row["roll_id"] == roll_id or at >= row["called_at"]:
            rolls.answer(tx, row["id"], at=at)
            tell_roll(tx, row["id"], "roll.answered", at=at)
            cancel(tx, kind=ROLL_DEADLINE, entity_id=row["id"])
            if not rolls.is_awaited(tx, row["roll_id"]):
                end_roll(tx, row["roll_id"], at=at)


def end_roll(tx: Change, roll_id: str, *, at: int) -> None:
    """Nobody is asked any more; an hour later nobody is shown it."""
    rolls.end(tx, roll_id, at=at)
    for row in rolls.teams(tx, roll_id):
        tell_roll(tx, row["id"], "roll.ended", at=at)
        cancel(tx, kind=ROLL_DEADLINE, entity_id=row["id"])
    due_at(tx, kind="roll.leave", entity_id=roll_id, at=tx.at + ON_DESK_MS)


def tell_roll(tx: Change, team_id: str, kind: str, **coded: int | str) -> None:
    """Put it on record, and before the desk and the team."""
    found = rolls.find(tx, team_id)
    assert found is not None, "it is one of a roll-call's teams"
    about = {"roll_id": found["roll_id"], "unit_id": found["unit_id"]}
    audience = ("desk", f"unit:{found['unit_id']}")
    record(tx, kind=kind, entity_type="roll", entity_id=team_id, coded={**about, **coded}, audience=audience)


def look(tx: Change, order: Order, now: int) -> None:
    """A check-in is due: the longer it does not come, the more the desk is told to do, whoever took it up.

    What came due while nobody was there was missed by nobody: its timer begins anew.
    """
    before = assignments.find(tx, order.entity)
    if before is None or before.check_due_at is None or is_erased(tx, before.call_id):
        return
    if order.is_late and before.check_step is None:
        begin_anew(tx, before, now)
        return
    timer = timed(tx, before)
    assert timer.check_due_at is not None, "it is where it is to check in"
    step = rules.step(timer.check_due_at, now)
    no_link = step is not None and is_silent(checkins.heard_at(tx, before.unit_id), now)
    after = replace(timer, check_step=step, no_link=no_link)
    if after != before:
        kind = "assignment.check_set" if step is None else "assignment.check_missed"
        keep(tx, before, after, kind=kind, step=step, no_link=int(no_link))
    look_again(tx, after)
