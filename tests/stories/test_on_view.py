"""A team comes across somebody: one tap is a call with the team on it; when partners both tap, it is one call."""

import csv
from typing import Any

import pytest

from tests.phone import Phone
from tests.served import HOUR, MINUTE, NOON
from tests.stories.team import UNIT
from tests.stories.two_teams import PLOVER, TwoTeams, two_teams

pytestmark = pytest.mark.told_on("sqlite")

MET = {"unit_id": UNIT, "assignment_id": "met-1.a"}
THERE = {"call_id": "met-1", "unit_id": UNIT}


async def meets(teams: TwoTeams, phone: Phone, args: dict[str, Any] = MET, **more: Any) -> None:
    await teams.must(phone, "call.meet", "met-1", args, **more)


async def test_one_tap_is_a_call_with_the_team_on_it_and_no_alarm(served):
    async with two_teams(served) as teams:
        await meets(teams, teams.ama)
        call, went = await teams.on_desk("call", "met-1"), await teams.on_desk("assignment", "met-1.a")

        assert (call["source"], call["status"], call["number"], call["area"]) == ("onview", "active", "0002", "unknown")
        assert (went["state"], went["arrived_at"], went["contact_at"], went["begun"]) == (
            "contact",
            NOON,
            NOON,
            "on_view",
        )
        assert went["check_due_at"] is not None
        assert (await teams.on_desk("unit", UNIT))["status"] == "on_scene"
        assert await teams.alarms() == []
        assert "met-1" in await teams.see(teams.ben, "call")
        assert await teams.see(teams.cleo, "call") == {}


async def test_what_came_of_it_is_logged_and_the_call_is_over_with_the_team(served):
    async with two_teams(served) as teams:
        teams.ama.save("call.meet", "met-1", MET)
        teams.ama.save("assignment.stage", "met-1.a", {**THERE, "stage": "cleared"})
        teams.ama.save("encounter.record", "outcome-1", {**THERE, "answers": {"contact_result": "gone"}})
        await teams.later(HOUR)
        acks = await teams.ama.upload()

        assert {ack["r"] for ack in acks} == {"ok"}
        call, went = await teams.on_desk("call", "met-1"), await teams.on_desk("assignment", "met-1.a")
        assert (call["status"], call["received_at"], call["closed_at"]) == ("closed", NOON, NOON)
        assert (went["outcome"], went["self_initiated"]) == ("saved", True)


@pytest.mark.parametrize("first", ["ama", "ben"])
@pytest.mark.told_on("sqlite", "postgres")
async def test_partners_who_both_tap_without_a_signal_meet_somebody_once_when_the_first_did(served, first):
    async with two_teams(served) as teams:
        phones = {"ama": teams.ama, "ben": teams.ben}
        teams.ama.save("call.meet", "met-1", MET, at=NOON + 60_000)
        teams.ben.save("call.meet", "met-1", MET, at=NOON)
        await teams.later(5 * MINUTE)
        acks = await phones.pop(first).upload()
        acks += await phones.popitem()[1].upload()

        assert {ack["r"] for ack in acks} == {"ok"}
        call, went = await teams.on_desk("call", "met-1"), await teams.on_desk("assignment", "met-1.a")
        assert (call["received_at"], went["arrived_at"], went["offered_at"]) == (NOON, NOON, NOON)
        assert len(await teams.see(teams.desk, "call")) == 2


async def test_an_id_of_another_call_or_team_is_refused_and_changes_nothing(served):
    async with two_teams(served) as teams:
        await meets(teams, teams.ama)
        before = await teams.on_desk("assignment", "met-1.a")
        theirs = {"unit_id": PLOVER, "assignment_id": "met-1.a"}
        wrong = [
            await teams.cleo.do("call.meet", "met-1", theirs),
            await teams.cleo.do("call.meet", "met-2", theirs),
            await teams.ama.do("call.meet", "call-1", {"unit_id": UNIT, "assignment_id": "new"}),
            await teams.cleo.do("call.meet", "met-3", {"unit_id": UNIT, "assignment_id": "new"}),
            await teams.cleo.do("call.meet", "met-4", {"unit_id": "no-such-team", "assignment_id": "new"}),
        ]

        assert [ack["code"] for ack in wrong] == ["invalid", "invalid", "invalid", "forbidden", "invalid"]
        assert await teams.on_desk("assignment", "met-1.a") == before
        assert set(await teams.see(teams.desk, "call")) == {"call-1", "met-1"}


async def test_a_call_they_were_asked_to_take_is_not_begun_again_by_meeting_somebody(served):
    async with two_teams(served) as teams:
        await teams.offer()
        await teams.must(teams.ama, "assignment.decline", "assignment-1", {"reason": "too_far"})
        await teams.later(HOUR / 2)
        before = await teams.on_desk("call", "call-1")

        ack = await teams.ama.do("call.meet", "call-1", {"unit_id": UNIT, "assignment_id": "assignment-1", "met_at": 1})

        assert (ack["r"], ack["code"]) == ("held", "invalid")
        assert await teams.on_desk("call", "call-1") == before
        assert await teams.state() == "declined"
        assert await teams.see(teams.ama, "call") == {}


async def test_who_had_not_heard_that_they_were_signed_off_met_somebody_all_the_same(served):
    async with two_teams(served) as teams:
        ben = {"unit_id": UNIT, "person_ids": [teams.ben.person]}
        teams.ama.save("call.meet", "met-1", MET, at=NOON + 540_000)
        teams.ama.save("call.meet", "met-2", {**MET, "assignment_id": "met-2.a"}, at=NOON + 3_600_000)
        teams.ama.save("call.meet", "met-3", {**MET, "assignment_id": "met-3.a"}, at=NOON + 13 * 3_600_000)
        await teams.must(teams.desk, "shift.start", "shift-3", ben)
        await teams.later(HOUR)
        waiting = teams.ama.outbox.pop()

        near = await teams.ama.upload()
        alarms = (await teams.see(teams.desk, "alarm")).values()
        await teams.later(12 * HOUR)
        teams.ama.outbox.append(waiting)
        far = await teams.ama.upload()

        assert [ack["r"] for ack in near] == ["ok", "ok"]
        assert [(alarm["kind"], alarm["call_id"]) for alarm in alarms] == [("self_initiated", "met-2")], "by the clock"
        assert [(ack["r"], ack["code"]) for ack in far] == [("held", "forbidden")], "a whole shift later it is odd"
        assert "met-3" not in await teams.see(teams.desk, "call")


async def test_the_log_and_the_export_count_the_call_and_no_wait_for_anybody(served):
    async with two_teams(served) as teams, served.phone(teams.city, "manager") as manager:
        await meets(teams, teams.ama)
        log = (await manager.http.get("/api/reports/outcomes")).json()
        span = {"from": 0, "to": 2**53 - 1}
        rows = list(
            csv.DictReader((await manager.http.get("/api/export/responses.csv", params=span)).text.splitlines())
        )

        assert [(row["begun"], row["wait_s"]) for row in log["rows"] if row["self_initiated"]] == [("on_view", None)]
        assert [(row["begun"], row["response_s"]) for row in rows] == [("on_view", "")]
