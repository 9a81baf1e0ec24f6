"""However calls are merged and parted, in whatever order that is heard, each has exactly one leader."""

from hypothesis import given
from hypothesis import strategies as st

from server.dispatch.rules.changing.merging import closes_ring, leader_of

CALLS = st.sampled_from("abcdef")


@given(st.lists(st.tuples(CALLS, st.none() | CALLS), max_size=40))
def test_no_ring_ever_forms_and_each_call_has_one_leader(told: list[tuple[str, str | None]]):
    into: dict[str, str] = {}
    for call, ahead in told:
        if ahead is None:
            into.pop(call, None)
        elif ahead != call and not closes_ring(into.get, call, ahead):
            into[call] = ahead

    for call in "abcdef":
        steps, at = 0, call
        while at in into:
            at, steps = into[at], steps + 1
            assert steps < 6, "a ring"
        assert leader_of(into.get, call) == at


def test_merging_both_ways_keeps_the_first():
    into = {"a": "b"}

    assert closes_ring(into.get, "b", "a")
    assert not closes_ring(into.get, "c", "a")
    assert not closes_ring(into.get, "a", "c"), "it may be merged elsewhere instead"
