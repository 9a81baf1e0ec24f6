"""Partners see who of them has the form of an outcome open: a hint that nobody keeps, and that holds nobody up."""

import pytest

from schemas.records import OutcomeAnswers
from server.live.hub import Patience
from server.sync.devices import WATCHED_MS
from tests.live.line import following, greeted
from tests.served import NOON
from tests.stories.team import UNIT

pytestmark = pytest.mark.told_on("sqlite")

QUICK = Patience(heartbeat_s=0.01)


async def opens(line, assignment="assignment-1", *, unit=UNIT, **more):
    """The phone says that it has this form open, or none; answers once the server has heard it."""
    await line.say(m="writing", unit_id=unit, assignment_id=assignment, **more)
    await line.say(m="ping")
    await line.hear_until("pong")


async def hears(line):
    """Who else writes, as the phone is told next."""
    return (await line.hear_until("writers"))[-1]["by"]


async def test_whoever_opens_the_form_second_is_told_who_has_it_open_and_since_when(served, team):
    await team.send()
    async with following(served, team.ama) as ama, following(served, team.ben) as ben:
        await opens(ama, for_s=90)
        told = await hears(ben)

    assert told == [{"assignment_id": "assignment-1", "person_id": team.ama.person, "since": NOON - 90_000}]


async def test_a_phone_that_comes_later_is_told_as_well_and_nobody_is_told_of_themselves(served, team):
    async with following(served, team.ama) as ama:
        await opens(ama)
        async with greeted(served, team.ben) as ben:
            assert [each["person_id"] for each in await hears(ben)] == [team.ama.person]
            await opens(ben)

            assert [each["person_id"] for each in await hears(ama)] == [team.ben.person]


@pytest.mark.parametrize("how", ["left", "another call", "gone"])
async def test_it_is_over_when_the_form_is_left_or_the_phone_is_gone(served, team, how):
    async with following(served, team.ben) as ben:
        async with following(served, team.ama) as ama:
            await opens(ama)
            assert [each["assignment_id"] for each in await hears(ben)] == ["assignment-1"]
            if how == "left":
                await opens(ama, None)
            if how == "another call":
                await opens(ama, "assignment-2")
            if how != "gone":
                expected = ["assignment-2"] if how == "another call" else []
                assert [each["assignment_id"] for each in await hears(ben)] == expected
        if how != "left":
            assert await hears(ben) == []


async def test_it_is_over_when_the_phone_was_not_heard_for_so_long_that_its_socket_must_be_dead(served, team):
    async with following(served, team.ama) as ama:
        await opens(ama)
        served.app.hub.patience = QUICK
        async with following(served, team.ben) as ben:
            assert [each["person_id"] for each in await hears(ben)] == [team.ama.person]
            served.clock.forward(WATCHED_MS / 1000)

            assert await hears(ben) == []


async def test_nobody_outside_the_team_is_told_and_nobody_speaks_for_another_team(served, desk, team):
    async with following(served, team.ben) as ben, following(served, desk) as outside:
        await opens(outside)
        await opens(outside, unit="unit-2")
        async with following(served, team.ama) as ama:
            await opens(ama, unit="unit-2")
            await opens(ama)
            assert [each["person_id"] for each in await hears(ben)] == [team.ama.person]
        await outside.say(m="ping")
        assert "writers" not in {frame["m"] for frame in await outside.hear_until("pong")}


async def test_no_trace_of_it_is_kept_and_it_holds_no_save_up(served, city, team):
    await team.send()
    before = await traces(city)
    async with following(served, team.ama) as ama, following(served, team.ben) as ben:
        await opens(ama)
        await hears(ben)
        assert await traces(city) == before, "not a row of the log, nor a line of the feed"

        answers = OutcomeAnswers(contact_result="gone", team_safe=True, staff_injured=False)
        record = {"call_id": "call-1", "unit_id": UNIT, "assignment_id": "assignment-1", "answers": answers}
        await team.must(team.ben, "encounter.record", "encounter-1", record)
    assert await traces(city) > before, "what is saved does leave one"


async def traces(city):
    """How much the log and the feed hold."""

    def count(tx):
        logged = tx.one("SELECT COUNT(*) AS n FROM journal")
        return logged["n"], tx.one("SELECT MAX(seq) AS n FROM feed")["n"]

    return await city.database.read(count)


async def test_nonsense_ends_the_socket_of_whoever_says_it_and_no_other(served, team):
    async with following(served, team.ben) as ben:
        async with following(served, team.ama) as ama:
            await ama.say(m="writing", unit_id=UNIT, assignment_id=7)
            assert (await ama.bye())[0] == 4400
        await ben.say(m="ping")
        assert (await ben.hear_until("pong"))[-1]["m"] == "pong"
