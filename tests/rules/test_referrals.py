"""What a referral must say when it is made."""

from typing import get_args

import pytest
from msgspec.structs import replace

from schemas.codes.referral import MadeState
from schemas.commands import MakeReferral
from schemas.records import Consent
from server.errors import Invalid
from server.referrals.rules import referral as rules

NOON = 1_790_000_000_000
DAY = 86_400_000
YES = Consent(form="verbal_witnessed", given_at=NOON - 60_000, expires_at=NOON + 30 * DAY)
SENT = MakeReferral(
    call_id="call-1",
    unit_id="unit-1",
    need="shelter_adult",
    state="sent",
    urgency="tonight",
    service_id="service-1",
    shared_fields=("need", "first_name"),
    shared={"first_name": "Sam"},
    consent=YES,
)
SAID_NO = MakeReferral(call_id="call-1", unit_id="unit-1", need="food", state="offered_declined", urgency="day")
NOTHING = replace(SAID_NO, state="unavailable", unavailable_reason="no_bed")
WHOLE = {"sent": SENT, "offered_declined": SAID_NO, "unavailable": NOTHING}


@pytest.mark.parametrize("state", get_args(MadeState))
def test_a_referral_that_says_all_it_must_is_let_through(state):
    rules.check(WHOLE[state], device_at=NOON)


@pytest.mark.parametrize(
    ("missing", "advice"),
    [
        ({"service_id": None}, "which service"),
        ({"consent": None}, "needs the person's yes"),
        ({"unavailable_reason": "no_bed"}, "take out the reason"),
        ({"shared": {"callback": "555 0100"}}, "agreed to"),
    ],
)
def test_what_is_sent_names_its_service_and_the_yes_and_tells_no_more(missing, advice):
    with pytest.raises(Invalid, match=advice):
        rules.check(replace(SENT, **missing), device_at=NOON)


def test_a_field_may_be_agreed_to_and_still_be_empty():
    rules.check(replace(SENT, shared={}), device_at=NOON)


@pytest.mark.parametrize(
    ("ends_at", "is_refused"),
    [
        (NOON, True),
        (NOON + 1, False),
        (YES.given_at + 90 * DAY, False),
        # The 90th day has an hour more where clocks go back.
        (YES.given_at + 90 * DAY + 3_600_000, False),
        (YES.given_at + rules.CONSENT_MS, False),
        (YES.given_at + rules.CONSENT_MS + 1, True),
    ],
)
def test_a_yes_is_still_good_when_used_and_ends_within_90_days(ends_at, is_refused):
    sent = replace(SENT, consent=replace(YES, expires_at=ends_at))

    if is_refused:
        with pytest.raises(Invalid, match="The person's yes"):
            rules.check(sent, device_at=NOON)
    else:
        rules.check(sent, device_at=NOON)


@pytest.mark.parametrize("state", ["offered_declined", "unavailable"])
@pytest.mark.parametrize("told", [{"shared": {"first_name": "Sam"}}, {"shared_fields": ("need",)}, {"consent": YES}])
def test_nothing_is_kept_about_a_person_when_nothing_was_sent(state, told):
    with pytest.raises(Invalid, match="nothing about the person"):
        rules.check(replace(WHOLE[state], **told), device_at=NOON)


def test_what_was_not_to_be_had_says_why_and_a_no_needs_no_reason():
    with pytest.raises(Invalid, match="why nothing was available"):
        rules.check(replace(NOTHING, unavailable_reason=None), device_at=NOON)
    with pytest.raises(Invalid, match="The person said no"):
        rules.check(replace(SAID_NO, unavailable_reason="no_bed"), device_at=NOON)


def test_a_full_place_may_be_named():
    rules.check(replace(NOTHING, service_id="service-1"), device_at=NOON)


def test_the_times_of_a_yes_move_with_the_clock_that_wrote_them():
    moved = rules.corrected(YES, skew_ms=-3_600_000)

    assert (moved.given_at, moved.expires_at) == (YES.given_at - 3_600_000, YES.expires_at - 3_600_000)
    assert rules.corrected(YES, skew_ms=-(10**15)).given_at == 0
