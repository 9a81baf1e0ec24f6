"""Which skills a call asks for, and when a team that changes can no longer do what its call asks."""

from collections.abc import Collection, Sequence
from typing import Final

from schemas.codes.dispatch import Skill
from schemas.codes.intake import CallType
from schemas.records.taxonomy import FIRST, Edition

Wanted = Sequence[Collection[Skill]]
"""Skills that somebody of the team must have together, in order of preference; of none any team will do."""

_FIRST: Final[dict[CallType, Wanted]] = {each.type_code: each.skills or () for each in FIRST.types}


def wanted(call_type: CallType, edition: Edition | None) -> Wanted:
    """What such a call asks for by this edition; where that says nothing, by the first. The desk recommends by it."""
    own = edition.types if edition is not None else ()
    said = next((each.skills for each in own if each.type_code == call_type), None)
    return _FIRST[call_type] if said is None else said


def fit(asked: Wanted, skills: Collection[Skill]) -> int:
    """How well these skills do for what is asked: the place of the first set they have; behind the last if none."""
    have = frozenset(skills)
    return next((place for place, each in enumerate(asked) if have.issuperset(each)), len(asked))


def lost(asked: Wanted, before: Collection[Skill], after: Collection[Skill]) -> bool:
    """True when a team that changed does worse for what is asked than it did."""
    return fit(asked, after) > fit(asked, before)
