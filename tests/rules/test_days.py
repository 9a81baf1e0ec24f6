"""Days and quarters of a city's calendar."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.days import day_of, ends_of, quarter_of


@given(st.dates())
def test_every_day_lies_in_its_quarter_and_in_no_other(day):
    begins, ends = ends_of(quarter_of(day.isoformat()))

    assert begins <= day.isoformat() < ends
    assert quarter_of(begins) == quarter_of(day.isoformat()) != quarter_of(ends)


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Nowhere/At All"])
def test_the_latest_time_there_is_has_a_day(zone):
    assert day_of(2**53 - 1, zone) >= "9999-12-30"
