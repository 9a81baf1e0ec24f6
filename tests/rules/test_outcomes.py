"""Which answers of an outcome can be true together."""

from typing import Any, get_args

import pytest
from msgspec.structs import replace

from schemas.codes.outcome import MET, ContactResult, Resolution
from schemas.records import Dispute, OtherOnScene, OutcomeAnswers, SupplyGiven, Transport
from server.encounters.rules import outcomes as rules
from server.errors import Invalid

ALL = get_args(ContactResult)
NOT_MET = sorted(set(ALL) - MET)
ABOUT_SOMEBODY: dict[str, Any] = {
    "resolution": ("resolved_on_scene",),
    "unmet_reason": "no_bed",
    "transport": Transport(by="us", destination="shelter"),
    "services": ("deescalation",),
    "supplies": (SupplyGiven(code="water", quantity=1),),
    "persons_count": 1,
    "dispute": Dispute(about="noise", parties=2, agreement="yes"),
}


def met(contact_result: str = "contact_made", **answers) -> OutcomeAnswers:
    return OutcomeAnswers(**{"contact_result": contact_result, "resolution": ("resolved_on_scene",), **answers})


@pytest.mark.parametrize("contact_result", ALL)
def test_every_contact_result_alone_is_either_complete_or_asks_how_it_ended(contact_result):
    answers = OutcomeAnswers(contact_result=contact_result)

    if contact_result in MET - {"contact_declined"}:
        with pytest.raises(Invalid, match="how it ended"):
            rules.checked(answers)
    else:
        assert rules.checked(answers) == answers


@pytest.mark.parametrize("contact_result", NOT_MET)
@pytest.mark.parametrize("field", sorted(ABOUT_SOMEBODY))
def test_nothing_is_said_of_somebody_nobody_met(contact_result, field):
    answers = OutcomeAnswers(contact_result=contact_result, **{field: ABOUT_SOMEBODY[field]})

    with pytest.raises(Invalid, match="Nobody was met"):
        rules.checked(answers)


@pytest.mark.parametrize("contact_result", sorted(MET))
def test_whoever_was_met_may_have_been_helped_moved_and_counted(contact_result):
    answers = met(
        contact_result,
        resolution=("transported_service", "need_unmet"),
        unmet_reason="no_bed",
        transport=Transport(by="us", destination="shelter"),
        services=("deescalation", "basic_needs"),
        supplies=(SupplyGiven(code="socks", quantity=2),),
        persons_count=2,
    )

    assert rules.checked(answers) == answers


@pytest.mark.parametrize("contact_result", ALL)
def test_who_else_came_and_how_the_team_fared_is_said_of_every_outcome(contact_result):
    answers = OutcomeAnswers(
        contact_result=contact_result,
        resolution=("resolved_on_scene",) if contact_result in MET else None,
        others_on_scene=(OtherOnScene(agency="police", asked_by="bystander", when="before_us"),),
        team_safe=False,
        staff_injured=True,
        would_have_gone_to="police",
        repeat_contact="first",
    )

    assert rules.checked(answers) == answers


@pytest.mark.parametrize("contact_result", NOT_MET)
def test_an_empty_list_where_nobody_was_met_is_kept_as_not_asked(contact_result):
    answers = OutcomeAnswers(contact_result=contact_result, resolution=(), services=(), supplies=())

    assert rules.checked(answers) == OutcomeAnswers(contact_result=contact_result)


def test_of_somebody_who_did_not_want_help_nothing_more_must_be_said_and_what_is_said_holds_together():
    bare = OutcomeAnswers(contact_result="contact_declined")

    assert rules.checked(replace(bare, resolution=())) == bare
    assert rules.checked(met("contact_declined", services=("vitals",))).services == ("vitals",)
    with pytest.raises(Invalid, match="say why"):
        rules.checked(met("contact_declined", resolution=("need_unmet",)))
    with pytest.raises(Invalid, match="take the reason out"):
        rules.checked(replace(bare, unmet_reason="closed"))


def test_none_given_and_not_asked_stay_apart_where_somebody_was_met():
    assert rules.checked(met(services=(), supplies=None)).services == ()
    assert rules.checked(met(services=(), supplies=None)).supplies is None


def test_three_ways_it_ended_are_the_most():
    three: tuple[Resolution, ...] = ("resolved_on_scene", "safety_plan_made", "needs_followup")

    assert rules.checked(met(resolution=three)).resolution == three
    with pytest.raises(Invalid, match="3 answers"):
        rules.checked(met(resolution=(*three, "referred")))


def test_the_first_named_stays_the_main_one_and_twice_is_once():
    answers = rules.checked(
        met(resolution=("referred", "resolved_on_scene", "referred"), services=("vitals", "vitals", "first_aid"))
    )

    assert answers.resolution == ("referred", "resolved_on_scene")
    assert answers.services == ("vitals", "first_aid")


def test_an_unmet_need_has_its_reason_and_only_then():
    unmet = met(resolution=("need_unmet",), unmet_reason="closed")

    assert rules.checked(unmet) == unmet
    with pytest.raises(Invalid, match="say why"):
        rules.checked(replace(unmet, unmet_reason=None))
    with pytest.raises(Invalid, match="take the reason out"):
        rules.checked(met(unmet_reason="closed"))


@pytest.mark.parametrize("moved", sorted(rules.MOVED))
def test_whoever_was_taken_somewhere_was_taken_by_somebody(moved):
    taken = met(resolution=(moved,), transport=Transport(by="ems", destination="ed"))

    assert rules.checked(taken) == taken
    with pytest.raises(Invalid, match="where to and by whom"):
        rules.checked(replace(taken, transport=None))


def test_a_ride_needs_no_other_answer_to_go_with_it():
    home = met(transport=Transport(by="family", destination="home"))

    assert rules.checked(home) == home


def test_somebody_met_counts_at_least_one():
    with pytest.raises(Invalid, match="at least one"):
        rules.checked(met(persons_count=0))


AT_ODDS = Dispute(about="noise", parties=2, agreement="partly", follow_up="7d")


@pytest.mark.parametrize("contact_result", sorted(MET))
def test_a_dispute_of_neighbours_may_stand_with_any_outcome_of_somebody_who_was_met(contact_result):
    answers = met(contact_result, dispute=AT_ODDS)

    assert rules.checked(answers) == answers


@pytest.mark.parametrize(
    ("agreement", "resolution"),
    [("yes", "cooled_no_agreement"), ("partly", "cooled_no_agreement"), ("no", "agreement_reached")],
)
def test_they_cannot_have_agreed_and_not_agreed(agreement, resolution):
    answers = met(resolution=(resolution,), dispute=replace(AT_ODDS, agreement=agreement))

    with pytest.raises(Invalid, match="make both say the same"):
        rules.checked(answers)


def test_somebody_of_those_at_odds_was_there():
    with pytest.raises(Invalid, match="at least one"):
        rules.checked(met(dispute=replace(AT_ODDS, parties=0)))
