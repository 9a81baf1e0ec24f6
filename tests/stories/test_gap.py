"""Nobody was there for a while: what came due is over, nothing of it goes outward, and the desk gets one list."""

import asyncio
import json

import pytest

from server.doors import Order
from server.journal import Change, due_at, send_later
from server.sync.system import run_due
from tests.served import HOUR, MINUTE, NOON
from tests.stories.team import UNIT, a_team
from tests.sync.doors import held, rows, send
from tests.sync.test_waiting import a_row

pytestmark = pytest.mark.told_on("sqlite")

OFFERS = 50


@pytest.fixture
def served_branch(served):
    """A city and what its doors need."""
    city = served.found("city")
    return city, served.app.branches.of(city.tag)


async def offered(team, count):
    """So many calls were offered to the team, and nobody has answered."""
    for n in range(count):
        call, both = f"call-{n:02}", {"call_id": f"call-{n:02}", "unit_id": UNIT}
        await team.take(call)
        await team.must(team.desk, "assignment.offer", f"assignment-{n:02}", both)


async def alarms(team):
    """Every alarm on the strip."""
    await team.desk.sign_token()
    return list((await team.see(team.desk, "alarm")).values())


@pytest.mark.told_on("sqlite", "postgres")
async def test_three_hours_down_make_one_list_and_nothing_else(served, served_branch):
    city, _ = served_branch
    async with a_team(served, city) as team:
        await served.app.metronome.beat(served.clock.now())
        await offered(team, OFFERS)
        served.clock.forward(3 * HOUR)

        await served.app.metronome.beat(served.clock.now())

        (one,) = await alarms(team)
        states = {row["state"] for row in (await team.see(team.desk, "assignment")).values()}
    assert (one["kind"], one["missed_count"], one["raised_at"]) == ("gap", OFFERS, served.clock.now())
    assert [each["entity"] for each in one["missed"]] == [f"assignment-{n:02}" for n in range(OFFERS)]
    assert {each["kind"] for each in one["missed"]} == {"assignment.expire"}
    assert states == {"expired"}, "they ran out all the same"
    assert await rows(city, "SELECT key FROM effect WHERE gone_at IS NULL") == []


@pytest.mark.told_on("sqlite", "postgres")
async def test_without_a_gap_each_is_an_alarm_of_its_own(served, served_branch):
    city, _ = served_branch
    async with a_team(served, city) as team:
        await offered(team, 3)
        (last,) = await rows(city, "SELECT MAX(due_at) AS at FROM deadline WHERE kind = 'assignment.expire'")
        while served.clock.now() < last["at"]:
            await served.app.metronome.beat(served.clock.now())
            served.clock.forward(MINUTE)
        await served.app.metronome.beat(served.clock.now())

        assert [alarm["kind"] for alarm in await alarms(team)] == ["offer_unanswered"] * 3


async def test_a_call_back_that_came_due_meanwhile_is_in_the_list_and_still_promised(served, served_branch):
    city, _ = served_branch
    async with a_team(served, city) as team:
        await team.take("call-1")
        await served.app.metronome.beat(served.clock.now())
        by = served.clock.now() + int(HOUR * 1000)
        await team.must(team.desk, "call.tell", "call-1", {"what": "call_back", "by": by})
        served.clock.forward(3 * HOUR)
        await served.app.metronome.beat(served.clock.now())

        (one,) = await alarms(team)
        (told,) = (await team.see(team.desk, "call"))["call-1"]["told"]
    assert [(each["kind"], each["entity"], each["due_at"]) for each in one["missed"]] == [
        ("call.back_due", "call-1", by)
    ]
    assert (told["done_at"], told["by"]) == (None, by)
    assert await rows(city, "SELECT key FROM effect WHERE gone_at IS NULL") == []


async def test_what_comes_due_after_the_gap_is_told_as_ever(served, served_branch):
    city, _ = served_branch
    async with a_team(served, city) as team:
        await served.app.metronome.beat(served.clock.now())
        served.clock.forward(3 * HOUR)
        await served.app.metronome.beat(served.clock.now())
        for phone in (team.desk, team.ama):
            await phone.sign_token()
        await offered(team, 1)
        for _ in range(10):
            served.clock.forward(MINUTE)
            await served.app.metronome.beat(served.clock.now())

        assert [alarm["kind"] for alarm in await alarms(team)] == ["offer_unanswered"]


async def test_a_minute_without_a_beat_is_no_gap_yet(served, served_branch):
    city, branch = served_branch
    async with a_team(served, city) as team:
        await offered(team, 1)
        (due,) = await rows(city, "SELECT due_at FROM deadline WHERE kind = 'assignment.expire'")
        served.clock.set(due["due_at"] - 1000)
        await run_due(branch, served.clock.now())
        served.clock.forward(MINUTE)

        await served.app.metronome.beat(served.clock.now())

        assert [alarm["kind"] for alarm in await alarms(team)] == ["offer_unanswered"]


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_restored_backup_is_a_gap_however_short(served, served_branch):
    city, branch = served_branch
    async with a_team(served, city) as team:
        await offered(team, 1)
        (due,) = await rows(city, "SELECT due_at FROM deadline WHERE kind = 'assignment.expire'")
        served.clock.set(due["due_at"])
        await city.database.write(lambda tx: tx.run("UPDATE last_tick SET at = :now", now=due["due_at"] - 1))
        await city.database.write(lambda tx: tx.run("UPDATE log_head SET epoch = epoch + 1"))

        await served.app.metronome.beat(served.clock.now())

        team.desk.replica.reset()
        assert [(alarm["kind"], alarm["missed_count"]) for alarm in await alarms(team)] == [("gap", 1)]
        assert await run_due(branch, served.clock.now()) == 0


@pytest.mark.told_on("sqlite", "postgres")
async def test_what_waited_in_custody_is_settled_and_stands_in_the_list(served, served_branch):
    city, _ = served_branch
    async with a_team(served, city) as team:
        await served.app.metronome.beat(served.clock.now())
        await team.take()
        said = {"call_id": "call-1", "unit_id": UNIT, "stage": "enroute"}
        early = a_row(team.ama, "assignment.stage", "assignment-1", said, after="0198f3a0-0000-7000-8000-00000000dead")
        (ack,) = await send(team.ama, early)
        assert ack["code"] == "dependency"
        served.clock.forward(25 * HOUR)

        await served.app.metronome.beat(served.clock.now())

    (listed,) = await rows(city, "SELECT missed FROM alarm WHERE kind = 'gap'")
    assert [each["kind"] for each in json.loads(listed["missed"])] == ["held.unattended", "held.overdue"]
    assert [row["resolution"] for row in (await held(city)).values()] == ["applied_late"], "a fact is not lost"
    assert "custody" not in {row["kind"] for row in await rows(city, "SELECT kind FROM alarm")}


@pytest.mark.told_on("sqlite", "postgres")
async def test_whoever_finds_the_gap_first_makes_the_list_and_nobody_else(served, served_branch):
    city, _ = served_branch
    async with a_team(served, city) as team:
        await served.app.metronome.beat(served.clock.now())
        await offered(team, 3)
        served.clock.forward(HOUR)

        await asyncio.gather(*(served.app.metronome.beat(served.clock.now()) for _ in range(5)))

        assert [(alarm["kind"], alarm["missed_count"]) for alarm in await alarms(team)] == [("gap", 3)]
    told = await rows(city, "SELECT COUNT(*) AS n FROM journal WHERE kind = 'metronome.gap'")
    assert told == [{"n": 1}]


# ------------------------------------------------------------------ effects outside this house


@pytest.mark.told_on("sqlite", "postgres")
async def test_an_effect_is_queued_once_for_each_key_with_its_cause_and_never_after_a_gap(served, served_branch):
    city, branch = served_branch

    def carry_out(change: Change, order: Order, now: int) -> None:
        send_later(change, kind="push", key=f"push {order.entity}", payload={"at": now})
        send_later(change, kind="push", key=f"push {order.entity}", payload={"at": now})
        if order.entity == "fails":
            raise ZeroDivisionError("after it was queued")

    branch.orders["test.done"], branch.deadlines["test.due"] = carry_out, "test.done"

    def plan(change: Change) -> None:
        for entity, at in (("sent", NOON), ("fails", NOON), ("missed", NOON + 2 * HOUR * 1000)):
            due_at(change, kind="test.due", entity_id=entity, at=int(at))

    await branch.act(plan)
    await served.app.metronome.beat(served.clock.now())
    assert await rows(city, "SELECT key FROM effect") == [{"key": "push sent"}]

    served.clock.forward(3 * HOUR)
    await served.app.metronome.beat(served.clock.now())

    assert await rows(city, "SELECT key FROM effect") == [{"key": "push sent"}], "the failed one came too late as well"
    assert await rows(city, "SELECT entity_id FROM deadline") == [{"entity_id": "fails"}]
