"""How somebody comes in, step by step, for the stories of codes, sessions, devices and shutting out."""

from server.ids import SystemIds
from server.vault import p256

KEY = p256.private_key(b"k" * 48)
PUBLIC = p256.encode64(p256.public_raw(KEY))


def enrolment(code, **more):
    return {"code": code, "device_public": PUBLIC, "nonce": SystemIds().new(), "app": "test", **more}


def signature(message, key=KEY):
    return p256.encode64(p256.sign(key, message))


async def enrol(http, code, **more):
    return await http.post("/api/session/enrol", json=enrolment(code, **more))


async def signed_in(served, http, city, *roles):
    """Enrol somebody; answers what the device was told."""
    code = await served.code(city, await served.person(city, *roles or ("responder",)))
    answer = await enrol(http, code)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def tokens(http, device, person, key=KEY):
    nonce = (await http.post("/api/sync/token", json={"device": device})).json()["nonce"]
    body = {"device": device, "person": person, "nonce": nonce}
    return body | {"sig": signature(f"field727 token {device} {person} {nonce}", key)}


def problem(answer):
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"], answer.json()["advice"]
