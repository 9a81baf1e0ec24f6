"""Partners whose phones are connected to two servers see who of them has the form of an outcome open, as at one."""

from server.news import FORM_MS
from tests.live.line import following, greeted
from tests.live.test_writing import QUICK, hears, opens, traces


async def test_whoever_is_connected_to_another_server_is_told_who_writes_until_they_left_or_are_gone(
    team, city, here, there
):
    await team.send()
    before = await traces(city)
    async with following(there, team.ben) as ben:
        async with following(here, team.ama) as ama:
            await opens(ama, for_s=90)
            told = await hears(ben)
            assert told == [
                {"assignment_id": "assignment-1", "person_id": team.ama.person, "since": there.clock.now() - 90_000}
            ]
            await opens(ama, "assignment-2")
            assert [each["assignment_id"] for each in await hears(ben)] == ["assignment-2"]
            await opens(ama, None)
            assert await hears(ben) == []
            await opens(ama)
            assert [each["person_id"] for each in await hears(ben)] == [team.ama.person]
        assert await hears(ben) == [], "the socket is gone"
    assert await traces(city) == before, "not a row of the log, nor a line of the feed"


async def test_who_comes_later_is_told_while_it_is_said_again_and_no_longer(team, here, there):
    async with following(here, team.ama) as ama:
        await opens(ama)
        there.app.hub.patience = QUICK
        async with greeted(there, team.ben) as ben:
            assert [each["person_id"] for each in await hears(ben)] == [team.ama.person]
            # A server that died says nothing more, not even that.
            there.clock.forward(FORM_MS / 1000)
            assert await hears(ben) == []


async def test_nobody_outside_the_team_is_told_by_another_server_either(team, there, here):
    async with following(there, team.desk) as desk, following(there, team.ben) as ben, following(here, team.ama) as ama:
        await opens(ama)
        await hears(ben)
        await desk.say(m="ping")
        assert "writers" not in {frame["m"] for frame in await desk.hear_until("pong")}
