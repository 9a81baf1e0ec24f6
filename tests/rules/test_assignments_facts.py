"""Stages are facts: late, twice, in any order and from two phones they come to the same, and none is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from server.dispatch.rules import assignments as rules
from tests.factories import MINUTE, NOON, an_assignment

reports = st.lists(
    st.tuples(st.sampled_from(rules.STAGES), st.integers(NOON, NOON + 60 * MINUTE)), min_size=1, max_size=12
)
begun = st.sampled_from(
    [
        an_assignment(),
        rules.accept(an_assignment(), at=NOON, origin="device"),
        rules.start_by_itself(
            "assignment-1", call_id="call-1", unit_id="unit-1", at=NOON + 60 * MINUTE, begun="by_itself"
        ),
        rules.end(an_assignment(state="accepted", accepted_at=NOON), "cancelled", NOON + MINUTE),
    ]
)


def all_told(assignment, told):
    for stage, at in told:
        assignment = rules.reach(assignment, stage, at=at, origin="device")
    return assignment


@given(begun, reports, st.data())
def test_any_order_and_any_repetition_of_reports_ends_the_same(assignment, told, data):
    again = data.draw(st.lists(st.sampled_from(told), max_size=6))
    shuffled = data.draw(st.permutations(told + again))

    assert all_told(assignment, shuffled) == all_told(assignment, told)


@given(reports)
def test_of_every_stage_the_earliest_time_counts_and_the_furthest_stage_is_the_state(told):
    after = all_told(rules.accept(an_assignment(), at=NOON, origin="device"), told)

    for stage, field in rules.TIME_OF.items():
        assert getattr(after, field) == min((at for named, at in told if named == stage), default=None)
    assert after.state == max((stage for stage, _ in told), key=rules.STAGES.index)
    assert after.ended_at == after.cleared_at


@given(begun, reports)
def test_a_yes_among_the_reports_counts_whenever_it_comes(assignment, told):
    if not rules.went(assignment):
        assignment = rules.take_by_going(assignment, origin="device")
    before = rules.accept(assignment, at=NOON, origin="device")
    after = rules.accept(all_told(assignment, told), at=NOON, origin="device")

    assert replace(all_told(before, told), origin="device") == replace(after, origin="device")


def test_a_report_that_says_nothing_new_gives_the_same_object():
    there = rules.reach(an_assignment(), "on_scene", at=NOON, origin="device")

    assert rules.reach(there, "on_scene", at=NOON + MINUTE, origin="manual") is there
    assert rules.take_by_going(there, origin="device") is there


CANCELLED = rules.end(an_assignment(state="enroute", enroute_at=NOON), "cancelled", NOON + 10 * MINUTE)
THERE = rules.end(rules.reach(an_assignment(), "on_scene", at=NOON, origin="device"), "cancelled", NOON + 10 * MINUTE)
PREEMPTED = rules.end(an_assignment(state="enroute", enroute_at=NOON), "preempted", NOON + 10 * MINUTE)


def test_an_assignment_the_desk_ended_keeps_a_stage_as_evidence_and_its_ending():
    kept = rules.reach(PREEMPTED, "on_scene", at=NOON + 5 * MINUTE, origin="device")

    assert (kept.state, kept.ended_at, kept.arrived_at) == ("preempted", PREEMPTED.ended_at, NOON + 5 * MINUTE)


@pytest.mark.parametrize("stage", ["on_scene", "contact", "transporting", "at_destination"])
def test_whether_a_team_was_there_when_it_was_called_off_is_as_the_team_tells_however_late(stage):
    before = rules.reach(an_assignment(state="enroute", enroute_at=NOON), stage, at=NOON + MINUTE, origin="device")

    late = rules.reach(CANCELLED, stage, at=NOON + MINUTE, origin="device")

    assert late == rules.end(before, "cancelled", NOON + 10 * MINUTE)
    assert late.state == "cancelled_on_scene"


def test_a_stage_that_says_nothing_of_being_there_leaves_a_team_called_off_on_its_way():
    staged = rules.reach(CANCELLED, "staging", at=NOON + MINUTE, origin="device")
    left = rules.reach(CANCELLED, "cleared", at=NOON + 11 * MINUTE, origin="device")

    assert (staged.state, left.state) == ("cancelled_enroute", "cancelled_enroute")


def test_an_arrival_that_is_taken_back_or_moved_behind_the_end_was_none_when_the_team_was_called_off():
    taken_back = rules.take_back(THERE, "on_scene")
    later = rules.correct(THERE, "on_scene", at=NOON + 11 * MINUTE, origin="device")

    assert THERE.state == "cancelled_on_scene"
    assert (taken_back.state, later.state) == ("cancelled_enroute", "cancelled_enroute")
    assert taken_back.ended_at == later.ended_at == THERE.ended_at


@pytest.mark.parametrize(
    ("assignment", "stage", "at", "belongs"),
    [
        (an_assignment(), "enroute", NOON, True),
        (an_assignment(state="cleared", cleared_at=NOON), "on_scene", NOON + MINUTE, True),
        (an_assignment(state="superseded", ended_at=NOON), "on_scene", NOON - MINUTE, False),
        (an_assignment(state="expired", ended_at=NOON), "cleared", NOON + MINUTE, False),
        (CANCELLED, "on_scene", NOON + 9 * MINUTE, True),
        (CANCELLED, "on_scene", NOON + 11 * MINUTE, False),
        (CANCELLED, "cleared", NOON + 11 * MINUTE, True),
    ],
)
def test_what_a_team_did_belongs_to_an_assignment_it_had_at_that_time(assignment, stage, at, belongs):
    assert rules.takes(assignment, stage, at) is belongs


LOST = an_assignment(id="lost", state="superseded")


@pytest.mark.parametrize(
    ("earlier", "begun"),
    [
        ([], "by_itself"),
        ([LOST], "too_late"),
        ([replace(LOST, state="expired")], "too_late"),
        ([replace(LOST, state="withdrawn")], "too_late"),
        ([replace(LOST, state="declined")], "by_itself"),
        ([replace(LOST, state="cleared", cleared_at=NOON)], "by_itself"),
        ([replace(LOST, state="preempted", accepted_at=NOON)], "after_end"),
        ([replace(LOST, state="cancelled_enroute", enroute_at=NOON)], "after_end"),
        ([replace(LOST, state="declined"), replace(LOST, id="later", offered_at=NOON + MINUTE)], "too_late"),
        ([replace(LOST, id="later", offered_at=NOON + MINUTE), replace(LOST, state="declined")], "too_late"),
    ],
)
def test_how_a_team_came_to_go_without_a_won_offer_is_told_by_the_last_time_it_was_asked(earlier, begun):
    assert rules.how_begun(earlier) == begun


def reported(
    n: int, *, at: int, corrects_at: int | None = None, said_at: int | None = None, takes_back: str | None = None
) -> rules.StageReport:
    return rules.StageReport(
        command_id=f"report-{n}",
        assignment_id="assignment-1",
        stage="on_scene",
        device_at=at,
        corrected_at=at,
        said_at=said_at or corrects_at or at,
        received_at=NOON,
        origin="device",
        corrects_at=corrects_at,
        takes_back=takes_back,
    )


@given(st.permutations([reported(1, at=NOON + 9), reported(2, at=NOON + 3), reported(3, at=NOON + 5)]))
def test_of_reports_in_any_order_the_earliest_time_counts(reports):
    assert rules.counted(reports) == NOON + 3


@given(
    st.permutations(
        [
            reported(1, at=NOON + 9),
            reported(2, at=NOON + 1),
            reported(3, at=NOON + 4, corrects_at=NOON + 20),
            reported(4, at=NOON + 7, corrects_at=NOON + 30),
        ]
    )
)
def test_whatever_was_told_the_correction_said_last_counts(reports):
    assert rules.counted(reports) == NOON + 7


def test_a_corrected_time_may_be_later_and_moves_the_end_with_it():
    cleared = rules.reach(an_assignment(state="on_scene", arrived_at=NOON), "cleared", at=NOON + 5, origin="device")

    after = rules.correct(cleared, "cleared", at=NOON + 9, origin="device")

    assert (after.state, after.cleared_at, after.ended_at) == ("cleared", NOON + 9, NOON + 9)
    assert rules.correct(after, "cleared", at=NOON + 9, origin="device") is after


TAPPED, AGAIN = reported(1, at=NOON + 1), reported(2, at=NOON + 6)
CORRECTED = reported(3, at=NOON + 4, corrects_at=NOON + 8)


@pytest.mark.parametrize(
    ("told", "counts"),
    [
        ([TAPPED, reported(9, at=NOON + 2, takes_back="report-1")], None),
        ([TAPPED, AGAIN, reported(9, at=NOON + 9, takes_back="report-1")], NOON + 6),
        ([TAPPED, CORRECTED, reported(9, at=NOON + 9, takes_back="report-3")], NOON + 1),
        ([TAPPED, CORRECTED, reported(9, at=NOON + 9, takes_back="report-1")], NOON + 4),
        ([TAPPED, AGAIN, reported(9, at=NOON + 3, takes_back=rules.EVERY)], NOON + 6),
        ([TAPPED, AGAIN, CORRECTED, reported(9, at=NOON + 9, takes_back=rules.EVERY)], None),
        ([reported(1, at=NOON + 1, said_at=NOON + 5), reported(9, at=NOON + 3, takes_back=rules.EVERY)], NOON + 1),
        ([TAPPED, reported(9, at=NOON + 9, takes_back="another")], NOON + 1),
    ],
)
@given(st.data())
def test_what_was_taken_back_counts_for_nothing_in_whatever_order_it_is_told(told, counts, data):
    shuffled = data.draw(st.permutations(told))

    assert rules.counted(shuffled) == counts


@given(reports, st.sampled_from(rules.STAGES))
def test_a_stage_taken_back_leaves_the_furthest_of_the_others(told, stage):
    taken = rules.accept(an_assignment(), at=NOON, origin="device")
    others = [(named, at) for named, at in told if named != stage]

    after = rules.take_back(all_told(taken, told), stage)

    assert after == all_told(taken, others)
    assert rules.take_back(after, stage) is after
