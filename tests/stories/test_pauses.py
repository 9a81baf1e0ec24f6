"""A team that pauses: who may say so, what it is asked meanwhile, and how the pause ends."""

import pytest

from tests.served import MINUTE, NOON
from tests.stories.team import UNIT
from tests.stories.two_teams import PLOVER, THE_CALL, TwoTeams, two_teams

pytestmark = pytest.mark.told_on("sqlite")

DECOMPRESSION = 20 * MINUTE


async def says(teams: TwoTeams, status: str, **more: int) -> None:
    await teams.must(teams.ama, "unit.status", UNIT, {"status": status}, **more)


async def team_is(teams: TwoTeams) -> tuple[str, int | None]:
    unit = await teams.on_desk("unit", UNIT)
    return unit["status"], unit["status_until"]


async def test_time_after_a_hard_call_is_seen_with_its_end_by_desk_and_partner_and_ends_by_itself(served):
    async with two_teams(served) as teams:
        await says(teams, "decomp")
        until = NOON + int(DECOMPRESSION) * 1000

        assert await team_is(teams) == ("decomp", until)
        assert (await teams.see(teams.ben, "unit"))[UNIT]["status_until"] == until
        await teams.later(DECOMPRESSION - 1)
        assert await team_is(teams) == ("decomp", until)
        await teams.later(1)
        assert await team_is(teams) == ("available", None)


async def test_said_again_it_begins_anew_and_said_without_a_signal_it_ends_by_when_it_was_said(served):
    async with two_teams(served) as teams:
        await says(teams, "decomp")
        await teams.later(DECOMPRESSION - 1)
        await says(teams, "decomp")
        await teams.later(MINUTE)
        again = await team_is(teams)
        await says(teams, "decomp", at=NOON)

        assert again == ("decomp", NOON + int(2 * DECOMPRESSION - 1) * 1000)
        assert await team_is(teams) == ("available", None)


async def test_what_it_says_next_is_not_ended_by_what_it_said_before(served):
    async with two_teams(served) as teams:
        await says(teams, "decomp")
        await teams.later(MINUTE)
        await says(teams, "break")
        await teams.later(DECOMPRESSION)

        assert await team_is(teams) == ("break", None)


@pytest.mark.parametrize(("status", "priority", "code"), [("break", "P3", "conflict"), ("break", "P1", None)])
async def test_a_team_that_pauses_is_asked_only_for_what_may_interrupt_it(served, status, priority, code):
    async with two_teams(served, priority=priority) as teams:
        await says(teams, status)
        asked = await teams.desk.do("assignment.offer", "assignment-1", THE_CALL)

        assert asked.get("code") == code
        assert ("call-1" in await teams.see(teams.ben, "call")) is (code is None)


@pytest.mark.told_on("sqlite", "postgres")
async def test_the_desk_asks_it_all_the_same_and_the_journal_keeps_that(served):
    async with two_teams(served) as teams:
        await says(teams, "oos")
        await teams.must(teams.desk, "assignment.offer", "assignment-1", {**THE_CALL, "despite": True})
        await teams.offer(PLOVER, "assignment-2")

        told = await teams.rows("SELECT envelope FROM journal WHERE kind = 'assignment.offered' ORDER BY seq")
        assert ['"despite":1' in row["envelope"] for row in told] == [True, False]
        assert await team_is(teams) == ("oos", None)


async def test_a_call_that_it_takes_ends_the_pause_and_what_it_says_on_the_call_holds_after_it(served):
    async with two_teams(served, priority="P1") as teams:
        await says(teams, "break")
        await teams.later(1)
        await teams.offer()
        await teams.must(teams.ama, "assignment.accept", "assignment-1", THE_CALL)
        await says(teams, "break", at=NOON)
        on_the_call = await team_is(teams)
        await teams.must(teams.ama, "assignment.stage", "assignment-1", {**THE_CALL, "stage": "cleared"})
        after = await team_is(teams)
        await says(teams, "paperwork")

        assert (on_the_call, after) == (("assigned", None), ("available", None))
        assert await team_is(teams) == ("paperwork", None)


async def test_in_whatever_order_it_is_heard_a_pause_after_the_call_stays(served):
    async with two_teams(served) as teams:
        await teams.later(10 * MINUTE)
        await says(teams, "meal")
        for stage, minute in (("enroute", 1), ("cleared", 5)):
            told = {**THE_CALL, "stage": stage}
            await teams.must(teams.ben, "assignment.stage", "assignment-1", told, at=NOON + minute * 60_000)

        assert await team_is(teams) == ("meal", None)


async def test_a_new_shift_begins_ready(served):
    async with two_teams(served) as teams:
        await says(teams, "decomp")
        await teams.must(teams.ama, "shift.end", "shift-1", {"unit_id": UNIT})
        await teams.must(teams.ama, "shift.start", "shift-9", {"unit_id": UNIT, "person_ids": [teams.ama.person]})

        assert await team_is(teams) == ("available", None)
