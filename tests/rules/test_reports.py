"""When whoever writes an outcome is reminded that a report may be due."""

import pytest

from schemas.codes.intake import Answer, CallType
from schemas.records import OtherOnScene, OutcomeAnswers
from server.encounters.rules.calls import CallThen
from server.encounters.rules.reports import about

MET = OutcomeAnswers(contact_result="contact_made", resolution=("resolved_on_scene",))


def call(type_code: CallType = "WELFARE", minor: Answer = "unknown", **screening: Answer) -> CallThen:
    return CallThen(type_code=type_code, screening=screening, minor_involved=minor)


def with_agency(agency) -> OutcomeAnswers:
    other = OtherOnScene(agency=agency, asked_by="unknown", when="with_us")
    return OutcomeAnswers(contact_result="contact_made", resolution=("resolved_on_scene",), others_on_scene=(other,))


@pytest.mark.parametrize(
    ("then", "expected"),
    [
        (call(minor_alone="yes"), ("child",)),
        (call("RUNAWAY_YOUTH"), ("child",)),
        (call(minor="yes", dv="yes"), ("child",)),
        (call(minor="yes", violence_now="yes"), ("child",)),
        (call("DISPUTE_FAMILY", minor="yes"), ("child",)),
        (call("ELDER_CONFUSED", dv="yes"), ("adult",)),
        (call("ELDER_CONFUSED", violence_now="yes"), ("adult",)),
        (call(), ()),
        (call(minor="yes"), ()),
        (call(dv="yes"), ()),
        (call("DISPUTE_FAMILY", minor="no"), ()),
        (call("ELDER_CONFUSED"), ()),
        (call(minor_alone="no"), ()),
    ],
)
def test_what_is_coded_points_to_a_report_or_does_not(then, expected):
    assert about([MET], then) == expected


def test_an_agency_that_protects_children_or_adults_and_came_points_to_one():
    assert about([with_agency("child_protection")], call()) == ("child",)
    assert about([MET, with_agency("adult_protection")], call()) == ("adult",)
    assert about([with_agency("police")], call()) == ()


def test_where_nobody_was_met_nobody_is_reminded():
    gone = OutcomeAnswers(contact_result="gone")

    assert about([gone], call(minor_alone="yes")) == ()
    assert about([gone, MET], call(minor_alone="yes")) == ("child",)
