"""The recovery phrase: it opens the master key, a slip shows, and another one opens nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.errors import CannotStart, Invalid
from server.ids import CODE_ALPHABET, SeededIds
from server.vault import recovery

IDS = SeededIds("recovery")
PHRASE = recovery.new_phrase(IDS)
MASTER = IDS.secret(32)


def test_a_phrase_opens_the_master_key_however_it_is_typed():
    wrapped = recovery.wrap(PHRASE, MASTER, IDS.secret)

    for said in (PHRASE, PHRASE.lower(), PHRASE.replace("-", " "), PHRASE.replace("-", "")):
        assert recovery.unwrap(said, wrapped, IDS.secret) == MASTER
    assert MASTER not in wrapped


def test_a_phrase_is_seven_groups_of_four_and_no_two_are_alike():
    phrases = {recovery.new_phrase(IDS) for _ in range(100)}

    assert len(phrases) == 100
    assert all([len(group) for group in phrase.split("-")] == [4] * 7 for phrase in phrases)


def test_another_phrase_opens_nothing():
    wrapped = recovery.wrap(PHRASE, MASTER, IDS.secret)

    with pytest.raises(CannotStart):
        recovery.unwrap(recovery.new_phrase(IDS), wrapped, IDS.secret)


@given(at=st.integers(0, 27), to=st.sampled_from(CODE_ALPHABET))
def test_one_wrong_character_is_seen_before_anything_is_tried(at: int, to: str):
    plain = PHRASE.replace("-", "")
    typed = plain[:at] + to + plain[at + 1 :]

    if typed == plain:
        assert recovery.read_phrase(typed)
    else:
        with pytest.raises(Invalid):
            recovery.read_phrase(typed)


@pytest.mark.parametrize("said", ["", "ABCD", PHRASE + "A", PHRASE[:-1], "0" * 28])
def test_what_is_no_phrase_is_said_to_be_none(said: str):
    with pytest.raises(Invalid):
        recovery.read_phrase(said)
