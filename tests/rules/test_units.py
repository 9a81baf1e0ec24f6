"""How a unit says it is, which calls it may be asked for then, and what facts make of what it said."""

import json
from pathlib import Path
from typing import get_args

import pytest

from schemas.codes.dispatch import OwnStatus
from schemas.codes.intake import Priority
from server.dispatch.rules.units import back_at, may_be_asked, still_holds
from tests.factories import MINUTE, NOON, an_assignment

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "asking.json").read_text())
ACCEPTED = an_assignment(state="accepted", accepted_at=NOON)


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: str(case["status"]))
def test_a_unit_may_be_asked_as_the_vectors_say(case):
    assert [each for each in get_args(Priority) if may_be_asked(case["status"], each)] == case["asked_for"]


def test_the_vectors_name_every_status_that_a_unit_chooses():
    assert set(get_args(OwnStatus)) <= {case["status"] for case in VECTORS["cases"]}


def test_time_after_a_hard_call_ends_by_itself_and_nothing_else_does():
    ends = {each: back_at(each, NOON) for each in get_args(OwnStatus)}

    assert {each: at for each, at in ends.items() if at is not None} == {"decomp": NOON + 20 * MINUTE}


def test_a_pause_is_over_once_the_unit_took_a_call_and_begins_again_when_it_says_so():
    said_before, said_since = NOON - MINUTE, NOON + MINUTE
    taken_and_lost = an_assignment(state="preempted", accepted_at=NOON, ended_at=NOON)

    for later in ([ACCEPTED], [taken_and_lost]):
        assert (still_holds(said_before, later), still_holds(said_since, later)) == (False, True)
    assert still_holds(said_before, [an_assignment(), an_assignment(state="declined", ended_at=NOON)])
