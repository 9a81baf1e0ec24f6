"""Which skills a call asks for, as the desk recommends, and when a team that changes can no longer do it."""

import pytest

from schemas.records.taxonomy import Edition, TypeInUse
from server.dispatch.rules.skills import lost, wanted


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
    assert lost(wanted(call_type, None), before, after) is is_lost


def test_what_a_type_asks_for_is_as_the_edition_says_and_as_everywhere_where_it_says_nothing():
    here = Edition(types=(TypeInUse(type_code="NOISE", skills=(("PEER",),)), TypeInUse(type_code="WELFARE")))

    assert wanted("NOISE", here) == (("PEER",),)
    assert wanted("WELFARE", here) == wanted("WELFARE", None) == (("CRISIS",), ("OUTR",))
    assert wanted("SYRINGE", here) == (("OUTR",),), "calls of a type that was left out are still open"
