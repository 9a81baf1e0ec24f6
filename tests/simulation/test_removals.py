"""Each rule of the protocol is needed: without it some world breaks a promise, and the simulation says so."""

import pytest

from tests.simulation.campaign import Grounds, live_through
from tests.simulation.removals import NOTICED, PHONE_RULES, SERVER_RULES

MOST = 60
"""So many worlds may go well without a rule; more, and they are too kind."""


@pytest.mark.parametrize("rule", [*SERVER_RULES, *PHONE_RULES])
def test_without_this_rule_a_promise_is_broken(rule: str, files: Grounds, monkeypatch: pytest.MonkeyPatch):
    seeds = sorted(range(1, MOST + 1), key=lambda seed: seed != NOTICED.get(rule, 1))
    worlds = live_through(seeds, files, rule=rule, patch=monkeypatch)

    assert any(ending.violations for ending in worlds)
