"""Which outcomes a supervisor is to look at, and why. Nothing here stores anything."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final, get_args

from schemas.codes.intake import CallType
from schemas.codes.outcome import MET, Presenting, ReviewReason
from schemas.records import OutcomeAnswers
from server.encounters.rules import reports
from server.encounters.rules.calls import CallThen

GRAVEST_FIRST: Final[tuple[ReviewReason, ...]] = get_args(ReviewReason)

ON_LIST_MS: Final = 24 * 3_600_000
"""So long a line stays on the list after somebody looked at it, for the other supervisors to see. Our default."""

SUICIDE_TYPES: Final = frozenset[CallType]({"SUI_IDEATION", "SUI_ATTEMPT"})
"""A call taken as one of these is looked at although nobody was found: that is when the risk goes on."""

SUICIDE_SERVICES: Final = frozenset({"suicide_screen", "means_safety"})

SUICIDE_NOTICED: Final = frozenset[Presenting]({"suicidal", "self_harm"})
"""Whoever hurt themselves is at risk, whatever they say of it. Our default, for a city to confirm."""

INJURY_SERVICES: Final = frozenset({"first_aid", "wound_care"})


def reasons(saves: Sequence[OutcomeAnswers], call: CallThen) -> tuple[ReviewReason, ...]:
    """Why somebody is to look at an outcome, the gravest first; none where nobody need.

    Every save counts: what one partner wrote is looked at, although the other wrote something else later. Of a
    duplicate only what happened there counts, for the call itself has an outcome of its own.
    """
    found = {reason for answers in saves for reason in _of_one(answers, call)}
    return in_order(found | {"must_report"} if reports.about(saves, call) else found)


def noticed(presenting: Iterable[Presenting]) -> tuple[ReviewReason, ...]:
    """Why somebody is to look, from what the team noticed: that is read as it is saved, for it is kept sealed."""
    return () if SUICIDE_NOTICED.isdisjoint(presenting) else ("suicide_risk",)


def still_open(every: Sequence[ReviewReason], seen: Collection[ReviewReason]) -> bool:
    """Whether there is a reason that nobody had before them when they looked."""
    return any(reason not in seen for reason in every)


def in_order(found: Iterable[ReviewReason]) -> tuple[ReviewReason, ...]:
    """Each of these once, the gravest first."""
    known = frozenset(found)
    return tuple(reason for reason in GRAVEST_FIRST if reason in known)


def _of_one(answers: OutcomeAnswers, call: CallThen) -> list[ReviewReason]:
    services, resolution = set(answers.services or ()), set(answers.resolution or ())
    is_own = answers.contact_result != "duplicate"
    said: dict[ReviewReason, bool] = {
        "death": answers.contact_result == "deceased",
        "hold": "hold_involuntary" in resolution,
        "suicide_risk": bool(services & SUICIDE_SERVICES)
        or (is_own and (call.type_code in SUICIDE_TYPES or call.says("attempt_now"))),
        "staff_injury": answers.staff_injured is True,
        "person_injury": bool(services & INJURY_SERVICES)
        or (answers.contact_result in MET and call.says("injury_serious")),
        "need_unmet": "need_unmet" in resolution,
    }
    return [reason for reason, holds in said.items() if holds]
