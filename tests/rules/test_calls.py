"""Where a call stands, when it may be closed, its number, and what a city's desk cannot take."""

import json
from typing import get_args

import pytest

from schemas.codes.intake import CallType, ConfidentialType
from schemas.commands import CloseCall, TakeCall
from server.days import day_of
from server.decode import decode
from server.dispatch.rules import calls as rules
from server.errors import Invalid
from tests.factories import HOUR, MINUTE, NOON, a_call, an_assignment, what_was_told
from tests.phone import as_json

HERE = an_assignment(state="on_scene", arrived_at=NOON)
CLEARED = an_assignment(state="cleared", arrived_at=NOON, cleared_at=NOON + HOUR, ended_at=NOON + HOUR)


@pytest.mark.parametrize(
    ("result", "states", "status"),
    [
        ("not_triaged", [], "received"),
        ("alt_only", [], "queued"),
        ("phone_resolved", [], "triaged"),
        ("alt_only", ["offered"], "queued"),
        ("alt_only", ["declined", "expired"], "queued"),
        ("alt_only", ["preempted"], "queued"),
        ("alt_only", ["accepted", "superseded"], "assigned"),
        ("alt_only", ["staging"], "assigned"),
        ("alt_only", ["enroute", "contact"], "active"),
    ],
)
def test_a_call_stands_where_its_teams_are(result, states, status):
    call = a_call(triage_result=result, status="received")

    assert rules.settled(call, [an_assignment(state=state) for state in states], by_hand_at=None).status == status


def test_a_call_closes_by_itself_when_the_last_team_clears():
    other = an_assignment(id="assignment-2", state="enroute")

    assert rules.settled(a_call(), [CLEARED, other], by_hand_at=None).status == "assigned"
    closed = rules.settled(a_call(), [CLEARED], by_hand_at=None)
    assert (closed.status, closed.closed_at) == ("closed", NOON + HOUR)
    assert rules.settled(closed, [CLEARED], by_hand_at=None) is closed


def test_asking_another_team_opens_it_again():
    closed = rules.settled(a_call(), [CLEARED], by_hand_at=None)

    again = rules.settled(closed, [CLEARED, an_assignment(id="assignment-2")], by_hand_at=None)

    assert (again.status, again.closed_at) == ("queued", None)


def test_a_team_that_is_there_after_the_desk_closed_it_is_seen():
    closed = rules.settled(a_call(not_sent_reason="timed_out"), [], by_hand_at=NOON)
    assert (closed.status, closed.closed_at) == ("closed", NOON)

    active = rules.settled(closed, [HERE], by_hand_at=NOON)

    assert (active.status, active.closed_at, active.not_sent_reason) == ("active", None, None)
    over = rules.settled(active, [CLEARED], by_hand_at=NOON)
    assert (over.status, over.closed_at) == ("closed", NOON)


def test_a_call_that_its_caller_ended_is_cancelled():
    call = rules.close(a_call(), CloseCall(not_sent_reason="caller_cancelled"), [], at=NOON)

    assert rules.settled(call, [], by_hand_at=NOON).status == "cancelled"


@pytest.mark.parametrize("state", ["declined", "expired", "accepted", "cancelled_enroute"])
def test_closing_without_a_team_needs_a_reason(state):
    with pytest.raises(Invalid):
        rules.close(a_call(), CloseCall(), [an_assignment(state=state)], at=NOON)


@pytest.mark.parametrize(
    ("args", "assignments"),
    [
        (CloseCall(not_sent_reason="no_unit_available"), []),
        (CloseCall(triage_result="phone_resolved"), []),
        (CloseCall(triage_result="transfer_988"), []),
        (CloseCall(), [CLEARED]),
        (CloseCall(), [HERE]),
    ],
)
def test_a_reason_a_result_by_phone_or_a_team_that_came_closes_it(args, assignments):
    closed = rules.close(a_call(), args, assignments, at=NOON)

    assert closed.not_sent_reason == args.not_sent_reason


def test_a_call_that_was_solved_by_phone_needs_no_other_word():
    assert rules.close(a_call(triage_result="self_help"), CloseCall(), [], at=NOON).triage_result == "self_help"


def test_a_result_at_the_end_is_when_it_was_triaged():
    untriaged = a_call(triage_result="not_triaged", triaged_at=None)

    assert (
        rules.close(untriaged, CloseCall(triage_result="self_help"), [], at=NOON + MINUTE).triaged_at == NOON + MINUTE
    )


def test_times_the_desk_tells_are_corrected_by_its_clock():
    call = rules.take("call-1", what_was_told(triage_result="not_triaged"), number="0001", skew_ms=-MINUTE, at=NOON)

    assert (call.received_at, call.entered_at, call.triaged_at) == (NOON - MINUTE, NOON, None)


def test_calls_are_numbered_by_the_days_of_the_city():
    # 14:13 UTC on 21 September 2026, and eleven hours later.
    assert day_of(NOON, "UTC") == "2026-09-21"
    assert day_of(NOON + 11 * HOUR, "UTC") == "2026-09-22"
    assert day_of(NOON + 11 * HOUR, "America/Phoenix") == "2026-09-21"
    assert day_of(NOON + 11 * HOUR, "Nowhere/At All") == "2026-09-22"
    assert (rules.spoken(7), rules.spoken(12_345)) == ("0007", "12345")


def test_a_desk_can_take_every_type_of_its_own():
    for code in get_args(CallType):
        assert decode(_told(code), TakeCall).type_code == code


@pytest.mark.parametrize("code", get_args(ConfidentialType))
def test_a_confidential_type_cannot_be_said_at_a_citys_desk(code):
    with pytest.raises(Invalid):
        decode(_told(code), TakeCall)


def _told(code):
    return json.dumps(as_json(what_was_told()) | {"type_code": code}).encode()
