"""Somebody's part in a call-out: its id follows from both, so that a command sent again makes the same."""

from server.ids import derived
from server.interruption.rules.callouts import Asked, CalledOut


def part_of(callout: CalledOut, callout_id: str, person_id: str, *, asked_at: int | None = None) -> Asked:
    """This person's part, or a new one."""
    known = callout.of(person_id)
    return known or Asked(id=derived(callout_id, person_id), person_id=person_id, asked_at=asked_at)
