"""A phone that is handed on: who signs in on it next reads nothing of the one before, and their work still goes up."""

from tests.stories.coming_in import enrol, signature, signed_in, tokens


async def test_who_signs_in_on_a_device_ends_the_reading_of_whoever_was_there_before(served):
    city = served.found("city")
    async with served.http() as http:
        before = await signed_in(served, http, city, "supervisor")
        person, device = before["session"]["person"]["id"], before["device"]
        kept = http.cookies["field727_session"]
        open_still = (await http.post("/api/sync/token", json=await tokens(http, device, person))).json()["token"]
        code = await served.code(city, await served.person(city, "responder", name="Jo Example"))
        entered = await enrol(http, code, device=device, sig=signature(f"field727 enrol {device} {code}"))
        new = (await http.post("/api/sync/token", json=await tokens(http, device, person))).json()
        read = [
            await http.get("/api/sync/changes", headers={"Authorization": f"Bearer {token}"})
            for token in (open_still, new["token"])
        ]
        session = await http.get("/api/session", headers={"Cookie": f"field727_session={kept}"})
        own = await http.get("/api/session")

    assert entered.status_code == 200
    assert new["kind"] == "upload", "what was not sent yet still goes up"
    assert [answer.status_code for answer in read] == [403, 403]
    assert session.status_code == 401
    assert own.json()["person"]["name"] == "Jo Example"
