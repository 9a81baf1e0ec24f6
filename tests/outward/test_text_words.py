"""What a text says and how an answer is read: in both languages, and nothing is taken for a yes that is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.dispatch.rules import ladder
from server.outward.texts import rules


@given(st.text(max_size=40))
def test_no_text_is_read_as_an_answer_unless_it_is_a_choice_and_two_digits(text):
    answer = rules.read(text)

    digits = "".join(letter for letter in text if letter.isdigit())
    assert answer is None or digits == f"{1 if answer.is_yes else 2}{answer.digits}"


@given(st.booleans(), st.integers(min_value=0, max_value=10_000))
def test_what_a_text_tells_to_answer_is_understood(is_yes, n):
    digits = ladder.digits_of(n)

    assert rules.read(f"{1 if is_yes else 2} {digits}") == rules.Answer(is_yes, digits)
    assert f"{1 if is_yes else 2} {digits}" in rules.asked(digits)


@given(st.lists(st.integers(min_value=10, max_value=99), max_size=120), st.integers(min_value=0))
def test_no_two_offers_of_a_shift_have_the_same_digits_while_there_are_others(given_lately, lot):
    digits = ladder.drawn(given_lately, lot)

    assert 10 <= digits <= 99
    if len(set(given_lately)) < 90:
        assert digits not in given_lately
    else:
        assert set(given_lately[: given_lately.index(digits)]) | {digits} == set(given_lately), "given longest ago"


@given(st.integers(min_value=-1, max_value=10_000), st.integers(min_value=10, max_value=99))
def test_a_number_of_a_person_is_later_than_their_last_and_has_the_digits_drawn(last, digits):
    n = ladder.next_number(last, digits)

    assert last < n <= last + 90
    assert ladder.digits_of(n) == digits


@pytest.mark.parametrize("word", list(rules.WORDS))
def test_every_answer_fits_one_text(word):
    text = rules.answered(word, 99)

    assert len(text) <= 160
    assert text.isascii()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("+1 (555) 010-0101", "15550100101", True),
        ("555 010 0101", "+15550100101", True),
        ("+44 555 010 0101", "+15550100101", False),
        ("+1 555 010 0101", "+15550100101", True),
        ("0101", "+15550100101", False),
        ("", "", False),
        ("abc", "", False),
    ],
)
def test_one_telephone_is_written_in_many_ways(one, other, same):
    assert rules.same_number(one, other) is same
