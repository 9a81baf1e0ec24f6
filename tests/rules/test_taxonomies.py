"""What an edition of the call types must be."""

from typing import get_args

import pytest
from msgspec.structs import replace

from schemas.base import Words
from schemas.codes import LABELS, TAXONOMY_VERSION
from schemas.codes.intake import CallType, Priority, ScreeningKey, Source
from schemas.records.taxonomy import FIRST, Edition, PriorityTimes, Question, TypeInUse
from server.dispatch.rules.intake.taxonomies import answer_ms, checked
from server.errors import Invalid

NOISE = TypeInUse(type_code="NOISE")
AGREED = TypeInUse(type_code="NOISE", would_have_gone_to="police")

SAID = Words(en="A dog there?", es="¿Hay un perro?")
DOG = Question(id="dog", words=SAID, short=SAID)
P2 = PriorityTimes(priority="P2", answer_s=90)

WRONG = {
    "nobody could take a call by it": Edition(types=()),
    "NOISE stands there twice": Edition(types=(NOISE, AGREED), agreed_on="2026-11-02"),
    "say on which day": Edition(types=(AGREED,)),
    "2026-02-30 is no day": Edition(types=(AGREED,), agreed_on="2026-02-30"),
    "no call could come from anywhere": Edition(types=(NOISE,), sources=()),
    "partner stands there twice": Edition(types=(NOISE,), sources=("partner", "partner")),
    "P2 stands there twice": Edition(types=(NOISE,), priorities=(P2, P2)),
    "dog stands there twice": Edition(types=(NOISE,), questions=(DOG, DOG)),
    "dog has no words": Edition(types=(NOISE,), questions=(replace(DOG, words=replace(SAID, es=" ")),)),
    "41 questions": Edition(types=(NOISE,), questions=tuple(replace(DOG, id=f"dog_{n}") for n in range(41))),
}


@pytest.mark.parametrize("told", WRONG)
def test_what_is_no_edition_is_refused_in_words(told):
    with pytest.raises(Invalid, match=told):
        checked(WRONG[told])


def test_the_first_edition_is_one_that_has_everything_in_it():
    assert checked(FIRST) is FIRST
    assert TAXONOMY_VERSION == 1
    assert {each.type_code for each in FIRST.types} == set(get_args(CallType))
    assert all(each.priority is not None and each.skills is not None for each in FIRST.types)
    assert set(FIRST.sources or ()) == set(get_args(Source))
    assert {each.priority for each in FIRST.priorities or ()} == set(get_args(Priority))
    assert {each.id for each in FIRST.questions or ()} == set(get_args(ScreeningKey))
    assert {each.id: each.words.en for each in FIRST.questions or ()} == LABELS["screening_key"]


def test_a_team_has_as_long_to_answer_as_the_edition_says_and_else_as_the_first_one():
    here = Edition(types=(NOISE,), priorities=(P2,))

    assert [answer_ms("P2", here), answer_ms("P2", None), answer_ms("P3", here)] == [90_000, 120_000, 300_000]
