"""A call: where it stands, which follows from its assignments, when it may be closed, and its spoken number."""

import re
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from schemas.base import moved
from schemas.codes.dispatch import CallStatus
from schemas.codes.intake import TriageResult
from schemas.commands import CloseCall, TakeCall
from schemas.records import Assignment, Call
from server.dispatch.rules.assignments import TAKEN, THERE, was_there
from server.errors import Invalid

ON_DESK_MS: Final = 3_600_000
"""A closed call leaves the desk after an hour (protocol.md §1)."""

FOR_A_TEAM: Final = frozenset[TriageResult]({"alt_only", "alt_with_ems", "alt_standby", "co_response"})
"""Results of the screening that wait for a team."""

BY_PHONE: Final = frozenset[TriageResult]({"phone_resolved", "transfer_988", "transfer_211", "self_help", "duplicate"})
"""Results after which no team needs to be sent."""


LABEL: Final = re.compile("[A-HJ-NP-Z]{1,3}[1-9][0-9]?")

LABELLED_MS: Final = 86_400_000
"""For so long no other call is spoken of by the same letters and digits."""


def take(call_id: str, args: TakeCall, *, number: str, skew_ms: int, at: int) -> Call:
    """A call as the desk took it; `at` is when it was entered, by the corrected clock: it came in before."""
    begun = Call(
        id=call_id,
        number=number,
        status="received",
        source=args.source,
        type_code=args.type_code,
        priority=args.priority,
        taxonomy_version=args.taxonomy_version,
        received_at=min(moved(args.received_at, skew_ms), at),
        entered_at=at,
        triaged_at=None if args.triage_result == "not_triaged" else at,
        first_offer_at=None,
        closed_at=None,
        triage_result=args.triage_result,
        would_have_gone_to=args.would_have_gone_to,
        would_have_gone_to_proposed=args.would_have_gone_to_proposed,
        not_sent_reason=None,
        screening=args.screening,
        asked=args.asked,
        caller_role=args.caller_role,
        location_kind=args.location_kind,
        area=args.area,
        language=args.language,
        minor_involved=args.minor_involved,
        persons_count=args.persons_count,
        place=args.place,
        place_within=args.place_within,
        callback=args.callback,
        said=args.said,
        access_note=args.access_note,
        on_paper=args.on_paper,
        version=1,
    )
    return settled(begun, (), by_hand_at=None)


def call_status(call: Call, assignments: Sequence[Assignment]) -> CallStatus:
    """Where a call stands: nobody sets it by hand, but to close it.

    A call whose team was taken off before it came waits again, with its age.
    """
    states = {assignment.state for assignment in assignments}
    if states & THERE:
        return "active"
    if states & TAKEN:
        return "assigned"
    if call.closed_at is not None:
        return "cancelled" if call.not_sent_reason == "caller_cancelled" else "closed"
    if call.triage_result == "not_triaged":
        return "received"
    return "queued" if call.triage_result in FOR_A_TEAM or states else "triaged"


def settled(call: Call, assignments: Sequence[Assignment], *, by_hand_at: int | None) -> Call:
    """The call in line with its assignments and with when the desk closed it; the same object when it was.

    It is over when the last team cleared, or when the desk closed it and no team is going on it; merged, when nobody
    is asked or on it. A team that came needs no reason for none.
    """
    had_team = any(was_there(assignment) for assignment in assignments)
    after = replace(
        call,
        closed_at=_closed_at(call, assignments, by_hand_at),
        not_sent_reason=None if had_team else call.not_sent_reason,
    )
    after = replace(after, status=call_status(after, assignments))
    return call if after == call else after


def _closed_at(call: Call, assignments: Sequence[Assignment], by_hand_at: int | None) -> int | None:
    if any(assignment.state in TAKEN for assignment in assignments):
        return None
    if by_hand_at is not None:
        return by_hand_at
    if any(assignment.state == "offered" for assignment in assignments):
        return None
    if call.merged_at is not None:
        return call.merged_at
    cleared = [each.cleared_at for each in assignments if each.state == "cleared" and each.cleared_at is not None]
    return max(cleared, default=None)


def close(call: Call, args: CloseCall, assignments: Sequence[Assignment], *, at: int) -> Call:
    """The call with why it needs nobody any more; `settled` then says since when. Said again, it fills in.

    Raises:
        Invalid: no team came, and neither a reason nor a result by phone is given, nor is the reason left to do.
    """
    result = args.triage_result or call.triage_result
    reason = args.not_sent_reason or call.not_sent_reason
    triaged = call.triaged_at is not None or result == "not_triaged"
    after = replace(
        call,
        triage_result=result,
        triaged_at=call.triaged_at if triaged else at,
        not_sent_reason=reason,
    )
    if needs_reason(after, assignments) and not args.to_do:
        raise Invalid("No team came, so say why, or how it was solved by phone.")
    return after


def needs_reason(call: Call, assignments: Sequence[Assignment]) -> bool:
    """No team came, it was not solved by phone, and nobody has said why."""
    had_team = any(was_there(assignment) for assignment in assignments)
    return not (had_team or call.not_sent_reason or call.triage_result in BY_PHONE)


def spoken(n: int) -> str:
    """The number people say on the radio: four digits, more only on a day with more calls than that."""
    return f"{n:04d}"


def is_label(label: str) -> bool:
    """True for a number that a desk without its server gives: its letters, and up to two digits."""
    return LABEL.fullmatch(label) is not None
