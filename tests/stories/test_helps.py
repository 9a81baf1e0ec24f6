"""Somebody at work calls for help: it stands before the desk until somebody has it, however it came."""

from itertools import permutations
from typing import Any

import pytest

from tests.phone import Phone
from tests.served import HOUR, MINUTE
from tests.stories.team import UNIT
from tests.stories.two_teams import PLOVER, TwoTeams, two_teams

pytestmark = pytest.mark.told_on("sqlite")

HELP = "help-1"


async def presses(teams: TwoTeams, phone: Phone, unit_id: str | None = UNIT, **more: Any) -> None:
    await teams.must(phone, "help.call", HELP, {"unit_id": unit_id, **more})


async def seen_by(teams: TwoTeams, phone: Phone) -> dict[str, Any] | None:
    return (await teams.see(phone, "help")).get(HELP)


async def team_is(teams: TwoTeams, unit_id: str = UNIT) -> str:
    return str((await teams.on_desk("unit", unit_id))["status"])


async def test_the_desk_hears_who_calls_from_which_team_and_the_team_is_asked_for_nothing_else(served):
    async with two_teams(served) as teams:
        before = await team_is(teams)
        await presses(teams, teams.ama)
        heard = await teams.on_desk("help", HELP)

        assert (heard["by"], heard["name"], heard["unit_id"]) == (teams.ama.person, "Ada Example", UNIT)
        assert (heard["taken_at"], heard["ended_at"]) == (None, None)
        assert (before, await team_is(teams), await team_is(teams, PLOVER)) == ("available", "emergency", "available")


async def test_whoever_called_and_their_partner_see_that_the_desk_has_it_and_another_team_sees_nothing(served):
    async with two_teams(served) as teams:
        await presses(teams, teams.ama)
        await teams.later(5)
        await teams.must(teams.desk, "help.take", HELP, {})

        for phone in (teams.ama, teams.ben):
            row = await seen_by(teams, phone)
            assert row is not None
            assert row["taken_at"] == served.clock.now()
        assert await seen_by(teams, teams.cleo) is None


async def test_what_was_pressed_without_a_signal_is_heard_late_and_nobody_has_it_by_then(served):
    async with two_teams(served) as teams:
        teams.ama.save("help.call", HELP, {"unit_id": UNIT})
        pressed_at = served.clock.now()
        await teams.later(HOUR)
        await teams.ama.upload()
        heard = await teams.on_desk("help", HELP)

        assert (heard["raised_at"], heard["received_at"]) == (pressed_at, served.clock.now())
        assert heard["taken_at"] is None


@pytest.mark.parametrize("unit_id", [PLOVER, "no-such-unit", None])
async def test_a_call_is_heard_whatever_team_it_names(served, unit_id):
    async with two_teams(served) as teams:
        await presses(teams, teams.ama, unit_id)
        heard = await teams.on_desk("help", HELP)

        assert (heard["name"], heard["unit_id"]) == ("Ada Example", None)
        assert await team_is(teams, PLOVER) == "available"


@pytest.mark.told_on("sqlite", "postgres")
async def test_whoever_is_safe_says_so_and_the_desk_takes_it_all_the_same(served):
    async with two_teams(served) as teams:
        await presses(teams, teams.ama)
        await teams.later(MINUTE)
        await teams.must(teams.ben, "help.end", HELP, {"ending": "safe"})
        over = await teams.on_desk("help", HELP)
        await teams.must(teams.desk, "help.take", HELP, {})

        assert (over["ended_at"], over["ending"], over["taken_at"]) == (served.clock.now(), "safe", None)
        assert (await teams.on_desk("help", HELP))["taken_at"] == served.clock.now()
        assert await team_is(teams) == "available"


async def test_another_team_cannot_say_that_it_is_over(served):
    async with two_teams(served) as teams:
        await presses(teams, teams.ama)
        ack = await teams.cleo.do("help.end", HELP, {"ending": "mistake"})

        assert (ack["r"], ack["code"]) == ("held", "forbidden")
        assert (await teams.on_desk("help", HELP))["ended_at"] is None


async def test_what_is_said_of_a_call_before_it_is_heard_waits_for_it(served):
    async with two_teams(served) as teams:
        early = await teams.desk.do("help.take", HELP, {})
        await teams.later(MINUTE)
        await presses(teams, teams.ama)

        assert (early["r"], early["code"]) == ("held", "dependency")
        assert (await teams.on_desk("help", HELP))["taken_at"] == served.clock.now() - MINUTE * 1000


async def test_in_whatever_order_it_is_told_the_earliest_stands(served):
    told: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("desk", "help.take", {"at": 40}),
        ("desk", "help.take", {"at": 20}),
        ("ama", "help.end", {"ending": "safe", "at": 90}),
        ("ben", "help.end", {"ending": "mistake", "at": 30}),
    )
    ends = set()
    for n, order in enumerate(permutations(told)):
        if n % 5:
            continue
        async with two_teams(served) as teams:
            await presses(teams, teams.ama)
            began = served.clock.now()
            await teams.later(100)
            for who, kind, said in order:
                args = said | {"at": began + said["at"] * 1000}
                await teams.must(getattr(teams, who), kind, HELP, args)
            row = await teams.on_desk("help", HELP)
            ends.add(((row["taken_at"] - began) // 1000, (row["ended_at"] - began) // 1000, row["ending"]))

    assert ends == {(20, 30, "mistake")}


async def test_an_hour_after_somebody_has_it_and_it_is_over_it_leaves_desk_and_team(served):
    async with two_teams(served) as teams:
        await presses(teams, teams.ama)
        await teams.must(teams.ama, "help.end", HELP, {"ending": "safe"})
        await teams.later(2 * HOUR)
        untaken = [await seen_by(teams, phone) is not None for phone in (teams.desk, teams.ama, teams.ben)]
        await teams.must(teams.desk, "help.take", HELP, {})
        await teams.later(HOUR - 1)
        taken = [await seen_by(teams, phone) is not None for phone in (teams.desk, teams.ama, teams.ben)]
        await teams.later(1)

        assert (untaken, taken) == ([True] * 3, [True] * 3)
        assert [await seen_by(teams, phone) for phone in (teams.desk, teams.ama, teams.ben)] == [None] * 3
