"""Whatever goes wrong in a site, nobody off call is asked, no call-out is lost, and a day later nothing of it is left.

*Why this is a proof of something*: the server is the real application on a real database, which dies, is restored and
stands still; the seed decides everything that happens; `test_removals` shows that each rule is missed when it is gone.
"""

from collections import Counter

import pytest

from tests.simulation.campaign import Grounds, live_through
from tests.simulation.world import Ending

WORLDS = 6
MANY = 1_000
SLICE = 40

TROUBLES = ("kills", "lost", "doubled", "copies", "gap", "rung")
HAPPENED = (
    *("callout made", "callout climbed", "callout coming", "callout cannot", "callout done", "late steps", "phone"),
    *("coming missed", "coming safe", "coming checked_in", "off call", "came too", "no link", "recorded"),
    *("help called", "help ended", "help phone", "sent"),
)
"""Each of them comes in six worlds."""


def lived_well(endings: list[Ending]) -> Counter[str]:
    """No promise was broken; what came to pass in all of them."""
    assert {ending.seed: ending.violations for ending in endings if ending.violations} == {}
    # Worlds in which little happens prove little; the average of all of them is above 90 commands and 3 crashes.
    assert sum(ending.commands for ending in endings) >= 60 * len(endings)
    assert sum(ending.crashes for ending in endings) >= 2 * len(endings)
    return sum((ending.met for ending in endings), start=Counter())


def test_in_no_world_of_a_site_is_a_promise_broken(sites: Grounds):
    met = lived_well(list(live_through(range(1, WORLDS + 1), sites)))

    assert {each: met[each] for each in (*TROUBLES, *HAPPENED) if not met[each]} == {}


@pytest.mark.long
@pytest.mark.parametrize("first", range(WORLDS + 1, MANY, SLICE))
def test_in_none_of_many_worlds_of_a_site_is_a_promise_broken(sites: Grounds, first: int):
    met = lived_well(list(live_through(range(first, first + SLICE), sites)))

    assert {each: met[each] for each in (*TROUBLES, *HAPPENED, "restored", "shut_out") if not met[each]} == {}


@pytest.mark.long
def test_in_no_world_of_a_site_on_postgres_is_a_promise_broken(site_schemas: Grounds):
    assert lived_well(list(live_through(range(1, 31), site_schemas)))["callout climbed"]
