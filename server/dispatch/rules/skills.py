"""Which skills a call asks for, and when a team that changes can no longer do what its call asks."""

from collections.abc import Collection
from typing import Final, get_args

from schemas.codes.dispatch import Skill
from schemas.codes.intake import CallType

Wanted = tuple[frozenset[Skill], ...]


def _any_of(*sets: str) -> Wanted:
    known: dict[str, Skill] = {skill: skill for skill in get_args(Skill)}
    return tuple(frozenset(known[name] for name in each.split("+")) for each in sets)


WANTED: Final[dict[CallType, Wanted]] = {
    "MH_CRISIS": _any_of("CLIN+MEDIC", "CLIN", "CRISIS"),
    "SUI_IDEATION": _any_of("CLIN"),
    "SUI_ATTEMPT": _any_of("CLIN"),
    "WELFARE": _any_of("CRISIS", "OUTR"),
    "PERSON_DOWN": _any_of("MEDIC"),
    "SLEEPING": _any_of("OUTR", "PEER"),
    "INTOX": _any_of("MEDIC", "PEER"),
    "OVERDOSE": _any_of("MEDIC+PEER", "MEDIC"),
    "OD_FOLLOWUP": _any_of("PEER"),
    "SYRINGE": _any_of("OUTR"),
    "UNHOUSED_NEED": _any_of("OUTR", "NAVI"),
    "ENCAMP": _any_of("OUTR"),
    "TRESPASS_NV": _any_of("CRISIS", "MEDI"),
    "PANHANDLE": _any_of("OUTR"),
    "PUBLIC_NUDITY": _any_of("CRISIS"),
    "DISTURB_VERBAL": _any_of("CRISIS", "MEDI"),
    "DISPUTE_FAMILY": _any_of("MEDI", "CRISIS"),
    "DISPUTE_PARTNER": _any_of("CRISIS"),
    "DISPUTE_NEIGHBOR": _any_of("MEDI"),
    "NOISE": _any_of("MEDI"),
    "ANIMAL_NV": _any_of("MEDI"),
    "PARKING_CIVIL": _any_of("MEDI"),
    "YOUTH_BEHAV": _any_of("CRISIS+PEER", "CRISIS"),
    "RUNAWAY_YOUTH": _any_of("CRISIS"),
    "ELDER_CONFUSED": _any_of("MEDIC", "CRISIS"),
    "GRIEF_TRAUMA": _any_of("CRISIS", "PEER"),
    "TRANSPORT_SVC": _any_of(),
    "RESOURCE_INFO": _any_of("NAVI"),
    "FOLLOWUP": _any_of("NAVI"),
    "ASSIST_AGENCY": _any_of(),
}
"""Skills that somebody of the team must have together, in order of preference; of none any team will do. The desk
recommends by the same table."""


def fit(call_type: CallType, skills: Collection[Skill]) -> int:
    """How well these skills do for such a call: the place of the first set they have; behind the last if none."""
    wanted = WANTED[call_type]
    have = frozenset(skills)
    return next((place for place, each in enumerate(wanted) if each <= have), len(wanted))


def lost(call_type: CallType, before: Collection[Skill], after: Collection[Skill]) -> bool:
    """True when a team that changed does worse for such a call than it did."""
    return fit(call_type, after) > fit(call_type, before)
