"""A call passed on is the desk's until somebody at the other end has it, in whatever order that is told."""

from collections.abc import Callable
from functools import reduce
from itertools import permutations
from typing import get_args

import pytest
from msgspec.structs import replace

from schemas.codes.intake import Source, TriageResult
from schemas.records import Call
from server.dispatch.rules import handovers as rules
from tests.factories import HOUR, MINUTE, NOON, a_call

Fact = Callable[[Call], Call]


def begun(handover_id: str, at: int, to="ems") -> Fact:
    return lambda call: rules.begin(call, handover_id, to, at=at)


def taken(named: str | None, at: int, to="ems") -> Fact:
    def fact(call: Call) -> Call:
        return rules.take(call, rules.meant(call.handovers, named, to, new_id="new", at=at), at=at)

    return fact


def after(*facts: Fact) -> Call:
    return reduce(lambda call, fact: fact(call), facts, a_call())


def told(call: Call) -> list[tuple[str, str, int, int | None]]:
    return [(each.id, each.to, each.begun_at, each.taken_at) for each in call.handovers]


@pytest.mark.parametrize("result", get_args(TriageResult))
def test_what_the_screening_leaves_to_another_service_is_passed_on_to_it(result: TriageResult):
    passed = {
        "transfer_988": "l988",
        "transfer_211": "l211",
        "ems_only": "ems",
        "alt_with_ems": "ems",
        "police_only": "police",
        "co_response": "police",
    }

    call = rules.screened(a_call(), result, "handover-1", at=NOON)

    assert told(call) == ([("handover-1", passed[result], NOON, None)] if result in passed else [])
    assert rules.screened(call, result, "handover-2", at=NOON + HOUR) is call, "it was passed on there already"


@pytest.mark.parametrize("source", get_args(Source))
def test_a_call_that_another_service_gave_us_waits_for_who_it_was(source: Source):
    gives = {"l988": "l988", "l211": "l211", "psap911": "psap911", "ems_req": "ems"}

    call = rules.given(replace(a_call(), source=source), at=NOON)

    assert told(call) == ([(call.id, gives[source], NOON, None)] if source in gives else [])
    assert rules.given(call, at=NOON + HOUR) is call, "it was given to us once"


def test_who_gave_us_a_call_is_never_taken_for_who_took_it_from_us():
    given = rules.given(replace(a_call(), source="l988"), at=NOON)

    back = rules.take(given, rules.meant(given.handovers, None, "l988", new_id="new", at=NOON), at=NOON)
    passed = rules.begin(given, "handover-1", "l988", at=NOON + MINUTE)
    screened = rules.screened(given, "transfer_988", "handover-1", at=NOON)

    assert [(each.way, each.taken_at) for each in back.handovers] == [("from", None), ("to", NOON)]
    assert [(each.way, each.id) for each in passed.handovers] == [("from", given.id), ("to", "handover-1")]
    assert [each.way for each in screened.handovers] == ["from", "to"]


def test_in_whatever_order_it_is_told_it_was_passed_on_once_and_taken_once():
    facts = [begun("handover-1", NOON), begun("handover-2", NOON + MINUTE), taken("handover-1", NOON + 2 * MINUTE)]

    every = [told(after(*order)) for order in permutations(facts)]

    assert {len(each) for each in every} == {1}
    assert {each[0][1:] for each in every} == {("ems", NOON, NOON + 2 * MINUTE)}


def test_told_again_it_is_the_same_call():
    once = after(begun("handover-1", NOON), taken("handover-1", NOON + MINUTE))

    assert begun("handover-1", NOON)(once) is once
    assert begun("handover-2", NOON)(once) is once, "another desk said it before anybody there had it"
    assert taken("handover-1", NOON + MINUTE)(once) is once
    assert taken(None, NOON + HOUR)(once) is once, "the earliest counts"


def test_who_passes_it_on_anew_after_it_was_taken_waits_anew():
    call = after(begun("handover-1", NOON), taken("handover-1", NOON + MINUTE), begun("handover-2", NOON + HOUR))

    assert told(call) == [("handover-1", "ems", NOON, NOON + MINUTE), ("handover-2", "ems", NOON + HOUR, None)]
    assert [rules.is_open(each) for each in call.handovers] == [False, True]


def test_an_ambulance_and_988_are_two():
    call = after(begun("handover-1", NOON), begun("handover-2", NOON, to="l988"), taken(None, NOON + MINUTE, to="l988"))

    assert told(call) == [("handover-1", "ems", NOON, None), ("handover-2", "l988", NOON, NOON + MINUTE)]


def test_it_was_passed_on_at_the_latest_when_somebody_had_it():
    call = after(begun("handover-1", NOON + MINUTE), taken("handover-1", NOON))

    assert told(call) == [("handover-1", "ems", NOON, NOON)]
