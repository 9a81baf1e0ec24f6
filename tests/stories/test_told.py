"""What the caller was told stands on the call; a call-back that was promised keeps it on the desk until it is made."""

from typing import Any

import pytest

from tests.served import HOUR, MINUTE
from tests.stories.two_teams import TwoTeams, two_teams

TWENTY_MINUTES = 20 * 60_000


async def told(teams: TwoTeams) -> list[dict[str, Any]]:
    return list((await teams.on_desk("call", "call-1"))["told"])


async def promise(teams: TwoTeams) -> str:
    """A call-back in twenty minutes; answers its id."""
    by = teams.served.clock.now() + TWENTY_MINUTES
    await teams.must(teams.desk, "call.tell", "call-1", {"what": "call_back", "by": by})
    return str((await told(teams))[-1]["id"])


async def close_by_phone(teams: TwoTeams) -> None:
    await teams.must(teams.desk, "call.close", "call-1", {"triage_result": "phone_resolved"})


async def test_each_telling_stays_with_its_time_and_the_team_on_the_call_reads_it(served):
    async with two_teams(served) as teams:
        now = served.clock.now()
        await teams.must(teams.desk, "call.tell", "call-1", {"what": "coming", "by": now + TWENTY_MINUTES})
        await teams.later(MINUTE)
        await teams.must(teams.desk, "call.tell", "call-1", {"what": "police"})
        await teams.offer()
        await teams.must(teams.ama, "assignment.accept", "assignment-1", {"call_id": "call-1", "unit_id": "unit-1"})

        said = [(each["what"], each["at"] - now, each["by"]) for each in await told(teams)]
        assert said == [("coming", 0, now + TWENTY_MINUTES), ("police", 60_000, None)]
        assert (await teams.see(teams.ama, "call"))["call-1"]["told"] == await told(teams)
        assert len(await teams.rows("SELECT 1 AS yes FROM journal WHERE kind = 'call.told'")) == 2


async def test_a_call_solved_by_phone_stays_on_the_desk_until_its_caller_was_called_back(served):
    async with two_teams(served) as teams:
        promised = await promise(teams)
        await close_by_phone(teams)
        await teams.later(2 * HOUR)
        kept = await told(teams)
        await teams.must(teams.desk, "call.call_back", "call-1", {"told": promised, "how": "reached"})
        done = await told(teams)
        await teams.later(HOUR)

        assert [(each["what"], each["done_at"]) for each in kept] == [("call_back", None)]
        assert [(each["how"], each["done_at"] is None) for each in done] == [("reached", False)]
        assert await teams.see(teams.desk, "call") == {}


@pytest.mark.told_on("sqlite")
async def test_without_a_promise_the_same_call_leaves_the_desk_after_an_hour(served):
    async with two_teams(served) as teams:
        await close_by_phone(teams)
        await teams.later(HOUR)

        assert await teams.see(teams.desk, "call") == {}


async def test_a_promise_goes_with_the_desks_handover_until_it_is_kept(served):
    async with two_teams(served) as teams:
        promised = await promise(teams)
        await close_by_phone(teams)
        await teams.must(teams.desk, "handoff.give", "handoff-1", {})
        await teams.must(teams.desk, "call.call_back", "call-1", {"told": promised, "how": "left_word"})
        await teams.must(teams.desk, "handoff.give", "handoff-2", {})

        given = await teams.see(teams.desk, "handoff")
        assert [(it["id"], it["call_id"]) for it in given["handoff-1"]["backs"]] == [(promised, "call-1")]
        assert given["handoff-2"]["backs"] == []


@pytest.mark.told_on("sqlite")
async def test_what_came_of_it_is_kept_though_the_promise_was_never_heard_of(served):
    async with two_teams(served) as teams:
        await teams.must(teams.desk, "call.call_back", "call-1", {"told": "elsewhere", "how": "not_wanted"})

        assert [(each["id"], each["how"]) for each in await told(teams)] == [("elsewhere", "not_wanted")]


async def test_a_new_time_moves_the_promise_and_there_is_one(served):
    async with two_teams(served) as teams:
        await promise(teams)
        await teams.later(MINUTE)
        moved = await promise(teams)
        await teams.must(teams.desk, "handoff.give", "handoff-1", {})
        await close_by_phone(teams)
        await teams.must(teams.desk, "call.call_back", "call-1", {"told": moved, "how": "reached"})
        await teams.later(HOUR)

        given = (await teams.see(teams.desk, "handoff"))["handoff-1"]
        assert [it["id"] for it in given["backs"]] == [moved]
        assert await teams.see(teams.desk, "call") == {}, "nothing is owed by the time that was said first"
        assert await teams.rows("SELECT 1 AS yes FROM deadline WHERE kind = 'call.back_due'") == []


@pytest.mark.told_on("sqlite")
@pytest.mark.parametrize(("more", "unsafe"), [({}, True), ({"callback": "303-555-0143"}, False)])
async def test_one_promised_where_a_partner_may_listen_is_kept_and_marked_for_the_desk(served, more, unsafe):
    async with two_teams(served, screening={"dv": "yes"}, **more) as teams:
        await promise(teams)

        (said,) = await told(teams)
        assert (said["what"], said["unsafe"]) == ("call_back", unsafe)
