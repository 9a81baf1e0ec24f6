"""What is known of a phone is what it said last, whichever server heard it, and whoever else heard it before."""

import pytest

from tests.stories.team import UNIT
from tests.stories.two_teams import THE_CALL

OFFER = {"call_id": "call-1", "unit_id": UNIT}
OVERDUE_S = 12 * 60


async def heard_at(server, phone) -> None:
    """The phone says hello to this server."""
    async with server.http() as http:
        await http.post("/api/sync/hello", json=phone.hello_body(), headers=phone.headers())


async def beats(here, there, *, seconds: float) -> None:
    """Time passes, and both metronomes beat."""
    here.clock.forward(seconds)
    for server in (here, there):
        await server.app.metronome.beat(here.clock.now())


@pytest.mark.parametrize("at", ["here", "there", "nobody"])
async def test_a_phone_heard_at_one_server_has_a_link_for_both(team, here, there, at):
    await team.take()
    await team.must(team.desk, "assignment.offer", "assignment-1", OFFER)
    await team.must(team.ama, "assignment.stage", "assignment-1", {**THE_CALL, "stage": "on_scene"})
    branches = {"here": here, "there": there}
    for _ in range(OVERDUE_S // 15):
        await team.ama.sign_token()
        if at in branches:
            branches[at].app.branches.of(team.city.tag).devices.heard(team.ama.device)
        await beats(here, there, seconds=15)

    await team.desk.sign_token()
    row = (await team.see(team.desk, "assignment"))["assignment-1"]
    assert (row["check_step"], row["no_link"]) == ("missed", at == "nobody")


async def test_a_phone_that_goes_to_the_other_server_is_not_silent(team, here, there):
    await team.take()
    await team.must(team.desk, "assignment.offer", "assignment-1", OFFER)
    await team.must(team.ama, "assignment.stage", "assignment-1", {**THE_CALL, "stage": "on_scene"})
    for n in range(OVERDUE_S // 15):
        await team.ama.sign_token()
        await heard_at(here if n < OVERDUE_S // 30 else there, team.ama)
        await beats(here, there, seconds=15)

    await team.desk.sign_token()
    row = (await team.see(team.desk, "assignment"))["assignment-1"]
    assert (row["check_step"], row["no_link"]) == ("missed", False)


async def test_what_a_phone_has_not_sent_is_what_it_said_last_though_another_server_is_told_later_of_its_silence(
    team, city, here, there
):
    async def shown():
        await team.desk.sign_token()
        return (await team.see(team.desk, "device"))[team.ama.device]["unsent"]

    team.ama.outbox = [{"id": str(n)} for n in range(5)]
    await heard_at(here, team.ama)
    await beats(here, there, seconds=65)
    assert await shown() == 5
    here.app.branches.of(city.tag).devices.heard(team.ama.device)
    here.clock.forward(1)

    team.ama.outbox = []
    await team.ama.sign_token()
    await heard_at(there, team.ama)
    await beats(here, there, seconds=65)
    assert await shown() == 0
    await beats(here, there, seconds=65)

    assert await shown() == 0, "the first one notices that it hears it no more, and knows an older number"
