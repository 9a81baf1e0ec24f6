"""By when a unit at work says that it is all right, and what follows when it does not."""

import json
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.codes.dispatch import Stage
from schemas.codes.intake import LocationKind
from schemas.records import Assignment
from server.dispatch.rules import assignments
from server.dispatch.rules import checkins as rules
from server.ladder import is_silent
from tests.factories import HOUR, MINUTE, NOON, an_assignment

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "checkins.json").read_text())
OUTDOORS = rules.Setting(kind="outdoor_public", is_alone=False)
AT_HOME = rules.Setting(kind="private_residence", is_alone=False)
ALONE = rules.Setting(kind="outdoor_public", is_alone=True)


def at_work(**reached: int) -> Assignment:
    """An assignment whose stages were reached so many minutes after noon."""
    there = an_assignment(state="accepted")
    for stage, minute in reached.items():
        known: Stage = next(each for each in assignments.STAGES if each == stage)
        there = assignments.reach(there, known, at=NOON + minute * MINUTE, origin="device")
    return there


def said(minute: float, more_min: int = 0, origin="device") -> rules.CheckIn:
    at = NOON + round(minute * MINUTE)
    return rules.CheckIn(
        command_id=f"check-{minute}-{more_min}-{origin}",
        assignment_id="assignment-1",
        unit_id="unit-1",
        checked_at=at,
        more_min=more_min,
        received_at=at,
        origin=origin,
    )


def due(assignment: Assignment, *check_ins: rules.CheckIn, setting: rules.Setting = OUTDOORS) -> float | None:
    """In minutes after noon."""
    found = rules.due_at(assignment, check_ins, setting)
    return None if found is None else (found - NOON) / MINUTE


@pytest.mark.parametrize(
    ("stage", "setting", "first", "then"),
    [
        ("staging", OUTDOORS, 15, 15),
        ("on_scene", OUTDOORS, 10, 20),
        ("contact", OUTDOORS, 10, 20),
        ("transporting", OUTDOORS, 20, 20),
        ("at_destination", OUTDOORS, 20, 20),
        ("staging", AT_HOME, 15, 15),
        ("on_scene", AT_HOME, 10, 10),
        ("contact", AT_HOME, 10, 10),
        ("transporting", AT_HOME, 20, 20),
        ("at_destination", AT_HOME, 20, 20),
        ("staging", ALONE, 10, 10),
        ("on_scene", ALONE, 10, 10),
        ("contact", ALONE, 10, 10),
        ("transporting", ALONE, 10, 10),
        ("at_destination", ALONE, 10, 10),
    ],
)
def test_how_long_a_unit_has_at_each_stage(stage: Stage, setting: rules.Setting, first: int, then: int):
    there = at_work(**{stage: 0})

    assert due(there, setting=setting) == first
    assert due(there, said(5), setting=setting) == 5 + then
    assert due(there, said(5, more_min=10), setting=setting) == 5 + then + 10


@pytest.mark.parametrize("case", VECTORS["cases"], ids=str)
def test_a_phone_counts_the_same(case):
    kind: LocationKind = "private_residence" if case["home"] else "outdoor_public"
    check_ins = [] if case["checked"] is None else [said(case["checked"])]

    setting = rules.Setting(kind=kind, is_alone=case["alone"])
    assert due(at_work(**case["stages"]), *check_ins, setting=setting) == case["due"]


@pytest.mark.parametrize("state", sorted(set(assignments.MOVES) - rules.PHASE.keys()))
def test_nothing_is_asked_of_a_unit_on_its_way_or_done(state):
    gone = an_assignment(state=state, arrived_at=NOON, cleared_at=NOON)

    assert due(gone, said(5)) is None
    assert due(at_work(on_scene=0), said(5)) == 25, "but of one that is there"


def test_a_new_stage_begins_the_timer_anew():
    assert due(at_work(on_scene=0, contact=4)) == 14
    assert due(at_work(on_scene=0, contact=7), said(5)) == 27, "they had checked in: it is not the first any more"
    assert due(at_work(staging=0, on_scene=1)) == 11, "arriving ends the wait nearby"
    assert due(at_work(on_scene=0, transporting=6), said(5, more_min=60)) == 26


def test_a_check_in_told_late_moves_no_timer_back():
    there = at_work(on_scene=0)

    assert due(there, said(30), said(5)) == due(there, said(30)) == 50
    assert due(there, said(-3)) == 10, "one from before they arrived says nothing of the place"


def test_a_timer_begun_anew_asks_for_the_first_check_in_again():
    there = at_work(on_scene=0)

    assert due(there, said(60, origin="server")) == 70
    assert rules.last([said(60, origin="server")]) is None, "nobody said anything"
    assert rules.last([said(5), said(60, origin="server")]) == NOON + 5 * MINUTE


@pytest.mark.parametrize(
    ("minutes", "step"),
    [
        *((-1, None), (0, None), (1.99, None), (2, "missed"), (4.99, "missed")),
        *((5, "call_team"), (7.99, "call_team"), (8, "supervisor"), (600, "supervisor")),
    ],
)
def test_the_longer_it_does_not_come_the_more_the_desk_does(minutes: float, step):
    assert rules.step(NOON, NOON + round(minutes * MINUTE)) == step


def test_it_is_looked_at_when_due_at_every_step_and_for_the_link_in_between():
    looks = [NOON - MINUTE]
    while looks[-1] < NOON + 9 * MINUTE:
        looks.append(rules.look_at(NOON, looks[-1]))

    seconds = [(at - NOON) // 1000 for at in looks[1:]]
    assert seconds[:2] == [0, 120]
    assert {300, 480} <= set(seconds)
    assert seconds[1:] == list(range(120, 541, 30)), "every half minute while it is missed"


def test_a_unit_is_silent_when_no_phone_of_it_was_heard_for_ninety_seconds():
    assert is_silent(None, NOON)
    assert is_silent(NOON - 90_000, NOON)
    assert not is_silent(NOON - 89_999, NOON)


MINUTES = st.integers(min_value=0, max_value=120)
CHECK_INS = st.lists(st.builds(said, MINUTES, st.sampled_from([0, 10, 60]), st.sampled_from(["device", "server"])))


@given(MINUTES, st.none() | MINUTES, CHECK_INS, st.sampled_from([OUTDOORS, AT_HOME, ALONE]))
def test_whatever_more_is_told_no_timer_goes_back_and_none_is_lost(arrived, contact, check_ins, setting):
    there = at_work(on_scene=arrived) if contact is None else at_work(on_scene=arrived, contact=contact)
    known = [rules.due_at(there, check_ins[:n], setting) for n in range(len(check_ins) + 1)]

    assert None not in known
    assert [at for at in known if at is not None] == sorted(at for at in known if at is not None)
    for at in known:
        assert rules.began(there) is not None
        assert at is not None
        assert at <= NOON + 2 * HOUR + (20 + 60) * MINUTE, "nothing that was told asks for less than the table"


@given(st.lists(st.builds(said, MINUTES, st.sampled_from([0, 10])), max_size=4), MINUTES)
def test_the_order_in_which_it_is_told_changes_nothing(check_ins, arrived):
    there = at_work(on_scene=arrived)

    assert len({rules.due_at(there, told, OUTDOORS) for told in permutations(check_ins)}) == 1


@given(st.integers(min_value=-20 * MINUTE, max_value=20 * MINUTE))
def test_a_timer_is_always_looked_at_again(since_due):
    now = NOON + since_due

    assert now < rules.look_at(NOON, now) <= max(NOON, now) + 2 * MINUTE
