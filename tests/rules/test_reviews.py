"""Which outcomes a supervisor is to look at, and why."""

from typing import get_args

import pytest

from schemas.codes.outcome import Presenting, ReviewReason
from schemas.records import OutcomeAnswers
from server.encounters.rules.calls import CallThen
from server.encounters.rules.reviews import GRAVEST_FIRST, noticed, reasons, still_open

QUIET = CallThen(type_code="WELFARE", screening={})
PLAIN = OutcomeAnswers(contact_result="contact_made", resolution=("resolved_on_scene",))


def met(**more) -> OutcomeAnswers:
    return OutcomeAnswers(contact_result="contact_made", **({"resolution": ("resolved_on_scene",)} | more))


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        (OutcomeAnswers(contact_result="deceased"), "death"),
        (met(resolution=("hold_involuntary",)), "hold"),
        (met(services=("suicide_screen",)), "suicide_risk"),
        (met(services=("means_safety",)), "suicide_risk"),
        (met(staff_injured=True), "staff_injury"),
        (met(services=("first_aid",)), "person_injury"),
        (met(services=("wound_care",)), "person_injury"),
        (met(resolution=("need_unmet",), unmet_reason="no_bed"), "need_unmet"),
    ],
)
def test_each_of_these_alone_puts_an_outcome_on_the_list(answers: OutcomeAnswers, reason: ReviewReason):
    assert reasons([answers], QUIET) == (reason,)


@pytest.mark.parametrize(
    "answers",
    [
        PLAIN,
        met(resolution=("hold_voluntary",)),
        met(staff_injured=False, team_safe=True),
        met(services=("vitals", "safety_plan")),
        OutcomeAnswers(contact_result="gone"),
    ],
)
def test_of_an_ordinary_outcome_nobody_is_asked_to_look(answers: OutcomeAnswers):
    assert reasons([answers], QUIET) == ()


def test_who_had_thoughts_of_suicide_or_hurt_themselves_is_looked_at_and_nothing_else_that_was_noticed():
    alone = {code: noticed((code,)) for code in get_args(Presenting)}

    assert {code for code, why in alone.items() if why == ("suicide_risk",)} == {"suicidal", "self_harm"}
    assert {why for code, why in alone.items() if code not in {"suicidal", "self_harm"}} == {()}


@pytest.mark.parametrize("type_code", ["SUI_IDEATION", "SUI_ATTEMPT"])
@pytest.mark.parametrize("contact", ["gone", "no_access", "cancelled_enroute"])
def test_somebody_at_risk_whom_the_team_did_not_find_is_looked_at_too(type_code, contact):
    call = CallThen(type_code=type_code, screening={})

    assert reasons([OutcomeAnswers(contact_result=contact)], call) == ("suicide_risk",)
    assert reasons([OutcomeAnswers(contact_result="duplicate")], call) == (), "the call itself has an outcome"


def test_what_the_caller_said_counts_where_the_team_met_somebody():
    attempt = CallThen(type_code="WELFARE", screening={"attempt_now": "yes"})
    injured = CallThen(type_code="WELFARE", screening={"injury_serious": "yes"})

    assert reasons([PLAIN], attempt) == ("suicide_risk",)
    assert reasons([PLAIN], injured) == ("person_injury",)
    assert reasons([OutcomeAnswers(contact_result="gone")], injured) == ()
    assert reasons([PLAIN], CallThen(type_code="WELFARE", screening={"attempt_now": "no"})) == ()


def test_an_outcome_that_may_have_to_be_reported_is_looked_at():
    alone = CallThen(type_code="WELFARE", screening={"minor_alone": "yes"}, minor_involved="yes")

    assert reasons([PLAIN], alone) == ("must_report",)
    assert reasons([OutcomeAnswers(contact_result="gone")], alone) == ()


def test_what_any_save_says_stands_whatever_another_says_and_the_gravest_is_first():
    hold, unmet = met(resolution=("hold_involuntary",)), met(resolution=("need_unmet",), unmet_reason="closed")

    for saves in ([hold, unmet, PLAIN], [PLAIN, unmet, hold], [unmet, hold, hold]):
        assert reasons(saves, QUIET) == ("hold", "need_unmet")


def test_a_line_is_open_until_every_reason_was_before_somebody():
    partly: tuple[ReviewReason, ...] = ("need_unmet",)
    assert still_open(("hold", "need_unmet"), partly)
    assert not still_open(("hold",), GRAVEST_FIRST)
    assert not still_open((), ())
