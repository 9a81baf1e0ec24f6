"""Two houses under one roof: nothing of one is read, changed or even hinted at with a credential of the other.

Whoever tries has every role of their own house, so that nothing but the walls keeps them out.
"""

import hashlib
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest

from schemas.commands import COMMANDS
from server.storage.database import Tx
from server.vault import p256
from tests.compat.recorded import said_today
from tests.engines import tables
from tests.phone import Phone
from tests.served import Served
from tests.walls.asked import NOTHING_HELD, Asked, everything, joining, routes, sockets, with_each
from tests.walls.houses import House, a_city, a_site, somebody_who_may_everything
from tests.walls.socket import a_socket, follow
from tests.walls.watched import ask

SAID = said_today()

VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
EVERYTHING = "SELECT * FROM TABLE"
FOR_A_CITY = ("/api/reports/", "/api/export/", "/api/session/alarm/", "/api/calls/", "/api/reviews/")


@dataclass
class Neighbours:
    """The house that is tried, the house of whoever tries, and the credentials of each."""

    theirs: House
    them: Phone
    ours: House
    us: Phone
    ids: dict[str, str]

    def tells(self, text: str) -> list[str]:
        """What of their house stands in this text."""
        # What was said in the question, as the id of somebody's duty, may be said in the answer.
        people = {who: phone.person for who, phone in self.theirs.phones.items()}
        hidden = {who: person_id for who, person_id in people.items() if person_id not in self.ids.values()}
        return [name for name, words in (self.theirs.canaries | hidden).items() if words in text]


PAIRS = [
    ("city", "city"),
    # On Postgres a site has a login of its own (test_postgres); two cities share one, and its lines.
    pytest.param(("site", "city"), marks=pytest.mark.told_on("sqlite")),
    pytest.param(("city", "site"), marks=pytest.mark.told_on("sqlite")),
]


@pytest.fixture(params=PAIRS, ids=lambda pair: f"{pair[0]} from a {pair[1]}")
async def houses(served, request) -> AsyncIterator[Neighbours]:
    async with neighbours(served, *request.param) as made:
        yield made


@pytest.fixture
async def a_city_and_a_site(served) -> AsyncIterator[Neighbours]:
    async with neighbours(served, "site", "city") as made:
        yield made


@asynccontextmanager
async def neighbours(served: Served, theirs_is: str, ours_is: str) -> AsyncIterator[Neighbours]:
    make = {"city": a_city, "site": a_site}
    async with AsyncExitStack() as stack:
        theirs, ours = [await make[kind](served, stack) for kind in (theirs_is, ours_is)]
        them, us = [await somebody_who_may_everything(house) for house in (theirs, ours)]
        await theirs.publish("Second edition")
        yield Neighbours(theirs, them, ours, us, await ids_of(theirs, them))


async def ids_of(house: House, phone: Phone) -> dict[str, str]:
    """One of everything that has an id, a key, a number or a secret in a house, as its own people know it."""
    await phone.pull()
    ticket = (await phone.http.post("/api/session/ticket", headers={"X-CSRF": phone.session["csrf"]})).json()["ticket"]
    found = {kind: entity for kind, entity in phone.replica.rows if kind != "directory"}
    found |= {
        "scope": f"call:{found.get('call', house.id('call-1'))}",
        "person": phone.person,
        "device": phone.device,
        "session": phone.http.cookies["field727_session"],
        "form token": phone.session["csrf"],
        "token": phone.token,
        "ticket": ticket,
        "nonce": phone.nonce,
        "command": next(iter(house.phones["admin"].acks), next(iter(next(iter(house.phones.values())).acks))),
        "key": phone.sealer.kid,
        "cursor": str(phone.replica.cur),
        "directory": "2.json",
        "tag": house.tag,
    }
    if house.organization.kind == "city":
        (row, *_) = (await phone.http.get("/api/reports/outcomes")).json()["rows"]
        found |= {"call key": row["call_key"], "response key": row["response_key"]}
    return found


async def state(house: House) -> str:
    """A fingerprint of everything a house holds: its log, every table, every key, and what it promised."""
    organization = house.organization
    tables = await organization.database.read(dump)
    keys = organization.vault._keys.transact(dump)
    promised = organization.vault._never_again.read()
    return hashlib.sha256(f"{tables} {keys} {promised}".encode()).hexdigest()


def dump(tx: Tx) -> str:
    return str(
        [(name, [tuple(row.values()) for row in tx.all(EVERYTHING.replace("TABLE", name))]) for name in tables(tx)]
    )


def is_for_a_city(asked: Asked) -> bool:
    return asked.route.startswith(FOR_A_CITY)


# ------------------------------------------------------------------ nothing is left out


@pytest.mark.told_on("sqlite")
async def test_every_route_and_every_method_of_the_application_is_asked(a_city_and_a_site):
    houses = a_city_and_a_site
    asked = await everything(houses.ours, houses.us)

    table = routes(houses.ours.served)
    assert table == {route: {each.method for each in asked if each.route == route} for route in table}
    assert {each.route for each in asked} == table.keys()
    assert sockets(houses.ours.served) == []


@pytest.mark.told_on("sqlite")
async def test_pages_that_the_framework_brings_along_cannot_be_reached(a_city_and_a_site):
    houses = a_city_and_a_site

    async def unseen(_message: dict[str, Any]) -> None:
        return

    for path in ("/schema", "/schema/swagger", "/schema/openapi.json", "//schema", "/api/../schema", "/api//schema"):
        # Written as it is: a client of good manners would tidy the path up.
        answer = json.loads(await ask(houses.ours.served, houses.us, path, unseen))
        assert (answer["status"], answer["code"]) == (404, "not_found"), path


NOT_FOR_THEM = {
    # It is a device of its own, and nobody's copy.
    "/api/sync/device": {400},
    # Its phones are rung by nobody, and a relay shows a secret of its own.
    "/api/session/alarm": {403},
    "/api/sms": {401},
}


@pytest.mark.told_on("sqlite")
async def test_with_their_own_credential_everything_is_answered_and_tells_of_their_house(houses):
    told = ""
    for asked in await everything(houses.theirs, houses.them):
        answer = await asked.send(houses.them)
        is_closed = is_for_a_city(asked) and houses.theirs.organization.kind == "site"
        expected = {403} if is_closed else {200, 204}
        if asked.path == {"held_id": NOTHING_HELD}:
            expected = {404}
        expected = NOT_FOR_THEM.get(asked.route, expected)
        # The metronome stands still here, and the watcher is told so.
        assert answer.status_code in expected or asked.route == "/readyz", (asked, answer.text)
        told += answer.text

    assert len(houses.tells(told)) >= 2, "the search finds what is told"
    assert houses.ids["tag"] in told


async def test_the_fingerprint_of_a_house_sees_the_smallest_change(a_city_and_a_site):
    houses = a_city_and_a_site
    before = await state(houses.theirs)
    assert await state(houses.theirs) == before

    await houses.them.sign_token()

    assert await state(houses.theirs) != before


# ------------------------------------------------------------------ over HTTP


@pytest.mark.told_on("sqlite")
async def test_their_requests_with_our_credentials_tell_and_change_nothing(houses):
    asked = await everything(houses.theirs, houses.them)
    before = await state(houses.theirs)

    for each in asked:
        if each.by == "nobody":
            continue
        for method in VERBS:
            answer = await replace(each, method=method).send(houses.us, **each.shown(houses.us))
            assert houses.tells(str(answer.headers) + answer.text) == [], each
            if method not in {each.method, "OPTIONS"}:
                assert answer.status_code == 405, (method, each)

    assert await state(houses.theirs) == before


@pytest.mark.told_on("sqlite")
async def test_our_requests_with_each_of_their_ids_in_each_place_tell_and_change_nothing(houses):
    before = await state(houses.theirs)
    words = list(houses.ids.values())
    answers: set[int] = set()

    for asked in await everything(houses.ours, houses.us):
        for n, swapped in enumerate(with_each(asked, words)):
            each = swapped
            if asked.route == "/api/session/enrol" and each.body["code"] == asked.body["code"]:
                fresh = await joining(houses.ours, houses.us)
                each = replace(each, body=each.body | {"code": fresh["code"]})
            if n % 20 == 0:
                await houses.ours.renew(houses.us)
            answer = await each.send(houses.us, **each.shown(houses.us))
            answers.add(answer.status_code)
            assert houses.tells(str(answer.headers) + answer.text) == [], each
            assert answer.status_code < 500 or asked.route == "/readyz", (each, answer.text)

    assert answers >= {200, 204, 400, 401, 404}, "some of it was answered, with our own"
    assert await state(houses.theirs) == before


async def test_a_credential_put_together_from_both_houses_lets_nobody_in(a_city_and_a_site):
    houses = a_city_and_a_site
    theirs, ours = houses.ids["tag"], houses.ours.tag
    before = await state(houses.theirs)

    for secret in (houses.ids["session"], houses.us.http.cookies["field727_session"]):
        other = ours if secret.startswith(theirs) else theirs
        mixed = f"{other}.{secret.partition('.')[2]}"
        async with houses.ours.served.http(cookie=f"field727_session={mixed}") as http:
            assert (await http.get("/api/session")).status_code == 401
    for token in (houses.ids["token"], houses.us.token):
        other = ours if token.startswith(theirs) else theirs
        mixed = f"{other}.{token.partition('.')[2]}"
        answer = await houses.us.http.get("/api/sync/changes", headers={"authorization": f"Bearer {mixed}"})
        assert answer.status_code == 401
    with_their_form = await houses.us.http.post("/api/session/ticket", headers={"X-CSRF": houses.ids["form token"]})

    assert (with_their_form.status_code, with_their_form.json()["code"]) == (403, "bad_csrf")
    assert await state(houses.theirs) == before


async def test_no_key_of_ours_signs_for_their_people_or_their_devices(a_city_and_a_site):
    houses = a_city_and_a_site
    before = await state(houses.theirs)
    us, them = houses.us, houses.them

    # Of a person next door our own device is told no more than of one who never was.
    for device, person, code in (
        (us.device, them.person, "not_signed_in"),
        (us.device, "nobody", "not_signed_in"),
        (them.device, us.person, "bad_signature"),
        (them.device, them.person, "bad_signature"),
    ):
        houses.ours.served.clock.forward(1)
        nonce = (await us.http.post("/api/sync/token", json={"device": device})).json()["nonce"]
        sig = p256.encode64(p256.sign(us.key, f"field727 token {device} {person} {nonce}"))
        body = {"device": device, "person": person, "nonce": nonce, "sig": sig}
        answer = await us.http.post("/api/sync/token", json=body)
        assert (answer.status_code, answer.json()["code"]) == (401, code)

    assert await state(houses.theirs) == before


@pytest.mark.told_on("sqlite")
async def test_their_directory_is_not_ours(a_city_and_a_site):
    houses = a_city_and_a_site
    own = await houses.us.http.get("/api/directory/1.json")
    newer = await houses.us.http.get("/api/directory/2.json")
    theirs = await houses.them.http.get("/api/directory/2.json")

    assert theirs.status_code == 200
    assert f"of {houses.ids['tag']}" in theirs.text
    assert f"of {houses.ids['tag']}" not in own.text
    assert own.status_code == 200
    assert "Cookie" in own.headers["vary"], "nor does a browser that both people use mistake one for the other"
    assert newer.status_code == 404


# ------------------------------------------------------------------ over the socket


async def test_a_hello_with_their_ids_is_closed_or_ours_alone(houses):
    before = await state(houses.theirs)
    hello = houses.us.hello_body() | {"m": "hello", "token": houses.us.token}
    asked = Asked(method="WS", route="/api/live", by="nobody", body=hello)

    for n, swapped in enumerate(with_each(asked, [*houses.ids.values()])):
        if swapped.body["token"] == houses.ids["token"]:
            continue  # their own token is their own credential
        if n % 20 == 0:
            await houses.ours.renew(houses.us)
            hello["token"] = houses.us.token
        body = swapped.body | ({"token": houses.us.token} if swapped.body["token"] == asked.body["token"] else {})
        async with a_socket(houses.ours.served) as socket:
            socket.say(body)
            first = await socket.until("welcome")
            if first["m"] == "welcome":
                socket.say({"m": "sub", "cur": None})
                await socket.until("page")
        assert houses.tells("".join(socket.heard)) == []

    assert await state(houses.theirs) == before


@pytest.mark.told_on("sqlite")
async def test_on_a_socket_of_ours_their_ids_tell_and_change_nothing(houses):
    before = await state(houses.theirs)
    row = houses.us.save("unit.status", houses.ours.id("wren"), {"status": "break"})
    frames: list[dict[str, Any]] = [
        {"m": "sub", "cur": houses.us.replica.cur},
        {"m": "got", "cur": houses.us.replica.cur},
        {"m": "ask", "ids": [["id", "00"]]},
        {"m": "cmds", "cmds": [row]},
    ]
    for frame in frames:
        asked = Asked(method="WS", route="/api/live", by="nobody", body=frame)
        # A row has thirteen places; what it says there was tried over HTTP already.
        words = [*houses.ids.values()][:: 4 if frame["m"] == "cmds" else 1]
        for swapped in with_each(asked, words):
            if swapped.body["m"] != frame["m"]:
                continue
            houses.ours.served.clock.forward(0.1)
            async with a_socket(houses.ours.served) as socket:
                await follow(socket, houses.us)
                socket.say(swapped.body)
                socket.say({"m": "ping"})
                await socket.until("pong")
            assert houses.tells("".join(socket.heard)) == [], frame
        await houses.ours.renew(houses.us)

    assert await state(houses.theirs) == before


# ------------------------------------------------------------------ by commands


def with_each_of(said: Any, words: list[str]) -> list[Any]:
    """The arguments of a command with each of these ids in each of its places."""
    return [each.body for each in with_each(Asked(method="", route="", by="nobody", body=said), words)]


# To two schemas come the same statements, by lines that the requests and sockets above shared.
@pytest.mark.told_on("sqlite")
async def test_commands_of_ours_about_their_things_tell_and_change_nothing(houses):
    before = await state(houses.theirs)
    kind = houses.ours.organization.kind
    things = ("call", "assignment", "unit", "mediation", "person", "device", "command", "key")
    words = [houses.ids[name] for name in things if name in houses.ids]
    sent: list[tuple[str, str, Any, str | None]] = []
    for name in (name for name, known in COMMANDS.items() if kind in known.where):
        own = houses.ours.served.ids.new
        sent += [(name, word, SAID[name], None) for word in words]
        sent += [(name, own(), SAID[name], word) for word in words]
        sent += [(name, own(), args, None) for args in with_each_of(SAID[name], words)]

    answers: set[tuple[str, str | None]] = set()
    for n in range(0, len(sent), 20):
        await houses.ours.renew(houses.us)
        for name, entity, args, after in sent[n : n + 20]:
            houses.us.save(name, entity, args, after=after)
        answers |= {(ack["r"], ack.get("code")) for ack in await houses.us.upload()}
    await houses.us.pull()

    assert {r for r, _ in answers} <= {"ok", "held"}
    assert not {code for _, code in answers} & {"handler_error", "internal_error"}, answers
    assert houses.tells("".join(houses.ours.heard["everybody"])) == []
    assert await state(houses.theirs) == before


async def test_what_they_sealed_opens_in_no_other_house(a_city_and_a_site):
    houses = a_city_and_a_site
    before = await state(houses.theirs)
    row = houses.them.save("unit.status", houses.theirs.id("wren"), {"status": "break"})
    ours = row | {"person": houses.us.person, "kid": houses.us.sealer.kid}

    for each in (row, ours):
        answer = await houses.us.http.post("/api/sync/commands", json={"cmds": [each]}, headers=houses.us.headers())
        (ack,) = answer.json()["acks"]
        assert ack["r"] == "held"
        assert ack["code"] in {"invalid", "forbidden", "id_reuse"}

    assert await state(houses.theirs) == before
