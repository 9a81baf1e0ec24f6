"""The desk asks every team on shift whether it is all right: who answered, who did not, and who is not heard."""

from typing import Any

import pytest

from tests.phone import Phone
from tests.served import HOUR, MINUTE
from tests.stories.team import UNIT
from tests.stories.test_checkins import passes
from tests.stories.two_teams import BY_VOICE, PLOVER, TwoTeams, two_teams

pytestmark = pytest.mark.told_on("sqlite")

ROLL = "roll-1"


async def asks(teams: TwoTeams) -> None:
    await teams.must(teams.desk, "roll.call", ROLL, {"why": "danger"})


async def answers(teams: TwoTeams, phone: Phone, unit_id: str = UNIT, **more: Any) -> None:
    await teams.must(phone, "roll.answer", ROLL, {"unit_id": unit_id, **more})


async def seen_by(teams: TwoTeams, phone: Phone) -> dict[str, dict[str, Any]]:
    """What stands there of each team, by the unit."""
    return {row["unit_id"]: row for row in (await teams.see(phone, "roll")).values()}


async def steps(teams: TwoTeams) -> dict[str, Any]:
    return {unit_id: (row["step"], row["no_link"]) for unit_id, row in (await seen_by(teams, teams.desk)).items()}


@pytest.mark.told_on("sqlite", "postgres")
async def test_every_team_on_shift_is_asked_and_each_answer_stands_until_all_have_and_it_ends(served):
    async with two_teams(served) as teams:
        await asks(teams)
        asked = await seen_by(teams, teams.desk)
        own = await seen_by(teams, teams.cleo)
        await teams.later(20)
        await answers(teams, teams.ben)
        half = await seen_by(teams, teams.desk)
        await teams.later(20)
        await answers(teams, teams.desk, PLOVER, **BY_VOICE)
        done = await seen_by(teams, teams.desk)

        assert {*asked} == {UNIT, PLOVER}
        assert {*own} == {PLOVER}, "a team sees what it is asked itself"
        assert [half[unit_id]["answered_at"] is not None for unit_id in (UNIT, PLOVER)] == [True, False]
        assert [row["ended_at"] for row in half.values()] == [None] * 2
        assert [row["ended_at"] for row in done.values()] == [served.clock.now()] * 2
        await teams.later(HOUR)
        assert await seen_by(teams, teams.desk) == {}


@pytest.mark.told_on("sqlite", "postgres")
async def test_who_does_not_answer_becomes_more_urgent_and_asked_again_the_time_runs_anew(served):
    async with two_teams(served) as teams:
        await asks(teams)
        await answers(teams, teams.ama)
        found = []
        for minutes in (1.5, 0.5, 3, 3):
            await passes(teams, minutes, heard=[teams.cleo])
            found.append(await steps(teams))
        await asks(teams)
        again = await steps(teams)
        await answers(teams, teams.cleo, PLOVER)

        assert [each[PLOVER] for each in found] == [
            (None, False),
            ("missed", False),
            ("call_team", False),
            ("supervisor", False),
        ]
        assert {each[UNIT] for each in found} == {(None, False)}
        assert again[PLOVER] == (None, False)
        assert (await seen_by(teams, teams.desk))[UNIT]["asked_at"] < served.clock.now() - 7 * MINUTE * 1000


async def test_a_team_whose_phones_are_not_heard_did_not_miss_it_and_its_answer_counts_when_it_comes(served):
    async with two_teams(served) as teams:
        await asks(teams)
        await seen_by(teams, teams.cleo)
        teams.cleo.save("roll.answer", ROLL, {"unit_id": PLOVER})
        said_at = served.clock.now()
        await passes(teams, 2, heard=[teams.ama])
        silent = await steps(teams)
        await teams.cleo.upload()

        assert silent[PLOVER] == ("missed", True)
        row = (await seen_by(teams, teams.desk))[PLOVER]
        assert (row["answered_at"], row["step"], row["no_link"]) == (said_at, None, False)


async def test_a_check_in_answers_and_an_answer_is_a_check_in(served):
    async with two_teams(served) as teams:
        await teams.offer()
        at_work = {"call_id": "call-1", "unit_id": UNIT}
        await teams.must(teams.ama, "assignment.accept", "assignment-1", at_work)
        await teams.must(teams.ama, "assignment.stage", "assignment-1", at_work | {"stage": "on_scene"})
        await teams.later(5 * MINUTE)
        before = (await teams.on_desk("assignment", "assignment-1"))["checked_at"]
        await asks(teams)
        await teams.later(10)
        await answers(teams, teams.ama)
        checked = (await teams.on_desk("assignment", "assignment-1"))["checked_at"]

        await teams.must(teams.desk, "roll.call", "roll-2", {"why": "timers"})
        await teams.later(10)
        await teams.must(teams.ben, "assignment.check_in", "assignment-1", at_work)
        second = {row["roll_id"]: row for row in (await teams.see(teams.ama, "roll")).values()}["roll-2"]

        assert (before, checked) == (None, served.clock.now() - 10_000)
        assert second["answered_at"] == served.clock.now()


async def test_the_desk_ends_it_and_nobody_is_asked_any_more(served):
    async with two_teams(served) as teams:
        await asks(teams)
        await teams.must(teams.desk, "roll.end", ROLL, {})
        await passes(teams, 5)
        after = await seen_by(teams, teams.cleo)
        await asks(teams)

        assert (after[PLOVER]["step"], after[PLOVER]["ended_at"] is None) == (None, False)
        assert (await seen_by(teams, teams.cleo))[PLOVER]["asked_at"] == after[PLOVER]["asked_at"]
        assert await teams.rows("SELECT kind FROM deadline WHERE kind = 'roll.look'") == []


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_team_that_goes_off_shift_is_asked_no_longer(served):
    async with two_teams(served) as teams:
        await asks(teams)
        await answers(teams, teams.ama)
        shift = (await teams.on_desk("unit", PLOVER))["shift_id"]
        await teams.must(teams.cleo, "shift.end", shift, {"unit_id": PLOVER})
        await passes(teams, 2)

        left = await seen_by(teams, teams.desk)
        assert {*left} == {UNIT}
        assert left[UNIT]["ended_at"] is not None, "everybody who is left answered"


async def test_nobody_answers_for_another_team_or_what_nobody_asked(served):
    async with two_teams(served) as teams:
        await asks(teams)
        theirs = await teams.cleo.do("roll.answer", ROLL, {"unit_id": UNIT})
        unknown = await teams.cleo.do("roll.answer", "no-roll", {"unit_id": PLOVER})

        assert [theirs["code"], unknown["code"]] == ["forbidden", "dependency"]
        assert (await seen_by(teams, teams.desk))[UNIT]["answered_at"] is None


async def test_what_came_due_while_nobody_was_there_was_missed_by_nobody(served):
    async with two_teams(served) as teams:
        await asks(teams)
        await passes(teams, 0.25)
        served.clock.forward(HOUR)
        await passes(teams, 0.25)
        after_gap = (await steps(teams))[PLOVER]
        await passes(teams, 2, heard=[teams.cleo])

        assert after_gap == (None, False)
        assert (await steps(teams))[PLOVER] == ("missed", False)
