"""Every way of saying no has a code of its own, and stands where people look it up."""

import importlib
import pkgutil
import re
from collections import Counter

import pytest

import server
from schemas.problems import PROBLEMS
from server import errors
from server.web.problems import _BY_STATUS, BUG, OURS

ROW = re.compile(r"─ (?P<name>\w+) +(?P<code>[a-z_]+) +(?P<advice>retry|fix|never) +(?P<status>\d{3}) +\S")


def every_refusal():
    """Refusal's whole tree, whatever module of the server grew it."""
    for module in pkgutil.walk_packages(server.__path__, "server."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found, waiting = [], [errors.Refusal]
    while waiting:
        subclasses = waiting.pop().__subclasses__()
        found += subclasses
        waiting += subclasses
    return sorted(set(found), key=lambda refusal: refusal.__name__)


REFUSALS = every_refusal()
LISTED = {row["name"]: row for row in ROW.finditer(errors.__doc__)}


def test_no_two_refusals_share_a_code():
    codes = Counter(refusal.code for refusal in REFUSALS)

    assert [code for code, times in codes.items() if times > 1] == []


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_refusal_stands_in_the_tree_as_it_is(refusal):
    row = LISTED[refusal.__name__]

    assert (row["code"], row["advice"], int(row["status"])) == (refusal.code, refusal.advice, refusal.status)


def test_the_tree_lists_nothing_that_is_gone():
    assert LISTED.keys() == {refusal.__name__ for refusal in REFUSALS}


def test_the_schemas_tell_clients_every_problem_code_as_it_is():
    over_http = [refusal for refusal in REFUSALS if not issubclass(refusal, errors.CannotStart)]
    ours = {refusal.code: (refusal.advice, refusal.status) for refusal in over_http}
    edge = {code: (advice, status) for status, (code, advice) in _BY_STATUS.items() if code not in ours}
    edge[BUG[0]] = (BUG[1], OURS)

    assert {code: (kind.advice, kind.status) for code, kind in PROBLEMS.items()} == ours | edge
