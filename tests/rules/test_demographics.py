"""Which answers about a person can be true together, and what there is no word for."""

import json
import re
from typing import Any, get_args

import msgspec
import pytest
from msgspec.structs import fields

from schemas.codes.outcome import MET, ContactResult
from schemas.commands import RecordEncounter
from schemas.records import Demographics, OutcomeAnswers
from server.decode import decode
from server.encounters.rules import demographics as rules
from server.errors import Invalid
from tests.phone import as_json

SAID: dict[str, Any] = {
    "age_band": {"how": "observed", "answer": "40-59"},
    "race_ethnicity": {"how": "asked", "answer": ["black", "middle_eastern_north_african"]},
    "gender": {"how": "asked", "answer": ["woman"], "words": "a woman of trans experience"},
    "language": {"how": "asked", "answer": "ht"},
    "housing_now": {"how": "observed", "answer": "unsheltered"},
    "access_need": {"how": "asked", "answer": ["walking", "hearing"]},
    "veteran": {"how": "declined"},
    "tribal": {"how": "asked", "answer": "yes", "words": "Oglala Lakota"},
}
"""One answer to every question, as a phone sends them."""

ONLY_TOLD = {"race_ethnicity", "gender", "veteran", "tribal"}
"""What nobody but the person can say."""


def said(**answers: Any) -> Demographics:
    return msgspec.convert(answers, Demographics)


def of(contact_result: str) -> OutcomeAnswers:
    return msgspec.convert({"contact_result": contact_result}, OutcomeAnswers)


@pytest.mark.parametrize("contact_result", sorted(MET))
def test_what_somebody_who_was_met_said_is_kept_as_they_said_it(contact_result):
    assert SAID.keys() == {each.name for each in fields(Demographics)}, "every question is asked here"

    kept = rules.checked(said(**SAID), of(contact_result))

    assert kept == said(**SAID)


@pytest.mark.parametrize("contact_result", sorted(set(get_args(ContactResult)) - MET))
def test_of_somebody_nobody_met_nothing_is_said(contact_result):
    with pytest.raises(Invalid, match="Nobody was met"):
        rules.checked(said(language=SAID["language"]), of(contact_result))

    assert rules.checked(said(), of(contact_result)) is None
    assert rules.checked(None, of(contact_result)) is None


@pytest.mark.parametrize("question", SAID)
def test_a_question_that_was_not_asked_leaves_nothing_behind(question):
    kept = rules.checked(said(**{question: SAID[question]}), of("contact_made"))

    assert kept is not None
    stored = as_json(kept)
    assert {name for name, each in stored.items() if each is not None} == {question}


@pytest.mark.parametrize("question", SAID)
def test_somebody_may_always_decline_and_then_there_is_no_answer(question):
    declined = {"how": "declined"}

    assert rules.checked(said(**{question: declined}), of("contact_made")) == said(**{question: declined})
    with pytest.raises(Invalid, match="did not want to say"):
        rules.checked(
            said(**{question: {**SAID[question], "answer": an_answer(question), **declined}}), of("contact_made")
        )


@pytest.mark.parametrize("question", SAID)
def test_an_answer_that_is_not_there_was_not_given(question):
    with pytest.raises(Invalid, match="There is no answer"):
        rules.checked(said(**{question: {"how": "asked"}}), of("contact_made"))


def an_answer(question: str) -> Any:
    return SAID[question].get("answer", "yes")


@pytest.mark.parametrize("question", SAID)
def test_what_only_the_person_can_say_is_never_written_down_as_observed(question):
    sent = {"call_id": "call-1", "unit_id": "unit-1", "answers": {"contact_result": "contact_made"}}
    told = {question: {"how": "observed", "answer": an_answer(question)}}

    if question in ONLY_TOLD:
        with pytest.raises(Invalid):
            decode(msgspec.json.encode(sent | {"demographics": told}), RecordEncounter)
        told[question]["how"] = "asked"
    assert decode(msgspec.json.encode(sent | {"demographics": told}), RecordEncounter).demographics == said(**told)


def test_words_of_their_own_are_an_answer_and_spaces_are_none():
    told = rules.checked(said(gender={"how": "asked", "words": " muxe "}), of("contact_made"))

    assert told == said(gender={"how": "asked", "words": "muxe"})
    with pytest.raises(Invalid, match="There is no answer"):
        rules.checked(said(gender={"how": "asked", "words": "  "}), of("contact_made"))


def test_a_code_named_twice_counts_once_and_no_need_stands_alone():
    twice = said(race_ethnicity={"how": "asked", "answer": ["asian", "white", "asian"]})

    kept = rules.checked(twice, of("contact_made"))

    assert kept == said(race_ethnicity={"how": "asked", "answer": ["asian", "white"]})
    with pytest.raises(Invalid, match="keep what is true"):
        rules.checked(said(access_need={"how": "asked", "answer": ["none", "walking"]}), of("contact_made"))


def test_every_refusal_names_the_question_in_words():
    assert rules.WORDS.keys() == SAID.keys()
    for words in rules.WORDS.values():
        assert not re.search("_", json.dumps(words))


def test_what_was_noticed_counts_once_and_only_of_somebody_who_was_met():
    assert rules.noticed(("grief", "alcohol", "grief"), of("contact_made")) == ("grief", "alcohol")
    assert rules.noticed((), of("gone")) == ()
    with pytest.raises(Invalid, match="Nobody was met"):
        rules.noticed(("alcohol",), of("gone"))
