"""The server's clock is set while offers are open: nothing is lost, nothing comes twice, and the order stays."""

import pytest

from server.journal import verify
from tests.served import HOUR, MINUTE, Served
from tests.stories.team import UNIT, a_team
from tests.sync.doors import rows

pytestmark = pytest.mark.told_on("sqlite")

STEPS = [-3 * HOUR, -MINUTE, 0, 3 * HOUR]
FURTHER = 10 * MINUTE


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.told_on("sqlite", "postgres")
async def test_an_offer_nobody_answers_is_over_once_however_the_clock_was_set(served: Served, step: float):
    city = served.found("city")
    async with a_team(served, city) as team:
        await beat(served)
        both = {"call_id": "call-1", "unit_id": UNIT}
        await team.take("call-1")
        await team.must(team.desk, "assignment.offer", "offer-1", both)

        served.clock.set(served.clock.now() + round(step * 1000))
        await served.app.metronome.beat(served.clock.now())
        for _ in range(2):
            for _ in range(round((abs(step) + FURTHER) / MINUTE)):
                served.clock.forward(MINUTE)
                await beat(served)

        (offer,) = await rows(city, "SELECT state FROM assignment")
        expired = await rows(city, "SELECT seq FROM journal WHERE kind = 'assignment.expired'")
        told = await rows(city, "SELECT kind FROM alarm WHERE resolved_at IS NULL")
        assert (offer["state"], len(expired)) == ("expired", 1)
        assert [row["kind"] for row in told] == ["gap" if step > 0 else "offer_unanswered"], "told once, either way"
        assert await city.database.read(verify) is None


@pytest.mark.parametrize("step", [step for step in STEPS if step])
@pytest.mark.told_on("sqlite", "postgres")
async def test_what_is_done_after_the_clock_was_set_comes_after_what_was_done_before(served: Served, step: float):
    city = served.found("city")
    async with a_team(served, city) as team:
        both = {"call_id": "call-1", "unit_id": UNIT}
        await team.take("call-1")
        await team.must(team.desk, "assignment.offer", "offer-1", both)
        before = (await team.ama.pull()).cur

        served.clock.set(served.clock.now() + round(step * 1000))
        for phone in (team.desk, team.ama):
            await phone.sign_token()
        await team.must(team.ama, "assignment.accept", "offer-1", both)
        for stage in ("on_scene", "cleared"):
            await team.must(team.ama, "assignment.stage", "offer-1", both | {"stage": stage})

        seen = (await team.ama.pull()).of("assignment")["offer-1"]
        assert team.ama.replica.cur != before
        assert seen["state"] == "cleared"
        numbers = [row["seq"] for row in await rows(city, "SELECT seq FROM journal ORDER BY seq, n")]
        kinds = [row["kind"] for row in await rows(city, "SELECT kind FROM journal ORDER BY seq, n")]
        assert numbers == sorted(numbers)
        assert kinds.index("assignment.offered") < kinds.index("assignment.accepted")
        assert await city.database.read(verify) is None


async def beat(served: Served) -> None:
    """What is done from time to time."""
    await served.app.metronome.beat(served.clock.now())
