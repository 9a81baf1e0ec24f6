"""A site's call for help: whatever the order in which it is told, the earliest of each stands, and it is told once."""

from itertools import permutations

import pytest

from schemas.codes.dispatch import HelpSent
from server.interruption.rules import helps as rules

CALLED = rules.InTrouble(by="tre", raised_at=0, received_at=10)


def sent(n: int, *, to: HelpSent = "team", asked: tuple[str, ...] = ()) -> rules.Sent:
    return rules.Sent(id=f"sent-{n}", to=to, by="lead", at=n, at_risk=False, policy=0, asked=asked)


def test_in_whatever_order_it_is_told_the_earliest_stands():
    told = (
        lambda it: rules.taken(it, at=40),
        lambda it: rules.taken(it, at=20),
        lambda it: rules.ended(it, "safe", at=90),
        lambda it: rules.ended(it, "mistake", at=30),
        lambda it: rules.with_sent(it, sent(25)),
        lambda it: rules.with_sent(it, sent(15)),
    )
    ends = set()
    for order in permutations(told):
        found = CALLED
        for tell in order:
            found = tell(tell(found))
        ends.add(found)

    (stands,) = ends
    assert (stands.taken_at, stands.ended_at, stands.ending) == (15, 30, "mistake")
    assert [each.at for each in stands.sent] == [15, 25]


@pytest.mark.parametrize(
    ("help_", "is_untaken", "is_settled"),
    [
        (CALLED, True, False),
        (rules.taken(CALLED, at=20), False, False),
        (rules.ended(CALLED, "safe", at=20), False, False),
        (rules.ended(rules.taken(CALLED, at=20), "safe", at=30), False, True),
    ],
)
def test_it_is_settled_when_somebody_had_it_and_it_is_over(help_, is_untaken, is_settled):
    assert (help_.is_untaken, help_.is_settled) == (is_untaken, is_settled)
    assert (rules.to_be_phoned(help_, at=99).phone_at == 99) is is_untaken


def test_who_comes_on_call_is_asked_where_a_team_is_wanted_and_nowhere_else():
    wanted = rules.with_sent(CALLED, sent(20, asked=("vic",)))

    assert rules.asked_too(wanted, "moe").asked == {"vic", "moe"}
    for found in (
        CALLED,
        rules.with_sent(CALLED, sent(20, to="ambulance")),
        rules.ended(wanted, "safe", at=30),
    ):
        assert rules.asked_too(found, "moe") is found
    assert rules.asked_too(wanted, "tre") is wanted, "it is theirs"
    assert rules.asked_too(wanted, "vic") is wanted, "they were asked"
