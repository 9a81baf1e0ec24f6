"""Deadlines come due by the server's clock: the metronome is called with a time and has what is due carried out."""

import asyncio

from schemas.commands import OfferAssignment
from server.storage.database import Tx
from tests.stories.team import UNIT, a_team


async def offered(served, team):
    """A call that was offered to the team and not answered; answers when the offer ends."""
    await team.take()
    offer = OfferAssignment(call_id="call-1", unit_id=UNIT)
    await team.must(team.desk, "assignment.offer", "assignment-1", offer)
    (row,) = (await team.see(team.desk, "assignment")).values()
    return row["answer_by"]


async def test_an_offer_nobody_answers_ends_on_time_and_stands_on_the_alarm_strip(served):
    async with a_team(served, served.found("city")) as team:
        answer_by = await offered(served, team)
        await served.app.metronome.beat(answer_by - 1)
        assert await served.app.metronome.next_due() == answer_by, "its ladder has run"

        assert await served.app.metronome.beat(answer_by - 1) == 0
        assert await served.app.metronome.beat(answer_by) == 1
        assert await served.app.metronome.beat(answer_by) == 0, "what was done is not due again"

        (assignment,) = (await team.see(team.desk, "assignment")).values()
        (alarm,) = (await team.see(team.desk, "alarm")).values()
    assert assignment["state"] == "expired"
    assert alarm["kind"] == "offer_unanswered"


async def test_an_organization_whose_deadlines_fail_does_not_hold_up_another(served):
    broken = served.found("site")
    async with a_team(served, served.found("city")) as team:
        answer_by = await offered(served, team)

        def plant(tx: Tx) -> None:
            tx.run("INSERT INTO deadline (kind, entity_id, due_at) VALUES ('nobody.knows', 'x', 1)")

        await broken.database.write(plant)

        assert await served.app.metronome.beat(answer_by) >= 1


async def test_it_beats_by_itself_as_soon_as_it_runs(served):
    city = served.found("city")

    def last_tick(tx: Tx) -> int:
        row = tx.one("SELECT at FROM last_tick")
        return 0 if row is None else row["at"]

    assert await city.database.read(last_tick) == 0
    async with served.app.running(), asyncio.timeout(5):
        while await city.database.read(last_tick) != served.clock.now():
            pass
