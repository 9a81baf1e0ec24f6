"""Search folds text the same way here and on the phone, whose `normalise.test.ts` reads the same vectors."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.normalise import matches, normalise

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "normalise.json").read_text("utf-8"))


@pytest.mark.parametrize("example", VECTORS["normalise"], ids=lambda example: ascii(example["text"]))
def test_text_folds_as_the_vectors_say(example):
    assert normalise(example["text"]) == example["normalised"]


@pytest.mark.parametrize("example", VECTORS["matches"], ids=lambda example: ascii(example["query"]))
def test_a_query_finds_what_the_vectors_say(example):
    assert matches(example["query"], example["search"]) is example["found"]


@given(st.text())
def test_folding_twice_changes_nothing(text):
    once = normalise(text)

    assert normalise(once) == once
    assert "  " not in once
    assert once == once.strip()


@given(st.text(), st.text())
def test_a_text_is_found_by_its_own_words(text, more):
    assert matches(text, normalise(f"{more} {text}"))
