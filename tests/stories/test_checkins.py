"""A team at work says that it is all right; when it does not, the desk is told more and more, until it does."""

import asyncio
from typing import Any

import pytest

from tests.served import HOUR
from tests.stories.two_teams import BY_PLOVER, BY_VOICE, PLOVER, SPEAKER, THE_CALL, TwoTeams, two_teams

pytestmark = pytest.mark.told_on("sqlite")

OWN = "assignment-1"
MINUTE_MS = 60_000


async def go(teams: TwoTeams, *stages: str, phone=None) -> None:
    """Wren is offered call-1, takes it and reaches these stages."""
    await teams.offer()
    await teams.must(teams.ama, "assignment.accept", OWN, THE_CALL)
    for stage in stages:
        await reach(teams, stage, phone=phone)


async def reach(teams: TwoTeams, stage: str, phone=None, **more: Any) -> None:
    await teams.must(phone or teams.ama, "assignment.stage", OWN, {**THE_CALL, "stage": stage, **more})


async def check_in(teams: TwoTeams, phone=None, **more: Any) -> None:
    await teams.must(phone or teams.ama, "assignment.check_in", OWN, {**THE_CALL, **more})


async def passes(teams: TwoTeams, minutes: float, *, heard=None) -> None:
    """Time passes with a metronome that beats, and a phone that is heard all the while."""
    end = teams.served.clock.now() + round(minutes * MINUTE_MS)
    while (left := end - teams.served.clock.now()) > 0:
        teams.served.clock.forward(min(left / 1000, 15))
        for phone in heard or ():
            await phone.sign_token()
            await phone.hello()
        await teams.served.app.metronome.beat(teams.served.clock.now())
    for phone in (teams.desk, teams.ama, teams.ben, teams.cleo):
        await phone.sign_token()


async def timer(teams: TwoTeams, assignment: str = OWN) -> tuple[float | None, str | None, bool]:
    """Minutes until the next check-in, what the desk is to do, and whether there is no link."""
    row = await teams.on_desk("assignment", assignment)
    due = row["check_due_at"]
    return None if due is None else (due - teams.served.clock.now()) / MINUTE_MS, row["check_step"], row["no_link"]


@pytest.mark.told_on("sqlite", "postgres")
async def test_the_timer_begins_when_they_arrive_and_ends_when_they_are_clear(served):
    async with two_teams(served) as teams:
        await go(teams, "enroute")
        on_the_way = await timer(teams)
        await reach(teams, "on_scene")
        there = await timer(teams)
        await check_in(teams)
        checked = await timer(teams)
        await reach(teams, "cleared")

        assert on_the_way == (None, None, False)
        assert there == (10, None, False)
        assert checked == (20, None, False)
        assert await timer(teams) == (None, None, False)
        assert await teams.rows("SELECT kind FROM deadline WHERE kind = 'assignment.check'") == []


async def test_in_a_home_and_alone_it_is_always_ten_minutes(served):
    async with two_teams(served, location_kind="private_residence") as teams:
        await go(teams, "on_scene")
        await check_in(teams)
        assert await timer(teams) == (10, None, False)
    async with two_teams(served) as teams:
        await teams.offer(PLOVER)
        await teams.must(teams.cleo, "assignment.stage", OWN, {**BY_PLOVER, "stage": "on_scene"})
        await teams.must(teams.cleo, "assignment.check_in", OWN, BY_PLOVER)
        assert await timer(teams) == (10, None, False)


async def test_the_longer_it_does_not_come_the_more_the_desk_is_told_and_a_check_in_ends_it_everywhere(served):
    async with two_teams(served) as teams:
        await go(teams, "on_scene")
        told = []
        for minutes in (11.9, 0.2, 2.7, 0.3, 2.7, 0.3):
            await passes(teams, minutes, heard=[teams.ben])
            told.append((await timer(teams))[1:])
        row = (await teams.see(teams.ben, "assignment"))[OWN]
        await check_in(teams)

        steps = [None, "missed", "missed", "call_team", "call_team", "supervisor"]
        assert told == [(step, False) for step in steps]
        assert row["check_step"] == "supervisor", "the partner's phone says so as well"
        for phone in (teams.desk, teams.ben):
            seen = (await teams.see(phone, "assignment"))[OWN]
            assert (seen["check_step"], seen["checked_at"]) == (None, served.clock.now())
        assert await timer(teams) == (20, None, False)


async def test_a_team_whose_phones_are_all_silent_has_no_link_and_the_desk_is_told_all_the_same(served):
    async with two_teams(served) as teams:
        await go(teams, "on_scene")
        await passes(teams, 12)
        silent = await timer(teams)
        await passes(teams, 1, heard=[teams.ben])
        back = await timer(teams)
        await passes(teams, 5, heard=[teams.cleo])

        assert silent == (-2, "missed", True)
        assert back == (-3, "missed", False), "one phone of the team is enough"
        assert await timer(teams) == (-8, "supervisor", True), "the phone of another team is not"


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_late_check_in_is_kept_and_takes_back_no_alarm_that_is_needed(served):
    async with two_teams(served) as teams:
        await go(teams, "on_scene")
        arrived = served.clock.now()
        early = teams.ben.save("assignment.check_in", OWN, {**THE_CALL, "checked_at": arrived + MINUTE_MS})
        late = teams.ben.save("assignment.check_in", OWN, {**THE_CALL, "checked_at": arrived - 5 * MINUTE_MS})
        teams.ben.outbox.clear()
        await passes(teams, 13, heard=[teams.ama])
        teams.ben.outbox.append(late)
        acks = await teams.ben.upload()
        from_before = await timer(teams)
        teams.ben.outbox.append(early)
        acks += await teams.ben.upload()

        assert [ack["r"] for ack in acks] == ["ok", "ok"]
        assert from_before == (-3, "missed", False), "said before they arrived: nobody knows how they are there"
        assert await timer(teams) == (8, None, False), "said there: the next was not due yet"
        kept = await teams.rows("SELECT COUNT(*) AS n FROM check_in")
        assert kept == [{"n": 2}]


async def test_two_phones_of_one_team_say_it_in_any_order_and_the_latest_counts(served):
    async with two_teams(served) as teams:
        await go(teams, "on_scene")
        await passes(teams, 4)
        first = teams.ben.save("assignment.check_in", OWN, THE_CALL)
        teams.ben.outbox.remove(first)
        await passes(teams, 2)
        await check_in(teams, more_min=10)
        said = await timer(teams)
        teams.ben.outbox.append(first)
        await teams.ben.upload()

        assert said == (30, None, False), "they need more time: ten minutes more than usual"
        assert await timer(teams) == said


@pytest.mark.told_on("sqlite", "postgres")
async def test_what_they_did_without_signal_and_send_at_once_is_no_alarm(served):
    async with two_teams(served) as teams:
        await go(teams)
        rows = []
        for kind, more in (("stage", {"stage": "on_scene"}), ("check_in", {}), ("check_in", {})):
            rows.append(teams.ama.save(f"assignment.{kind}", OWN, {**THE_CALL, **more}))
            await passes(teams, 9)
        teams.ama.outbox[:] = rows[:1]
        await teams.ama.upload()
        arrived = await timer(teams)
        await served.app.metronome.beat(served.clock.now())
        teams.ama.outbox[:] = rows[1:]
        await teams.ama.upload()
        await passes(teams, 1)

        assert arrived == (-17, None, False)
        assert await timer(teams) == (10, None, False)
        kinds = await teams.rows("SELECT kind FROM journal WHERE kind = 'assignment.check_missed'")
        assert kinds == []


@pytest.mark.told_on("sqlite", "postgres")
async def test_the_desk_enters_what_it_heard_by_voice(served):
    async with two_teams(served) as teams:
        await go(teams, "on_scene")
        await passes(teams, 12)
        await check_in(teams, phone=teams.desk, **BY_VOICE)

        assert await timer(teams) == (20, None, False)
        assert await teams.rows("SELECT origin FROM check_in") == [{"origin": "manual"}]
        assert SPEAKER.encode() not in served.bytes_on_disk(), "who spoke is ciphertext"


async def test_another_team_cannot_check_in_for_them(served):
    async with two_teams(served) as teams:
        await go(teams, "on_scene")
        ack = await teams.cleo.do("assignment.check_in", OWN, THE_CALL)

        assert (ack["r"], ack["code"]) == ("held", "forbidden")
        assert await timer(teams) == (10, None, False)


async def test_a_check_in_waits_for_no_yes_and_for_no_offer(served):
    async with two_teams(served) as teams:
        ack = await teams.cleo.do("assignment.check_in", "unknown", BY_PLOVER)

        assert ack["r"] == "ok"
        assert await teams.alarms() == ["self_initiated"]
        (mine,) = (await teams.see(teams.desk, "assignment")).values()
        assert (mine["begun"], mine["check_due_at"]) == ("by_itself", None)


@pytest.mark.told_on("sqlite", "postgres")
async def test_after_the_desk_ended_it_a_check_in_is_kept_and_asks_for_nothing(served):
    async with two_teams(served) as teams:
        await go(teams, "on_scene")
        await teams.must(teams.desk, "assignment.end", OWN, {"ending": "cancelled"})
        await check_in(teams)

        assert await timer(teams) == (None, None, False)
        assert await teams.rows("SELECT assignment_id FROM check_in") == [{"assignment_id": OWN}]


@pytest.mark.told_on("sqlite", "postgres")
async def test_after_an_outage_nothing_was_missed_and_the_timer_begins_anew(served):
    async with two_teams(served) as teams:
        await served.app.metronome.beat(served.clock.now())
        await go(teams, "on_scene")
        await check_in(teams)
        await served.app.metronome.beat(served.clock.now())
        served.clock.forward(3 * HOUR)
        await asyncio.gather(*(served.app.metronome.beat(served.clock.now()) for _ in range(2)))
        for phone in (teams.desk, teams.ama):
            await phone.sign_token()
        after = await timer(teams)
        alarms = (await teams.see(teams.desk, "alarm")).values()
        await passes(teams, 12)

        assert after == (10, None, False)
        assert [(each["kind"], [missed["kind"] for missed in each["missed"]]) for each in alarms] == [
            ("gap", ["assignment.check"])
        ]
        assert await timer(teams) == (-2, "missed", True), "from then on it is kept as ever"


async def test_an_alarm_that_stood_before_the_outage_stands_after_it(served):
    async with two_teams(served) as teams:
        await go(teams, "on_scene")
        await passes(teams, 12, heard=[teams.ama])
        before = await timer(teams)
        served.clock.forward(HOUR)
        await served.app.metronome.beat(served.clock.now())
        await teams.desk.sign_token()

        assert before == (-2, "missed", False)
        assert (await timer(teams))[1:] == ("supervisor", True)
