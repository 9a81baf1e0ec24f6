"""The check-in timer of an assignment: set anew by whatever is told of it, and looked at when it comes due."""

from typing import Final

from msgspec.structs import replace

from schemas.records import Assignment
from server.dispatch.rules import checkins as rules
from server.dispatch.store import checkins
from server.journal import Change, cancel, due_at

DEADLINE: Final = "assignment.check"


def timed(tx: Change, assignment: Assignment) -> Assignment:
    """The assignment with its timer as all that was told of it sets it; the same object when that changes nothing."""
    since = rules.began(assignment)
    if since is None and assignment.check_due_at is None:
        return assignment
    said = [] if since is None else checkins.of_unit(tx, assignment.unit_id, since=since, until=assignment.ended_at)
    due = None
    if assignment.state in rules.PHASE:
        setting = checkins.setting(tx, call_id=assignment.call_id, unit_id=assignment.unit_id)
        due = rules.due_at(assignment, said, setting)
    # The timer raises an alarm; what is told only takes it back or leaves it.
    step = None if due is None or assignment.check_step is None else rules.step(due, tx.at)
    after = replace(
        assignment,
        checked_at=rules.last(said),
        check_due_at=due,
        check_step=step,
        no_link=assignment.no_link and step is not None,
    )
    return assignment if after == assignment else after


def wind(tx: Change, before: Assignment | None, after: Assignment) -> None:
    """Have the timer looked at when it comes due; what was set and did not change runs on."""
    if after.check_due_at is None:
        if before is not None and before.check_due_at is not None:
            cancel(tx, kind=DEADLINE, entity_id=after.id)
    elif before is None or before.check_due_at != after.check_due_at:
        look_again(tx, after)


def look_again(tx: Change, assignment: Assignment) -> None:
    """When the timer is looked at next. One that is already over waits for what is behind it in the same outbox."""
    due = assignment.check_due_at
    assert due is not None, "there is a timer"
    at = rules.look_at(due, tx.at)
    behind = assignment.check_step is None and due + rules.BEHIND_MS <= tx.at
    due_at(tx, kind=DEADLINE, entity_id=assignment.id, at=max(at, tx.at + rules.BEHIND_MS) if behind else at)
