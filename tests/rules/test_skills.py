"""Which skills a call asks for, as the desk recommends, and when a team that changes can no longer do it."""

import json
from pathlib import Path
from typing import get_args

import pytest

from schemas.codes.intake import CallType
from server.dispatch.rules.skills import WANTED, lost

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "skills.json").read_text())


def test_every_type_of_call_asks_for_what_the_vectors_say():
    assert {code: [sorted(each) for each in wanted] for code, wanted in WANTED.items()} == VECTORS["wanted"]
    assert set(WANTED) == set(get_args(CallType))


@pytest.mark.parametrize(
    ("call_type", "before", "after", "is_lost"),
    [
        ("SUI_IDEATION", ("CLIN", "PEER"), ("PEER",), True),
        ("MH_CRISIS", ("CLIN", "MEDIC"), ("CLIN",), True),
        ("MH_CRISIS", ("CLIN", "CRISIS"), ("CRISIS",), True),
        ("MH_CRISIS", ("CRISIS", "PEER"), ("CRISIS",), False),
        ("SUI_IDEATION", ("PEER",), (), False),
        ("SUI_IDEATION", ("PEER",), ("CLIN",), False),
        ("TRANSPORT_SVC", ("CLIN",), (), False),
    ],
)
def test_a_team_that_changes_loses_a_call_it_does_worse_for(call_type, before, after, is_lost):
    assert lost(call_type, before, after) is is_lost
