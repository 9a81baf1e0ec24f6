"""What the example's teams wrote down: outcomes and referrals that go with how a call ended."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from schemas.codes.outcome import ContactResult, Resolution, Service, Supply
from schemas.codes.referral import UnavailableReason
from schemas.commands import MakeReferral, RecordEncounter
from schemas.records import Consent, OtherOnScene, OutcomeAnswers, SupplyGiven, Transport
from server.example.dice import Dice

DAY_MS: Final = 86_400_000

NOT_MET: Final[dict[str, dict[ContactResult, float]]] = {
    "Unable to Locate": {"gone": 8, "no_access": 2, "duplicate": 0.5},
    "No contact due to safety concern": {"no_access": 1},
    "Other": {"no_contact_other": 1},
}

ENDED: Final[dict[Resolution, float]] = {
    "resolved_on_scene": 8,
    "stays_with_support": 3,
    "safety_plan_made": 2,
    "referred": 3,
    "connected_warm": 1,
    "transported_service": 2,
    "transported_medical": 1,
    "need_unmet": 2,
    "no_need_found": 1,
}

SERVICES: Final[tuple[Service, ...]] = (
    *("deescalation", "active_listening", "risk_assessment", "peer_support", "basic_needs", "first_aid"),
    *("vitals", "safety_plan", "info_only", "benefits_help"),
)
SUPPLIES: Final[tuple[Supply, ...]] = ("water", "food", "socks", "blanket", "naloxone_kit", "hygiene", "bus_pass")

UNAVAILABLE: Final[dict[UnavailableReason, float]] = {"no_bed": 6, "closed": 2, "ineligible": 1, "waitlist": 1}
"""Nothing to be had is mostly a bed that is not there (domain.md §0.5: 84 % in San Francisco)."""

Named = Sequence[tuple[str, Sequence[str]]]


def outcome(dice: Dice, ending: str) -> Callable[..., RecordEncounter]:
    """An outcome for this ending; give it the call, the unit and the assignment."""
    return partial(RecordEncounter, answers=_answers(dice, ending))


def referral(dice: Dice, ending: str, services: Named, *, at: int) -> Callable[..., MakeReferral] | None:
    """A referral, where one was made; give it the call and the unit."""
    if ending != "Engaged Client" or not services or not dice.happens(0.4):
        return None
    service_id, needs = dice.one_of(services)
    need: Any = dice.one_of(needs)
    how = dice.weighed({"sent": 7, "offered_declined": 2, "unavailable": 1.4})
    if how == "sent":
        consent = Consent(form="verbal_witnessed", given_at=at, expires_at=at + 30 * DAY_MS)
        made = partial(MakeReferral, state="sent", service_id=service_id, consent=consent, shared_fields=("need",))
    elif how == "offered_declined":
        made = partial(MakeReferral, state="offered_declined", service_id=service_id)
    else:
        reason: UnavailableReason = dice.weighed(UNAVAILABLE)
        made = partial(MakeReferral, state="unavailable", unavailable_reason=reason)
    return partial(made, need=need, urgency=dice.one_of(("tonight", "day", "week")))


def _answers(dice: Dice, ending: str) -> OutcomeAnswers:
    others = (OtherOnScene(agency="police", asked_by="unknown", when="before_us"),) if dice.happens(0.12) else ()
    if ending in NOT_MET:
        return OutcomeAnswers(
            contact_result=dice.weighed(NOT_MET[ending]), others_on_scene=others, team_safe=True, staff_injured=False
        )
    if ending == "Refused":
        return OutcomeAnswers(
            contact_result="contact_declined",
            resolution=("no_need_found",),
            others_on_scene=others,
            services=("active_listening",),
            supplies=_supplies(dice, 0.3),
            persons_count=1,
            team_safe=True,
            staff_injured=False,
        )
    ended = dice.weighed(ENDED)
    return OutcomeAnswers(
        contact_result="contact_made",
        resolution=(ended,),
        unmet_reason=dice.one_of(("no_bed", "closed", "waitlist")) if ended == "need_unmet" else None,
        transport=_transport(ended),
        others_on_scene=others,
        services=dice.some_of(SERVICES, 4),
        supplies=_supplies(dice, 0.6),
        persons_count=1,
        repeat_contact=dice.weighed({"first": 6, "known_last_30d": 2, "known_earlier": 2, "unknown": 1}),
        would_have_gone_to=dice.weighed({"police": 5, "ems": 2, "none": 3, "unknown": 1}),
        team_safe=not dice.happens(0.02),
        staff_injured=False,
    )


def _transport(ended: Resolution) -> Transport | None:
    if ended == "transported_service":
        return Transport(by="us", destination="shelter", consented=True)
    if ended == "transported_medical":
        return Transport(by="ems", destination="ed", consented=True)
    return None


def _supplies(dice: Dice, share: float) -> tuple[SupplyGiven, ...]:
    if not dice.happens(share):
        return ()
    return tuple(SupplyGiven(code=code, quantity=1 + int(dice.share() * 2)) for code in dice.some_of(SUPPLIES, 3))
