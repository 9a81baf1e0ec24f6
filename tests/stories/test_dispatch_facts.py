"""What happened in the street is kept: after a lost offer, after an end, out of order, from people off the shift."""

import pytest

from schemas.records import OutcomeAnswers
from tests.served import MINUTE, NOON
from tests.stories.team import UNIT
from tests.stories.two_teams import PLOVER, THE_CALL, two_teams

pytestmark = pytest.mark.told_on("sqlite")

SECOND = 1000
GONE = OutcomeAnswers(contact_result="gone")


async def test_going_without_an_answer_takes_the_offer(served):
    async with two_teams(served) as teams:
        await teams.offer()
        await teams.offer(PLOVER, "assignment-2")
        await teams.must(teams.ama, "assignment.stage", "assignment-1", {**THE_CALL, "stage": "enroute"})

        assert (await teams.state("assignment-1"), await teams.state("assignment-2")) == ("enroute", "superseded")
        await teams.later(10 * MINUTE)
        assert await teams.state("assignment-1") == "enroute"
        assert await teams.alarms() == []


async def test_an_outcome_of_a_team_that_was_only_asked_takes_the_offer(served):
    async with two_teams(served) as teams:
        await teams.offer()
        await teams.must(teams.ama, "encounter.record", "encounter-1", {**THE_CALL, "answers": GONE})

        assert await teams.state() == "accepted"
        assert await teams.alarms() == []


async def test_a_team_that_went_to_a_call_nobody_offered_it_is_kept_under_its_own_id(served):
    async with two_teams(served) as teams:
        await teams.must(teams.ama, "assignment.stage", "made-on-the-phone", {**THE_CALL, "stage": "on_scene"})

        went = await teams.on_desk("assignment", "made-on-the-phone")
        assert (went["state"], went["self_initiated"], went["accepted_at"]) == ("on_scene", True, None)
        assert (await teams.on_desk("call", "call-1"))["status"] == "active"
        assert "call-1" in await teams.see(teams.ben, "call")


async def test_what_came_before_the_desk_ended_it_is_evidence_and_what_came_after_stands_for_itself(served):
    async with two_teams(served) as teams:
        await teams.offer()
        await teams.must(teams.ama, "assignment.accept", "assignment-1", THE_CALL)
        await teams.later(10 * MINUTE)
        await teams.must(teams.desk, "assignment.end", "assignment-1", {"ending": "preempted"})
        before, after = NOON + 5 * 60 * SECOND, NOON + 15 * 60 * SECOND
        early = {**THE_CALL, "stage": "enroute"}
        await teams.must(teams.ama, "assignment.stage", "assignment-1", early, at=before)
        ended = await teams.on_desk("assignment", "assignment-1")
        assert (ended["state"], ended["enroute_at"], await teams.alarms()) == ("preempted", before, [])

        late = {**THE_CALL, "stage": "on_scene"}
        await teams.later(10 * MINUTE)
        await teams.must(teams.ama, "assignment.stage", "assignment-1", late, at=after)

        rows = (await teams.see(teams.desk, "assignment")).values()
        assert {(row["state"], row["arrived_at"]) for row in rows} == {("preempted", None), ("on_scene", after)}
        assert await teams.alarms() == ["after_end"]


async def test_a_team_that_arrives_after_the_call_left_the_desk_brings_it_back(served):
    async with two_teams(served) as teams:
        await teams.offer()
        await teams.must(teams.desk, "call.close", "call-1", {"not_sent_reason": "timed_out"})
        await teams.later(2 * 60 * MINUTE)
        assert await teams.see(teams.desk, "call") == {}
        await teams.must(teams.ama, "assignment.stage", "assignment-1", {**THE_CALL, "stage": "on_scene"})

        call = await teams.on_desk("call", "call-1")
        assert (call["status"], call["closed_at"], call["not_sent_reason"]) == ("active", None, None)
        assert await teams.alarms() == ["too_late"]


async def test_somebody_who_was_on_the_team_still_speaks_for_that_time(served):
    async with two_teams(served) as teams:
        await teams.offer()
        await teams.must(teams.ama, "assignment.accept", "assignment-1", THE_CALL)
        teams.ama.save("assignment.stage", "assignment-1", {**THE_CALL, "stage": "on_scene"})
        served.clock.forward(MINUTE)
        await teams.must(teams.ben, "shift.end", "shift-1", {"unit_id": UNIT})
        await teams.ama.upload()

        assert {ack["r"] for ack in teams.ama.acks.values()} == {"ok"}
        assert await teams.state() == "on_scene"


@pytest.mark.parametrize(
    ("kind", "entity", "more"),
    [
        ("assignment.stage", "assignment-1", {"stage": "on_scene"}),
        ("assignment.stage", "made-on-the-phone", {"stage": "on_scene"}),
        ("encounter.record", "encounter-1", {"answers": GONE}),
        ("assignment.accept", "assignment-1", {}),
    ],
)
async def test_nobody_speaks_for_a_team_they_were_never_on(served, kind, entity, more):
    async with two_teams(served) as teams:
        await teams.offer()
        ack = await teams.cleo.do(kind, entity, {**THE_CALL, **more})

        assert (ack["r"], ack["code"]) == ("held", "forbidden")
        assert list(await teams.see(teams.desk, "assignment")) == ["assignment-1"]
        assert await teams.state() == "offered"


async def test_a_stage_of_an_unknown_call_waits_for_it(served):
    async with two_teams(served) as teams:
        unknown = {"call_id": "call-9", "unit_id": UNIT, "stage": "on_scene"}
        ack = await teams.ama.do("assignment.stage", "assignment-9", unknown)

        assert (ack["r"], ack["code"]) == ("held", "dependency")


async def test_an_offer_shown_that_the_server_does_not_know_is_taken_all_the_same(served):
    async with two_teams(served) as teams:
        ack = await teams.ama.do("assignment.show", "assignment-9", {"shown_at": NOON})

        assert ack["r"] == "ok"
