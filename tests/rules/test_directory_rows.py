"""How rows of other people's directories are read: for certain, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.normalise import normalise
from server.errors import Invalid
from server.referrals.rules import needs, ohana, opening


@pytest.mark.parametrize("word", sorted({word for words in needs.WORDS.values() for word in words}))
def test_every_word_we_know_is_written_as_it_is_looked_up(word):
    assert normalise(word) == word


def test_foreign_words_become_our_needs_in_the_order_of_our_list():
    assert needs.needs_of(["Senior Centers", "HOMELESS SHELTER", "Food Pantries", "Speakers"]) == (
        "shelter_adult",
        "food",
        "elder",
    )
    assert needs.needs_of(["Library", ""]) == ()


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("00:00", 0),
        ("08:00", 480),
        ("8:05", 485),
        ("17:00:00", 1020),
        ("24:00", 1440),
        ("9am", 540),
        ("9:00am", 540),
        ("4:00 PM", 960),
        ("3 p.m.", 900),
        ("12am", 0),
        ("12:30 pm", 750),
    ],
)
def test_a_time_is_read_however_it_is_written(text, minute):
    assert opening.minute(text) == minute


@pytest.mark.parametrize("text", ["", "8", "noon", "13pm", "0am", "25:00", "24:01", "08:60", "8:5", "8:00:30", "-1:00"])
def test_a_time_that_would_be_a_guess_is_refused(text):
    with pytest.raises(Invalid):
        opening.minute(text)


@pytest.mark.parametrize(("text", "day"), [("Monday", 0), ("tue", 1), ("SU", 6), (" Thursday ", 3)])
def test_a_weekday_is_known_by_its_name_or_two_letters(text, day):
    assert opening.weekday(text) == day


@pytest.mark.parametrize("text", ["", "1", "Lunes", "T"])
def test_any_other_weekday_is_refused(text):
    with pytest.raises(Invalid):
        opening.weekday(text)


@pytest.mark.parametrize(
    ("opens", "closes", "stretches"),
    [
        (480, 1020, ((6, 480, 1020),)),
        (0, 1440, ((6, 0, 1440),)),
        (1200, 480, ((6, 1200, 1440), (0, 0, 480))),
        (1080, 0, ((6, 1080, 1440),)),
    ],
)
def test_a_night_is_parted_at_midnight(opens, closes, stretches):
    assert opening.openings(6, opens, closes) == stretches


@pytest.mark.parametrize(("opens", "closes"), [(540, 180), (480, 480), (0, 0)])
def test_a_morning_that_ends_before_it_began_is_a_slip(opens, closes):
    with pytest.raises(Invalid, match="closes before it opens"):
        opening.openings(0, opens, closes)


@given(st.integers(0, 6), st.integers(0, 1440), st.integers(0, 1440))
def test_every_stretch_kept_lies_within_one_day(day, opens, closes):
    try:
        stretches = opening.openings(day, opens, closes)
    except Invalid:
        return
    for weekday, begins, ends in stretches:
        assert 0 <= weekday <= 6
        assert 0 <= begins < ends <= opening.DAY


def test_a_safe_house_has_no_point_on_the_map():
    line = {"id": "1", "organization_id": "1", "name": "Safe", "virtual": "true", "latitude": "1", "longitude": "2"}

    assert ohana.read_location(line).latitude is None
    assert ohana.read_location({**line, "virtual": "false"}).latitude == 1


@pytest.mark.parametrize("point", [("", ""), ("x", "1"), ("91", "0"), ("0", "181"), ("0", "0"), ("nan", "1")])
def test_a_point_that_cannot_be_is_left_out_and_the_place_kept(point):
    line = {"id": "1", "organization_id": "1", "name": "Somewhere", "latitude": point[0], "longitude": point[1]}

    place = ohana.read_location(line)

    assert (place.latitude, place.longitude) == (None, None)


def test_a_number_of_a_person_is_not_read():
    with pytest.raises(Invalid, match="keeps no people"):
        ohana.read_phone({"id": "1", "contact_id": "9", "location_id": "1", "number": "555 0100"})


def test_a_line_that_is_too_short_reads_as_empty():
    with pytest.raises(Invalid, match="name is empty"):
        ohana.read_organization({"id": "1", "name": None})


@pytest.mark.parametrize("row_id", ["", "a b", "x" * 65, "é"])
def test_an_id_that_no_record_could_carry_is_refused(row_id):
    with pytest.raises(Invalid, match="cannot be an id"):
        ohana.read_organization({"id": row_id, "name": "Somebody"})


@pytest.mark.parametrize(
    ("told", "assured_at"),
    [
        ("2026-02-18", 1_771_416_000_000),  # at noon in UTC: the same day from Hawaii to Berlin
        (" 2026-02-18T09:30:00Z ", 1_771_416_000_000),
        ("", None),
        ("last spring", None),
        ("2026-13-01", None),
        ("0001-01-01", None),
    ],
)
def test_when_a_service_was_last_checked_is_read_and_what_is_no_day_is_left_out(told, assured_at):
    line = {"id": "1", "location_id": "1", "name": "Warm place", "assured_date": told}

    assert ohana.read_service(line).assured_at == assured_at


def test_where_no_table_tells_when_a_service_was_checked_nobody_knows():
    assert ohana.read_service({"id": "1", "location_id": "1", "name": "Warm place"}).assured_at is None
