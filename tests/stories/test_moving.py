"""One team in place of another, one call in place of another: nobody is left alone, and nothing that was done lost."""

import pytest
from msgspec.structs import replace

from tests.served import MINUTE, NOON
from tests.stories.team import CALL, UNIT
from tests.stories.two_teams import BY_PLOVER, PLOVER, THE_CALL, two_teams

pytestmark = pytest.mark.told_on("sqlite")

SECOND_CALL = {"call_id": "call-2", "unit_id": UNIT}
MOVED = {**SECOND_CALL, "instead_of": "assignment-1"}
INSTEAD = {**BY_PLOVER, "instead_of": "assignment-1"}


async def on_the_way(teams):
    """Wren is on its way to call-1, which is P3; call-2 is P1."""
    await teams.must(teams.desk, "call.take", "call-2", replace(CALL, priority="P1"))
    await teams.offer()
    await teams.must(teams.ama, "assignment.stage", "assignment-1", {**THE_CALL, "stage": "enroute"})


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_moved_team_is_asked_for_the_other_call_and_its_own_waits_again_with_its_age(served):
    async with two_teams(served) as teams:
        await on_the_way(teams)
        await teams.later(12 * MINUTE)
        await teams.must(teams.desk, "assignment.offer", "assignment-2", MOVED)
        await teams.must(teams.desk, "assignment.offer", "assignment-2", MOVED)

        left = await teams.on_desk("call", "call-1")
        assert (left["status"], left["received_at"]) == ("queued", NOON)
        assert (await teams.state("assignment-1"), await teams.state("assignment-2")) == ("preempted", "offered")
        asked = (await teams.see(teams.ama, "assignment"))["assignment-2"]
        assert (asked["state"], asked["instead_of"]) == ("offered", "assignment-1")
        await teams.must(teams.ama, "assignment.accept", "assignment-2", SECOND_CALL)
        assert (await teams.on_desk("call", "call-2"))["status"] == "assigned"


async def test_what_a_moved_team_did_without_a_signal_is_kept_and_the_desk_hears_that_they_went_on(served):
    async with two_teams(served) as teams:
        await on_the_way(teams)
        await teams.later(MINUTE)
        await teams.must(teams.desk, "assignment.offer", "assignment-2", MOVED)
        await teams.later(20 * MINUTE)
        there, moment = {**THE_CALL, "stage": "on_scene"}, NOON + 16 * 60_000
        await teams.must(teams.ama, "assignment.stage", "assignment-1", there, at=moment)

        rows = (await teams.see(teams.desk, "assignment")).values()
        went = [row for row in rows if row["call_id"] == "call-1"]
        assert {(row["state"], row["arrived_at"]) for row in went} == {("preempted", None), ("on_scene", moment)}
        assert "after_end" in await teams.alarms()
        assert (await teams.on_desk("call", "call-1"))["status"] == "active"


async def test_nobody_is_moved_from_the_place_of_a_call_nor_to_one_that_is_no_more_urgent(served):
    async with two_teams(served) as teams:
        await teams.must(teams.desk, "call.take", "call-2", CALL)
        await teams.offer()
        await teams.must(teams.ama, "assignment.stage", "assignment-1", {**THE_CALL, "stage": "enroute"})
        no_reason = await teams.desk.do("assignment.offer", "assignment-2", MOVED)
        await teams.must(teams.desk, "call.take", "call-3", replace(CALL, priority="P1"))
        await teams.must(teams.ama, "assignment.stage", "assignment-1", {**THE_CALL, "stage": "on_scene"})
        too_far = await teams.desk.do("assignment.offer", "assignment-3", {**MOVED, "call_id": "call-3"})
        other = await teams.desk.do("assignment.offer", "assignment-4", {**INSTEAD, "call_id": "call-3"})

        assert (no_reason["code"], too_far["code"], other["code"]) == ("conflict", "conflict", "invalid")
        assert await teams.state() == "on_scene"
        assert list(await teams.see(teams.desk, "assignment")) == ["assignment-1"]


async def test_a_team_goes_on_until_another_says_yes_in_its_place(served):
    async with two_teams(served) as teams:
        await on_the_way(teams)
        await teams.must(teams.desk, "assignment.offer", "assignment-2", INSTEAD)
        assert await teams.state() == "enroute"
        await teams.must(teams.cleo, "assignment.decline", "assignment-2", {"reason": "vehicle"})
        assert await teams.state() == "enroute"

        await teams.must(teams.desk, "assignment.offer", "assignment-3", INSTEAD)
        await teams.must(teams.cleo, "assignment.accept", "assignment-3", BY_PLOVER)
        assert (await teams.state(), await teams.state("assignment-3")) == ("reassigned", "accepted")
        assert (await teams.on_desk("call", "call-1"))["status"] == "assigned"
        assert (await teams.see(teams.ama, "assignment"))["assignment-1"]["state"] == "reassigned"
        late = await teams.desk.do("assignment.offer", "assignment-4", {**THE_CALL, "instead_of": "assignment-1"})
        assert late["r"] == "held"


async def test_who_is_with_somebody_stays_until_the_desk_hears_that_the_other_team_has_them(served):
    async with two_teams(served) as teams:
        await on_the_way(teams)
        await teams.must(teams.ama, "assignment.stage", "assignment-1", {**THE_CALL, "stage": "on_scene"})
        await teams.must(teams.desk, "assignment.offer", "assignment-2", INSTEAD)
        await teams.must(teams.cleo, "assignment.stage", "assignment-2", {**BY_PLOVER, "stage": "on_scene"})
        assert await teams.state() == "on_scene"

        await teams.must(teams.desk, "assignment.end", "assignment-1", {"ending": "transferred"})
        assert (await teams.state(), await teams.state("assignment-2")) == ("transferred", "on_scene")
        assert (await teams.on_desk("assignment", "assignment-2"))["instead_of"] == "assignment-1"
        assert (await teams.on_desk("call", "call-1"))["status"] == "active"
        assert (await teams.on_desk("unit", UNIT))["status"] == "available"


async def test_of_three_teams_two_are_wanted_and_the_third_is_told_who_was_first(served):
    async with two_teams(served) as teams, served.phone(teams.city, "responder") as dan:
        await teams.third(dan)
        for n, unit in enumerate((UNIT, PLOVER, "unit-3"), 1):
            asked = {"call_id": "call-1", "unit_id": unit, "wanted": 2}
            await teams.must(teams.desk, "assignment.offer", f"assignment-{n}", asked)
        await teams.must(teams.ama, "assignment.accept", "assignment-1", THE_CALL)
        assert (await teams.state("assignment-2"), await teams.state("assignment-3")) == ("offered", "offered")

        await teams.must(teams.cleo, "assignment.accept", "assignment-2", BY_PLOVER)
        assert (await teams.state("assignment-1"), await teams.state("assignment-2")) == ("accepted", "accepted")
        lost = (await teams.see(dan, "assignment"))["assignment-3"]
        assert (lost["state"], lost["lost_to"]) == ("superseded", "Plover")
        await teams.later(2 * MINUTE)
        assert await teams.alarms() == []
