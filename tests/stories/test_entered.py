"""What the desk did by voice and on paper without a server: entered with its own times, and nobody is alarmed."""

from typing import Any

import pytest
from msgspec.structs import replace

from tests.stories.team import CALL, UNIT
from tests.stories.test_checkins import MINUTE_MS, passes
from tests.stories.two_teams import BY_PLOVER, BY_VOICE, PLOVER, SPEAKER, THE_CALL, TwoTeams, two_teams

pytestmark = pytest.mark.told_on("sqlite")

SENT = "entered-1"


def ago(teams: TwoTeams, minutes: float) -> int:
    return teams.served.clock.now() - round(minutes * MINUTE_MS)


async def enter(teams: TwoTeams, minutes: float, entity: str = SENT, **more: Any) -> None:
    """The desk enters that Wren was sent to the call so many minutes ago."""
    told = {**THE_CALL, **BY_VOICE, "assigned_at": ago(teams, minutes), **more}
    await teams.must(teams.desk, "assignment.enter", entity, told)


async def reached(teams: TwoTeams, stage: str, minutes: float, call_id: str = "call-1") -> None:
    told = {**THE_CALL, **BY_VOICE, "call_id": call_id, "stage": stage, "reached_at": ago(teams, minutes)}
    await teams.must(teams.desk, "assignment.stage", SENT, told)


async def climbing(teams: TwoTeams) -> set[str]:
    """The assignments of which somebody is still to be told."""
    wanted = "SELECT entity_id AS id FROM deadline WHERE kind IN ('assignment.climb', 'assignment.expire')"
    return {row["id"] for row in await teams.rows(wanted)}


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_team_that_was_sent_by_voice_has_the_call_and_nobody_is_asked(served):
    async with two_teams(served) as teams:
        await enter(teams, 20)

        row = (await teams.see(teams.ama, "assignment"))[SENT]
        told = [row[name] for name in ("state", "origin", "said_by", "self_initiated", "answer_by", "ladder")]
        assert told == ["accepted", "manual", SPEAKER, False, None, []]
        assert row["accepted_at"] == row["offered_at"] == ago(teams, 20)
        assert (await teams.see(teams.ama, "call"))["call-1"]["status"] == "assigned"
        assert await climbing(teams) == set()
        assert await teams.alarms() == []


@pytest.mark.told_on("sqlite", "postgres")
async def test_each_desk_that_is_cut_off_numbers_its_calls_in_letters_of_its_own(served):
    async with two_teams(served) as teams, served.phone(teams.city, "supervisor") as other:
        letters = [phone.session["letters"] for phone in (teams.desk, other, teams.ama)]
        assert letters == ["A", "B", None]

        labels = {"one": "A1", "two": "A2", "twice": "A1", "wrong": "A0", "theirs": "B1", "live": None}
        for call_id, label in labels.items():
            desk = other if label == "B1" else teams.desk
            await teams.must(desk, "call.take", call_id, replace(CALL, label=label, received_at=ago(teams, 1)))

        calls = await teams.see(teams.desk, "call")
        numbers = [calls[call_id]["number"] for call_id in labels]
        assert numbers == ["A1", "A2", "0002", "0003", "B1", "0004"], "no two calls of a day are called the same"


async def test_a_call_that_happened_on_paper_is_entered_with_its_own_times_and_nothing_comes_due(served):
    async with two_teams(served) as teams:
        await teams.must(teams.desk, "call.take", "paper", replace(CALL, received_at=ago(teams, 200), on_paper=True))
        await enter(teams, 190, call_id="paper")
        for stage, minutes in (("enroute", 189.0), ("on_scene", 180.0), ("contact", 178.0), ("cleared", 120.0)):
            await reached(teams, stage, minutes, "paper")

        row, call = await teams.on_desk("assignment", SENT), await teams.on_desk("call", "paper")
        assert (row["state"], row["origin"], call["status"]) == ("cleared", "manual", "closed")
        assert [row["arrived_at"], row["cleared_at"]] == [ago(teams, 180), ago(teams, 120)]
        assert [call["received_at"], call["closed_at"]] == [ago(teams, 200), ago(teams, 120)]
        assert (call["entered_at"], call["on_paper"]) == (teams.served.clock.now(), True)
        await passes(teams, 30)
        assert await teams.alarms() == []
        assert await teams.rows("SELECT kind FROM deadline WHERE kind = 'assignment.check'") == []


async def test_a_team_that_is_still_there_checks_in_from_now_and_is_missed_when_it_does_not(served):
    async with two_teams(served) as teams:
        await enter(teams, 60)
        await reached(teams, "on_scene", 40)

        await passes(teams, 9, heard=[teams.ama])
        assert (await teams.on_desk("assignment", SENT))["check_step"] is None
        await passes(teams, 4, heard=[teams.ama])
        assert (await teams.on_desk("assignment", SENT))["check_step"] == "missed"
        await reached(teams, "contact", 30)
        assert (await teams.on_desk("assignment", SENT))["check_step"] == "missed", "no late word takes an alarm away"


async def test_what_two_desks_enter_is_one_team_sent_once_with_the_earliest_time(served):
    async with two_teams(served) as teams:
        await enter(teams, 20)
        await enter(teams, 25, "entered-2")
        await enter(teams, 10, "entered-3")

        rows = await teams.see(teams.desk, "assignment")
        assert {(row["id"], row["accepted_at"]) for row in rows.values()} == {(SENT, ago(teams, 25))}


async def test_an_offer_is_taken_by_what_was_said_by_voice_before_it_reached_us(served):
    async with two_teams(served) as teams:
        await teams.offer()
        await teams.offer(PLOVER, "assignment-2")
        asked = await climbing(teams)
        await enter(teams, 5)

        assert (asked, await climbing(teams)) == ({"assignment-1", "assignment-2"}, set())
        assert [await teams.state(), await teams.state("assignment-2")] == ["accepted", "superseded"]
        row = await teams.on_desk("assignment", "assignment-1")
        assert row["offered_at"] == row["accepted_at"] == ago(teams, 5)
        await teams.must(teams.ama, "assignment.stage", SENT, {**THE_CALL, "stage": "on_scene"})
        assert await teams.state() == "on_scene", "what the phone sends of it belongs to it"


async def test_what_the_desk_entered_and_what_a_phone_sends_later_are_one_team_at_work(served):
    async with two_teams(served) as teams:
        earlier = ago(teams, 12)
        teams.ama.save("assignment.stage", SENT, {**THE_CALL, "stage": "on_scene", "reached_at": earlier})
        await enter(teams, 20)
        await reached(teams, "on_scene", 10)
        await teams.ama.upload()
        await teams.must(teams.ama, "assignment.stage", SENT, {**THE_CALL, "stage": "contact"})

        rows = await teams.see(teams.desk, "assignment")
        (row,) = rows.values()
        assert (row["id"], row["state"], row["self_initiated"]) == (SENT, "contact", False)
        assert row["arrived_at"] == earlier, "of the desk's time and the phone's the earliest counts"
        assert await teams.alarms() == []


async def test_no_team_no_call_and_another_assignments_id_are_no_entry(served):
    async with two_teams(served) as teams:
        await enter(teams, 5)
        tries = (
            (SENT, BY_PLOVER, "invalid"),
            ("other", THE_CALL | {"unit_id": "nobody"}, "invalid"),
            ("early", {"unit_id": UNIT, "call_id": "unheard"}, "dependency"),
        )
        for entity, args, code in tries:
            ack = await teams.desk.do("assignment.enter", entity, args)
            assert (ack["r"], ack["code"]) == ("held", code), ack
