"""What the example's desk is told, what it makes of it, and why sometimes nobody is sent."""

from typing import Any, Final, get_args

import msgspec

from schemas.base import Struct
from schemas.codes.intake import CallerRole, CallType, LocationKind, NotSentReason, Priority, Source, TriageResult
from schemas.commands import TakeCall
from server.example.dice import Dice

TYPES: Final[dict[str, tuple[CallType, Priority]]] = {
    "Agitation or disruptive behavior": ("DISTURB_VERBAL", "P2"),
    "Suicidality or suicide attempt": ("SUI_IDEATION", "P1"),
    "Disorganized behavior": ("MH_CRISIS", "P2"),
    "Needing social/mental health services": ("UNHOUSED_NEED", "P3"),
    "Difficulty functioning": ("WELFARE", "P3"),
    "Harm/risk of harm to self/others/property": ("MH_CRISIS", "P2"),
    "Paranoia": ("MH_CRISIS", "P2"),
    "Substance use": ("INTOX", "P3"),
    "Adult Social/interpersonal problems": ("DISPUTE_NEIGHBOR", "P3"),
    "Other": ("TRESPASS_NV", "P3"),
    "Trauma": ("GRIEF_TRAUMA", "P2"),
    "Running away": ("RUNAWAY_YOUTH", "P2"),
    "Concerns about treatment engagement": ("WELFARE", "P3"),
}
"""The reasons of the real service in the words of ours."""

SOURCES: Final[dict[Source, float]] = {"line727": 5, "psap911": 3, "l988": 1, "partner": 1, "l311": 0.5}

NOT_SENT: Final[dict[NotSentReason, float]] = {
    "no_unit_available": 5,
    "caller_cancelled": 3,
    "disqualifier:weapon": 2,
    "disqualifier:injury_serious": 2,
    "outside_area": 1,
    "police_took": 1,
    "language": 0.5,
}
NOT_SENT_SHARE: Final = 0.14
BY_PHONE_SHARE: Final = 0.08

BY_SCREENING: Final[dict[NotSentReason, TriageResult]] = {
    "disqualifier:weapon": "police_only",
    "disqualifier:injury_serious": "ems_only",
}


class Sending(Struct, frozen=True, kw_only=True):
    """What the screening led to, and why no team goes where none does."""

    result: TriageResult
    reason: NotSentReason | None = None

    @property
    def is_for_a_team(self) -> bool:
        """True when somebody is to go."""
        return self.reason is None and self.result != "phone_resolved"


def sending(dice: Dice, *, is_open: bool) -> Sending:
    """Whether somebody is to go."""
    if not is_open:
        return Sending(result="alt_only", reason="outside_hours")
    if dice.happens(BY_PHONE_SHARE):
        return Sending(result="phone_resolved")
    if dice.happens(NOT_SENT_SHARE):
        reason = dice.weighed(NOT_SENT)
        return Sending(result=BY_SCREENING.get(reason, "alt_only"), reason=reason)
    return Sending(result="alt_only")


def taken(dice: Dice, *, reason: str, sent: Sending, received_at: int, area: str, place: str) -> TakeCall:
    """A call of the profile's reason as the desk writes it down."""
    call_type, priority = TYPES[reason]
    screening = {sent.reason.partition(":")[2]: "yes"} if sent.reason and sent.reason in BY_SCREENING else {}
    return TakeCall(
        source=dice.weighed(SOURCES),
        type_code=call_type,
        priority=priority,
        received_at=received_at,
        triage_result=sent.result,
        would_have_gone_to=dice.weighed({"police": 5, "ems": 2, "none": 3, "unknown": 1}),
        caller_role=dice.one_of(get_args(CallerRole)),
        location_kind=dice.one_of(get_args(LocationKind)),
        area=area,
        place=place,
        screening=msgspec.convert(screening, dict[Any, Any]),
        persons_count=1,
        minor_involved="yes" if call_type == "RUNAWAY_YOUTH" else "no",
    )
