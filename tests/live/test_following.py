"""Following the log over a socket: pages until caught up, then a push after each commit, and never a hole."""

import asyncio

import pytest

from schemas.commands import OfferAssignment
from server.decode import FRAME
from server.identity import commands
from server.identity.rules import UPLOAD_MS
from server.journal import grant, revoke
from server.live.hub import Patience
from server.sync.system import run_due
from tests.live.line import PATIENCE_S, caught_up, following, greeted, take
from tests.served import DAY, NOON
from tests.stories.team import UNIT
from tests.sync.doors import a_call, rows, send
from tests.sync.poison import UNREADABLE

pytestmark = pytest.mark.told_on("sqlite")

QUICK = Patience(heartbeat_s=0.01)


async def until_it_shows(line, phone, kind, entity):
    """Take frames until the replica holds this row; answers how many it took."""
    taken = 0
    while entity not in phone.replica.of(kind):
        await take(line, phone)
        taken += 1
    return taken


# ------------------------------------------------------------------ pages and pushes


async def test_first_come_pages_and_then_a_push_after_each_commit(served, desk):
    await send(desk, *(a_call(desk, f"call-{n}") for n in range(3)))
    async with following(served, desk) as line:
        before = desk.replica.cur
        await send(desk, a_call(desk, "call-9"))

        push = await line.hear()

    assert (push["m"], push["prev"], push["more"]) == ("push", before, False)
    assert [row["id"] for row in push["puts"]] == ["call-9"]
    assert set(desk.replica.of("call")) == {"call-0", "call-1", "call-2"}


@pytest.mark.told_on("sqlite", "postgres")
async def test_more_than_a_page_is_caught_up_with_page_by_page(served, desk):
    for n in range(6):
        served.clock.forward(10)
        await send(desk, *(a_call(desk, f"call-{n}-{k}") for k in range(100)))
    async with greeted(served, desk) as line:
        await line.say(m="sub", cur=None)
        first = await take(line, desk)
        await caught_up(line, desk)

    assert (first["m"], first["more"], len(first["puts"])) == ("page", True, 500)
    assert len(desk.replica.of("call")) == 600


async def test_on_return_it_goes_on_from_where_the_phone_stands(served, desk):
    async with following(served, desk):
        pass
    stood = desk.replica.cur
    await send(desk, a_call(desk, "call-1"))

    async with greeted(served, desk) as line:
        await line.say(m="sub", cur=stood)
        page = await take(line, desk)

    assert (page["m"], page["prev"], [row["id"] for row in page["puts"]]) == ("page", stood, ["call-1"])


async def test_a_phone_that_asks_to_follow_from_elsewhere_is_followed_from_there(served, desk):
    async with following(served, desk) as line:
        await send(desk, a_call(desk, "call-1"))
        await until_it_shows(line, desk, "call", "call-1")

        await line.say(m="sub", cur=None)
        again = await line.hear()
        await send(desk, a_call(desk, "call-2"))
        after = await line.hear()

    assert (again["m"], again["prev"], [row["id"] for row in again["puts"]]) == ("page", None, ["call-1"])
    assert (after["m"], after["prev"]) == ("push", again["cur"])


async def test_a_heartbeat_says_how_late_the_metronome_is(served, city, desk):
    branch = served.app.branches.of(city.tag)
    await run_due(branch, served.clock.now())
    served.clock.forward(17)
    served.app.hub.patience = QUICK
    async with following(served, desk) as line:
        beats = [await take(line, desk) for _ in range(3)]

    assert [(beat["m"], beat["puts"], beat["tick_age_s"]) for beat in beats] == [("push", [], 17)] * 3


async def test_what_concerns_others_stirs_nobody(served, desk, team):
    async with following(served, team.ben) as line:
        await send(desk, a_call(desk, "call-1"))
        await team.must(team.desk, "assignment.offer", "assignment-1", {"call_id": "call-1", "unit_id": UNIT})
        frame = await take(line, team.ben)

    assert frame["add"] == ["ask:call-1"], "the first thing heard is one's own"


async def test_a_restored_log_is_read_again_from_the_beginning_by_who_said_hello_again(served, city, desk):
    await send(desk, a_call(desk, "call-1"))
    async with following(served, desk) as line:
        await city.database.write(lambda tx: tx.run("UPDATE log_head SET epoch = epoch + 1"))
        await send(desk, a_call(desk, "call-2"))
        told = await take(line, desk)
        assert await line.bye() == (4008, "epoch"), "what is still held is offered again after the next welcome"

    assert (told["m"], told["why"]) == ("reset", "epoch")
    async with following(served, desk):
        assert desk.replica.of("call").keys() == {"call-1", "call-2"}


# ------------------------------------------------------------------ scopes and shut-outs reach an open socket


async def test_a_scope_that_is_gained_or_lost_reaches_an_open_socket(served, city, desk, team):
    branch = served.app.branches.of(city.tag)
    await send(desk, a_call(desk, "call-1"))
    async with following(served, team.ben) as line:
        await branch.act(lambda change: grant(change, team.ben.person, "call:call-1"))
        gained = await take(line, team.ben)
        await branch.act(lambda change: revoke(change, team.ben.person, "call:call-1"))
        lost = await take(line, team.ben)

    assert (gained["add"], [row["id"] for row in gained["puts"]]) == (["call:call-1"], ["call-1"])
    assert (lost["drop"], team.ben.replica.of("call")) == (["call:call-1"], {})


async def test_what_is_committed_to_a_scope_just_gained_is_not_left_for_the_next_heartbeat(served, desk, team):
    """The socket learns of its new scope by a page; what moved meanwhile stirred nobody."""
    async with following(served, team.ben) as line:
        await send(desk, a_call(desk, "call-1"))
        offer = OfferAssignment(call_id="call-1", unit_id=UNIT)
        row = desk.save("assignment.offer", "assignment-1", offer)
        stage = team.ama.save(
            "assignment.stage", "assignment-1", {"call_id": "call-1", "unit_id": UNIT, "stage": "enroute"}
        )
        await asyncio.gather(send(desk, row), send(team.ama, stage))
        async with asyncio.timeout(PATIENCE_S):
            while team.ben.replica.of("call").get("call-1", {}).get("status") != "assigned":
                await take(line, team.ben)


@pytest.mark.parametrize("follows", [False, True], ids=["greeted", "following"])
@pytest.mark.parametrize("whom", ["device", "person"])
async def test_whoever_is_shut_out_loses_the_socket_at_once(served, city, desk, whom, follows):
    gate = served.gate(city)
    async with (following if follows else greeted)(served, desk) as line:
        if whom == "device":
            await gate.act(lambda tx: commands.revoke_device(tx, device_id=desk.device))
        else:
            await gate.act(lambda tx: commands.end_person(tx, person_id=desk.person))
        *under_way, told = await line.hear_until("revoked")

        assert told == {"m": "revoked", "wipe": True, "upload_until": NOON + UPLOAD_MS}
        assert not any(page["puts"] for page in under_way), "a page that was under way says only what is gone"
        assert await line.bye() == (4403, "revoked")


async def test_whoever_signs_out_loses_the_socket_and_is_asked_to_sign_in(served, desk):
    async with following(served, desk) as line:
        await desk.http.post("/api/session/leave", headers={"X-CSRF": desk.session["csrf"]})

        assert await line.bye() == (4401, "not_signed_in")


async def test_a_session_that_ran_out_is_noticed_at_the_next_heartbeat(served, desk):
    served.app.hub.patience = QUICK
    async with following(served, desk) as line:
        served.clock.forward(DAY)

        assert await line.bye() == (4401, "not_signed_in")


# ------------------------------------------------------------------ what the phone says


async def test_commands_are_taken_on_a_socket_as_by_the_other_door(served, city, desk):
    batch = [a_call(desk, "call-1"), {"m": "nonsense"}, a_call(desk, "call-2")]
    async with greeted(served, desk) as line:
        await line.say(m="cmds", cmds=batch)
        acks = (await line.hear())["acks"]
        poison = UNREADABLE["a deep header"](desk, "call-3").decode()
        await line.say_text('{"m":"cmds","cmds":[' + poison + "]}")
        poisoned = (await line.hear())["acks"]
        await line.say(m="ask", ids=[[batch[0]["id"], desk.hash_of(batch[0])]])
        known = (await line.hear())["acks"]

    assert [(ack["r"], ack.get("code")) for ack in acks] == [("ok", None), ("held", "invalid"), ("ok", None)]
    assert [(ack["r"], ack["code"]) for ack in poisoned] == [("held", "invalid")]
    assert known == [acks[0] | {"again": True}]


async def test_a_page_is_watched_while_it_is_heard_and_not_hidden(served, city, desk):
    devices = served.app.branches.of(city.tag).devices
    async with greeted(served, desk) as line:
        assert devices.is_watched(desk.device)

        await line.say(m="ping", hidden=True)
        await line.hear_until("pong")
        assert not devices.is_watched(desk.device)
        await line.say(m="ping", pending=0, hidden=False)
        await line.hear_until("pong")
        assert devices.is_watched(desk.device)

        served.clock.forward(25)
        assert not devices.is_watched(desk.device)


@pytest.mark.parametrize("pad", ["", "x" * (FRAME - len('{"m":"ping","pad":""}'))], ids=["small", "large"])
async def test_a_ping_is_answered(served, desk, pad):
    async with greeted(served, desk) as line:
        await line.say_text('{"m":"ping","pad":"' + pad + '"}')

        assert await line.hear() == {"m": "pong"}


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ('{"m":"nonsense"}', 4400),
        ('{"m":"hello"}', 4400),
        ("[]", 4400),
        ("", 4400),
        ('{"m":"sub","cur":5}', 4400),
        ('{"m":"sub","cur":"nonsense"}', 4400),
        ('{"m":"got","cur":"nonsense"}', 4400),
        ('{"m":"ask","ids":[["a","not hex"]]}', 4400),
        ('{"m":"cmds","cmds":' + str([0] * 101) + "}", 1009),
        ('{"m":"ping","pad":"' + "x" * (FRAME - len('{"m":"ping","pad":"')) + '"}', 1009),
    ],
)
async def test_a_frame_nobody_understands_ends_the_conversation_with_a_code(served, desk, frame, code):
    async with greeted(served, desk) as line:
        await line.say_text(frame)

        assert (await line.bye())[0] == code


async def test_a_bug_of_ours_ends_one_conversation_and_no_other(served, city, desk, team, caplog):
    branch = served.app.branches.of(city.tag)
    working = branch.loaders["call"]
    async with following(served, desk) as line, following(served, team.ben) as other:
        branch.loaders = branch.loaders | {"call": lambda *_: 1 / 0}
        await send(desk, a_call(desk, "call-1"))
        ended = await line.bye()
        branch.loaders = branch.loaders | {"call": working}
        await other.say(m="ping")
        assert await other.hear() == {"m": "pong"}

    assert ended == (1011, "internal_error")
    assert [record.message for record in caplog.records if record.name == "field727.live"] == ["a conversation failed"]


# ------------------------------------------------------------------ the ladder


async def ladder(city):
    """How far each offer climbed towards each person."""
    found = await rows(city, "SELECT person_id, sent_at, delivered_at FROM delivery ORDER BY person_id")
    return {row["person_id"]: (row["sent_at"], row["delivered_at"]) for row in found}


async def test_an_offer_is_sent_only_when_the_network_took_it_and_delivered_only_when_the_phone_says_so(
    served, city, team
):
    await team.take()
    async with following(served, team.ama) as line:
        line.reads.clear()
        await team.must(team.desk, "assignment.offer", "assignment-1", {"call_id": "call-1", "unit_id": UNIT})
        assert await ladder(city) == {team.ama.person: (None, None), team.ben.person: (None, None)}

        served.clock.forward(3)
        line.reads.set()
        await until_it_shows(line, team.ama, "assignment", "assignment-1")
        assert (await take(line, team.ama))["puts"], "and the ladder itself is shown"
        assert (await ladder(city))[team.ama.person] == (NOON + 3_000, None)

        served.clock.forward(2)
        await line.say(m="got", cur=team.ama.replica.cur)
        while not any(rung["delivered_at"] for rung in team.ama.replica.of("assignment")["assignment-1"]["ladder"]):
            await take(line, team.ama)

    assert await ladder(city) == {team.ama.person: (NOON + 3_000, NOON + 5_000), team.ben.person: (None, None)}


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_phone_that_says_got_of_what_it_was_not_sent_delivers_nothing(served, city, team):
    await team.take()
    async with following(served, team.ama) as line:
        early = team.ama.replica.cur
        line.reads.clear()
        await team.must(team.desk, "assignment.offer", "assignment-1", {"call_id": "call-1", "unit_id": UNIT})
        await line.say(m="got", cur=early)
        line.reads.set()
        await until_it_shows(line, team.ama, "assignment", "assignment-1")

    assert (await ladder(city))[team.ama.person][1] is None


# ------------------------------------------------------------------ slow readers


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_slow_reader_delays_nobody(served, desk, team):
    async with following(served, desk) as slow, following(served, team.desk) as quick:
        slow.reads.clear()
        for n in range(20):
            await send(team.desk, a_call(team.desk, f"call-{n}"))
        await until_it_shows(quick, team.desk, "call", "call-19")

        assert (slow.closed, desk.replica.of("call")) == (None, {})


async def test_a_slow_reader_is_sent_away_and_catches_up_on_return(served, desk, team):
    served.app.hub.patience = Patience(send_s=0.01)
    async with following(served, desk) as slow:
        slow.reads.clear()
        await send(team.desk, *(a_call(team.desk, f"call-{n}") for n in range(20)))

        assert await slow.bye() == (4008, "lagged")

    async with following(served, desk):
        assert desk.replica.rows == (await team.desk.pull()).rows


async def test_memory_for_a_slow_reader_does_not_grow_with_what_it_missed(served, city, desk):
    async with following(served, desk) as slow:
        slow.reads.clear()
        for n in range(50):
            await send(desk, a_call(desk, f"call-{n}"))
        slow.reads.set()
        frames = []
        while "call-49" not in desk.replica.of("call"):
            frames.append(await take(slow, desk))

    assert len(frames) <= 3, "one that was under way, and one for all the rest"
