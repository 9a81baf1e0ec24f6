"""The ladder of an offer: every step in its order, and none after the offer may be over."""

import json
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.codes.intake import Priority
from schemas.records import Rung
from server.dispatch.rules import assignments, ladder

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "ladder.json").read_text())
PRIORITIES = get_args(Priority)
TIMES = st.integers(min_value=0, max_value=400_000)


@pytest.mark.parametrize("priority", PRIORITIES)
def test_an_offer_never_expires_before_its_ladder_has_run_and_somebody_had_time_to_phone(priority):
    run = ladder.times(priority)

    assert 0 < run.push_ms < run.text_ms < run.raise_ms < run.phone_ms
    assert run.phone_ms + ladder.CALL_MS <= assignments.answer_time(priority, 0, answer_ms=0)


@given(
    st.sampled_from(PRIORITIES),
    st.dictionaries(st.sampled_from(PRIORITIES), TIMES),
    st.dictionaries(st.sampled_from(PRIORITIES), TIMES),
    TIMES,
)
def test_nor_does_it_with_any_other_figures(priority, texts, steps, answer_ms):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ladder, "TEXT_MS", texts)
        patch.setattr(ladder, "STEP_MS", steps)

        ends_at = assignments.answer_time(priority, 0, answer_ms=answer_ms)
        assert ladder.times(priority).phone_ms + ladder.CALL_MS <= ends_at


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: str(case["priority"]))
def test_each_step_comes_as_the_vectors_say(case):
    run = ladder.times(case["priority"])

    assert [run.text_ms, run.raise_ms, run.phone_ms] == [case[step] * 1000 for step in ("text", "raise", "phone")]


def test_the_vectors_name_every_priority():
    assert {case["priority"] for case in VECTORS["cases"]} == set(PRIORITIES)


@given(st.sampled_from(PRIORITIES), TIMES)
def test_each_step_comes_in_its_time_and_the_last_has_none_after_it(priority, now):
    step = ladder.step_at(priority, offered_at=0, now=now)
    at = ladder.next_at(priority, offered_at=0, now=now)

    assert (at is None) == (step == "phone")
    assert at is None or at > now
    assert (step is None) == (now < ladder.times(priority).raise_ms)


def a_rung(**times):
    return Rung(**{"person_id": "p", "sent_at": None, "delivered_at": None, "shown_at": None, **times})


def test_a_push_stops_when_the_offer_was_shown_and_after_ten_seconds_when_a_phone_has_it():
    assert ladder.needs_push(a_rung(), offered_at=0, now=60_000)
    assert ladder.needs_push(a_rung(delivered_at=1), offered_at=0, now=9_999), "nobody may be looking at it"
    assert not ladder.needs_push(a_rung(delivered_at=1), offered_at=0, now=10_000)
    assert not ladder.needs_push(a_rung(shown_at=1), offered_at=0, now=1)


def test_a_text_stops_when_the_offer_was_shown():
    assert ladder.needs_text(a_rung(delivered_at=1))
    assert not ladder.needs_text(a_rung(shown_at=1))
