"""Examples of records, each whole and plain; a test says only what matters to it."""

from typing import Any

from msgspec.structs import replace

from schemas.commands import TakeCall
from schemas.records import Assignment, Call
from server.dispatch.rules import assignments, calls

NOON = 1_790_000_000_000
SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE


def what_was_told(**said: Any) -> TakeCall:
    """What the desk tells of a call: somebody needs shelter, by the river."""
    told = TakeCall(
        source="line727",
        type_code="UNHOUSED_NEED",
        priority="P3",
        received_at=NOON,
        triage_result="alt_only",
        would_have_gone_to="police",
        caller_role="bystander",
        location_kind="outdoor_public",
        area="east",
    )
    return replace(told, **said)


def a_call(**said: Any) -> Call:
    """A call that waits for a team."""
    return replace(calls.take("call-1", what_was_told(), number="0001", skew_ms=0, at=NOON), **said)


def an_assignment(**said: Any) -> Assignment:
    """An offer to unit-1, made at noon."""
    offered = assignments.offer("assignment-1", call_id="call-1", unit_id="unit-1", answer_by=NOON + 300_000, now=NOON)
    return replace(offered, **said)
