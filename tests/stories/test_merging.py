"""Many calls about one event are one: no caller, no team and no fact is lost with it, and it can be taken apart."""

from typing import Any

import pytest

from schemas.commands import EraseCall
from tests.phone import Phone
from tests.served import HOUR
from tests.stories.team import CALL
from tests.stories.two_teams import THE_CALL, TwoTeams, two_teams


async def merge(teams: TwoTeams, call: str, into: str | None) -> None:
    await teams.must(teams.desk, "call.merge", call, {"into": into})


async def stands(teams: TwoTeams, call: str) -> tuple[Any, bool]:
    """What it is merged into, and whether it is over."""
    row = await teams.on_desk("call", call)
    return row["merged_into"], row["closed_at"] is not None


async def test_twenty_calls_become_one_and_one_of_them_is_taken_apart_again(served):
    async with two_teams(served) as teams:
        for n in range(2, 22):
            await teams.must(teams.desk, "call.take", f"call-{n}", CALL)
            await merge(teams, f"call-{n}", "call-1")
        merged = [await stands(teams, f"call-{n}") for n in range(1, 22)]
        numbers = {row["number"] for row in (await teams.see(teams.desk, "call")).values()}
        refused = await teams.desk.do("assignment.offer", "late", THE_CALL | {"call_id": "call-2"})
        await merge(teams, "call-2", None)

        assert merged == [(None, False), *[("call-1", True)] * 20]
        assert len(numbers) == 21, "each keeps its own"
        assert (refused["r"], refused["code"]) == ("held", "conflict")
        assert await stands(teams, "call-2") == (None, False)


@pytest.mark.told_on("sqlite")
async def test_a_team_on_a_merged_call_goes_on_and_the_call_stays_open_until_it_is_clear(served):
    async with two_teams(served) as teams:
        await teams.must(teams.desk, "call.take", "call-2", CALL)
        await teams.offer()
        await merge(teams, "call-1", "call-2")
        asked = await stands(teams, "call-1")
        await teams.must(teams.ama, "assignment.accept", "assignment-1", THE_CALL)
        going = asked
        for stage in ("on_scene", "cleared"):
            going = await stands(teams, "call-1")
            await teams.must(teams.ama, "assignment.stage", "assignment-1", THE_CALL | {"stage": stage})
        saved = {**THE_CALL, "assignment_id": "assignment-1", "answers": {"contact_result": "gone"}}
        await teams.must(teams.ama, "encounter.record", "encounter-1", saved)

        assert asked == going == ("call-2", False), "somebody is asked or on it"
        assert await stands(teams, "call-1") == ("call-2", True)
        assert await teams.state() == "cleared"
        assert (await teams.on_desk("assignment", "assignment-1"))["outcome"] == "saved"


@pytest.mark.told_on("sqlite")
@pytest.mark.parametrize("other_first", [False, True])
async def test_two_desks_that_merged_both_ways_while_apart_leave_one_call_open(served, other_first):
    async with two_teams(served) as teams, served.phone(teams.city, "dispatcher") as two:
        await teams.must(teams.desk, "call.take", "call-2", CALL)
        teams.desk.save("call.merge", "call-1", {"into": "call-2"})
        served.clock.forward(1)
        two.save("call.merge", "call-2", {"into": "call-1"})
        desks: list[Phone] = [two, teams.desk] if other_first else [teams.desk, two]
        acks = [ack["r"] for phone in desks for ack in await phone.upload()]
        over = {call: (await stands(teams, call))[1] for call in ("call-1", "call-2")}

        assert acks == ["ok", "ok"], "both are kept"
        assert sorted(over.values()) == [False, True]
        assert len(await teams.rows("SELECT 1 AS yes FROM journal WHERE kind = 'call.merged'")) == 2


async def test_a_call_whose_leader_is_erased_stands_for_itself_again(served):
    async with two_teams(served) as teams, served.phone(teams.city, "privacy_officer") as officer:
        for n in (2, 3):
            await teams.must(teams.desk, "call.take", f"call-{n}", CALL)
            await merge(teams, f"call-{n}", "call-1")
        await teams.must(officer, "call.erase", "call-1", EraseCall(reason="asked for"))
        await teams.must(teams.desk, "assignment.offer", "assignment-2", THE_CALL | {"call_id": "call-2"})

        assert await stands(teams, "call-2") == await stands(teams, "call-3") == (None, False)


@pytest.mark.told_on("sqlite")
@pytest.mark.parametrize("ending", ["erased", "closed"])
async def test_nothing_is_merged_into_a_call_that_is_gone_or_over_and_that_is_kept_all_the_same(served, ending):
    async with two_teams(served) as teams, served.phone(teams.city, "privacy_officer") as officer:
        await teams.must(teams.desk, "call.take", "call-2", CALL)
        if ending == "erased":
            await teams.must(officer, "call.erase", "call-1", EraseCall(reason="asked for"))
        else:
            await teams.must(teams.desk, "call.close", "call-1", {"not_sent_reason": "caller_cancelled"})
        served.clock.forward(1)
        ack = await teams.desk.do("call.merge", "call-2", {"into": "call-1"})

        assert (ack["r"], ack.get("code")) == ("ok", None)
        assert await stands(teams, "call-2") == (None, False)
        assert len(await teams.rows("SELECT 1 AS yes FROM journal WHERE kind = 'call.merged'")) == 1


@pytest.mark.told_on("sqlite")
async def test_merged_before_the_other_was_over_and_heard_afterwards_it_stands(served):
    async with two_teams(served) as teams:
        await teams.must(teams.desk, "call.take", "call-2", CALL)
        said_at = served.clock.now()
        served.clock.forward(1)
        await teams.must(teams.desk, "call.close", "call-1", {"not_sent_reason": "caller_cancelled"})
        await teams.must(teams.desk, "call.merge", "call-2", {"into": "call-1"}, at=said_at)

        assert await stands(teams, "call-2") == ("call-1", True)


@pytest.mark.told_on("sqlite")
async def test_a_merged_call_without_a_team_needs_no_reason_and_leaves_the_board_an_hour_later(served):
    async with two_teams(served) as teams:
        await teams.must(teams.desk, "call.take", "call-2", CALL)
        await merge(teams, "call-2", "call-1")
        await teams.later(HOUR)

        assert (await teams.see(teams.desk, "call")).keys() == {"call-1"}
