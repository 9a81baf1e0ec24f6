"""Yesterday's backup is restored, and the phones come back: nothing is lost of what they hold, and nothing is twice."""

from typing import Any

import pytest

from schemas.commands import AcceptAssignment, OfferAssignment, RecordEncounter, ReportStage
from schemas.records import OutcomeAnswers
from server.client import web
from server.journal import verify
from server.organizations import Organization
from server.storage.database import Tx
from tests.backup.conftest import Shelves
from tests.phone import Phone
from tests.served import HOUR, Served
from tests.stories.team import CALL, UNIT, Team, a_team

GONE = OutcomeAnswers(contact_result="gone")


@pytest.fixture
def shelves(served: Served, tmp_path: Any) -> Shelves:
    """Two empty shelves."""
    return Shelves(served, tmp_path)


async def a_day(team: Team) -> None:
    """What happened since the backup, all of it acknowledged: a call from its taking to its outcome."""
    for phone in (team.desk, team.ama, team.ben):
        await phone.sign_token()
    await team.take("call-2")
    await team.must(team.desk, "assignment.offer", "assignment-2", OfferAssignment(call_id="call-2", unit_id=UNIT))
    await team.must(team.ama, "assignment.accept", "assignment-2", AcceptAssignment(call_id="call-2", unit_id=UNIT))
    for stage in ("on_scene", "cleared"):
        reached = ReportStage(call_id="call-2", unit_id=UNIT, stage=stage)
        await team.must(team.ben, "assignment.stage", "assignment-2", reached)
    await team.must(team.ama, "encounter.record", "encounter-2", an_outcome("call-2"))
    # By themselves, with no call of the desk's own that they were asked to.
    await team.take("call-3")
    await team.must(
        team.ben, "assignment.stage", "assignment-3", ReportStage(call_id="call-3", unit_id=UNIT, stage="on_scene")
    )
    ack = await team.desk.do("call.take", "call-2", {"source": "line727"})
    assert ack["r"] == "held", "custody is part of what must come back"


def an_outcome(call_id: str) -> RecordEncounter:
    return RecordEncounter(call_id=call_id, unit_id=UNIT, answers=GONE, note="Sat with them")


async def what_stands(city: Organization) -> dict[str, Any]:
    """Everything the day left behind, without the numbers and times of its telling."""

    def look(tx: Tx) -> dict[str, Any]:
        return {
            "receipts": tx.all("SELECT command_id, device, dseq, mac, outcome, code FROM receipt ORDER BY command_id"),
            "custody": tx.all("SELECT command_id, type, entity, code, owner FROM held ORDER BY command_id"),
            "calls": tx.all("SELECT id, status FROM call ORDER BY id"),
            "assignments": tx.all(
                "SELECT id, call_id, unit_id, state, arrived_at, cleared_at, self_initiated FROM assignment ORDER BY id"
            ),
            "encounters": tx.all("SELECT id, encounter_id FROM encounter_save ORDER BY id"),
            "alarms": tx.all("SELECT id, kind, call_id FROM alarm ORDER BY id"),
        }

    return await city.database.read(look)


async def test_after_a_restore_the_phones_bring_back_what_the_backup_lacks_exactly_once(
    served: Served, shelves: Shelves
):
    city = served.found("city")
    async with a_team(served, city) as team:
        await team.send("call-1", "assignment-1")
        await shelves.take(city)
        served.clock.forward(6 * HOUR)
        await a_day(team)
        before = await what_stands(city)
        unsent = team.ben.save("encounter.record", "encounter-4", an_outcome("call-3"))

        shelves.restore()

        city = served.organizations.open(city.tag)
        assert "call-2" not in str(await what_stands(city)), "the backup knows nothing of the day"
        for phone in (team.desk, team.ama, team.ben):
            await come_back(phone)
        after = await what_stands(city)
        assert unsent["id"] in {row["command_id"] for row in after["receipts"]}
        after["receipts"] = [row for row in after["receipts"] if row["command_id"] != unsent["id"]]
        after["encounters"] = [row for row in after["encounters"] if row["id"] != unsent["id"]]
        assert after == before

        for phone in (team.ben, team.desk, team.ama):
            await come_back(phone)
        assert len((await what_stands(city))["receipts"]) == len(before["receipts"]) + 1, "and once is enough"
        assert await city.database.read(verify) is None


@pytest.mark.parametrize("first", ["ama", "ben"])
async def test_whoever_comes_back_first_no_fact_is_lost_and_none_is_twice(served: Served, shelves: Shelves, first: str):
    city = served.found("city")
    async with a_team(served, city) as team:
        await shelves.take(city)
        served.clock.forward(6 * HOUR)
        await a_day(team)
        before = await what_stands(city)

        shelves.restore()

        city = served.organizations.open(city.tag)
        everybody = {"ama": team.ama, "ben": team.ben}
        for phone in (everybody.pop(first), *everybody.values(), team.desk):
            await come_back(phone)
        after = await what_stands(city)
        assert after["encounters"] == before["encounters"]
        assert [row["id"] for row in after["calls"]] == [row["id"] for row in before["calls"]]
        reached = {row["call_id"]: (row["arrived_at"], row["cleared_at"]) for row in after["assignments"]}
        assert reached == {row["call_id"]: (row["arrived_at"], row["cleared_at"]) for row in before["assignments"]}


async def test_a_device_that_had_promised_nothing_is_not_held_to_a_promise_of_before_the_restore(
    served: Served, shelves: Shelves
):
    """Its first promise, told before it hears of the new epoch, covers what only the lost machine had."""
    city = served.found("city")
    person = await served.person(city, "dispatcher")
    async with served.http() as http:
        phone = Phone(http, ids=served.ids, clock=served.clock)
        await web.enrol(phone, http, await served.code(city, person))
        await shelves.take(city)
        await phone.sign_token()
        await phone.hello()
        assert (await phone.do("call.take", "call-1", CALL))["r"] == "ok"

        shelves.restore()

        await phone.sign_token()
        told = {**phone.hello_body(), "low_water": phone.dseq, "resent": False}
        answer = await http.post("/api/sync/hello", json=told, headers=phone.headers())
        phone.welcomed(answer.json())
        await phone.upload()
        city = served.organizations.open(city.tag)
        assert await city.database.read(lambda tx: tx.all("SELECT id FROM call")) == [{"id": "call-1"}]


async def test_a_phone_lets_go_of_what_a_backup_holds_and_of_nothing_else(served: Served, shelves: Shelves):
    city = served.found("city")
    async with a_team(served, city) as team:
        await team.take("call-1")
        assert len(team.desk.done) == 2, "the shift and the call"

        await shelves.take(city)
        await team.take("call-2")

        assert [each.row["entity"] for each in team.desk.done] == ["call-2"]


async def test_after_a_restore_nobody_reads_before_they_signed_in_again(served: Served, shelves: Shelves):
    city = served.found("city")
    async with a_team(served, city) as team:
        await shelves.take(city)

        shelves.restore()

        assert (await team.ama.sign_token())["kind"] == "upload"
        answer = await team.ama.http.get("/api/sync/changes", headers=team.ama.headers())
        assert answer.json()["code"] == "upload_only"
        city = served.organizations.open(city.tag)
        await team.ama.enrol(await served.code(city, team.ama.person))
        assert ("unit", UNIT) in (await team.ama.pull()).rows


async def come_back(phone: Phone) -> None:
    """Hand over what a phone still holds, with nobody signed in on it."""
    assert (await phone.sign_token())["kind"] == "upload"
    await phone.hello()
    await phone.upload()
    assert not phone.outbox
