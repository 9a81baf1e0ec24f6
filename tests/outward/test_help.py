"""A call for help that nobody at the desk takes climbs too: the supervisors who are at work are sent a text."""

import pytest

from tests.outward.test_sender import go
from tests.served import HOUR
from tests.stories.team import UNIT, a_team
from tests.sync.doors import rows

pytestmark = pytest.mark.told_on("sqlite")

HELP = "help-1"


@pytest.fixture
async def team(served, city, post):
    """Two partners on shift."""
    del post
    async with a_team(served, city) as made:
        yield made


async def half_a_minute(served):
    """The time the desk has."""
    for _ in range(30):
        served.clock.forward(1)
        await served.app.metronome.beat(served.clock.now())
        await go(served)


@pytest.mark.told_on("sqlite", "postgres")
async def test_supervisors_at_work_are_texted_once_when_nobody_has_it(served, city, team, post):
    async with served.phone(city, "supervisor") as old:
        served.clock.forward(13 * HOUR)
        for phone in (team.ama, team.desk):
            await phone.sign_token()
        async with served.phone(city, "supervisor") as boss:
            await team.must(team.ama, "help.call", HELP, {"unit_id": UNIT})
            await half_a_minute(served)
            await half_a_minute(served)

            assert [(effect.payload["person_id"], effect.payload["word"]) for effect in post.taken] == [
                (boss.person, "help_untaken")
            ]
            assert old.person != boss.person, "who was not heard for a shift is not at work"
    told = await rows(city, "SELECT kind FROM journal WHERE kind = 'help.told'")
    assert len(told) == 1


@pytest.mark.parametrize(("who", "kind", "args"), [("desk", "help.take", {}), ("ama", "help.end", {"ending": "safe"})])
@pytest.mark.told_on("sqlite", "postgres")
async def test_nobody_is_texted_once_somebody_has_it_or_it_is_over(served, city, team, post, who, kind, args):
    async with served.phone(city, "supervisor"):
        await team.must(team.ama, "help.call", HELP, {"unit_id": UNIT})
        await team.must(getattr(team, who), kind, HELP, args)

        await half_a_minute(served)

    assert post.taken == []
    assert await rows(city, "SELECT kind FROM deadline WHERE kind = 'help.climb'") == []


async def test_one_person_who_calls_over_and_over_gives_one_text_and_another_person_a_second(served, city, team, post):
    async with served.phone(city, "supervisor"):
        for n in range(20):
            team.ama.save("help.call", f"help-{n}", {"unit_id": UNIT})
        await team.ama.upload()
        await half_a_minute(served)
        assert len(post.taken) == 1

        await team.must(team.ben, "help.call", "help-ben", {"unit_id": UNIT})
        await half_a_minute(served)

        assert [effect.payload["entity"] for effect in post.taken][1:] == ["help-ben"]


async def test_whoever_was_helped_and_calls_again_is_told_of_again(served, city, team, post):
    async with served.phone(city, "supervisor"):
        await team.must(team.ama, "help.call", HELP, {"unit_id": UNIT})
        await half_a_minute(served)
        await team.must(team.desk, "help.take", HELP, {})

        await team.must(team.ama, "help.call", "help-2", {"unit_id": UNIT})
        await half_a_minute(served)

    assert [effect.payload["entity"] for effect in post.taken] == [HELP, "help-2"]


async def test_after_a_minute_and_a_half_a_named_person_is_to_be_phoned_and_that_is_the_last_step(
    served, city, team, post
):
    policy = {"order": ["team"], "police_preset": False}
    async with served.phone(city, "supervisor") as boss:
        named = team.ben.person
        await team.must(boss, "help.policy", "policy-1", policy | {"on_call": named})
        await team.must(team.ama, "help.call", HELP, {"unit_id": UNIT})
        await half_a_minute(served)
        await half_a_minute(served)
        before = (await team.see(team.desk, "help"))[HELP]
        await half_a_minute(served)
        row = (await team.see(team.desk, "help"))[HELP]
        for _ in range(10):
            await half_a_minute(served)

        assert (before["phone_at"], before["people"]) == (None, [])
        assert [each["person_id"] for each in row["people"]] == [named]
        assert row["phone_at"] == row["received_at"] + 90_000
        assert [(effect.payload["person_id"], effect.payload["word"]) for effect in post.taken] == [
            (boss.person, "help_untaken"),
            (named, "help_named"),
        ]
        assert "people" not in (await team.see(team.ama, "help"))[HELP], "a colleague's number is the desk's"


@pytest.mark.told_on("sqlite", "postgres")
async def test_without_a_named_person_every_supervisor_is_to_be_phoned_until_somebody_has_it(served, city, team, post):
    async with served.phone(city, "supervisor") as boss:
        await team.must(team.ama, "help.call", HELP, {"unit_id": UNIT})
        for _ in range(3):
            await half_a_minute(served)
        waiting = (await team.see(team.desk, "help"))[HELP]
        await team.must(team.desk, "help.take", HELP, {})

        assert [each["person_id"] for each in waiting["people"]] == [boss.person]
        assert (await team.see(team.desk, "help"))[HELP]["people"] == []
    assert [effect.payload["word"] for effect in post.taken] == ["help_untaken", "help_named"]


async def test_the_phones_of_a_team_that_is_sent_are_rung(served, city, team, pushes):
    await team.must(team.ama, "help.call", HELP, {"unit_id": UNIT})
    await team.must(team.desk, "help.send", HELP, {"to": "team", "unit_id": UNIT})
    await go(served)

    assert {effect.payload["person_id"] for effect in pushes.taken} == {team.ama.person, team.ben.person}
    assert {effect.payload["about"] for effect in pushes.taken} == {"help.sent"}
