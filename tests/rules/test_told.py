"""What a caller was told, in whatever order it is heard of: each telling once, each promise until it is kept."""

from itertools import permutations

import pytest
from msgspec.structs import replace

from schemas.records import Call
from schemas.records.calls import Told
from server.dispatch.rules.told import call_back, may_be_heard, owed, tell
from tests.factories import a_call

SAID = {
    "promised": lambda call: tell(call, Told(id="t1", what="call_back", by=900, at=100)),
    "coming": lambda call: tell(call, Told(id="t2", what="coming", by=700, at=200)),
    "not reached": lambda call: call_back(call, "t1", "not_reached", at=950),
    "reached": lambda call: call_back(call, "t1", "reached", at=940),
}


def after(*names: str) -> Call:
    call = a_call()
    for name in names:
        call = SAID[name](call)
    return call


@pytest.mark.parametrize("order", list(permutations(SAID)))
def test_in_whatever_order_it_is_heard_each_stands_once_and_who_was_reached_was_reached(order):
    promised, coming = after(*order).told

    assert (promised.id, promised.at, promised.by, promised.how, promised.done_at) == ("t1", 100, 900, "reached", 940)
    assert (coming.id, coming.by, coming.done_at) == ("t2", 700, None)


@pytest.mark.parametrize("name", SAID)
def test_said_twice_it_changes_nothing(name):
    once = after("promised", name)

    assert SAID[name](once) is once


def test_only_a_call_back_of_which_nobody_said_what_came_of_it_is_owed():
    promise = {names: owed(after(*names).told) for names in permutations(SAID, 2)}

    assert (
        promise["promised", "coming"]
        == promise["coming", "promised"]
        == Told(id="t1", what="call_back", by=900, at=100)
    )
    assert promise["promised", "not reached"] is promise["coming", "reached"] is None


MOVES = {
    "promised": SAID["promised"],
    "moved": lambda call: tell(call, Told(id="t3", what="call_back", by=1900, at=800)),
}


@pytest.mark.parametrize("order", list(permutations(MOVES)))
def test_a_new_time_moves_the_promise_in_whatever_order_it_is_heard_and_what_was_said_before_stays(order):
    call = a_call()
    for name in order:
        call = MOVES[name](call)

    assert [(each.id, each.by) for each in call.told] == [("t1", 900), ("t3", 1900)]
    assert owed(call.told) == call.told[1]
    for told, done_at in (("t3", 1800), ("t1", 900)):
        assert owed(call_back(call, told, "reached", at=done_at).told) is None, "there is one promise, by either name"
    again = tell(call_back(call, "t3", "not_reached", at=1800), Told(id="t4", what="call_back", by=2900, at=1800))
    assert owed(again.told) == again.told[-1], "promised anew once it was tried"


def test_a_partner_may_hear_a_call_back_but_on_a_number_that_is_safe():
    involved = a_call(screening={"dv": "yes"}, callback=None)

    assert may_be_heard(involved)
    assert not may_be_heard(replace(involved, callback="555-0143"))
    assert not may_be_heard(a_call(screening={"dv": "unknown"}))
