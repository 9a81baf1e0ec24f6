"""The days that the demonstration plays are like those of the service they are drawn from."""

from collections import Counter, defaultdict
from statistics import mean, variance

import pytest
from msgspec.structs import replace

from server.demo.plan import DAYS, FANO, SAID, Day, rings
from server.demo.scene import draw
from server.example.intake import TYPES
from server.example.profile import read_profile

PROFILE = read_profile()
MANY = [Day(seed=f"day {n}") for n in range(1_000)]
ENDINGS = 4_000


def expected(weekday: int) -> float:
    """Calls from seven to seven."""
    table = PROFILE.mean_calls_per_dow_hour_mon0
    return sum(table[weekday][7:]) + sum(table[(weekday + 1) % len(DAYS)][:7])


@pytest.fixture(scope="module")
def counts():
    """How many calls each of many days has, by its weekday."""
    found = defaultdict(list)
    for day in MANY:
        found[day.weekday].append(len(rings(day, PROFILE)))
    return found


def test_the_same_seed_gives_the_same_day():
    assert rings(Day(seed="1"), PROFILE) == rings(Day(seed="1"), PROFILE)
    assert rings(Day(seed="1"), PROFILE) != rings(Day(seed="2"), PROFILE)


def test_a_part_of_a_day_has_the_calls_of_that_part():
    whole, part = rings(Day(seed="1"), PROFILE), rings(Day(seed="1", begins=12, hours=6), PROFILE)

    in_between = [ring for ring in whole if 300 <= ring.at_min < 660]
    assert part
    assert [ring.key for ring in part] == [ring.key for ring in in_between]


@pytest.mark.parametrize("weekday", range(len(DAYS)), ids=DAYS)
def test_each_weekday_has_as_many_calls_as_the_service_has(counts, weekday):
    assert mean(counts[weekday]) == pytest.approx(expected(weekday), rel=0.15)


def test_calls_come_in_bunches(counts):
    bunched = [variance(found) / mean(found) for found in counts.values()]

    assert mean(bunched) == pytest.approx(FANO, rel=0.15), "chance alone gives 1"


def test_calls_come_at_the_hours_they_come_at():
    played = Counter(day.hour(ring.at_min) for day in MANY for ring in rings(day, PROFILE))

    busy = {hour for hour, _ in played.most_common(8)}
    table = PROFILE.mean_calls_per_dow_hour_mon0
    assert busy == set(sorted(range(24), key=lambda hour: -sum(row[hour] for row in table))[:8])


def test_three_in_ten_are_not_found_and_two_in_ten_want_no_help():
    ended = Counter(draw(str(n), PROFILE).ending for n in range(ENDINGS))

    assert ended["Unable to Locate"] / ENDINGS == pytest.approx(0.3023, abs=0.02)
    assert ended["Refused"] / ENDINGS == pytest.approx(0.1871, abs=0.02)


def test_whatever_the_profile_knows_of_has_words():
    assert {call_type for call_type, _ in TYPES.values()} == SAID.keys()


def test_a_city_with_ten_times_the_teams_has_ten_times_the_calls():
    days = MANY[:50]

    usual = sum(len(rings(day, PROFILE)) for day in days)
    large = sum(len(rings(replace(day, times=10.0), PROFILE)) for day in days)

    assert 9 < large / usual < 11
