"""What a set of cards must be, and that ours is one."""

import re
from collections.abc import Iterator
from typing import Any, get_args

import msgspec
import pytest
from msgspec.structs import replace

from schemas.base import Words
from schemas.codes.intake import CallType
from schemas.guidance.cards import Card, CardSet, first_cards
from server.errors import Invalid
from server.guidance.rules import MOST_BYTES, MOST_STEPS, checked

SAID = Words(en="Heat", es="Calor")
HEAT = Card(id="heat", title=SAID, when=SAID, steps=(SAID,), source="CDC")
BLANK = replace(SAID, es=" ")

WRONG = {
    "without any card": (),
    "heat stands there twice": (HEAT, HEAT),
    "heat has 0 steps": (replace(HEAT, steps=()),),
    "heat has 9 steps": (replace(HEAT, steps=(SAID,) * 9),),
    "no words for its title": (replace(HEAT, title=BLANK),),
    "no words for its when": (replace(HEAT, when=BLANK),),
    "no words for its step 2": (replace(HEAT, steps=(SAID, BLANK)),),
    "does not say where it comes from": (replace(HEAT, source=" "),),
    "say by whom and on which day": (replace(HEAT, reviewed_by="Dr. Example"),),
    "was reviewed: say by whom$": (replace(HEAT, reviewed_by=" ", reviewed_on="2026-11-02"),),
    "2026-02-30 is no day": (replace(HEAT, reviewed_by="Dr. Example", reviewed_on="2026-02-30"),),
    "for every phone keeps it": tuple(
        replace(HEAT, id=f"heat_{n}", steps=(Words(en="x" * 200, es="x" * 200),) * MOST_STEPS) for n in range(20)
    ),
}


@pytest.mark.parametrize("told", WRONG)
def test_what_is_no_set_of_cards_is_refused_in_words(told):
    with pytest.raises(Invalid, match=told.replace("whom$", r"whom\.")):
        checked(CardSet(cards=WRONG[told]))


def test_a_set_with_a_review_is_one():
    said = CardSet(cards=(replace(HEAT, reviewed_by="Dr. Example", reviewed_on="2026-11-02"),))

    assert checked(said) is said


def sentences(said: Any) -> Iterator[tuple[str, str]]:
    """Every text of a set with its language."""
    for card in said.cards:
        for words in (card.title, card.when, *card.steps):
            yield "en", words.en
            yield "es", words.es


def test_our_first_set_is_one_that_nobody_here_has_read_yet():
    said = checked(first_cards())

    assert len(msgspec.json.encode(said)) < MOST_BYTES * 3 // 4, "room for a city's own"
    assert [card.id for card in said.cards if card.reviewed_by is not None] == []


@pytest.mark.parametrize("card_id", ["ambulance", "overdose", "suicide", "voices", "heat", "cold", "partner", "child"])
def test_our_first_set_has_a_card_for_what_teams_meet(card_id):
    assert card_id in {card.id for card in first_cards().cards}


def test_a_call_in_which_somebody_may_die_has_the_card_for_it_first():
    def first(call_type: CallType) -> list[str]:
        return [card.id for card in first_cards().cards if call_type in card.types][:3]

    assert "overdose" in first("OVERDOSE")
    assert "suicide" in first("SUI_IDEATION")
    assert "partner" in first("DISPUTE_PARTNER")
    for call_type in ("OVERDOSE", "SUI_ATTEMPT", "PERSON_DOWN"):
        assert "ambulance" in first(call_type)
    assert set(get_args(CallType)) >= {each for card in first_cards().cards for each in card.types}


LABELS = re.compile(
    r"\b(subjects?|suspects?|perpetrators?|offenders?|EDP|vagrants?|transients?|addicts?|clients?|incidents?|victims?"
    r"|sospechos[oa]s?|delincuentes?|vagabund[oa]s?|adict[oa]s?|incidentes?|víctimas?)\b",
    re.IGNORECASE,
)


def test_our_first_set_labels_nobody():
    assert [text for _, text in sentences(first_cards()) if LABELS.search(text)] == []
    assert LABELS.search("the suspect"), "the list would find one"


def test_our_first_set_is_short_enough_to_be_read_in_the_street():
    words = [len(text.split()) for language, text in sentences(first_cards()) if language == "en"]

    assert max(words) <= 20
    assert sum(words) / len(words) <= 12
