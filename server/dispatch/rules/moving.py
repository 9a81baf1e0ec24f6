"""One unit in place of another, and one call in place of another: who may be taken off, and when that is."""

from collections.abc import Iterable
from typing import Final

from schemas.codes.dispatch import AssignmentState
from schemas.codes.intake import Priority
from schemas.records import Assignment
from server.dispatch.rules.assignments import TAKEN, end
from server.errors import Conflict

MOVABLE: Final[frozenset[AssignmentState]] = frozenset({"accepted", "enroute"})
"""From here a unit may be sent to a more urgent call: nobody has seen it come yet. Source: domain.md §3.2, §3.3."""

RELIEVED: Final[frozenset[AssignmentState]] = frozenset({"accepted", "enroute", "staging"})
"""A unit that is not there yet goes no further once another said yes instead. Who is with somebody stays until the
desk hears that they handed over."""


def preempt(assignment: Assignment, *, leaves: Priority, for_: Priority, now: int) -> Assignment:
    """The unit leaves this call for a more urgent one.

    Raises:
        Conflict: it is further than on the way, or the other call is no more urgent.
    """
    if assignment.state not in MOVABLE:
        raise Conflict("This team is too far with its call to be moved, or has left it.")
    if for_ >= leaves:
        raise Conflict("A team is moved only to a call that is more urgent than its own.")
    return end(assignment, "preempted", now)


def relieve(assignment: Assignment, now: int) -> Assignment:
    """Another unit said yes in place of this one."""
    return end(assignment, "reassigned", now) if assignment.state in RELIEVED else assignment


def is_enough(assignments: Iterable[Assignment], *, wanted: int) -> bool:
    """True when as many units have the call as it wants: who is still asked is too late."""
    return sum(each.state in TAKEN for each in assignments) >= wanted
