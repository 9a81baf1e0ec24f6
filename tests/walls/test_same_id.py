"""Clients choose ids: one id under two types is two records, and what becomes of one is nothing to the other."""

from collections.abc import AsyncIterator

import pytest

from schemas.base import Struct
from schemas.commands import AcceptAssignment, EraseCall, OfferAssignment, RecordEncounter, ReportStage, Voice
from tests.stories.team import UNIT, Team, a_team
from tests.walls import evening


@pytest.fixture
async def team(served) -> AsyncIterator[Team]:
    async with a_team(served, served.found("city")) as made:
        yield made


async def erased(team: Team, call_id: str) -> None:
    async with team.served.phone(team.city, "privacy_officer") as officer:
        await team.must(officer, "call.erase", call_id, EraseCall(reason="They asked us to."))


def cleared(call_id: str) -> Struct:
    return ReportStage(call_id=call_id, unit_id=UNIT, stage="cleared")


async def test_erasing_a_call_takes_nothing_from_another_whose_id_an_outcome_was_given(team):
    await evening.take(team, "call-1", said="She is on the bridge")
    await evening.take(team, "call-2")
    noted = RecordEncounter(call_id="call-2", unit_id=UNIT, answers=evening.GONE, note="Nobody there")
    await team.must(team.ama, "encounter.record", "call-1", noted)
    await team.must(team.ama, "assignment.stage", "assignment-2", cleared("call-2"))

    await erased(team, "call-2")

    async with team.served.phone(team.city, "dispatcher") as desk:
        assert (await team.see(desk, "call"))["call-1"]["said"] == "She is on the bridge"


async def test_erasing_a_call_takes_no_name_from_a_person_whose_id_an_assignment_was_given(team):
    await evening.take(team, "call-1")
    offered = OfferAssignment(call_id="call-1", unit_id=UNIT)
    said = AcceptAssignment(call_id="call-1", unit_id=UNIT, voice=Voice(said_by="Ada on channel 2"))
    await team.must(team.desk, "assignment.offer", team.ama.person, offered)
    await team.must(team.desk, "assignment.accept", team.ama.person, said)
    await team.must(team.ama, "assignment.stage", team.ama.person, cleared("call-1"))

    await erased(team, "call-1")

    session = await team.ama.http.get("/api/session")
    assert session.json()["person"]["name"] == "Ada Example"
