"""What a device may do by its key, what a ticket opens, and how somebody is shut out."""

import pytest

from server.errors import NotSignedIn
from server.identity import commands
from server.vault import p256
from tests.served import DAY, MINUTE
from tests.stories.coming_in import enrol, problem, signature, signed_in, tokens

pytestmark = pytest.mark.told_on("sqlite")


@pytest.fixture
def city(served):
    return served.found("city")


# ------------------------------------------------------------------ device tokens


async def test_a_token_is_full_while_its_person_is_signed_in_and_upload_after(served, city):
    async with served.http() as http:
        enrolled = await signed_in(served, http, city)
        device, person = enrolled["device"], enrolled["session"]["person"]["id"]
        full = (await http.post("/api/sync/token", json=await tokens(http, device, person))).json()
        served.clock.forward(3 * DAY)
        upload = (await http.post("/api/sync/token", json=await tokens(http, device, person))).json()
        bearer = {"Authorization": f"Bearer {upload['token']}"}
        page = await http.get("/api/sync/changes", headers=bearer)
        handed_over = await http.post("/api/sync/commands", json={"cmds": []}, headers=bearer)

    assert (full["kind"], upload["kind"]) == ("full", "upload")
    assert problem(page) == (403, "upload_only", "fix")
    assert handed_over.status_code == 200


async def test_a_token_serves_ten_minutes(served, city):
    async with served.http() as http:
        enrolled = await signed_in(served, http, city)
        body = await tokens(http, enrolled["device"], enrolled["session"]["person"]["id"])
        token = (await http.post("/api/sync/token", json=body)).json()["token"]
        bearer = {"Authorization": f"Bearer {token}"}
        served.clock.forward(10 * MINUTE - 1)
        before = await http.get("/api/sync/changes", headers=bearer)
        served.clock.forward(1)
        after = await http.get("/api/sync/changes", headers=bearer)

    assert before.status_code == 200
    assert problem(after) == (401, "not_signed_in", "fix")


async def test_a_signed_nonce_serves_once(served, city):
    async with served.http() as http:
        enrolled = await signed_in(served, http, city)
        body = await tokens(http, enrolled["device"], enrolled["session"]["person"]["id"])
        first = await http.post("/api/sync/token", json=body)
        again = await http.post("/api/sync/token", json=body)

    assert first.status_code == 200
    assert problem(again) == (401, "bad_signature", "fix")


async def test_a_nonce_serves_a_minute(served, city):
    async with served.http() as http:
        enrolled = await signed_in(served, http, city)
        body = await tokens(http, enrolled["device"], enrolled["session"]["person"]["id"])
        served.clock.forward(61)
        late = await http.post("/api/sync/token", json=body)

    assert problem(late) == (401, "bad_signature", "fix")


async def test_a_token_is_given_to_the_device_key_only_and_for_its_own_people(served, city):
    async with served.http() as http:
        enrolled = await signed_in(served, http, city)
        device, person = enrolled["device"], enrolled["session"]["person"]["id"]
        stranger = await served.person(city, "dispatcher")
        thief = p256.private_key(b"t" * 48)
        forged = await http.post("/api/sync/token", json=await tokens(http, device, person, thief))
        borrowed = await http.post("/api/sync/token", json=await tokens(http, device, stranger))
        unknown = await http.post("/api/sync/token", json=await tokens(http, f"{city.tag}.nobody", person))
        ours = await tokens(http, device, person)
        made_up = await http.post("/api/sync/token", json=ours | {"nonce": "ffffffffffff.AAAA"})

    for answer in (forged, unknown, made_up):
        assert problem(answer) == (401, "bad_signature", "fix")
    # Whoever holds the device's key is told whom it was never used by: the phone then asks another of its own.
    assert problem(borrowed)[:2] == (401, "not_signed_in")


# ------------------------------------------------------------------ tickets


async def test_a_ticket_opens_one_socket_within_thirty_seconds(served, city):
    gate = served.gate(city)
    async with served.http() as http:
        enrolled = await signed_in(served, http, city)
        csrf = {"X-CSRF": enrolled["session"]["csrf"]}
        first = (await http.post("/api/session/ticket", headers=csrf)).json()["ticket"]
        second = (await http.post("/api/session/ticket", headers=csrf)).json()["ticket"]

    assert (await gate.by_ticket(first)).person_id == enrolled["session"]["person"]["id"]
    with pytest.raises(NotSignedIn):
        await gate.by_ticket(first)
    served.clock.forward(30)
    with pytest.raises(NotSignedIn):
        await gate.by_ticket(second)


# ------------------------------------------------------------------ shutting out


@pytest.mark.parametrize("whom", ["device", "person"])
async def test_a_shut_out_counts_from_the_next_request(served, city, whom):
    gate = served.gate(city)
    async with served.phone(city, "responder") as phone:
        assert (await gate.by_token(phone.token)).kind == "full"
        if whom == "device":
            await gate.act(lambda tx: commands.revoke_device(tx, device_id=phone.device))
        else:
            await gate.act(lambda tx: commands.end_person(tx, person_id=phone.person))

        session = await phone.http.get("/api/session")
        page = await phone.http.get("/api/sync/changes", headers=phone.headers())

    assert problem(session) == (401, "revoked", "never")
    assert page.status_code in {401, 403}


async def test_what_a_shut_out_device_holds_is_taken_for_fourteen_days(served, city):
    gate = served.gate(city)
    async with served.phone(city, "responder") as phone:
        await gate.act(lambda tx: commands.revoke_device(tx, device_id=phone.device))

        served.clock.forward(13 * DAY)
        token = await phone.sign_token()
        handed_over = await phone.http.post("/api/sync/commands", json={"cmds": []}, headers=phone.headers())
        served.clock.forward(DAY)
        nonce = (await phone.http.post("/api/sync/token", json={"device": phone.device})).json()["nonce"]
        sig = p256.encode64(p256.sign(phone.key, f"field727 token {phone.device} {phone.person} {nonce}"))
        body = {"device": phone.device, "person": phone.person, "nonce": nonce, "sig": sig}
        late = await phone.http.post("/api/sync/token", json=body)

    assert token["kind"] == "upload"
    assert handed_over.status_code == 200
    assert problem(late) == (401, "revoked", "never")


@pytest.mark.parametrize(("whom", "ends_for"), [("device", ["ada", "ben"]), ("ada", ["ada"]), ("nobody", [])])
async def test_a_device_that_two_served_hears_of_each_whether_they_were_shut_out(served, city, whom, ends_for):
    gate = served.gate(city)
    async with served.http() as http:
        enrolled = await signed_in(served, http, city)
        device, people = enrolled["device"], {"ada": enrolled["session"]["person"]["id"]}
        people["ben"] = await served.person(city, "responder")
        code = await served.code(city, people["ben"])
        again = await enrol(http, code, device=device, sig=signature(f"field727 enrol {device} {code}"))
        assert again.json()["device"] == device
        if whom == "device":
            await gate.act(lambda tx: commands.revoke_device(tx, device_id=device))
        if whom == "ada":
            await gate.act(lambda tx: commands.end_person(tx, person_id=people["ada"]))

        asked = [await tokens(http, device, person) for person in people.values()]
        told = [(await http.post("/api/sync/token", json=body)).json() for body in asked]

    assert [name for name, token in zip(people, told, strict=True) if token["revoked"]] == ends_for
    assert told[0]["kind"] == "upload", "who signed out, or whom another followed, still hands over"


# ------------------------------------------------------------------ secrets


@pytest.mark.told_on("sqlite", "postgres")
async def test_no_secret_lies_in_the_data_folder(served, city):
    link = await served.link(city, await served.person(city, "responder"))
    async with served.phone(city, "responder", "supervisor") as phone:
        code = await served.code(city, phone.person)
        csrf = {"X-CSRF": phone.session["csrf"]}
        ticket = (await phone.http.post("/api/session/ticket", headers=csrf)).json()["ticket"]
        cookie = phone.http.cookies["field727_session"]
        secrets = [link, code, ticket, cookie, phone.token, phone.session["csrf"], "Ada Example"]

    served.close()
    stored = served.bytes_on_disk()

    assert phone.device.encode() in stored, "the search finds what is stored in clear"
    assert [secret for secret in secrets if secret.partition(".")[2].encode() in stored and "." in secret] == []
    assert [secret for secret in secrets if secret.encode() in stored] == []
