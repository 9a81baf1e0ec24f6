"""A call passed on to another service stays before the desk until somebody there is known by name to have it."""

from typing import Any

import pytest

from server.storage.database import Tx
from tests.phone import Phone
from tests.stories.two_teams import TwoTeams, two_teams

pytestmark = pytest.mark.told_on("sqlite")

HOUR = 3_600
MINUTE_MS = 60_000
CANARY = "CANARY Dana of the night shift"


async def passed(teams: TwoTeams) -> list[tuple[str, bool, str | None]]:
    """Where call-1 was passed on to, whether somebody there has it, and who."""
    call = await teams.on_desk("call", "call-1")
    return [(each["to"], each["taken_at"] is not None, call["taken_by"].get(each["id"])) for each in call["handovers"]]


async def open_one(teams: TwoTeams) -> str:
    call = await teams.on_desk("call", "call-1")
    (found,) = (each["id"] for each in call["handovers"] if each["taken_at"] is None)
    return str(found)


async def take_over(teams: TwoTeams, **said: Any) -> None:
    await teams.must(teams.desk, "call.taken_over", "call-1", {"to": "ems", "name": "Dana", **said})


async def counted(teams: TwoTeams, kind: str) -> int:
    found = await teams.rows("SELECT COUNT(*) AS n FROM journal WHERE kind = :kind", kind=kind)
    return int(found[0]["n"])


async def test_a_call_screened_for_an_ambulance_is_passed_on_by_itself_and_waits_for_a_name(served):
    async with two_teams(served, triage_result="alt_with_ems") as teams:
        begun = await passed(teams)
        await teams.later(120)
        await take_over(teams, at=served.clock.now() - MINUTE_MS, handover=await open_one(teams))
        (handover,) = (await teams.on_desk("call", "call-1"))["handovers"]

        assert begun == [("ems", False, None)]
        assert await passed(teams) == [("ems", True, "Dana")]
        assert handover["taken_at"] - handover["begun_at"] == MINUTE_MS
        assert (await counted(teams, "call.handed_over"), await counted(teams, "call.taken_over")) == (1, 1)


async def test_a_call_closed_as_passed_to_988_waits_for_a_name_and_stays_on_the_desk(served):
    async with two_teams(served) as teams:
        await teams.must(teams.desk, "call.close", "call-1", {"triage_result": "transfer_988"})
        await teams.later(2 * HOUR)
        begun = await passed(teams)
        await take_over(teams, to="l988", name="Sam")
        await teams.later(HOUR - 1)
        named = await passed(teams)
        await teams.later(1)

        assert begun == [("l988", False, None)]
        assert named == [("l988", True, "Sam")]
        assert await teams.see(teams.desk, "call") == {}, "an hour after somebody has it"


async def test_a_call_that_988_gave_us_stays_until_it_is_known_who_did(served):
    async with two_teams(served, source="l988") as teams:
        await teams.must(teams.desk, "call.close", "call-1", {"triage_result": "phone_resolved"})
        await teams.later(2 * HOUR)
        before = await passed(teams)
        await take_over(teams, to="l988", way="from", name=CANARY)
        named = await passed(teams)
        await teams.later(HOUR)

        assert before == [("l988", False, None)]
        assert named == [("l988", True, CANARY)]
        assert await teams.see(teams.desk, "call") == {}, "an hour after it is known"
        assert CANARY.encode() not in served.bytes_on_disk()


async def test_an_ambulance_and_988_are_asked_for_one_call_and_each_waits_for_a_name_of_its_own(served):
    async with two_teams(served) as teams:
        for to in ("ems", "l988", "psap911"):
            await teams.must(teams.desk, "call.hand_over", "call-1", {"to": to})
        await take_over(teams, to="l988", name="Sam")
        await take_over(teams)

        assert await passed(teams) == [("ems", True, "Dana"), ("l988", True, "Sam"), ("psap911", False, None)]


async def test_who_took_it_may_be_heard_before_that_it_was_passed_on(served):
    async with two_teams(served) as teams:
        first = teams.desk.save("call.hand_over", "call-1", {"to": "ems", "at": served.clock.now()})
        teams.desk.outbox.remove(first)
        await take_over(teams, handover=first["id"])
        early = await passed(teams)
        await teams.later(60)
        teams.desk.outbox.append(first)
        acks = await teams.desk.upload()

        assert [ack["r"] for ack in acks] == ["ok"]
        assert early == [("ems", True, "Dana")]
        assert await passed(teams) == early


@pytest.mark.told_on("sqlite", "postgres")
async def test_two_desks_that_say_the_same_pass_it_on_once_and_the_first_name_stands(served):
    async with two_teams(served) as teams, served.phone(teams.city, "supervisor") as other:
        for phone in (teams.desk, other, teams.desk):
            await teams.must(phone, "call.hand_over", "call-1", {"to": "ems"})
        await take_over(teams)
        await teams.must(other, "call.taken_over", "call-1", {"to": "ems", "name": "Sam"})

        assert await passed(teams) == [("ems", True, "Dana")]
        assert await counted(teams, "call.taken_over") == 2, "what the other said is kept"


@pytest.mark.told_on("sqlite", "postgres")
async def test_what_is_said_of_a_call_nobody_knows_yet_waits_for_it(served):
    async with two_teams(served) as teams, served.phone(teams.city, "supervisor") as other:
        early = await other.do("call.taken_over", "call-2", {"to": "ems", "name": "Dana"})
        call = await teams.rows("SELECT id FROM call WHERE id = :id", id="call-2")
        await teams.take("call-2")

        assert (early["r"], early["code"], call) == ("held", "dependency", [])
        assert [each["to"] for each in (await teams.on_desk("call", "call-2"))["handovers"]] == ["ems"]


async def test_passed_on_late_a_call_that_had_left_the_desk_is_back(served):
    async with two_teams(served) as teams:
        await teams.must(teams.desk, "call.close", "call-1", {"not_sent_reason": "no_unit_available"})
        await teams.later(HOUR)
        left = await teams.see(teams.desk, "call")
        await teams.must(teams.desk, "call.hand_over", "call-1", {"to": "police"})
        await teams.later(2 * HOUR)

        assert left == {}
        assert await passed(teams) == [("police", False, None)]


async def test_a_responder_cannot_say_that_a_call_was_passed_on(served):
    async with two_teams(served) as teams:
        ack = await teams.ama.do("call.hand_over", "call-1", {"to": "ems"})

        assert (ack["r"], ack["code"]) == ("held", "forbidden")
        assert await passed(teams) == []


async def test_the_team_sees_that_somebody_has_it_and_not_who(served):
    async with two_teams(served, triage_result="alt_with_ems") as teams:
        await take_over(teams, name=CANARY)
        await teams.offer()
        asked = (await teams.see(teams.ama, "call"))["call-1"]
        await teams.must(teams.ama, "assignment.accept", "assignment-1", {"call_id": "call-1", "unit_id": "unit-1"})
        goes = (await teams.see(teams.ama, "call"))["call-1"]

        assert CANARY in str(await teams.on_desk("call", "call-1"))
        for seen in (asked, goes):
            assert [(each["to"], each["taken_at"] is not None) for each in seen["handovers"]] == [("ems", True)]
            assert "taken_by" not in seen
            assert CANARY not in str(seen)


@pytest.mark.told_on("sqlite", "postgres")
async def test_who_took_it_is_ciphertext_and_goes_with_the_call(served):
    async def seen(phone: Phone) -> bool:
        return CANARY in str((await phone.pull()).view())

    def stored(tx: Tx) -> list[dict[str, Any]]:
        return [dict(row) for row in tx.all("SELECT handovers, taken_by FROM call WHERE id = 'call-1'")]

    async with two_teams(served) as teams, served.phone(teams.city, "privacy_officer") as officer:
        await teams.must(teams.desk, "call.hand_over", "call-1", {"to": "police"})
        await take_over(teams, name=CANARY)
        before = await seen(teams.desk)
        (kept,) = await teams.city.database.read(stored)
        await teams.must(officer, "call.erase", "call-1", {"reason": "the person asked"})

        assert before
        assert CANARY.encode() not in bytes(kept["taken_by"]), "it is sealed from the first"
        assert not await seen(teams.desk)
        assert (await teams.see(teams.desk, "call"), await teams.alarms()) == ({}, [])
        (row,) = await teams.city.database.read(stored)
        assert row["taken_by"] is None
        assert CANARY.encode() not in served.bytes_on_disk()
