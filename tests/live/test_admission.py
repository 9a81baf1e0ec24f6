"""After a restart everybody comes back at once: so many are let in, the others are told when, and nobody is lost."""

from server.clock import SettableClock
from server.errors import Busy
from server.ids import SystemIds
from server.sync.incoming import HELLO_BURST, HELLOS, JITTER_MS, Admission
from tests.live.line import connected, following
from tests.served import NOON
from tests.stories.team import a_team

PHONES = 1_000


def crowd(admission: Admission) -> list[int]:
    """A thousand at once: when each of those who were sent away shall come again."""
    waits = []
    for _ in range(PHONES):
        try:
            admission.enter()
        except Busy as busy:
            waits.append(busy.after_ms or 0)
    return waits


def test_of_a_crowd_so_many_are_let_in_and_the_others_are_spread():
    waits = crowd(Admission(SettableClock(NOON), SystemIds()))

    assert len(waits) == PHONES - HELLO_BURST
    seconds = (PHONES - HELLO_BURST) / HELLOS
    assert max(waits) <= seconds * 1000 + JITTER_MS
    assert max(waits) - min(waits) >= seconds * 1000 - 2 * JITTER_MS, "not all in one second wave"


def test_whoever_comes_when_told_finds_room():
    clock = SettableClock(NOON)
    admission = Admission(clock, SystemIds())
    waits = sorted(crowd(admission))
    at = 0
    for wait in waits:
        clock.forward((wait - at) / 1000)
        at = wait

        admission.enter()


def test_a_quiet_server_sends_nobody_away():
    clock = SettableClock(NOON)
    admission = Admission(clock, SystemIds())
    for _ in range(3 * PHONES):
        admission.enter()
        clock.forward(1 / HELLOS)


async def test_a_phone_is_told_over_http_when_to_come_and_what_it_saved_is_taken_meanwhile(served):
    async with a_team(served, served.found("city")) as team:
        crowd(served.app.branches.of(team.city.tag).admission)

        answer = await team.ama.http.post("/api/sync/hello", json=team.ama.hello_body(), headers=team.ama.headers())
        ack = await team.ama.do("unit.status", "unit-1", {"status": "break"})

        assert (answer.status_code, answer.json()["code"], answer.json()["advice"]) == (503, "busy", "retry")
        assert int(answer.headers["retry-after"]) >= 1
        assert ack["r"] == "ok"
        served.clock.forward(int(answer.headers["retry-after"]))
        await team.ama.hello()


async def test_a_socket_is_told_and_closed_and_comes_in_later(served):
    async with a_team(served, served.found("city")) as team:
        crowd(served.app.branches.of(team.city.tag).admission)
        async with connected(served) as line:
            await line.say(**team.ama.hello_body(), m="hello", token=team.ama.token)
            told = await line.hear()

            assert told["m"] == "retry"
            assert (await line.bye())[0] == 1013
        served.clock.forward(told["after_ms"] / 1000)
        async with following(served, team.ama):
            pass


async def test_an_app_that_is_too_old_to_read_is_told_and_still_hands_over(served):
    async with a_team(served, served.found("city")) as team:
        current, old = team.ama.hello_body(), team.ama.hello_body() | {"schema": 0}
        welcomes = [
            (await team.ama.http.post("/api/sync/hello", json=body, headers=team.ama.headers())).json()
            for body in (current, old)
        ]

        assert [welcome["upgrade"] for welcome in welcomes] == [False, True]
        assert (await team.ama.do("unit.status", "unit-1", {"status": "break"}))["r"] == "ok"
