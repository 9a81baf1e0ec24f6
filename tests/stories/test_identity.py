"""Coming in by a code or a link, being known by a session, and leaving."""

import pytest

from server.errors import Invalid
from server.identity import commands
from server.vault import p256
from tests.served import HOUR, MINUTE
from tests.stories.coming_in import enrol, problem, signature, signed_in, tokens

pytestmark = pytest.mark.told_on("sqlite")


@pytest.fixture
def city(served):
    return served.found("city")


# ------------------------------------------------------------------ codes


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_code_signs_its_person_in_on_a_new_device(served, city):
    person = await served.person(city, "dispatcher", name="Dee Example")
    code = await served.code(city, person)
    await served.gate(city).act(lambda tx: commands.set_desk_phone(tx, phone="(555) 555-0100"))

    async with served.http() as http:
        enrolled = (await enrol(http, code)).json()
        session = (await http.get("/api/session")).json()

    assert session == enrolled["session"]
    assert session["person"] == {"id": person, "name": "Dee Example"}
    assert session["org"] == {
        "tag": city.tag,
        "name": city.name,
        "kind": "city",
        "training": True,
        "desk_phone": "(555) 555-0100",
        "site_phone": None,
        "push": None,
        "texts": False,
    }
    assert session["roles"] == ["dispatcher"]
    assert session["letters"] == "A"
    assert session["device"] == enrolled["device"]
    assert enrolled["device"].startswith(city.tag + ".")
    key = enrolled["keys"][0]
    signed = p256.verifies(
        p256.decode64(enrolled["signing_public"]),
        f"field727 key {key['kid']} {key['public']}",
        p256.decode64(key["sig"]),
    )
    assert signed


@pytest.mark.parametrize("typed", ["{code}", " {code} ", "{lower}", "{half}-{rest}", "{half} {rest}"])
async def test_a_code_works_however_it_is_typed(served, city, typed):
    code = await served.code(city, await served.person(city, "responder"))
    as_typed = typed.format(code=code, lower=code.lower(), half=code[:4], rest=code[4:])

    async with served.http() as http:
        answer = await enrol(http, as_typed)

    assert answer.status_code == 200


async def test_a_code_works_once(served, city):
    code = await served.code(city, await served.person(city, "responder"))

    async with served.http() as first, served.http() as second:
        assert (await enrol(first, code)).status_code == 200
        again = await enrol(second, code)

    assert problem(again) == (401, "bad_code", "fix")


async def test_a_code_works_for_ten_minutes(served, city):
    code = await served.code(city, await served.person(city, "responder"))

    served.clock.forward(10 * MINUTE)
    async with served.http() as http:
        answer = await enrol(http, code)

    assert problem(answer) == (401, "bad_code", "fix")


async def test_a_code_of_somebody_shut_out_works_no_more(served, city):
    person = await served.person(city, "responder")
    code = await served.code(city, person)

    await served.gate(city).act(lambda tx: commands.end_person(tx, person_id=person))
    async with served.http() as http:
        answer = await enrol(http, code)

    assert problem(answer) == (401, "bad_code", "fix")


async def test_after_five_wrong_codes_in_a_minute_an_address_must_wait(served, city):
    code = await served.code(city, await served.person(city, "responder"))

    async with served.http(peer="198.51.100.1") as guesser, served.http(peer="198.51.100.2") as other:
        wrong = [(await enrol(guesser, f"WRONG{n}22")).status_code for n in range(5)]
        sixth = await enrol(guesser, code)
        elsewhere = await enrol(other, "WRONG222")
        served.clock.forward(61)
        later = await enrol(guesser, code)

    assert wrong == [401] * 5
    assert problem(sixth) == (429, "too_many_tries", "retry")
    assert sixth.headers["retry-after"] == "60"
    assert elsewhere.status_code == 401
    assert later.status_code == 200


async def test_whoever_moves_inside_one_ipv6_network_is_one_address(served, city):
    statuses = []
    for n in range(6):
        async with served.http(peer=f"2001:db8::{n + 1}") as http:
            statuses.append((await enrol(http, f"WRONG{n}22")).status_code)

    assert statuses == [401] * 5 + [429]


# ------------------------------------------------------------------ training links

HOME = {"peer": "127.0.0.1", "host": "localhost:7270"}


async def test_a_training_link_works_again_and_again_at_home(served, city):
    link = await served.link(city, await served.person(city, "responder"))

    statuses = []
    for host in ("localhost:7270", "127.0.0.1:7270", "[::1]:7270", "localhost"):
        async with served.http(peer="127.0.0.1", host=host) as http:
            statuses.append((await enrol(http, link)).status_code)

    assert statuses == [200] * 4


@pytest.mark.parametrize(
    "where",
    [
        {"peer": "192.0.2.7", "host": "localhost:7270"},
        {"peer": "127.0.0.1", "host": "field.example"},
        {"peer": "127.0.0.1", "host": "localhost.evil.example"},
        HOME | {"X-Forwarded-For": "127.0.0.1"},
        HOME | {"X-Forwarded-Host": "localhost"},
        HOME | {"Forwarded": "for=127.0.0.1"},
        HOME | {"Via": "1.1 proxy"},
    ],
)
async def test_a_training_link_works_nowhere_else(served, city, where):
    link = await served.link(city, await served.person(city, "responder"))

    async with served.http(**where) as http:
        answer = await enrol(http, link)

    assert problem(answer) == (401, "bad_code", "fix")


async def test_only_a_training_organization_has_links(served):
    real = served.found("city", training=False)
    person = await served.person(real, "responder")

    with pytest.raises(Invalid):
        await served.link(real, person)


# ------------------------------------------------------------------ sessions


async def test_a_cookie_is_out_of_reach_of_scripts_and_other_sites(served, city):
    code = await served.code(city, await served.person(city, "responder"))

    async with served.http() as http:
        cookie = (await enrol(http, code)).headers["set-cookie"].lower()

    assert cookie.startswith(f"field727_session={city.tag}.")
    assert {"httponly", "samesite=strict", "secure", "path=/api"} <= set(cookie.split("; "))


async def test_without_a_cookie_nobody_is_signed_in(served, city):
    async with served.http() as http:
        nothing = await http.get("/api/session")
        strange = await http.get("/api/session", headers={"Cookie": f"field727_session={city.tag}.nonsense"})
        nowhere = await http.get("/api/session", headers={"Cookie": "field727_session=zzzzzz.nonsense"})

    for answer in (nothing, strange, nowhere):
        assert problem(answer) == (401, "not_signed_in", "fix")


async def test_anything_but_reading_needs_the_form_token(served, city):
    async with served.http() as http:
        enrolled = await signed_in(served, http, city)
        without = await http.post("/api/session/ticket")
        wrong = await http.post("/api/session/ticket", headers={"X-CSRF": "0" * 32})
        right = await http.post("/api/session/ticket", headers={"X-CSRF": enrolled["session"]["csrf"]})

    assert problem(without) == (403, "bad_csrf", "fix")
    assert problem(wrong) == (403, "bad_csrf", "fix")
    assert right.status_code == 200


async def test_leaving_ends_the_session_and_nothing_else(served, city):
    async with served.http() as http:
        enrolled = await signed_in(served, http, city)
        kept = http.cookies["field727_session"]
        left = await http.post("/api/session/leave", headers={"X-CSRF": enrolled["session"]["csrf"]})
        after = await http.get("/api/session", headers={"Cookie": f"field727_session={kept}"})
        token = await http.post(
            "/api/sync/token", json=await tokens(http, enrolled["device"], enrolled["session"]["person"]["id"])
        )

    assert left.status_code == 204
    assert "max-age=0" in left.headers["set-cookie"].lower()
    assert problem(after) == (401, "not_signed_in", "fix")
    assert token.json()["kind"] == "upload"


async def test_a_session_ends_after_a_day(served, city):
    async with served.http() as http:
        await signed_in(served, http, city)
        served.clock.forward(24 * HOUR - 1)
        before = await http.get("/api/session")
        served.clock.forward(1)
        after = await http.get("/api/session")

    assert before.status_code == 200
    assert problem(after) == (401, "not_signed_in", "fix")


async def test_one_device_serves_several_people_one_after_the_other(served, city):
    async with served.http() as http:
        first = await signed_in(served, http, city)
        code = await served.code(city, await served.person(city, "responder", name="Jo Example"))
        proof = signature(f"field727 enrol {first['device']} {code}")
        second = (await enrol(http, code, device=first["device"], sig=proof)).json()

    assert second["device"] == first["device"]
    assert second["session"]["person"]["name"] == "Jo Example"


async def test_nobody_takes_over_a_device_without_its_key(served, city):
    async with served.http() as http:
        first = await signed_in(served, http, city)
        code = await served.code(city, await served.person(city, "responder"))
        thief = p256.private_key(b"t" * 48)
        forged = await enrol(
            http, code, device=first["device"], sig=signature(f"field727 enrol {first['device']} {code}", thief)
        )
        honest = await enrol(http, code)

    assert problem(forged) == (401, "bad_signature", "fix")
    assert honest.status_code == 200, "a refused try does not use the code up"


async def test_the_device_of_another_organization_is_a_new_one_here(served, city):
    site = served.found("site")
    async with served.http() as http:
        first = await signed_in(served, http, city)
        code = await served.code(site, await served.person(site, "interrupter"))
        proof = signature(f"field727 enrol {first['device']} {code}")
        second = (await enrol(http, code, device=first["device"], sig=proof)).json()

    assert second["device"].startswith(site.tag + ".")
