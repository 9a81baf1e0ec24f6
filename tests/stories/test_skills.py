"""A team can what those can who are signed on: who leaves takes it along, and the desk hears which calls that costs."""

import pytest

from schemas.codes.dispatch import Skill
from schemas.commands import StartShift
from schemas.records.taxonomy import Edition, TypeInUse
from server.dispatch.commands.taxonomies import set_edition
from tests.stories.team import UNIT
from tests.stories.two_teams import PLOVER, THE_CALL, TwoTeams, two_teams

pytestmark = pytest.mark.told_on("sqlite")


async def sign_on(teams: TwoTeams, shift: str, **skills: tuple[Skill, ...]) -> None:
    """Wren is these people from now, each with these skills."""
    by_id = {getattr(teams, name).person: told for name, told in skills.items()}
    args = StartShift(unit_id=UNIT, person_ids=tuple(by_id), skills=by_id)
    await teams.must(teams.desk, "shift.start", shift, args)


async def lost(teams: TwoTeams) -> list[tuple[str, str]]:
    """What the desk is told of calls whose team lost a skill."""
    alarms = (await teams.see(teams.desk, "alarm")).values()
    return [(each["call_id"], each["unit_id"]) for each in alarms if each["kind"] == "skill_lost"]


@pytest.mark.parametrize(
    ("stages", "is_told"), [((), True), (("accepted",), True), (("accepted", "enroute"), True), (("on_scene",), False)]
)
async def test_losing_the_clinician_costs_a_call_that_waits_for_one_and_none_that_is_reached(served, stages, is_told):
    async with two_teams(served, type_code="SUI_IDEATION") as teams:
        await sign_on(teams, "shift-3", ama=("CLIN",), ben=("PEER",))
        await teams.offer()
        for stage in stages:
            kind, more = ("accept", {}) if stage == "accepted" else ("stage", {"stage": stage})
            await teams.must(teams.ama, f"assignment.{kind}", "assignment-1", THE_CALL | more)
        before = await lost(teams)
        await sign_on(teams, "shift-4", ben=("PEER",))

        assert before == []
        assert await lost(teams) == ([("call-1", UNIT)] if is_told else [])
        assert (await teams.on_desk("unit", UNIT))["skills"] == ["PEER"]


async def test_so_does_a_clinician_who_signs_on_to_another_team_and_a_peer_who_leaves_costs_nothing(served):
    async with two_teams(served, type_code="SUI_IDEATION") as teams:
        await sign_on(teams, "shift-3", ama=("CLIN",), ben=("PEER",))
        await teams.offer()
        await sign_on(teams, "shift-4", ama=("CLIN",))
        without_peer = await lost(teams)
        await sign_on(teams, "shift-5", ama=("CLIN",), ben=("PEER",))
        moved = StartShift(unit_id=PLOVER, person_ids=(teams.ama.person,))
        await teams.must(teams.ama, "shift.start", "shift-6", moved)

        assert without_peer == []
        assert await lost(teams) == [("call-1", UNIT)]
        assert (await teams.on_desk("unit", PLOVER))["skills"] == ["CLIN"]


async def test_a_team_that_goes_off_duty_on_its_way_is_told_of_too(served):
    async with two_teams(served, type_code="SUI_IDEATION") as teams:
        await sign_on(teams, "shift-3", ama=("CLIN",))
        await teams.offer()
        await teams.must(teams.ama, "assignment.accept", "assignment-1", THE_CALL)
        await teams.must(teams.ama, "shift.end", "shift-3", {"unit_id": UNIT})

        assert await lost(teams) == [("call-1", UNIT)]


async def test_what_a_call_asks_for_is_what_the_edition_of_the_hour_says(served):
    async with two_teams(served, type_code="UNHOUSED_NEED") as teams:
        branch = teams.served.app.branches.of(teams.city.tag)
        edition = Edition(types=(TypeInUse(type_code="UNHOUSED_NEED", skills=(("MEDIC",),)),))
        await sign_on(teams, "shift-3", ama=("MEDIC",), ben=("OUTR",))
        await teams.offer()
        await sign_on(teams, "shift-4", ben=("OUTR",))
        before = await lost(teams)
        await sign_on(teams, "shift-5", ama=("MEDIC",), ben=("OUTR",))
        await branch.act(lambda tx: set_edition(tx, "edition-a", edition))
        await sign_on(teams, "shift-6", ben=("OUTR",))

        assert before == [], "everywhere else an outreach worker will do"
        assert await lost(teams) == [("call-1", UNIT)]
