"""What could not be applied is held: its owner sees that it is there and why, and nobody sees what it says."""

import json

import pytest

from schemas.commands import RecordMediation, ReportStage
from server.client.replica import Replica
from tests.stories.team import CALL, UNIT, a_team

pytestmark = pytest.mark.told_on("sqlite")

CANARY = "CANARY of the blue door"
SHAPE = {"id", "type", "entity", "person_id", "code", "held_at", "owner"}


async def test_the_supervisor_sees_what_is_held_and_why_and_not_what_it_says(served):
    city = served.found("city")
    async with (
        a_team(served, city) as team,
        served.phone(city, "supervisor") as supervisor,
        served.phone(city, "manager") as manager,
    ):
        ack = await team.ama.do("call.take", "call-1", {"place": CANARY})
        readers = (supervisor, team.ama, team.desk, team.ben, manager)
        seen = [(await phone.pull()).of("held") for phone in readers]

    assert (ack["r"], ack["code"]) == ("held", "invalid")
    (row,) = seen[0].values()
    assert row.keys() == SHAPE
    assert (row["type"], row["code"], row["owner"], row["person_id"]) == (
        "call.take",
        "invalid",
        "supervisor",
        team.ama.person,
    )
    assert seen[1] == seen[0], "and so does whoever sent it"
    assert seen[2:] == [{}, {}, {}]
    assert CANARY not in json.dumps([list(phone.replica.view().values()) for phone in readers])


async def test_what_was_held_and_then_applied_leaves_the_supervisors_list_too(served):
    city = served.found("city")
    async with a_team(served, city) as team, served.phone(city, "supervisor") as supervisor:
        early = ReportStage(call_id="call-1", unit_id=UNIT, stage="on_scene")
        ack = await team.ama.do("assignment.stage", "assignment-1", early)
        before = (await supervisor.pull()).of("held")

        await team.must(team.desk, "call.take", "call-1", CALL)

        assert (ack["r"], ack["code"]) == ("held", "dependency")
        assert len(before) == 1
        assert (await supervisor.pull()).of("held") == {}
        assert (await team.ama.pull()).of("held") == {}
        kept = supervisor.replica.rows
        supervisor.replica = Replica()
        assert (await supervisor.pull(limit=3)).rows == kept, "as a new phone would see it"


async def test_in_a_site_the_lead_sees_to_it(served):
    site = served.found("site")
    too_exact = RecordMediation(
        area="12 Canary Street",
        day="2026-09-21",
        part_of_day="evening",
        how_learned="own_network",
        conflict_type="money_debt",
        parties="2-3",
        actions=("separated",),
        outcome="resolved",
    )
    async with (
        served.phone(site, "interrupter") as author,
        served.phone(site, "interrupter") as colleague,
        served.phone(site, "site_lead") as lead,
    ):
        await author.do("mediation.record", "mediation-1", too_exact)
        seen = [(await phone.pull()).of("held") for phone in (lead, author, colleague)]

    (row,) = seen[0].values()
    assert (row["type"], row["code"]) == ("mediation.record", "invalid")
    assert seen[1:] == [seen[0], {}]
    assert "Canary" not in json.dumps(seen)


@pytest.mark.told_on("sqlite", "postgres")
async def test_reading_what_is_held_is_no_disclosure_for_it_says_nothing(served):
    city = served.found("city")
    async with served.phone(city, "responder") as sender, served.phone(city, "supervisor") as supervisor:
        await sender.do("call.take", "call-1", {"place": CANARY})
        await supervisor.pull()

        told = await city.database.read(lambda tx: tx.all("SELECT person_id FROM disclosure"))

    assert supervisor.person not in {row["person_id"] for row in told}
