"""Who is off a unit no longer speaks for it: what they say is kept, and takes no team off the board."""

from collections.abc import AsyncIterator

import pytest

from schemas.commands import SetUnitStatus, StartShift
from tests.stories.team import UNIT, Team, a_team


@pytest.fixture
async def team(served) -> AsyncIterator[Team]:
    async with a_team(served, served.found("city")) as made:
        yield made


async def test_who_is_off_the_unit_cannot_put_it_out_of_service(team):
    await team.must(team.desk, "shift.start", "shift-2", StartShift(unit_id=UNIT, person_ids=(team.ben.person,)))

    await team.must(team.ama, "unit.status", UNIT, SetUnitStatus(status="oos"))
    assert (await team.see(team.desk, "unit"))[UNIT]["status"] == "available"

    await team.must(team.ben, "unit.status", UNIT, SetUnitStatus(status="oos"))
    assert (await team.see(team.desk, "unit"))[UNIT]["status"] == "oos"
