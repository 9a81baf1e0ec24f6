"""Who may be taken off a call for another, and when somebody who comes instead frees them: every state there is."""

from itertools import product
from typing import get_args

import pytest

from schemas.codes.dispatch import AssignmentState
from schemas.codes.intake import Priority
from server.dispatch.rules import assignments, moving
from server.errors import Conflict
from tests.factories import MINUTE, NOON, an_assignment

STATES = get_args(AssignmentState)
PRIORITIES = get_args(Priority)


@pytest.mark.parametrize("state", STATES)
def test_a_team_is_moved_from_before_it_is_seen_and_only_to_what_is_more_urgent(state):
    before = an_assignment(state=state)

    for leaves, goes_to in product(PRIORITIES, PRIORITIES):
        if state in {"accepted", "enroute"} and PRIORITIES.index(goes_to) < PRIORITIES.index(leaves):
            after = moving.preempt(before, leaves=leaves, for_=goes_to, now=NOON + MINUTE)
            assert (after.state, after.ending, after.ended_at) == ("preempted", "preempted", NOON + MINUTE)
        else:
            with pytest.raises(Conflict):
                moving.preempt(before, leaves=leaves, for_=goes_to, now=NOON + MINUTE)


@pytest.mark.parametrize("state", STATES)
def test_whoever_is_not_there_yet_goes_no_further_once_another_said_yes_instead(state):
    before = an_assignment(state=state)

    after = moving.relieve(before, NOON + MINUTE)

    if state in {"accepted", "enroute", "staging"}:
        assert (after.state, after.ended_at) == ("reassigned", NOON + MINUTE)
    else:
        assert after is before


def test_what_a_moved_or_relieved_team_may_become_stands_in_the_table():
    assert all("preempted" in assignments.MOVES[state] for state in moving.MOVABLE)
    assert all("reassigned" in assignments.MOVES[state] for state in moving.RELIEVED)
    assert not moving.RELIEVED & assignments.THERE


@pytest.mark.parametrize(
    ("states", "wanted", "is_enough"),
    [
        (["accepted"], 1, True),
        (["accepted", "offered"], 2, False),
        (["accepted", "preempted"], 2, False),
        (["accepted", "on_scene", "offered"], 2, True),
    ],
)
def test_as_many_as_are_wanted_are_those_who_have_it(states, wanted, is_enough):
    assert moving.is_enough([an_assignment(state=state) for state in states], wanted=wanted) is is_enough
