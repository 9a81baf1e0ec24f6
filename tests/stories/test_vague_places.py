"""A place told as "near the fountain": everybody reads how near, and no two calls are taken for one place by it."""

from typing import Any

import pytest

from tests.stories.test_earlier import PLACE, counts, tagged, take
from tests.stories.two_teams import TwoTeams, two_teams

pytestmark = pytest.mark.told_on("sqlite")


async def within(teams: TwoTeams, call_id: str) -> tuple[Any, Any]:
    """The place as a team that is asked reads it, and how near to it."""
    row = (await teams.see(teams.ama, "call"))[call_id]
    return row["place"], row["place_within"]


async def correct(teams: TwoTeams, call_id: str, **better: Any) -> None:
    await teams.must(teams.desk, "call.correct", call_id, better)


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_team_reads_how_near_to_the_place_and_hears_when_that_is_known_better(served):
    async with two_teams(served, place_within="m200") as teams:
        await teams.offer()
        told = await within(teams, "call-1")
        await correct(teams, "call-1", place_within="m50")

        assert told == ("Somewhere by the river", "m200")
        assert await within(teams, "call-1") == ("Somewhere by the river", "m50")
        made = (await teams.see(teams.ama, "call"))["call-1"]["corrections"][0]
        assert (made["was"]["place_within"], made["to"]["place_within"], made["place"]) == ("m200", "m50", False)


async def test_a_call_from_near_a_place_is_no_call_from_there_until_it_is(served):
    async with two_teams(served) as teams:
        await take(teams, "call-near", place_within="km1", callback=None)
        near = await counts(teams.desk, place=PLACE)
        await correct(teams, "call-near", place_within="exact")
        there = await counts(teams.desk, place=PLACE)
        await correct(teams, "call-near", place_within="unknown", place=PLACE)

        assert (near, there) == ((0, 0), (1, 0))
        assert "call-near" not in await tagged(teams)
