"""A report that the law asks for: who writes the outcome is reminded, and only that it was made is kept."""

import json
from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace

from schemas.commands import EraseCall
from schemas.records import OutcomeAnswers
from server.journal import verify
from tests.phone import Phone
from tests.served import NOON
from tests.stories.team import CALL, UNIT, Team, a_team
from tests.stories.test_encounters import MET, outcome
from tests.sync.doors import rows

pytestmark = pytest.mark.told_on("sqlite")

BOTH = {"call_id": "call-1", "unit_id": UNIT}
MADE = BOTH | {"to": "child_protection", "role": "CLIN"}


@pytest.fixture
async def team(served) -> AsyncIterator[Team]:
    """A team that was at a call about a minor who was alone."""
    async with a_team(served, served.found("city")) as made:
        alone = replace(CALL, minor_involved="yes", screening={"minor_alone": "yes"})
        await made.must(made.desk, "call.take", "call-1", alone)
        await made.must(made.desk, "assignment.offer", "assignment-1", BOTH)
        await made.must(made.ama, "assignment.accept", "assignment-1", BOTH)
        for stage in ("on_scene", "cleared"):
            await made.must(made.ama, "assignment.stage", "assignment-1", BOTH | {"stage": stage})
        yield made


async def seen(phone: Phone) -> dict:
    """The one outcome that somebody sees."""
    [encounter] = (await phone.pull()).of("encounter").values()
    return encounter


@pytest.mark.told_on("sqlite", "postgres")
async def test_who_writes_the_outcome_is_reminded_and_says_when_to_whom_in_which_role(team):
    await team.must(team.ama, "encounter.record", "encounter-1", outcome())
    reminded = await seen(team.ama)
    assert (reminded["must_report"], reminded["reports"]) == (["child"], [])

    team.served.clock.forward(60)
    await team.must(team.ama, "report.made", "report-1", MADE)

    for phone in (team.ama, team.ben):
        told = await seen(phone)
        assert told["reports"] == [
            {"id": "report-1", "to": "child_protection", "role": "CLIN", "at": NOON + 60_000},
        ]
    assert (await team.see(team.desk, "encounter")) == {}
    assert await team.city.database.read(verify) is None


@pytest.mark.told_on("sqlite", "postgres")
async def test_nothing_is_kept_of_it_but_that_when_to_whom_and_in_which_role(team):
    await team.must(team.ama, "encounter.record", "encounter-1", outcome())
    words = {"note": "CANARY bruises", "name": "CANARY Rosa"}
    await team.must(team.ama, "report.made", "report-1", MADE | words)

    [kept] = await rows(team.city, "SELECT * FROM mandated_report")
    assert set(kept) == {"id", "call_id", "unit_id", "reported_to", "role", "at"}
    assert team.ama.person not in json.dumps(kept)
    [said] = await rows(team.city, "SELECT envelope, sealed FROM journal WHERE kind = 'report.made'")
    assert set(json.loads(said["envelope"])) == {"call_id", "unit_id", "to", "role", "at"}
    assert said["sealed"] is None
    assert b"CANARY" not in team.bytes_on_disk()


async def test_an_outcome_that_points_to_none_reminds_nobody_and_one_can_be_made_all_the_same(team):
    await team.send("call-2", "assignment-2")
    said = outcome(MET, call_id="call-2", assignment_id="assignment-2")
    await team.must(team.ama, "encounter.record", "encounter-2", said)
    assert (await seen(team.ama))["must_report"] == []

    about = MADE | {"call_id": "call-2", "to": "adult_protection"}
    await team.must(team.ama, "report.made", "report-2", about)

    assert [made["to"] for made in (await seen(team.ama))["reports"]] == ["adult_protection"]


async def test_where_nobody_was_met_nobody_is_reminded(team):
    await team.must(team.ama, "encounter.record", "encounter-1", outcome(OutcomeAnswers(contact_result="gone")))

    assert (await seen(team.ama))["must_report"] == []


async def test_two_reports_stand_beside_each_other_and_the_same_sent_twice_is_one(team):
    await team.must(team.ama, "encounter.record", "encounter-1", outcome())
    for report, to in (("report-1", "child_protection"), ("report-2", "police"), ("report-1", "child_protection")):
        team.served.clock.forward(1)
        await team.must(team.ama, "report.made", report, MADE | {"to": to})

    assert [made["to"] for made in (await seen(team.ben))["reports"]] == ["child_protection", "police"]


async def test_a_supervisor_makes_one_and_nobody_who_was_never_on_the_team(team):
    await team.must(team.ama, "encounter.record", "encounter-1", outcome())
    async with (
        team.served.phone(team.city, "responder") as stranger,
        team.served.phone(team.city, "supervisor") as lead,
    ):
        for phone in (stranger, team.desk):
            ack = await phone.do("report.made", "report-9", MADE)
            assert (ack["r"], ack["code"]) == ("held", "forbidden")
        await team.must(lead, "report.made", "report-1", MADE | {"role": "supervisor"})

    assert [made["role"] for made in (await seen(team.ama))["reports"]] == ["supervisor"]


async def test_a_report_heard_of_before_the_outcome_stands_with_it_once_that_comes(team):
    await team.must(team.ben, "report.made", "report-1", MADE)

    await team.must(team.ama, "encounter.record", "encounter-1", outcome())

    assert [made["id"] for made in (await seen(team.ben))["reports"]] == ["report-1"]


async def test_of_an_erased_call_nothing_is_told(team):
    await team.must(team.ama, "encounter.record", "encounter-1", outcome())
    async with team.served.phone(team.city, "privacy_officer") as officer:
        await team.must(officer, "call.erase", "call-1", EraseCall(reason="asked for it"))

    late = await team.ama.do("report.made", "report-1", MADE)

    assert (late["r"], late["code"]) == ("ok", "erased")
    assert await rows(team.city, "SELECT id FROM mandated_report") == []
