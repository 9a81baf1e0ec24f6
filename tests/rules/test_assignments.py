"""What an assignment may become by somebody's decision: every pair of the table, and the answers to an offer."""

from itertools import product
from typing import get_args

import pytest

from schemas.codes.dispatch import AssignmentState, Ending
from schemas.codes.intake import Priority
from server.dispatch.rules import assignments as rules
from server.dispatch.rules.intake.taxonomies import answer_ms
from server.errors import Conflict, InvalidMove, held_as
from tests.factories import MINUTE, NOON, SECOND, an_assignment

STATES = get_args(AssignmentState)


@pytest.mark.parametrize(("now", "to"), list(product(STATES, STATES)))
def test_every_move_is_in_the_table_or_refused(now, to):
    before = an_assignment(state=now)

    if to == now:
        assert rules.move(before, to) is before
    elif to in rules.MOVES[now]:
        assert rules.move(before, to).state == to
    else:
        with pytest.raises(InvalidMove):
            rules.move(before, to)


def test_the_table_knows_every_state_and_nothing_follows_an_end():
    assert set(rules.MOVES) == set(STATES)
    assert {state for state, after in rules.MOVES.items() if not after} == rules.ENDED
    assert set(STATES) == rules.LIVE | rules.ENDED


@pytest.mark.parametrize(
    ("priority", "seconds"), [("P0", 60), ("P1", 60), ("P2", 120), ("P3", 300), ("P4", 300)], ids=get_args(Priority)
)
def test_an_urgent_offer_waits_less_for_its_answer(priority, seconds):
    answer_by = rules.answer_time(priority, NOON, answer_ms=answer_ms(priority, None))
    offered = rules.offer("assignment-1", call_id="call-1", unit_id="unit-1", answer_by=answer_by, now=NOON)

    assert offered.answer_by == NOON + seconds * SECOND


def test_yes_by_voice_and_by_phone_is_one_yes_at_the_earlier_time():
    by_voice = rules.accept(an_assignment(), at=NOON + 20 * SECOND, origin="manual")

    by_phone = rules.accept(by_voice, at=NOON + 5 * SECOND, origin="device")

    assert (by_phone.state, by_phone.accepted_at, by_phone.origin) == ("accepted", NOON + 5 * SECOND, "device")
    assert rules.accept(by_phone, at=NOON + 20 * SECOND, origin="manual") is by_phone


@pytest.mark.parametrize("state", sorted(rules.REFUSED))
def test_yes_to_an_offer_that_ended_is_a_conflict(state):
    with pytest.raises(Conflict) as refused:
        rules.accept(an_assignment(state=state, ended_at=NOON), at=NOON, origin="device")

    assert held_as(refused.value) == "conflict"


def test_a_yes_that_comes_after_the_team_went_only_adds_its_time():
    gone = rules.reach(an_assignment(), "enroute", at=NOON + MINUTE, origin="device")

    accepted = rules.accept(gone, at=NOON + 30 * SECOND, origin="device")

    assert (accepted.state, accepted.accepted_at) == ("enroute", NOON + 30 * SECOND)


def test_no_is_said_once_and_not_after_yes():
    declined = rules.decline(an_assignment(), "too_far", at=NOON, origin="device")

    assert (declined.state, declined.decline_reason, declined.ended_at) == ("declined", "too_far", NOON)
    assert rules.decline(declined, "vehicle", at=NOON + 1, origin="device") is declined
    with pytest.raises(InvalidMove):
        rules.decline(an_assignment(state="accepted"), "too_far", at=NOON, origin="device")


def test_an_offer_expires_at_its_time_and_not_before():
    offered = an_assignment()

    assert rules.expire(offered, NOON + 5 * MINUTE - 1) is offered
    assert rules.expire(offered, NOON + 5 * MINUTE).state == "expired"


def test_an_answered_offer_never_expires():
    accepted = rules.accept(an_assignment(), at=NOON, origin="device")

    assert rules.expire(accepted, NOON + 60 * MINUTE) is accepted


ENDINGS = {
    ("offered", "withdrawn"): "withdrawn",
    ("offered", "cancelled"): "withdrawn",
    ("offered", "reassigned"): "reassigned",
    ("accepted", "preempted"): "preempted",
    ("enroute", "preempted"): "preempted",
    ("accepted", "cancelled"): "cancelled_enroute",
    ("staging", "cancelled"): "cancelled_enroute",
    ("on_scene", "cancelled"): "cancelled_on_scene",
    ("transporting", "cancelled"): "cancelled_on_scene",
    ("on_scene", "transferred"): "transferred",
    ("contact", "reassigned"): "reassigned",
}


@pytest.mark.parametrize(("state", "ending"), ENDINGS)
def test_the_desk_ends_an_assignment_according_to_where_it_is(state, ending):
    before = an_assignment(state=state)

    after = rules.end(before, ending, NOON + MINUTE)

    assert (after.state, after.ending, after.ended_at) == (ENDINGS[state, ending], ending, NOON + MINUTE)
    assert rules.end(after, ending, NOON + 2 * MINUTE) is after


@pytest.mark.parametrize(
    ("state", "ending"), [("accepted", "withdrawn"), ("staging", "preempted"), ("on_scene", "preempted")]
)
def test_an_ending_that_does_not_fit_is_refused(state, ending):
    with pytest.raises(InvalidMove):
        rules.end(an_assignment(state=state), ending, NOON)


@pytest.mark.parametrize("ending", get_args(Ending))
def test_what_is_cleared_cannot_be_ended_again(ending):
    with pytest.raises(InvalidMove):
        rules.end(an_assignment(state="cleared", cleared_at=NOON), ending, NOON)
