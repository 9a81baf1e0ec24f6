"""What a mediation may say: codes, a coarse area, a day."""

import pytest
from msgspec.structs import replace

from schemas.base import Area
from schemas.commands import RecordMediation
from server.errors import Invalid
from server.interruption.rules import mediations as rules

NOON = 1_790_000_000_000  # 2026-09-21, 13:33 UTC

CALM = RecordMediation(
    area="Eastbank",
    day="2026-09-21",
    part_of_day="evening",
    how_learned="own_network",
    conflict_type="money_debt",
    parties="2-3",
    actions=("separated",),
    outcome="resolved_temporarily",
)


@pytest.mark.parametrize("area", ["unknown", "Eastbank", "post-7", "zone_112", "north-east", "a", "B-12-c"])
def test_a_coarse_area_is_let_through(area):
    rules.check(replace(CALM, area=area), now=NOON)


@pytest.mark.parametrize(
    "area",
    [
        "2600 Middlefield",
        "12-Quay",
        "37.4772",
        "37.47,-122.21",
        "post-2600",
        "tel-5550100",
        "Main St.",
        "a b",
        "é",
        "a-",
        "",
    ],
)
def test_an_address_a_point_or_a_number_is_refused_and_not_repeated(area):
    with pytest.raises(Invalid) as refused:
        rules.check(replace(CALM, area=area), now=NOON)

    assert area == "" or area not in refused.value.detail


@pytest.mark.parametrize(
    ("day", "is_refused"),
    [
        ("2026-09-20", False),
        ("2026-09-21", False),
        ("2026-09-22", False),
        ("2026-09-23", True),
        ("2027-01-01", True),
        ("2026-02-30", True),
        ("2026-13-01", True),
    ],
)
def test_the_day_exists_and_has_begun_somewhere(day, is_refused):
    if is_refused:
        with pytest.raises(Invalid, match="day"):
            rules.check(replace(CALM, day=day), now=NOON)
    else:
        rules.check(replace(CALM, day=day), now=NOON)


def test_no_field_of_a_mediation_takes_free_text():
    typed = {name for name, kind in RecordMediation.__annotations__.items() if kind is Area}

    assert typed == {"area"}
    assert not {"note", "call_id", "person_id", "place", "latitude"} & set(RecordMediation.__struct_fields__)


@pytest.mark.parametrize(
    ("day", "off_h", "by_ours"),
    [
        ("2026-09-21", 0, "2026-09-21"),
        ("2026-09-21", 11, "2026-09-21"),
        ("2026-09-24", 3 * 24 + 1, "2026-09-21"),
        ("2027-09-20", 364 * 24, "2026-09-21"),
    ],
)
def test_a_phone_whose_clock_is_days_off_logs_the_day_it_was(day, off_h, by_ours):
    """A fact is not refused for a wrong clock (protocol.md, S7)."""
    said = rules.by_our_clock(replace(CALM, day=day), skew_ms=-off_h * 3_600_000, now=NOON)

    assert said == replace(CALM, day=by_ours)


@pytest.mark.parametrize("off_days", [-400, -2, -1, 1, 2, 400])
@pytest.mark.parametrize("day", ["2026-02-28", "2026-09-20", "2026-09-21", "2026-09-22"])
def test_a_day_that_can_be_stays_whatever_the_clock_was_when_it_was_measured(day, off_days):
    """It may have been set right, or wrong, since the day was chosen."""
    said = replace(CALM, day=day)

    assert rules.by_our_clock(said, skew_ms=-off_days * 86_400_000, now=NOON) == said


@pytest.mark.parametrize(("day", "off_days"), [("2026-02-30", 3), ("9999-12-31", -5)])
def test_a_day_there_never_was_is_refused_whatever_the_clock_said(day, off_days):
    with pytest.raises(Invalid, match="no such day"):
        rules.by_our_clock(replace(CALM, day=day), skew_ms=-off_days * 86_400_000, now=NOON)
