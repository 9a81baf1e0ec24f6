"""A step that was tapped by mistake is taken back, by whomever of the team: it counts no more, and stays on record."""

from typing import Any

import pytest

from tests.phone import Phone
from tests.stories.two_teams import BY_PLOVER, PLOVER, THE_CALL, TwoTeams, two_teams
from tests.walls.evening import fetch

pytestmark = pytest.mark.told_on("sqlite")

OWN = "assignment-1"
TIMES = ("enroute_at", "arrived_at", "contact_at", "cleared_at")


async def go(teams: TwoTeams, *stages: str) -> list[str]:
    """Wren is offered call-1, takes it and reaches these stages, half a minute apart; answers what it said by id."""
    await teams.offer()
    await teams.must(teams.ama, "assignment.accept", OWN, THE_CALL)
    return [await reach(teams, stage) for stage in stages]


async def reach(teams: TwoTeams, stage: str, phone: Phone | None = None) -> str:
    teams.served.clock.forward(30)
    ack = await teams.must(phone or teams.ama, "assignment.stage", OWN, {**THE_CALL, "stage": stage})
    return str(ack["id"])


async def take_back(teams: TwoTeams, stage: str, phone: Phone | None = None, **more: Any) -> None:
    teams.served.clock.forward(5)
    await teams.must(phone or teams.ama, "assignment.take_back", OWN, {**THE_CALL, "stage": stage, **more})


async def reached(teams: TwoTeams) -> tuple[str, list[str]]:
    """The state of the assignment on the desk, and which times it has."""
    row = await teams.on_desk("assignment", OWN)
    return row["state"], [name for name in TIMES if row[name] is not None]


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_step_that_is_taken_back_counts_no_more_and_every_file_says_so(served):
    async with two_teams(served) as teams:
        _, arrived = await go(teams, "enroute", "on_scene")
        there = await teams.on_desk("assignment", OWN)
        await take_back(teams, "on_scene", report=arrived)
        back = await teams.on_desk("assignment", OWN)

        assert (there["state"], there["outcome"], there["check_due_at"] is None) == ("on_scene", "due", False)
        assert (back["state"], back["arrived_at"], back["outcome"]) == ("enroute", None, "none")
        assert (back["check_due_at"], back["check_step"]) == (None, None)
        assert (await teams.on_desk("unit", "unit-1"))["status"] == "enroute"
        assert (await teams.on_desk("call", "call-1"))["status"] == "assigned"
        async with served.phone(teams.city, "supervisor") as ruth, served.phone(teams.city, "manager") as priya:
            stages, responses = await fetch(ruth, "full/stages.csv"), await fetch(priya, "responses.csv")
        assert [(row["stage"], row["taken_back"]) for row in stages] == [("enroute", "false"), ("on_scene", "true")]
        assert [(row["state"], row["travel_s"]) for row in responses] == [("enroute", "")]


async def test_a_step_that_was_taken_back_can_be_reached_after_all(served):
    async with two_teams(served) as teams:
        (early,) = await go(teams, "on_scene")
        await take_back(teams, "on_scene", report=early)
        await reach(teams, "on_scene")
        now = served.clock.now()

        row = await teams.on_desk("assignment", OWN)
        assert (row["state"], row["arrived_at"]) == ("on_scene", now)
        assert row["check_due_at"] > now, "and the timer that looks after them runs again"


async def test_nobody_is_called_overdue_at_a_place_they_never_reached(served):
    async with two_teams(served) as teams:
        (arrived,) = await go(teams, "on_scene")
        await take_back(teams, "on_scene", report=arrived)
        await teams.later(60 * 60)

        assert await teams.alarms() == []


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_team_that_was_clear_by_mistake_has_its_call_again(served):
    async with two_teams(served) as teams:
        *_, clear = await go(teams, "on_scene", "contact", "cleared")
        assert (await teams.on_desk("call", "call-1"))["status"] == "closed"
        await take_back(teams, "cleared", report=clear)

        row = await teams.on_desk("assignment", OWN)
        assert (row["state"], row["cleared_at"], row["ended_at"]) == ("contact", None, None)
        assert row["check_due_at"] is not None
        call = await teams.on_desk("call", "call-1")
        assert (call["status"], call["closed_at"]) == ("active", None)
        await teams.later(3 * 60 * 60)
        assert (await teams.see(teams.ama, "assignment"))[OWN]["state"] == "contact", "no old end takes it away"
        assert (await teams.on_desk("call", "call-1"))["status"] == "active"


async def test_the_first_step_taken_back_leaves_the_call_with_the_team(served):
    async with two_teams(served) as teams:
        (going,) = await go(teams, "enroute")
        await take_back(teams, "enroute", report=going)

        assert await reached(teams) == ("accepted", [])
        assert (await teams.on_desk("call", "call-1"))["status"] == "assigned"


async def test_what_a_partner_said_of_the_same_step_still_counts(served):
    async with two_teams(served) as teams:
        (mine,) = await go(teams, "on_scene")
        await reach(teams, "on_scene", teams.ben)
        later = served.clock.now()
        await take_back(teams, "on_scene", report=mine)

        assert (await teams.on_desk("assignment", OWN))["arrived_at"] == later


async def test_without_a_report_all_of_the_step_is_taken_back_that_was_said_before(served):
    async with two_teams(served) as teams:
        await go(teams, "on_scene")
        await reach(teams, "on_scene", teams.ben)
        await take_back(teams, "on_scene", teams.ben)
        assert await reached(teams) == ("accepted", [])
        await reach(teams, "on_scene")

        assert await reached(teams) == ("on_scene", ["arrived_at"])


async def test_a_step_said_before_and_heard_after_stays_taken_back(served):
    """Ben's phone had no signal when he tapped; Ama said then, of all of it, that it was not so."""
    async with two_teams(served) as teams:
        await go(teams, "enroute", "on_scene")
        early = teams.ben.save("assignment.stage", OWN, {**THE_CALL, "stage": "on_scene"})
        await take_back(teams, "on_scene")
        await teams.ben.upload()

        assert teams.ben.acks[early["id"]]["r"] == "ok"
        assert await reached(teams) == ("enroute", ["enroute_at"])


@pytest.mark.told_on("sqlite", "postgres")
async def test_what_takes_a_step_back_waits_for_the_step(served):
    async with two_teams(served) as teams:
        await go(teams, "enroute")
        step = teams.ama.save("assignment.stage", OWN, {**THE_CALL, "stage": "on_scene"})
        teams.ama.outbox.remove(step)
        of_it = {**THE_CALL, "stage": "on_scene", "report": step["id"]}
        ack = await teams.ama.do("assignment.take_back", OWN, of_it, after=step["id"])
        assert (ack["r"], ack["code"]) == ("held", "dependency")

        teams.ama.outbox.append(step)
        await teams.ama.upload()

        assert teams.ama.acks[step["id"]]["r"] == "ok"
        assert await reached(teams) == ("enroute", ["enroute_at"])


async def test_a_step_of_a_lost_offer_is_taken_back_where_it_was_kept(served):
    """They went although Plover had it; what they said hangs on the assignment that stands in for the lost offer."""
    async with two_teams(served) as teams:
        await teams.offer()
        await teams.offer(PLOVER, "assignment-2")
        await teams.must(teams.cleo, "assignment.accept", "assignment-2", BY_PLOVER)
        await reach(teams, "enroute")
        await take_back(teams, "on_scene", report=await reach(teams, "on_scene"))
        await take_back(teams, "enroute")

        rows = (await teams.see(teams.desk, "assignment")).values()
        (stand_in,) = [row for row in rows if row["self_initiated"]]
        assert (stand_in["state"], stand_in["enroute_at"], stand_in["arrived_at"]) == ("accepted", None, None)
        assert len(rows) == 3, "and nothing was begun to take it back from"


async def test_an_ending_of_the_desk_stands_when_a_step_is_taken_back_and_where_the_team_was_then_does_not(served):
    async with two_teams(served) as teams:
        _, arrived = await go(teams, "enroute", "on_scene")
        await teams.must(teams.desk, "assignment.end", OWN, {"ending": "cancelled"})
        ended = await teams.on_desk("assignment", OWN)
        assert ended["state"] == "cancelled_on_scene"
        await take_back(teams, "on_scene", report=arrived)

        row = await teams.on_desk("assignment", OWN)
        assert (row["state"], row["arrived_at"], row["ended_at"]) == ("cancelled_enroute", None, ended["ended_at"])


@pytest.mark.parametrize(
    ("who", "more", "code"),
    [
        ("cleo", {}, "forbidden"),
        ("cleo", {"unit_id": PLOVER}, "invalid"),
        ("ama", {"stage": "enroute"}, "invalid"),
    ],
)
async def test_nobody_takes_back_what_is_not_theirs_or_names_it_wrongly(served, who, more, code):
    async with two_teams(served) as teams:
        (arrived,) = await go(teams, "on_scene")
        await teams.offer(PLOVER, "assignment-2")
        args = {**THE_CALL, "stage": "on_scene", "report": arrived, **more}
        ack = await getattr(teams, who).do("assignment.take_back", OWN, args)

        assert (ack["r"], ack["code"]) == ("held", code)
        assert await reached(teams) == ("on_scene", ["arrived_at"])


async def test_the_desk_takes_back_a_step_that_it_entered_by_voice(served):
    async with two_teams(served) as teams:
        await go(teams, "enroute")
        heard = {**THE_CALL, "stage": "on_scene", "voice": {"said_by": "Ama on channel 2"}}
        entered = await teams.must(teams.desk, "assignment.stage", OWN, heard)
        await take_back(teams, "on_scene", teams.desk, report=entered["id"])

        assert await reached(teams) == ("enroute", ["enroute_at"])
