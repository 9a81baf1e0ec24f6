"""What an edition of the call types must be."""

import pytest

from schemas.records.taxonomy import TypeInUse
from server.dispatch.rules.intake.taxonomies import checked
from server.errors import Invalid

NOISE = TypeInUse(type_code="NOISE")
AGREED = TypeInUse(type_code="NOISE", would_have_gone_to="police")

WRONG = {
    "nobody could take a call by it": ((), None),
    "NOISE stands there twice": ((NOISE, AGREED), "2026-11-02"),
    "say on which day": ((AGREED,), None),
    "2026-02-30 is no day": ((AGREED,), "2026-02-30"),
}


@pytest.mark.parametrize("told", WRONG)
def test_what_is_no_edition_is_refused_in_words(told):
    types, agreed_on = WRONG[told]

    with pytest.raises(Invalid, match=told):
        checked(types, agreed_on)


def test_types_stay_in_the_order_of_the_file():
    types = (TypeInUse(type_code="WELFARE"), AGREED)

    assert checked(types, "2026-11-02") == types
