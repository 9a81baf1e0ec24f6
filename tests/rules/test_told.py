"""What a caller was told, in whatever order it is heard of: each telling once, each promise until it is kept."""

from itertools import permutations

import pytest

from schemas.records import Call
from server.dispatch.rules.told import call_back, is_owed, tell
from tests.factories import a_call

SAID = {
    "promised": lambda call: tell(call, "t1", "call_back", by=900, at=100),
    "coming": lambda call: tell(call, "t2", "coming", by=700, at=200),
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
    owed = {names: [each.id for each in after(*names).told if is_owed(each)] for names in permutations(SAID, 2)}

    assert owed["promised", "coming"] == owed["coming", "promised"] == ["t1"]
    assert owed["promised", "not reached"] == owed["coming", "reached"] == []
