"""What is queued leaves the house at least once, with its own key, and whoever carries it is in nobody's way."""

import asyncio

import pytest

from server.doors import Outward
from server.journal import Change, send_later
from server.outward import sender as sending
from server.outward.carriers import Carried, Effect, Gone, Later
from tests.outward.carriers import BlackHole, silent
from tests.served import HOUR
from tests.sync.doors import a_call, rows, send


async def queue(served, city, *keys: str, kind: str = "sms", at: int | None = None, **payload) -> None:
    """Have these leave the house."""

    def work(change: Change) -> None:
        for key in keys:
            send_later(change, kind=kind, key=key, payload={"entity": key, **payload}, at=at)

    await served.app.branches.of(city.tag).act(work)


async def go(served) -> None:
    """Carry what is due, and wait until it is settled."""
    await served.app.sender.round(served.clock.now())
    await served.app.sender.landed()


async def test_what_is_due_leaves_once_and_what_is_not_yet_due_later(served, city, post):
    await queue(served, city, "now")
    await queue(served, city, "then", at=served.clock.now() + 30_000)

    await go(served)
    await go(served)
    assert post.keys == ["now"]

    served.clock.forward(30)
    await go(served)
    await go(served)

    assert post.keys == ["now", "then"]
    assert [effect.payload for effect in post.taken] == [{"entity": "now"}, {"entity": "then"}]


async def test_a_try_that_fails_is_made_again_with_the_same_key_each_time_later(served, city, post):
    post.answers = lambda _: Later("refused")
    await queue(served, city, "text")
    waits = []
    for _ in range(8):
        tried = len(post.taken)
        waited = 0
        while len(post.taken) == tried:
            await go(served)
            served.clock.forward(1)
            waited += 1
        waits.append(waited)

    assert waits == [1, 2, 4, 8, 16, 32, 60, 60], "seconds; the first at once, and it never gives up"
    assert set(post.keys) == {"text"}
    assert [effect.tries for effect in post.taken] == list(range(1, 9))


async def test_a_provider_may_say_when_to_come_again_and_that_there_is_no_use(served, city, post):
    post.answers = lambda effect: Later("busy", after_ms=3_600_000) if effect.key == "later" else Gone("no_number")
    await queue(served, city, "later", "never")
    await go(served)
    served.clock.forward(HOUR - 1)
    await go(served)
    assert sorted(post.keys) == ["later", "never"]

    served.clock.forward(1)
    await go(served)

    assert sorted(post.keys) == ["later", "later", "never"]
    (never,) = await rows(city, "SELECT why FROM effect WHERE gone_at IS NOT NULL")
    assert never == {"why": "no_number"}


async def test_a_provider_that_hangs_is_in_the_way_of_no_write_and_of_no_other_effect(served, city, post):
    async with silent() as hole, served.phone(city, "dispatcher") as desk:
        served.app.carriers["push"] = BlackHole(hole.port, timeout_s=10)
        await queue(served, city, *(f"push {n}" for n in range(sending.ROOM + 5)), kind="push")
        await queue(served, city, "text")
        await served.app.sender.round(served.clock.now())
        await hole.until_asked(sending.ROOM)

        (ack,) = await send(desk, a_call(desk, "call-1"))
        await queue(served, city, "another text")
        await served.app.sender.round(served.clock.now())
        await asyncio.wait(served.app.sender._flying["sms"])

        assert ack["r"] == "ok"
        assert post.keys == ["text", "another text"]
        assert hole.asked == sending.ROOM, "no more than there is room for"
        assert await rows(city, "SELECT key FROM effect WHERE kind = 'push' AND sent_at IS NOT NULL") == []
        for task in served.app.sender._flying["push"]:
            task.cancel()


async def test_whoever_does_not_answer_in_time_is_asked_again(served, city):
    async with silent() as hole:
        served.app.carriers["push"] = BlackHole(hole.port, timeout_s=0.01)
        await queue(served, city, "push", kind="push")
        await go(served)
        served.clock.forward(2)
        await go(served)

        assert hole.asked == 2
    assert await rows(city, "SELECT why, tries FROM effect") == [{"why": "no_answer", "tries": 2}]


async def test_what_a_dead_process_had_taken_is_carried_when_its_lease_ends(served, city, post):
    await queue(served, city, "text")
    async with silent() as hole:
        served.app.carriers["sms"] = BlackHole(hole.port, timeout_s=10)
        await served.app.sender.round(served.clock.now())
        await hole.until_asked(1)
        for task in served.app.sender._flying["sms"]:
            task.cancel()
    await served.app.sender.landed()
    served.app.carriers["sms"] = post
    served.clock.forward(14)
    await go(served)
    assert post.keys == [], "it may still be at work"

    served.clock.forward(1)
    await go(served)

    assert [(effect.key, effect.tries) for effect in post.taken] == [("text", 2)]


async def test_a_drill_sends_nothing(served, post):
    drill, city = served.found("city", training=True), served.found("city", training=False)
    await queue(served, drill, "from the drill")
    await queue(served, city, "from the city")

    await go(served)

    assert post.keys == ["from the city"]
    assert await rows(drill, "SELECT why FROM effect") == [{"why": "training"}]


async def test_what_nobody_needs_any_more_stays_here(served, city, post):
    branch = served.app.branches.of(city.tag)
    told = []
    branch.outward["test"] = Outward(is_wanted=lambda _tx, _vault, payload, _now: payload["needed"], told="test.told")
    branch.orders["test.told"] = lambda _tx, order, _now: told.append((order.entity, order.args["is_carried"]))
    await queue(served, city, "needed", about="test", needed=True)
    await queue(served, city, "too late", about="test", needed=False)

    await go(served)

    assert post.keys == ["needed"]
    assert told == [("needed", True)], "and whoever knows what it is about hears how it went"
    assert await rows(city, "SELECT key, why FROM effect WHERE gone_at IS NOT NULL") == [
        {"key": "too late", "why": "over"}
    ]


async def test_failing_is_told_once(served, city, post):
    branch = served.app.branches.of(city.tag)
    told = []
    branch.outward["test"] = Outward(is_wanted=lambda *_: True, told="test.told")
    branch.orders["test.told"] = lambda _tx, order, _now: told.append(order.args["is_carried"])
    post.answers = lambda _: Later("refused")
    await queue(served, city, "text", about="test")
    for _ in range(5):
        await go(served)
        served.clock.forward(60)

    assert len(post.taken) == 5
    assert told == [False]


async def test_a_watcher_sees_that_a_provider_fails_and_that_it_is_over(served, city, post):
    async def outward():
        async with served.http() as http:
            checks = (await http.get("/readyz")).json()["checks"]
        (found,) = [check for check in checks if check["name"] == f"{city.tag} outward"]
        return found["ok"], found["amber"]

    assert await outward() == (True, False)
    post.answers = lambda _: Later("no_answer")
    await queue(served, city, "text")
    await go(served)
    assert await outward() == (True, True)

    post.answers = lambda _: Carried()
    served.clock.forward(60)
    await go(served)

    assert await outward() == (True, False)


async def test_a_kind_that_nobody_carries_stays_here(served, city):
    await queue(served, city, "pigeon", kind="pigeon")

    await go(served)

    assert await rows(city, "SELECT why FROM effect") == [{"why": "no_carrier"}]


async def test_what_fell_into_a_gap_never_leaves_and_what_comes_after_does(served, city, post):
    await served.app.metronome.beat(served.clock.now())
    await queue(served, city, *(f"text {n}" for n in range(50)))
    served.clock.forward(3 * HOUR)
    await go(served)
    assert post.keys == [], "nobody has looked yet what fell into it"

    await served.app.metronome.beat(served.clock.now())
    await go(served)
    assert post.keys == []

    await queue(served, city, "afterwards")
    await go(served)
    assert post.keys == ["afterwards"]


async def test_it_sends_by_itself_as_soon_as_something_is_queued(served, city, post):
    carried = asyncio.Event()

    def answers(_: Effect) -> Carried:
        carried.set()
        return Carried()

    post.answers = answers
    async with served.app.sender.running():
        await queue(served, city, "text")
        async with asyncio.timeout(60):
            await carried.wait()

    assert post.keys == ["text"]


async def test_not_to_somebody_who_is_looking_until_then(served, city, post):
    until = served.clock.now() + 10_000
    async with served.phone(city, "responder") as looks, served.phone(city, "responder") as away:
        devices = served.app.branches.of(city.tag).devices
        served.app.sender._hears = lambda _tag, device: device == looks.device
        devices.heard(looks.device, is_hidden=False)
        for phone in (looks, away):
            await queue(served, city, phone.person, person_id=phone.person, unless_listening_until=until)
        await go(served)
        assert post.keys == [away.person]

        served.clock.forward(10)
        await go(served)

        assert post.keys == [away.person, looks.person]
        assert post.taken[1].tries == 1


@pytest.mark.parametrize("why", ["hidden", "silent"])
async def test_at_once_to_a_socket_behind_a_page_that_nobody_sees_or_that_is_dead(served, city, post, why):
    until = served.clock.now() + 60_000
    async with served.phone(city, "responder") as phone:
        served.app.sender._hears = lambda _tag, _device: True
        served.app.branches.of(city.tag).devices.heard(phone.device, is_hidden=why == "hidden")
        served.clock.forward(26 if why == "silent" else 1)
        await queue(served, city, "push", person_id=phone.person, unless_listening_until=until)

        await go(served)

        assert post.keys == ["push"]


async def test_what_was_taken_before_the_machine_slept_does_not_leave_when_it_wakes(served, city, post):
    await served.app.metronome.beat(served.clock.now())
    await queue(served, city, "text")
    await served.app.sender.round(served.clock.now())

    served.clock.forward(3 * HOUR)
    await served.app.sender.landed()
    assert post.keys == []
    await served.app.metronome.beat(served.clock.now())
    await go(served)

    assert post.keys == [], "it fell into the gap"


async def test_whatever_goes_wrong_it_goes_on_when_that_is_over(served, city, post):
    carried = asyncio.Event()

    def answers(_: Effect) -> Carried:
        carried.set()
        return Carried()

    post.answers = answers
    async with served.app.sender.running():
        with served.ground.losing(city, "effect"):
            await served.app.sender.turn()
        await queue(served, city, "text")
        async with asyncio.timeout(60):
            await carried.wait()

    assert post.keys == ["text"]


async def test_it_does_not_turn_in_circles_over_what_may_not_go(served, city, post):
    await served.app.metronome.beat(served.clock.now())
    await queue(served, city, "soon", at=served.clock.now() + 2_000)
    assert await served.app.sender.turn() == 2
    await queue(served, city, "text")

    served.clock.forward(3 * HOUR)
    assert await served.app.sender.turn() == sending.SAFETY_S, "a gap that nobody has looked into"

    assert post.keys == []
