"""Nobody answers an offer: it climbs, step by step, from their phones to a person who is to ring them up."""

import msgspec
import pytest

from server.identity import commands
from server.outward.carriers import Gone, Later
from tests.outward.test_sender import go
from tests.phone import as_json
from tests.served import HOUR
from tests.stories.team import CALL, UNIT, a_team
from tests.sync.doors import alarms, rows

pytestmark = pytest.mark.told_on("sqlite")

OFFER = {"call_id": "call-1", "unit_id": UNIT}


@pytest.fixture
async def team(served, city, post, pushes):
    """Two partners on shift, and both providers at hand."""
    del post, pushes
    async with a_team(served, city) as made:
        yield made


async def offer(team, priority="P3"):
    """The team is asked for a call of this priority."""
    await team.must(team.desk, "call.take", "call-1", as_json(msgspec.structs.replace(CALL, priority=priority)))
    await team.must(team.desk, "assignment.offer", "assignment-1", OFFER)


async def after(served, seconds):
    """So long passes, second by second, with everything that comes due."""
    await go(served)
    for _ in range(seconds):
        served.clock.forward(1)
        await served.app.metronome.beat(served.clock.now())
        await go(served)


def whom(post):
    """Whom a provider was to tell."""
    return sorted(effect.payload["person_id"] for effect in post.taken)


@pytest.mark.parametrize(("priority", "text_s"), [("P1", 15), ("P3", 30)])
async def test_it_is_pushed_at_once_and_texted_when_nobody_was_shown_it(served, team, post, pushes, priority, text_s):
    both = sorted([team.ama.person, team.ben.person])
    await offer(team, priority)
    await after(served, text_s - 1)
    assert (whom(pushes), whom(post)) == (both, [])

    await after(served, 1)

    assert (whom(pushes), whom(post)) == (both, both), "each once"
    ladder = (await team.see(team.desk, "assignment"))["assignment-1"]["ladder"]
    assert all(rung["texted_at"] - rung["pushed_at"] == text_s * 1000 for rung in ladder)
    assert all(rung["delivered_at"] is None for rung in ladder), "that is never delivery"


@pytest.mark.told_on("sqlite", "postgres")
async def test_who_was_shown_it_gets_no_text_and_the_partner_does(served, team, post):
    await offer(team)
    await team.ama.pull()
    await team.must(team.ama, "assignment.show", "assignment-1", {"shown_at": team.ama.wall()})

    await after(served, 30)

    assert whom(post) == [team.ben.person]


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("ama", ("assignment.accept", "assignment-1", OFFER)),
        ("ama", ("assignment.decline", "assignment-1", {"reason": "too_far"})),
        ("desk", ("assignment.end", "assignment-1", {"ending": "withdrawn"})),
        ("desk", ("shift.end", "shift-1", {"unit_id": UNIT})),
    ],
)
async def test_everything_stops_when_it_is_answered_or_over_or_they_go_off(served, team, post, pushes, who, said):
    await offer(team)
    await team.must(getattr(team, who), *said)

    await after(served, 40)

    assert (pushes.taken, post.taken) == ([], [])


@pytest.mark.told_on("sqlite", "postgres")
async def test_then_the_desk_hears_why_then_whom_to_phone_and_nothing_of_it_is_left_when_they_answer(
    served, team, city
):
    await offer(team)
    await after(served, 59)
    assert await alarms(team.desk) == []
    await after(served, 1)
    assert await alarms(team.desk) == ["offer_unreached"]

    await after(served, 30)

    (alarm,) = (await team.see(team.desk, "alarm")).values()
    assert alarm["kind"] == "phone_them"
    assert {each["person_id"]: each["name"] for each in alarm["people"]} == {
        team.ama.person: "Ada Example",
        team.ben.person: "Ada Example",
    }
    await team.must(team.ama, "assignment.accept", "assignment-1", OFFER)
    assert await alarms(team.desk) == []
    left = await rows(city, "SELECT kind FROM deadline WHERE kind IN ('assignment.climb', 'assignment.expire')")
    assert left == []


@pytest.mark.parametrize("how", ["end", "erase"])
async def test_the_desk_is_not_told_to_phone_whoever_was_shut_out(served, team, city, how):
    await offer(team)
    await after(served, 90)
    ((alarm_id, alarm),) = (await team.see(team.desk, "alarm")).items()
    assert {each["person_id"] for each in alarm["people"]} == {team.ama.person, team.ben.person}

    if how == "end":
        await served.gate(city).act(lambda tx: commands.end_person(tx, person_id=team.ben.person))
    else:
        await served.gate(city).act(lambda tx: commands.erase_person(tx, kind="city", person_id=team.ben.person))

    alarm = (await team.see(team.desk, "alarm"))[alarm_id]
    assert [each["person_id"] for each in alarm["people"]] == [team.ama.person]


async def test_a_team_that_has_it_and_says_nothing_is_another_reason(served, team):
    await offer(team)
    await team.ama.pull()
    await team.ama.got()

    await after(served, 60)

    assert await alarms(team.desk) == ["offer_waits"]


async def test_the_desk_sees_whom_a_provider_would_not_reach(served, team, post, pushes):
    post.answers = lambda _: Gone("no_number")
    pushes.answers = lambda _: Later("no_answer")
    await offer(team)

    await after(served, 40)

    (one, other) = (await team.see(team.desk, "assignment"))["assignment-1"]["ladder"]
    for rung in (one, other):
        assert (rung["pushed_at"], rung["texted_at"]) == (None, None)
        assert (rung["push_failed_at"], rung["text_failed_at"]) == (
            rung["text_failed_at"] - 30_000,
            served.clock.now() - 10_000,
        )


# ------------------------------------------------------------------ nobody was there


@pytest.mark.told_on("sqlite", "postgres")
async def test_three_hours_down_with_fifty_offers_send_no_text_no_push_and_make_one_list(served, team, post, pushes):
    await fifty(served, team)
    served.clock.forward(3 * HOUR)

    await go(served)
    await served.app.metronome.beat(served.clock.now())
    await after(served, 5)

    await team.desk.sign_token()
    assert (post.taken, pushes.taken) == ([], [])
    assert await alarms(team.desk) == ["gap"]


@pytest.mark.told_on("sqlite", "postgres")
async def test_without_the_gap_the_same_fifty_are_pushed_and_texted(served, team, post, pushes):
    await fifty(served, team)

    while served.clock.now() < (await rows(team.city, "SELECT MAX(due_at) AS at FROM effect"))[0]["at"]:
        served.clock.forward(10)
        await served.app.metronome.beat(served.clock.now())
        await go(served)
    for _ in range(10):
        await go(served)

    assert (len(post.taken), len(pushes.taken)) == (100, 100), "two partners, fifty offers, each once"


async def fifty(served, team):
    """So many calls are offered to the team at one moment, and nobody answers."""
    await served.app.metronome.beat(served.clock.now())
    for n in range(50):
        await team.take(f"call-{n:02}")
        both = {"call_id": f"call-{n:02}", "unit_id": UNIT}
        await team.must(team.desk, "assignment.offer", f"assignment-{n:02}", both)
