"""Who may read a call follows from who was asked or sent, and what a unit is follows from what it is going on."""

import pytest

from server.dispatch.rules.reading import GRACE_MS, Stay, asked, readers
from server.dispatch.rules.units import unit_status
from tests.factories import HOUR, MINUTE, NOON, an_assignment

AMA = Stay(person_id="ama", unit_id="unit-1", joined_at=NOON - HOUR, left_at=None)
BEN = Stay(person_id="ben", unit_id="unit-1", joined_at=NOON - HOUR, left_at=NOON + 5 * MINUTE)
CLEO = Stay(person_id="cleo", unit_id="unit-2", joined_at=NOON - HOUR, left_at=None)
CREWS = (AMA, BEN, CLEO)

ASKED = an_assignment()
GOING = an_assignment(state="enroute", accepted_at=NOON, enroute_at=NOON)
DONE = an_assignment(state="cleared", accepted_at=NOON, cleared_at=NOON + HOUR, ended_at=NOON + HOUR)


def test_those_who_are_asked_are_those_on_the_unit_now_and_they_read_nothing_of_what_others_wrote():
    assert asked([ASKED], CREWS) == {"ama"}
    assert readers([ASKED], CREWS, NOON + 10 * MINUTE) == {}


def test_those_who_went_read_it_while_they_have_it_and_who_left_two_hours_on():
    assert readers([GOING], CREWS, NOON + 10 * MINUTE) == {"ama": None, "ben": NOON + 5 * MINUTE + GRACE_MS}


def test_two_hours_after_the_end_nobody_reads_it():
    assert readers([DONE], (AMA,), NOON + HOUR) == {"ama": NOON + HOUR + GRACE_MS}
    assert readers([DONE], (AMA,), NOON + HOUR + GRACE_MS) == {}


@pytest.mark.parametrize("state", ["declined", "expired", "superseded", "withdrawn"])
def test_an_offer_that_came_to_nothing_leaves_no_right(state):
    over = [an_assignment(state=state, ended_at=NOON)]

    assert (readers(over, CREWS, NOON), asked(over, CREWS)) == ({}, set())


def test_a_second_offer_opens_what_the_first_one_closed():
    again = an_assignment(id="assignment-2", offered_at=NOON + MINUTE)

    assert asked([an_assignment(state="expired", ended_at=NOON), again], (AMA,)) == {"ama"}
    assert asked([DONE, again], (AMA,)) == {"ama"}


def test_who_joins_after_the_end_was_not_part_of_it():
    late = Stay(person_id="dov", unit_id="unit-1", joined_at=NOON + 2 * HOUR, left_at=None)

    assert readers([DONE], (late,), NOON + 2 * HOUR) == {}
    assert readers([GOING], (late,), NOON + 2 * HOUR) == {"dov": None}


def test_who_left_before_the_offer_was_not_part_of_it():
    gone = Stay(person_id="dov", unit_id="unit-1", joined_at=NOON - HOUR, left_at=NOON - MINUTE)

    assert readers([GOING], (gone,), NOON) == {}


@pytest.mark.parametrize(
    ("states", "on_shift", "status"),
    [
        ([], False, "off"),
        ([], True, "break"),
        (["offered"], True, "break"),
        (["cleared"], True, "break"),
        (["accepted"], True, "assigned"),
        (["contact"], True, "on_scene"),
        (["accepted", "transporting"], True, "transporting"),
        (["enroute"], False, "enroute"),
    ],
)
def test_a_unit_is_what_it_is_going_on_and_else_what_it_says(states, on_shift, status):
    assert unit_status("break", states, on_shift=on_shift) == status
