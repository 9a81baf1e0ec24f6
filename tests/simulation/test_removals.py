"""Each rule of the protocol is needed: without it some world breaks a promise, and the simulation says so."""

import pytest

from tests.simulation.campaign import Grounds, live_through
from tests.simulation.removals import NOTICED, PHONE_RULES, SERVER_RULES
from tests.simulation.site.removals import SITE_RULES

MOST = 60
"""So many worlds may go well without a rule; more, and they are too kind."""


@pytest.mark.parametrize("rule", [*SERVER_RULES, *PHONE_RULES])
def test_without_this_rule_a_promise_is_broken(rule: str, files: Grounds, monkeypatch: pytest.MonkeyPatch):
    assert is_noticed(rule, files, monkeypatch)


@pytest.mark.parametrize("rule", SITE_RULES)
def test_without_this_rule_of_a_site_a_promise_is_broken(rule: str, sites: Grounds, monkeypatch: pytest.MonkeyPatch):
    assert is_noticed(rule, sites, monkeypatch)


def is_noticed(rule: str, grounds: Grounds, patch: pytest.MonkeyPatch) -> bool:
    """Whether one of these worlds does not go well without it."""
    seeds = sorted(range(1, MOST + 1), key=lambda seed: seed != NOTICED.get(rule, 1))
    return any(ending.violations for ending in live_through(seeds, grounds, rule=rule, patch=patch))
