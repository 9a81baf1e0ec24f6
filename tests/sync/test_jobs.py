"""Deadlines: carried out once, exactly when they are due by the server's clock, and none holds up another."""

import asyncio

import pytest

from schemas.commands import OfferAssignment
from server.doors import Order
from server.jobs import NEXT, SAFETY_S
from server.journal import Change, due_at, grant
from server.sync.system import BATCH, next_due, run_due
from tests.served import NOON
from tests.stories.team import UNIT
from tests.sync.doors import alarms, rows

pytestmark = pytest.mark.told_on("sqlite")

FAR = 4_000_000_000_000
"""A time no machine that runs this has reached, so that its scheduler only waits."""


async def offered(team) -> int:
    """A call was offered to the team; answers until when it waits for an answer."""
    await team.take()
    offer = OfferAssignment(call_id="call-1", unit_id=UNIT)
    await team.must(team.desk, "assignment.offer", "assignment-1", offer)
    return int((await team.see(team.desk, "assignment"))["assignment-1"]["answer_by"])


async def plan(branch, *deadlines: tuple[str, str, int]) -> None:
    """Have these come due."""

    def work(change: Change) -> None:
        for kind, entity, at in deadlines:
            due_at(change, kind=kind, entity_id=entity, at=at)

    await branch.act(work)


async def waiting(city) -> list[tuple[str, str]]:
    """The deadlines that are still to come."""
    found = await rows(city, "SELECT kind, entity_id FROM deadline ORDER BY due_at, kind, entity_id")
    return [(row["kind"], row["entity_id"]) for row in found]


@pytest.fixture
def done(branch) -> list[tuple[str, int, int]]:
    """What was carried out: of which entity, due when, done when. `broken` never succeeds."""
    seen: list[tuple[str, int, int]] = []

    def carry_out(change: Change, order: Order, now: int) -> None:
        change.run("UPDATE desk SET phone = :id", id=order.entity)
        if order.entity.startswith("broken"):
            raise ZeroDivisionError("a bug of ours")
        seen.append((order.entity, order.args["due_at"], now))

    branch.orders["test.done"] = carry_out
    branch.deadlines["test.due"] = "test.done"
    return seen


# ------------------------------------------------------------------ exactly then, exactly once


async def test_an_unanswered_offer_expires_at_its_moment_by_the_servers_clock_alone(served, branch, team):
    answer_by = await offered(team)
    team.ama.skew_ms = 86_400_000
    await team.ama.hello()

    await run_due(branch, answer_by - 1)
    assert (await team.see(team.desk, "assignment"))["assignment-1"]["state"] == "offered"
    assert await run_due(branch, answer_by) == 1

    assert (await team.see(team.desk, "assignment"))["assignment-1"]["state"] == "expired"
    assert await alarms(team.desk) == ["offer_unanswered"]


async def test_an_answered_offer_is_no_longer_due(branch, team):
    answer_by = await offered(team)
    await team.must(team.ama, "assignment.accept", "assignment-1", {"call_id": "call-1", "unit_id": UNIT})

    assert await run_due(branch, answer_by) == 0
    assert await alarms(team.desk) == []


@pytest.mark.told_on("sqlite", "postgres")
async def test_two_that_claim_it_at_once_do_it_once(branch, team):
    answer_by = await offered(team)
    await run_due(branch, answer_by - 1)

    claimed = await asyncio.gather(*(run_due(branch, answer_by) for _ in range(5)))

    assert sorted(claimed) == [0, 0, 0, 0, 1]
    assert await alarms(team.desk) == ["offer_unanswered"]


async def test_more_than_a_handful_are_done_in_their_order_each_at_its_time(city, branch, done):
    count = 3 * BATCH + 1
    await plan(branch, *(("test.due", f"thing-{n:03}", NOON + n // 2) for n in range(count)))

    assert await run_due(branch, NOON + 10) == 22
    assert await run_due(branch, NOON + count) == count - 22

    assert [entity for entity, _, _ in done] == [f"thing-{n:03}" for n in range(count)]
    assert {now for _, _, now in done} == {NOON + 10, NOON + count}
    assert await waiting(city) == []


async def test_one_that_was_moved_meanwhile_is_left_for_its_new_time(branch, done):
    await plan(branch, ("test.due", "thing", NOON))
    await plan(branch, ("test.due", "thing", NOON + 5))

    assert await run_due(branch, NOON + 4) == 0
    assert await run_due(branch, NOON + 5) == 1


@pytest.mark.told_on("sqlite", "postgres")
async def test_the_end_of_a_membership_is_a_deadline_like_any_other(city, branch, desk):
    await branch.act(lambda change: grant(change, desk.person, "call:c", until_at=NOON + 1000))
    mine = "SELECT scope FROM membership WHERE scope = 'call:c'"

    await run_due(branch, NOON + 999)
    assert await rows(city, mine) == [{"scope": "call:c"}]
    await run_due(branch, NOON + 1000)
    assert await rows(city, mine) == []


# ------------------------------------------------------------------ what fails


@pytest.mark.told_on("sqlite", "postgres")
async def test_one_that_fails_holds_up_no_other_does_nothing_by_halves_and_is_tried_again(city, branch, done, caplog):
    broken = [("test.due", f"broken-{n:02}", NOON) for n in range(BATCH + 5)]
    unknown = ("kind.nobody.knows", "thing", NOON)
    await plan(branch, *broken, unknown, ("test.due", "thing", NOON + 1))

    assert await run_due(branch, NOON + 1) == 1

    assert [entity for entity, _, _ in done] == ["thing"]
    assert set(await waiting(city)) == {(kind, entity) for kind, entity, _ in (*broken, unknown)}
    assert await rows(city, "SELECT phone FROM desk") == [{"phone": "thing"}]
    assert {record.message for record in caplog.records if record.levelname == "ERROR"} == {"a deadline failed"}

    branch.orders["test.done"] = lambda _change, order, now: done.append((order.entity, 0, now))
    assert await run_due(branch, NOON + 2) == len(broken)


# ------------------------------------------------------------------ the metronome


async def woken_at(metronome) -> int | None:
    """For when the next wake-up stands."""
    job = metronome._scheduler.get_job(NEXT)
    return None if job is None else round(job.next_run_time.timestamp() * 1000)


async def until_woken_at(metronome, at: int) -> None:
    """Let the metronome hear what was committed."""
    async with asyncio.timeout(5):
        while await woken_at(metronome) != at:
            await metronome.next_due()


async def test_the_metronome_wakes_for_what_is_due_next_and_every_five_seconds_anyway(served, branch, done):
    served.clock.set(FAR)
    metronome = served.app.metronome
    async with served.app.running():
        (safety,) = metronome._scheduler.get_jobs()
        assert safety.trigger.interval.total_seconds() == SAFETY_S == 5

        await plan(branch, ("test.due", "later", FAR + 4_000))
        await until_woken_at(metronome, FAR + 4_000)
        await plan(branch, ("test.due", "sooner", FAR + 2_000))
        await until_woken_at(metronome, FAR + 2_000)

        served.clock.set(FAR + 2_500)
        metronome._due.set()
        await until_woken_at(metronome, FAR + 4_000)
        assert done == [("sooner", FAR + 2_000, FAR + 2_500)]
    assert metronome._scheduler is None


async def test_what_is_further_off_than_the_safety_beat_is_left_to_it(served, branch, done):
    served.clock.set(FAR)
    metronome = served.app.metronome
    async with served.app.running():
        await plan(branch, ("test.due", "much later", FAR + 5_000), ("test.due", "next", FAR + 1))
        await until_woken_at(metronome, FAR + 1)
        served.clock.forward(1)
        metronome._due.set()
        async with asyncio.timeout(5):
            while await next_due(branch) != FAR + 5_000:
                pass

        assert [entity for entity, _, _ in done] == ["next"]


async def test_one_that_keeps_failing_does_not_make_the_metronome_race(served, branch, done):
    served.clock.set(FAR)
    metronome, beats = served.app.metronome, []
    beat = metronome.beat

    async def counted(now: int) -> int:
        beats.append(now)
        return int(await beat(now))

    metronome.beat = counted
    async with served.app.running():
        await plan(branch, ("test.due", "broken", FAR), ("test.due", "later", FAR + 3_000))
        await until_woken_at(metronome, FAR + 3_000)
        assert await next_due(branch) == FAR

    assert len(beats) <= 3
