"""A desk holds a team for a call: every desk sees it, nobody is bound by it, and the team does not hear of it."""

from tests.served import MINUTE, NOON
from tests.stories.team import UNIT
from tests.stories.two_teams import PLOVER, TwoTeams, two_teams

TEN_MINUTES = NOON + int(10 * MINUTE) * 1000
NOT_HELD = (None, None)


async def hold(teams: TwoTeams, call: str | None, **more: int) -> None:
    await teams.must(teams.desk, "unit.hold", UNIT, {"call_id": call}, **more)


async def held(teams: TwoTeams) -> tuple[str | None, int | None]:
    unit = await teams.on_desk("unit", UNIT)
    return unit["held_for"], unit["held_until"]


async def test_every_desk_sees_for_ten_minutes_for_which_call_a_team_is_held_and_the_team_does_not(served):
    async with two_teams(served) as teams:
        await hold(teams, "call-1")

        assert await held(teams) == ("call-1", TEN_MINUTES)
        shown = (await teams.see(teams.ama, "unit"))[UNIT]
        assert "held_for" not in shown
        assert shown["status"] == "available"
        await hold(teams, None)
        assert await held(teams) == NOT_HELD


async def test_of_two_desks_the_later_word_counts_whichever_arrives_last(served):
    async with two_teams(served) as teams:
        await teams.later(MINUTE)
        await hold(teams, None)
        await hold(teams, "call-1", at=NOON)

        assert await held(teams) == NOT_HELD


async def test_it_is_over_when_the_team_is_asked_for_whichever_call_and_keeps_nobody_from_that(served):
    async with two_teams(served) as teams:
        await hold(teams, "call-1")
        await teams.take("call-2")
        await teams.must(teams.desk, "assignment.offer", "offer-2", {"call_id": "call-2", "unit_id": UNIT})

        assert await held(teams) == NOT_HELD


async def test_another_team_is_not_held_by_it_and_of_a_call_nobody_knows_yet_it_waits(served):
    async with two_teams(served) as teams:
        await hold(teams, "call-1")
        early = await teams.desk.do("unit.hold", PLOVER, {"call_id": "unheard-of"})

        assert (await teams.on_desk("unit", PLOVER))["held_for"] is None
        assert early["r"] == "held"
