"""Where a call stands and how a unit is: derived, never set by hand except where somebody says so."""

from collections.abc import Collection
from typing import Final

from schemas.base import Struct
from schemas.codes.dispatch import AssignmentState, CallStatus, OwnStatus, UnitStatus
from schemas.codes.intake import NotSentReason, TriageResult
from server.dispatch.rules.assignments import GOING
from server.errors import Invalid

THERE: Final[frozenset[AssignmentState]] = frozenset({"on_scene", "contact", "transporting", "at_destination"})
WITHOUT_TEAM: Final[frozenset[TriageResult]] = frozenset(
    {"police_only", "ems_only", "phone_resolved", "transfer_988", "transfer_211", "self_help", "duplicate"}
)
"""Results that end a call rightly without a team."""
LEAVES_DESK_MS: Final = 3_600_000
"""A closed call leaves the board after an hour."""

UNIT_DOES: Final[dict[AssignmentState, UnitStatus]] = {
    "at_destination": "at_destination",
    "transporting": "transporting",
    "contact": "on_scene",
    "on_scene": "on_scene",
    "staging": "staging",
    "enroute": "enroute",
    "accepted": "assigned",
}
"""What a unit does by its assignment, the most engaged first."""


class Standing(Struct, frozen=True, kw_only=True):
    """Where a call stands, and since when it is over."""

    status: CallStatus
    closed_at: int | None


def standing(
    states: Collection[AssignmentState], last_cleared_at: int | None, *, triaged: bool, closed_by_hand_at: int | None
) -> Standing:
    """A call is active while a team is there, over when the last team cleared or the desk closed it, else waiting."""
    if THERE & set(states):
        return Standing(status="active", closed_at=None)
    if GOING & set(states):
        return Standing(status="assigned", closed_at=None)
    if closed_by_hand_at is not None:
        return Standing(status="closed", closed_at=closed_by_hand_at)
    if last_cleared_at is not None and "offered" not in states:
        return Standing(status="closed", closed_at=last_cleared_at)
    return Standing(status="queued" if triaged else "received", closed_at=None)


def unit_status(on_shift: bool, own: OwnStatus, states: Collection[AssignmentState]) -> UnitStatus:  # noqa: FBT001 - a claim
    """How a unit is: off without a shift, what its assignment makes it do, else what it says itself."""
    if not on_shift:
        return "off"
    return next((status for state, status in UNIT_DOES.items() if state in states), own)


def check_closing(*, went: bool, triage_result: TriageResult, not_sent_reason: NotSentReason | None) -> None:
    """A call nobody was sent to closes only with a reason, or with a result that needs no team.

    Raises:
        Invalid: neither was given.
    """
    if not went and not_sent_reason is None and triage_result not in WITHOUT_TEAM:
        raise Invalid("Nobody was sent: say why, or how it was solved without a team.")


def spoken(count: int) -> str:
    """The short number people say for a call: four digits, counted anew each day."""
    return f"{count:04d}"
