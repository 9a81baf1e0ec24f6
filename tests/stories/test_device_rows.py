"""The desk sees of each phone what it has not sent and when it was last heard, moved at most once a minute."""

import pytest

from schemas.commands import StartShift
from server.client.replica import Replica
from server.identity import commands, store
from server.journal import verify
from tests.live.line import greeted
from tests.served import DAY, MINUTE
from tests.stories.team import UNIT, a_team
from tests.sync.doors import rows

pytestmark = pytest.mark.told_on("sqlite")


@pytest.fixture
async def team(served):
    """A team and its desk."""
    async with a_team(served, served.found("city")) as made:
        yield made


async def minute(team):
    """A minute passes, and the desk is told."""
    team.served.clock.forward(MINUTE)
    await team.served.app.metronome.beat(team.served.clock.now())


async def on_desk(team, phone):
    """The row of this phone as the desk sees it now."""
    await team.desk.sign_token()
    return (await team.see(team.desk, "device")).get(phone.device)


async def says(phone, unsent):
    """A hello of a phone that has not sent so much."""
    await phone.sign_token()
    phone.outbox = [{"id": str(n)} for n in range(unsent)]
    await phone.hello()
    phone.outbox = []


async def lines(team):
    """How often a line of a device was moved: the numbers they stand at."""
    found = await rows(team.city, "SELECT id, seq FROM feed WHERE type = 'device' ORDER BY id")
    return {row["id"]: row["seq"] for row in found}


async def test_the_desk_sees_what_a_phone_has_not_sent_whose_it_is_and_when_it_was_heard(served, team):
    await says(team.ama, 3)
    heard_at = served.clock.now()
    await minute(team)

    row = await on_desk(team, team.ama)

    assert row == {
        "id": team.ama.device,
        "person_id": team.ama.person,
        "name": "Ada Example",
        "unsent": 3,
        "heard_at": heard_at,
        "app": "test",
        "clock_off_ms": None,
        "cloned": False,
        "alarm": None,
        "alarm_at": None,
        "in_a_tab_at": None,
    }
    assert (await team.see(team.ben, "device")) == {}, "that is for the desk"


@pytest.mark.told_on("sqlite", "postgres")
async def test_whoever_begins_a_shift_in_a_tab_knowing_that_it_never_rings_is_shown_with_phone_and_time(served, team):
    crew = (team.ama.person, team.ben.person)
    await team.must(team.ama, "shift.start", "shift-2", StartShift(unit_id=UNIT, person_ids=crew, in_a_tab=True))
    begun_at = served.clock.now()
    await team.must(team.ben, "shift.start", "shift-3", StartShift(unit_id=UNIT, person_ids=crew))
    await says(team.ben, 3)
    await minute(team)

    assert (await on_desk(team, team.ama))["in_a_tab_at"] == begun_at
    assert (await on_desk(team, team.ama))["person_id"] == team.ama.person
    assert (await on_desk(team, team.ben))["in_a_tab_at"] is None
    listed = {row["id"]: row["in_a_tab_at"] for row in await team.city.database.read(store.devices)}
    assert (listed[team.ama.device], listed[team.ben.device]) == (begun_at, None), "at the command line, too"


async def test_a_row_moves_once_a_minute_at_most_and_only_for_news(served, team):
    await says(team.ama, 3)
    await minute(team)
    first = await lines(team)
    for unsent in (2, 1, 5):
        await says(team.ama, unsent)
        await served.app.metronome.beat(served.clock.now())
    assert await lines(team) == first, "not within the minute"

    await minute(team)
    second = await lines(team)
    assert second[team.ama.device] > first[team.ama.device]
    assert (await on_desk(team, team.ama))["unsent"] == 5

    await says(team.ama, 5)
    for _ in range(3):
        await minute(team)
    third = await lines(team)
    for _ in range(10):
        await minute(team)
    assert (await lines(team))[team.ama.device] == third[team.ama.device], "a silent phone is no news for ever"


@pytest.mark.told_on("sqlite", "postgres")
async def test_who_comes_to_the_desk_sees_of_each_phone_what_whoever_followed_sees(served, team):
    await team.take()
    await team.must(team.desk, "assignment.offer", "assignment-1", {"call_id": "call-1", "unit_id": UNIT})
    at_the_call = {"call_id": "call-1", "unit_id": UNIT, "stage": "on_scene"}
    await team.must(team.ama, "assignment.stage", "assignment-1", at_the_call)
    before = followed, anew = await seen_by_both(team)

    for unsent in (3, 0, 2, 2):
        team.ben.skew_ms = unsent * 60_000
        for phone in (team.ama, team.ben):
            await says(phone, unsent)
        followed, anew = await seen_by_both(team)
        assert followed == anew, "they said hello"
        # Their silence would mean something, so every process is to know when they were last heard.
        served.clock.forward(40)
        await team.ama.sign_token()
        served.app.branches.of(team.city.tag).devices.heard(team.ama.device)
        await served.app.metronome.beat(served.clock.now())
        followed, anew = await seen_by_both(team)
        assert followed == anew, "the metronome has beaten"

    assert before[0] == before[1] != anew, "there was news of them"


async def seen_by_both(team):
    """The devices as the desk that followed all the while shows them, and as one that has just come reads them."""
    await team.desk.sign_token()
    followed = dict(await team.see(team.desk, "device"))
    kept, team.desk.replica = team.desk.replica, Replica()
    anew = dict(await team.see(team.desk, "device"))
    team.desk.replica = kept
    return followed, anew


@pytest.mark.told_on("sqlite", "postgres")
async def test_what_a_phone_had_not_sent_is_told_though_the_server_it_told_is_gone_and_it_never_comes_back(
    served, team
):
    await minute(team)
    await says(team.ama, 3)
    served.close()
    served.start()
    team.city = served.organizations.open(team.city.tag)

    for _ in range(2):
        await minute(team)

    assert (await on_desk(team, team.ama))["unsent"] == 3
    told = (await lines(team))[team.ama.device]
    for _ in range(3):
        await minute(team)
    assert (await lines(team))[team.ama.device] == told, "once"


async def test_heard_twelve_minutes_ago_means_silent_for_twelve_minutes(served, team):
    last = 0
    for _ in range(4):
        await says(team.ama, 1)
        last = served.clock.now()
        await minute(team)
    for _ in range(12):
        await minute(team)

    assert (await on_desk(team, team.ama))["heard_at"] == last


async def test_a_phone_that_is_heard_all_the_while_is_told_of_every_five_minutes(served, team):
    moved = set()
    for _ in range(20):
        await says(team.ama, 0)
        await minute(team)
        moved.add((await lines(team))[team.ama.device])

    assert len(moved) == 4 == 20 // 5
    assert served.clock.now() - (await on_desk(team, team.ama))["heard_at"] <= 5 * MINUTE * 1000


async def test_a_heartbeat_tells_it_too(served, team):
    async with greeted(served, team.ama) as line:
        await line.say(m="ping", pending=7)
        assert (await line.hear())["m"] == "pong"
        await minute(team)

    assert (await on_desk(team, team.ama))["unsent"] == 7


async def test_a_clock_that_is_off_and_a_copy_are_told(served, team):
    team.ama.skew_ms = -3 * 60_000
    team.ben.nonce = "somebody-else"
    for phone in (team.ama, team.ben):
        await says(phone, 0)
    await minute(team)

    assert (await on_desk(team, team.ama))["clock_off_ms"] == 3 * 60_000
    assert (await on_desk(team, team.ben))["cloned"]


async def test_a_phone_that_was_shut_out_leaves_the_desk(served, team):
    await says(team.ama, 1)
    await minute(team)
    assert await on_desk(team, team.ama) is not None

    await served.gate(team.city).act(lambda tx: commands.revoke_device(tx, device_id=team.ama.device))

    assert await on_desk(team, team.ama) is None


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_phone_that_left_weeks_ago_leaves_the_desk_but_not_with_something_unsent(team):
    for phone, unsent in ((team.ama, 0), (team.ben, 2)):
        await says(phone, unsent)
    await minute(team)
    team.served.clock.forward(13.9 * DAY)
    await minute(team)
    assert await shown(team) >= {team.ama.device, team.ben.device}
    team.served.clock.forward(0.2 * DAY)

    await minute(team)

    assert team.ama.device not in await shown(team)
    assert team.ben.device in await shown(team)


async def shown(team):
    """The devices that stand on the desk."""
    return {row["id"] for row in await rows(team.city, "SELECT id FROM feed WHERE type = 'device' AND op = 'put'")}


@pytest.mark.told_on("sqlite", "postgres")
async def test_nothing_of_it_is_in_the_journal(team):
    before = await rows(team.city, "SELECT COUNT(*) AS n FROM journal")
    await says(team.ama, 3)
    await minute(team)
    assert team.ama.device in await lines(team)

    assert await rows(team.city, "SELECT COUNT(*) AS n FROM journal") == before
    assert await team.city.database.read(verify) is None


async def test_the_lead_of_a_site_learns_nothing_of_phones(served):
    site = served.found("site")
    async with served.phone(site, "interrupter") as author, served.phone(site, "site_lead") as lead:
        await says(author, 3)
        served.clock.forward(MINUTE)
        await served.app.metronome.beat(served.clock.now())

        assert (await lead.pull()).of("device") == {}
