"""A call put right: who is on it reads it at once, both values stay, and of two desks the later word counts."""

import pytest

from tests.stories.team import UNIT
from tests.stories.two_teams import THE_CALL, TwoTeams, two_teams

MINUTE = 60
CANARY = "CANARY behind the library"


async def correct(teams: TwoTeams, **said: str) -> None:
    await teams.must(teams.desk, "call.correct", "call-1", said)


async def test_a_team_on_a_call_reads_at_once_what_was_put_right_and_what_was_there_before(served):
    async with two_teams(served, place="the library", said="a man shouts") as teams:
        await teams.offer()
        await teams.must(teams.ama, "assignment.accept", "assignment-1", THE_CALL)
        await correct(teams, type_code="PERSON_DOWN", priority="P1", place=CANARY)
        call = (await teams.see(teams.ama, "call"))["call-1"]
        (made,) = call["corrections"]

        assert (call["type_code"], call["priority"], call["place"]) == ("PERSON_DOWN", "P1", CANARY)
        assert call["said"] == "a man shouts", "what nobody spoke of stays as it was"
        assert (made["to"]["priority"], made["place"], made["said"]) == ("P1", True, False)
        assert made["was"]["priority"] != "P1"
        assert call["other_places"] == {made["id"]: "the library"}
        assert CANARY.encode() not in served.bytes_on_disk()


@pytest.mark.told_on("sqlite")
async def test_a_call_begun_in_the_street_is_put_right(served):
    async with two_teams(served) as teams:
        await teams.must(teams.ama, "call.meet", "met", {"unit_id": UNIT, "assignment_id": "met-a"})
        await teams.must(teams.desk, "call.correct", "met", {"type_code": "OVERDOSE", "priority": "P1"})
        call = await teams.on_desk("call", "met")

        assert (call["type_code"], call["priority"]) == ("OVERDOSE", "P1")
        assert call["corrections"][0]["was"] == {
            "type_code": "WELFARE",
            "priority": "P3",
            "location_kind": None,
            "area": None,
            "place_within": None,
        }


@pytest.mark.told_on("sqlite")
@pytest.mark.parametrize("later_first", [False, True])
async def test_of_two_desks_that_were_apart_the_later_word_counts_field_by_field(served, later_first):
    async with two_teams(served, priority="P3", place="first") as teams, served.phone(teams.city, "dispatcher") as two:
        early = teams.desk.save("call.correct", "call-1", {"priority": "P2", "place": "early", "type_code": "INTOX"})
        served.clock.forward(MINUTE)
        late = two.save("call.correct", "call-1", {"priority": "P1", "place": "late"})
        await teams.desk.sign_token()
        for phone in (two, teams.desk) if later_first else (teams.desk, two):
            await phone.upload()
        call = await teams.on_desk("call", "call-1")

        assert (call["priority"], call["place"], call["type_code"]) == ("P1", "late", "INTOX")
        assert {teams.desk.acks[early["id"]]["r"], two.acks[late["id"]]["r"]} == {"ok"}
        assert [each["id"] for each in call["corrections"]] == [early["id"], late["id"]], "both stay, in their order"
        told = {"early", "late", "first"}
        assert {call["place"], *call["other_places"].values()} == told, "no word is lost"


@pytest.mark.told_on("sqlite")
async def test_a_call_that_became_urgent_is_climbed_and_runs_out_by_the_new_priority(served):
    async with two_teams(served, priority="P3") as teams:
        await teams.offer()
        slow = (await teams.on_desk("assignment", "assignment-1"))["answer_by"]
        await teams.later(40)
        before = await teams.alarms()
        await correct(teams, priority="P1")
        fast = (await teams.on_desk("assignment", "assignment-1"))["answer_by"]
        await teams.later(1)
        told = await teams.alarms()
        await teams.later(20)

        assert (before, told) == ([], ["offer_unreached"])
        assert slow - fast == 4 * MINUTE * 1000
        assert await teams.state() == "expired"


@pytest.mark.told_on("sqlite")
async def test_a_team_that_works_indoors_after_all_checks_in_by_that(served):
    async with two_teams(served, location_kind="outdoor_public") as teams:
        await teams.offer()
        await teams.must(teams.ama, "assignment.accept", "assignment-1", THE_CALL)
        await teams.must(teams.ama, "assignment.stage", "assignment-1", THE_CALL | {"stage": "on_scene"})
        await teams.must(teams.ama, "assignment.check_in", "assignment-1", THE_CALL)
        outdoors = (await teams.on_desk("assignment", "assignment-1"))["check_due_at"]
        await correct(teams, location_kind="private_residence")

        assert (await teams.on_desk("assignment", "assignment-1"))["check_due_at"] < outdoors


@pytest.mark.told_on("sqlite")
async def test_a_correction_that_says_nothing_waits_in_custody(served):
    async with two_teams(served) as teams:
        ack = await teams.desk.do("call.correct", "call-1", {})

        assert (ack["r"], ack["code"]) == ("held", "invalid")
