"""Counters that grow large and days that are odd: no call stops for them, and at the very end there is a clear answer.

In 2014 a counter that reached its limit took emergency calls of seven states out of service for six hours (FCC, April
2014 Multistate 911 Outage). Ours end at 2^53 - 1, the largest whole number a browser can hold.
"""

from datetime import UTC, datetime

import pytest

from schemas.base import SAFE_INTEGER
from server.client.replica import Replica
from server.journal import verify
from server.organizations import Organization
from tests.served import NOON, Served
from tests.stories.team import UNIT, a_team
from tests.sync.doors import THE_CALL, a_call, calls, rows, send

EDGES = [2**31, 2**32, SAFE_INTEGER + 1]

MOMENTS = ["2028-02-29T00:00:00", "2028-03-01T00:00:00", "2038-01-19T03:14:08", "2100-03-01T00:00:00"]
"""A leap day begins, and ends; 2^31 seconds are over; a year that is no leap year although it looks like one."""


@pytest.fixture
def city(served: Served) -> Organization:
    """A city."""
    return served.found("city")


async def count_on(city: Organization, number: int) -> None:
    """The log has had so many change sets."""
    await city.database.write(lambda tx: tx.run("UPDATE log_head SET seq = :seq", seq=number))


@pytest.mark.parametrize("edge", EDGES[:2])
async def test_the_logs_number_passes_every_edge_of_a_machine(served: Served, city: Organization, edge: int):
    async with served.phone(city, "dispatcher") as desk, served.phone(city, "dispatcher") as other:
        await other.pull()
        await count_on(city, edge - 5)

        acks = [await desk.do("call.take", f"call-{n}", THE_CALL) for n in range(10)]

        assert [(ack["r"], ack["seq"]) for ack in acks] == [("ok", edge - 4 + n) for n in range(10)]
        kept = await other.pull()
        assert len(kept.of("call")) == 10
        other.replica = Replica()
        assert (await other.pull()).view() == kept.view()
    assert await city.database.read(verify) is None


async def test_when_the_logs_numbers_are_used_up_everything_stays_with_the_phone_and_can_be_read(
    served: Served, city: Organization
):
    async with served.phone(city, "dispatcher") as desk, served.phone(city, "dispatcher") as other:
        await other.pull()
        await count_on(city, SAFE_INTEGER - 3)

        acks = [(await send(desk, a_call(desk, f"call-{n}")))[0] for n in range(5)]

        assert [ack["r"] for ack in acks] == ["ok", "ok", "ok", "retry", "retry"]
        assert {ack.get("code") for ack in acks[3:]} == {"storage_full"}
        assert acks[2]["seq"] == SAFE_INTEGER
        assert await calls(city) == ["call-0", "call-1", "call-2"]
        assert (await other.pull()).of("call").keys() == {"call-0", "call-1", "call-2"}
        assert (await other.pull()).of("call").keys() == {"call-0", "call-1", "call-2"}
    assert await rows(city, "SELECT * FROM held") == []
    assert await city.database.read(verify) is None


@pytest.mark.parametrize("edge", EDGES)
async def test_a_phones_number_passes_every_edge_and_beyond_the_last_its_row_is_in_custody(
    served: Served, city: Organization, edge: int
):
    async with served.phone(city, "dispatcher") as desk:
        desk.dseq = edge - 4
        rows_of_it = [a_call(desk, f"call-{n}") for n in range(6)]

        acks = await send(desk, *rows_of_it)

        fits = [row["dseq"] <= SAFE_INTEGER for row in rows_of_it]
        assert [(ack["r"], ack.get("code")) for ack in acks] == [
            ("ok", None) if each else ("held", "invalid") for each in fits
        ]
        assert [ack["r"] for ack in await send(desk, *rows_of_it)] == [ack["r"] for ack in acks]
        assert len(await calls(city)) == sum(fits)


@pytest.mark.parametrize("moment", MOMENTS)
async def test_a_call_is_taken_and_answered_across_an_odd_moment(served: Served, city: Organization, moment: str):
    there = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    served.clock.forward(there.timestamp() - NOON / 1000 - 5)
    async with a_team(served, city) as team:
        await team.send("call-before", "assignment-before")
        offered = {"call_id": "call-across", "unit_id": UNIT}
        await team.must(team.desk, "call.take", "call-across", THE_CALL)
        await team.must(team.desk, "assignment.offer", "assignment-across", offered)
        served.clock.forward(10)
        await served.app.metronome.beat(served.clock.now())
        await team.must(team.ama, "assignment.accept", "assignment-across", offered)
        for stage in ("on_scene", "cleared"):
            await team.must(team.ama, "assignment.stage", "assignment-across", offered | {"stage": stage})
        await team.must(team.desk, "call.take", "call-after", THE_CALL)

        shown = await team.see(team.desk, "call")
        assert shown.keys() == {"call-before", "call-across", "call-after"}
        late = await team.see(team.desk, "assignment")
        assert late["assignment-across"]["cleared_at"] == served.clock.now()
        assert shown["call-before"]["number"] == "0001"
        is_midnight = there.hour == 0
        assert shown["call-after"]["number"] == ("0001" if is_midnight else "0003"), "numbers begin anew each day"
    assert await city.database.read(verify) is None
