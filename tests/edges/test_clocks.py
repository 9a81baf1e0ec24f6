"""A device's clock may be years ahead: that spoils no file, and keeps nobody's address in sight."""

from collections.abc import AsyncIterator

import pytest

from schemas.commands import EndShift, ReportStage
from server.sync.system import run_due
from tests.served import HOUR, NOON
from tests.stories.team import UNIT, Team, a_team
from tests.walls import evening
from tests.walls.evening import fetch

LATEST = 2**53 - 1
YEAR_MS = 365 * 24 * 3_600_000


@pytest.fixture
async def team(served) -> AsyncIterator[Team]:
    async with a_team(served, served.found("city")) as made:
        yield made


async def hours_later(team: Team, hours: float) -> None:
    team.served.clock.forward(hours * HOUR)
    await run_due(team.served.app.branches.of(team.city.tag), team.served.clock.now())
    for phone in (team.desk, team.ama, team.ben):
        await phone.sign_token()


async def going(team: Team) -> None:
    await team.take()
    reached = ReportStage(call_id="call-1", unit_id=UNIT, stage="on_scene")
    await team.must(team.ama, "assignment.stage", "assignment-1", reached)


async def test_who_says_that_they_will_be_clear_next_year_reads_the_call_two_hours_on_and_no_longer(team):
    await going(team)
    reached = ReportStage(call_id="call-1", unit_id=UNIT, stage="cleared", reached_at=NOON + YEAR_MS)
    await team.must(team.ama, "assignment.stage", "assignment-1", reached)

    assert await team.see(team.ama, "call")
    await hours_later(team, 2)

    assert not await team.see(team.ama, "call")
    assert not await team.see(team.ben, "call")


async def test_who_signs_off_next_year_reads_the_call_two_hours_on_and_no_longer(team):
    await going(team)
    await team.must(team.ama, "shift.end", "shift-1", EndShift(unit_id=UNIT), at=NOON + YEAR_MS)

    assert await team.see(team.ben, "call")
    await hours_later(team, 2)

    assert not await team.see(team.ben, "call")


async def test_what_is_dated_in_the_last_moment_there_is_stands_in_every_file(team):
    await evening.take(team, "call-1", received_at=LATEST)
    reached = ReportStage(call_id="call-1", unit_id=UNIT, stage="on_scene", reached_at=LATEST)
    await team.must(team.ama, "assignment.stage", "assignment-1", reached, at=LATEST)

    async with team.served.phone(team.city, "supervisor") as supervisor:
        calls = await fetch(supervisor, "calls.csv")
        stages = await fetch(supervisor, "full/stages.csv")
        log = await supervisor.http.get("/api/reports/outcomes")

    assert [row["received_hour"] for row in calls] == ["2026-09-21T14"]
    assert [row["device_time"] for row in stages] == ["9999-12-31T23:59:59.999Z"]
    assert [row["corrected_time"] for row in stages] == [row["received_time"] for row in stages]
    assert log.status_code == 200
