"""A phone whose app is closed is rung by an id that only it can read, for as long as its person is signed in there."""

import re
import socket
from typing import Any

import msgspec
import pytest

from schemas.commands import OfferAssignment, ShowAssignment
from server.cli.clerk import Clerk
from server.identity import commands
from server.journal import send_later
from tests.outward.ringing import SILENT, Subscription, tells
from tests.phone import Phone
from tests.served import HOUR
from tests.stories.team import CALL, UNIT, a_team
from tests.sync.doors import rows

pytestmark = pytest.mark.told_on("sqlite")

CANARY = "canary-7f3a"
OFFER = f"assignment-{CANARY}"


@pytest.fixture
def pushing(served, service):
    """The application, which knows of that service and of its own address."""
    served.close()
    given = {"push_services": service.origin, "public_url": "https://field.example"}
    served.settings = msgspec.structs.replace(served.settings, **given)
    served.start()
    return served


@pytest.fixture
async def team(pushing):
    """A team and its desk, in a city that is no drill."""
    async with a_team(pushing, pushing.found("city", training=False)) as made:
        yield made


@pytest.fixture
async def ring(team, service):
    """Ama's phone, which can be rung."""
    subscription = Subscription(f"{service.origin}/send/ama")
    assert await tells(team.ama, "/api/session/alarm", subscription.address) == 204
    return subscription


async def test_whoever_was_shown_the_offer_is_not_rung(team, ring, service):
    service.answer = "503 Busy"
    await offer(team)
    await team.must(team.ama, "assignment.show", OFFER, ShowAssignment(shown_at=team.served.clock.now()))
    team.served.clock.forward(30)

    await go(team.served)

    assert len(service.asked) == 1


def service_at(team, seconds_ago):
    """When it was so many seconds ago."""
    return team.served.clock.now() - seconds_ago * 1000


async def ask(team, phone, key="offer-1"):
    """Have this person rung, and wait until it is settled."""
    branch = team.served.app.branches.of(team.city.tag)
    payload = {"entity": OFFER, "person_id": phone.person}
    await branch.act(lambda change: send_later(change, kind="push", key=key, payload=payload))
    await go(team.served)


async def go(served):
    """Carry what is due."""
    await served.app.sender.round(served.clock.now())
    await served.app.sender.landed()


async def alarm_of(team, phone):
    """What the desk sees of a phone's alarm."""
    await team.desk.sign_token()
    row = (await team.see(team.desk, "device")).get(phone.device)
    return None if row is None else row["alarm"]


async def why(team):
    """Why effects did not leave."""
    return [row["why"] for row in await rows(team.city, "SELECT why FROM effect ORDER BY key")]


async def offer(team):
    """A call whose every word is a canary is offered to the team."""
    said = {"place": CANARY, "said": CANARY, "callback": CANARY, "access_note": CANARY}
    await team.must(team.desk, "call.take", f"call-{CANARY}", msgspec.structs.replace(CALL, **said))
    await team.must(team.desk, "assignment.offer", OFFER, OfferAssignment(call_id=f"call-{CANARY}", unit_id=UNIT))
    await go(team.served)


@pytest.mark.told_on("sqlite", "postgres")
async def test_an_offer_rings_with_an_id_that_one_phone_can_read_and_nothing_of_the_call(team, ring, service):
    await offer(team)

    (asked,) = service.asked
    ladder = (await team.see(team.desk, "assignment"))[OFFER]["ladder"]
    pushed = {rung["person_id"]: (rung["pushed_at"] is not None, rung["push_failed_at"] is not None) for rung in ladder}
    assert pushed == {team.ama.person: (True, False), team.ben.person: (False, True)}, "Ben has no alarm"

    team.served.clock.forward(2)
    for _ in range(2):
        await team.ben.http.post("/api/alarm/shown", json={"id": ring.opened(asked.body)})
        team.served.clock.forward(2)
    ladder = (await team.see(team.desk, "assignment"))[OFFER]["ladder"]
    rang = {rung["person_id"]: rung["rang_at"] for rung in ladder}
    assert rang == {team.ama.person: service_at(team, 4), team.ben.person: None}
    text = ring.opened(asked.body)
    assert (asked.verb, asked.path) == ("POST", "/send/ama")
    assert re.fullmatch(rf"{team.city.tag}\.[A-Za-z0-9_-]{{24}}", text)
    assert CANARY not in text
    assert CANARY.encode() not in asked.raw
    assert team.ama.person.encode() not in asked.raw
    assert {name: asked.headers[name] for name in ("urgency", "ttl", "topic", "content-encoding")} == {
        "urgency": "high",
        "ttl": "300",
        "topic": asked.headers["topic"],
        "content-encoding": "aes128gcm",
    }
    assert re.fullmatch(r"[A-Za-z0-9_-]{24}", asked.headers["topic"])
    assert asked.headers["topic"] not in text, "a push service reads it, and the id is what the phone proves itself by"
    now_s = team.served.clock.now() // 1000
    claims = asked.claims(team.ama.session["org"]["push"])
    assert (claims["aud"], claims["sub"]) == (service.origin, "https://field.example")
    assert now_s < claims["exp"] <= now_s + 24 * 3600


async def test_a_try_again_replaces_the_alarm_and_another_offer_does_not(team, ring, service):
    service.answer = "503 Busy"
    await ask(team, team.ama)
    team.served.clock.forward(3)
    await go(team.served)
    service.answer = "201 Created"
    await ask(team, team.ama, key="offer-2")

    first, again, other = (ring.opened(asked.body) for asked in service.asked[:3])
    assert first == again != other
    topics = [asked.headers["topic"] for asked in service.asked[:3]]
    assert topics[0] == topics[1] != topics[2]
    assert len({asked.body for asked in service.asked}) == len(service.asked), "sealed anew each time"


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_phone_that_hangs_does_not_hide_that_another_rang(team, ring, service):
    team.served.app.carriers["push"].ring_s = 2.0
    async with team.served.http() as http:
        second = Phone(http, ids=team.served.ids, clock=team.served.clock)
        await second.enrol(await team.served.code(team.city, team.ama.person))
        silent = Subscription(f"{service.origin}{SILENT}", seed=2)
        assert await tells(second, "/api/session/alarm", silent.address) == 204

        await ask(team, team.ama)

    assert sorted(asked.path for asked in service.asked) == ["/send/ama", SILENT]
    (kept,) = await rows(team.city, "SELECT sent_at, why FROM effect")
    assert kept == {"sent_at": team.served.clock.now(), "why": None}


@pytest.mark.parametrize("gone", ["404 Not Found", "410 Gone"])
@pytest.mark.told_on("sqlite", "postgres")
async def test_an_address_that_is_gone_is_forgotten_and_the_desk_is_told(team, ring, service, gone):
    service.answer = gone
    await ask(team, team.ama)
    await ask(team, team.ama, key="offer-2")

    assert len(service.asked) == 1
    assert await why(team) == ["unsubscribed", "no_alarm"]
    assert await alarm_of(team, team.ama) == "lost"


async def test_a_service_that_is_busy_is_asked_again_when_it_said(team, ring, service):
    service.answer = "429 Slow\r\nRetry-After: 20"
    await ask(team, team.ama)
    service.answer = "201 Created"
    team.served.clock.forward(19)
    await go(team.served)
    assert len(service.asked) == 1

    team.served.clock.forward(1)
    await go(team.served)

    assert len(service.asked) == 2
    assert await alarm_of(team, team.ama) == "untried"


ENDS = {
    "signed out": lambda team: tells(team.ama, "/api/session/leave"),
    "shut out": lambda team: by_identity(team, commands.revoke_device, device_id=team.ama.device),
    "person shut out": lambda team: by_identity(team, commands.end_person, person_id=team.ama.person),
    "erased": lambda team: by_identity(team, commands.erase_person, kind="city", person_id=team.ama.person),
    "restored": lambda team: by_identity(team, lambda tx: commands.sign_everybody_out(tx.tx, tx.at)),
}


async def by_identity(team, work, **given):
    """Have this done by whoever runs the place."""
    await team.served.gate(team.city).act(lambda tx: work(tx, **given))


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
@pytest.mark.told_on("sqlite", "postgres")
async def test_nobody_is_rung_who_is_not_signed_in_there_and_the_address_is_gone(team, ring, service, end):
    assert len(await rows(team.city, "SELECT device_id FROM ringing")) == 1
    await end(team)

    await ask(team, team.ama)

    assert service.asked == []
    assert await rows(team.city, "SELECT device_id FROM ringing") == []


async def test_who_knows_no_id_writes_nothing_and_is_slowed_down(team, ring, service):
    await offer(team)
    (asked,) = service.asked
    wrong = {"id": f"{team.city.tag}.nobody-was-sent-this"}
    before = await rows(team.city, "SELECT * FROM ringing")
    writes = counted(team.city.database)

    async with team.served.http(peer="198.51.100.9") as stranger:
        said = [(await stranger.post("/api/alarm/shown", json=wrong)).status_code for _ in range(200)]
        assert (said[0], said[-1]) == (204, 429)
        assert (writes(), await rows(team.city, "SELECT * FROM ringing")) == (0, before)
    for written in (1, 1):
        right = await team.ben.http.post("/api/alarm/shown", json={"id": ring.opened(asked.body)})
        assert (right.status_code, writes()) == (204, written), "the second time is no news"


def counted(database):
    """How often somebody wrote there, as of now."""
    write, times = database.write, []

    async def counting(work):
        times.append(work)
        return await write(work)

    database.write = counting
    return lambda: len(times)


async def test_a_session_that_ran_out_rings_nobody(team, ring, service):
    team.served.clock.forward(25 * HOUR)

    await ask(team, team.ama)

    assert service.asked == []


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_key_made_anew_rings_nobody_until_a_phone_subscribed_to_it(team, ring, service):
    assert await tells(team.ama, "/api/session/alarm/said", {"said": "rang"}) == 204
    before = team.ama.session["org"]["push"]
    clerk = Clerk(team.served.app, team.served.settings, clock=team.served.clock, ids=team.served.ids)
    made: Any = await clerk.commands()["org.push_key"]({"org": team.city.tag, "new": True}, print)

    await ask(team, team.ama)
    assert service.asked == []
    assert await alarm_of(team, team.ama) == "untried"

    opened = (await team.ama.http.get("/api/session")).json()
    assert opened["org"]["push"] == made["key"] != before
    anew = Subscription(f"{service.origin}/send/ama-2", seed=2)
    assert await tells(team.ama, "/api/session/alarm", anew.address) == 204
    await ask(team, team.ama, key="offer-2")
    (asked,) = service.asked
    assert asked.claims(made["key"])["aud"] == service.origin


async def test_where_a_phone_is_rung_lies_sealed(team, ring):
    assert b"/send/ama" not in team.bytes_on_disk()


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_test_rings_after_ten_seconds_and_the_desk_sees_what_was_heard(team, ring, service):
    assert await alarm_of(team, team.ama) == "untried"

    assert await tells(team.ama, "/api/session/alarm/test") == 204
    await go(team.served)
    assert service.asked == []
    team.served.clock.forward(10)
    await go(team.served)
    (asked,) = service.asked
    shown = await team.ben.http.post("/api/alarm/shown", json={"id": ring.opened(asked.body)})
    strange = await team.ben.http.post("/api/alarm/shown", json={"id": "nobody.knows"})
    assert (shown.status_code, strange.status_code) == (204, 204)
    (kept,) = await rows(team.city, "SELECT shown_at FROM ringing")
    assert kept["shown_at"] == team.served.clock.now()

    assert await tells(team.ama, "/api/session/alarm/said", {"said": "rang"}) == 204
    assert await alarm_of(team, team.ama) == "rang"
    assert await tells(team.ama, "/api/session/alarm", ring.address) == 204
    assert await alarm_of(team, team.ama) == "rang", "it told the same address again"
    assert await tells(team.ama, "/api/session/alarm/said", {"said": "silent"}) == 204
    assert await alarm_of(team, team.ama) == "silent"
    assert await tells(team.ama, "/api/session/alarm", Subscription(f"{service.origin}/other").address) == 204
    assert await alarm_of(team, team.ama) == "untried", "nobody heard it ring there"


async def test_a_test_that_did_not_get_through_is_over_after_a_minute(team, ring, service):
    service.answer = "503 Busy"
    assert await tells(team.ama, "/api/session/alarm/test") == 204
    for _ in range(5):
        team.served.clock.forward(10)
        await go(team.served)
    tried = len(service.asked)
    assert tried > 1, "it was tried again while somebody waited for it"

    service.answer = "201 Created"
    for _ in range(5):
        team.served.clock.forward(20)
        await go(team.served)

    assert len(service.asked) == tried
    assert await why(team) == ["over"]


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_phone_has_one_test_under_way_and_takes_no_room_of_an_offer(team, ring, service):
    service.answer = "503 Busy"
    for _ in range(4):
        assert await tells(team.ama, "/api/session/alarm/test") == 204
        team.served.clock.forward(15)
    waiting = await rows(team.city, "SELECT kind FROM effect")
    assert [row["kind"] for row in waiting] == ["alarm_test"]

    team.served.clock.forward(1)
    assert await tells(team.ama, "/api/session/alarm/test") == 204

    assert len(await rows(team.city, "SELECT kind FROM effect")) == 2, "the first is over"


async def test_whoever_is_not_sent_out_is_not_rung_and_says_nothing_of_it(team, service):
    address = Subscription(f"{service.origin}/x").address
    for path, said in (("", address), ("/test", None), ("/said", {"said": "rang"})):
        assert await tells(team.desk, f"/api/session/alarm{path}", said) == 403

    assert await rows(team.city, "SELECT device_id FROM ringing") == []


async def test_a_phone_without_an_alarm_says_so(team):
    assert await tells(team.ben, "/api/session/alarm/said", {"said": "refused"}) == 204
    assert await alarm_of(team, team.ben) == "refused"


@pytest.mark.parametrize(("kind", "training"), [("city", True), ("site", False)])
async def test_no_phone_is_rung_in_a_drill_or_at_a_site(pushing, service, kind, training):
    role = "responder" if kind == "city" else "interrupter"
    async with pushing.phone(pushing.found(kind, training=training), role) as phone:
        assert phone.session["org"]["push"] is None
        status = await tells(phone, "/api/session/alarm", Subscription(f"{service.origin}/x").address)

    assert status == 403


@pytest.mark.told_on("sqlite", "postgres")
async def test_one_wrong_answer_to_a_name_costs_no_phone_its_alarm(team, ring, monkeypatch):
    named = Subscription("https://push.example.com/send/ama")
    assert await tells(team.ama, "/api/session/alarm", named.address) == 204
    wrong = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: wrong)

    await ask(team, team.ama)

    assert await why(team) == ["leads_inside"]
    assert await alarm_of(team, team.ama) == "untried"
    assert await rows(team.city, "SELECT gone_at FROM effect") == [{"gone_at": None}], "it is tried again"
