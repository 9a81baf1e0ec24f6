"""Bad input on every route: a 4xx with a stable code and what to do about it, and never a 500."""

import json
from typing import Any

import httpx
import pytest

from schemas.problems import Problem
from server.decode import decode

BIG = 99_999_999_999_999_999_999
NONSENSE = "nonsense"
ID = "0198f3a0-0000-7000-8000-000000000000"

BODIES: dict[str, dict[str, Any] | None] = {
    "/api/session/enrol": {"code": "ABCD2345", "device_public": "AAAA", "nonce": ID, "app": "test"},
    "/api/session/leave": None,
    "/api/session/ticket": None,
    "/api/session/share": None,
    "/api/session/alarm": {"endpoint": "https://push.example.com/1", "p256dh": "AAAA", "auth": "AAAA"},
    "/api/session/alarm/said": {"said": "rang"},
    "/api/session/alarm/test": None,
    "/api/alarm/shown": {"id": ID},
    "/api/calls/earlier": {"call_id": ID, "place": "Mill Lane", "callback": "+1 555 010 0123"},
    "/api/sms": {"id": ID, "number": "+1 555 0100", "text": "1 42"},
    "/api/sync/token": {"device": ID, "person": ID, "nonce": ID, "sig": "AAAA"},
    "/api/sync/device": {
        "device": ID,
        "person": ID,
        "nonce": ID,
        "sig": "AAAA",
        "device_public": "AAAA",
        "first_nonce": ID,
        "app": "test",
    },
    "/api/sync/hello": {
        "p": 1,
        "device": ID,
        "nonce": ID,
        "app": "test",
        "schema": 1,
        "pending": 0,
        "low_water": 0,
        "clock": {"wall": 1, "mono": 1, "boot": ID},
    },
    "/api/sync/commands": {"cmds": [{}]},
    "/api/sync/ask": {"ids": [[ID, "00"]]},
    "/api/sync/got": {"cur": NONSENSE},
}
"""For every route that takes a POST: what it takes, None for nothing. A new route must be named here."""

TAKING = {path: body for path, body in BODIES.items() if body is not None}
WRONG: tuple[Any, ...] = (None, BIG // 10**6, -1, True, "\0", [[]], {"a": {}})
"""What stands in the place of each field, one after the other; some of it some fields may well say."""

QUERIES = {
    "/api/sync/changes": ["limit=0", "limit=501", f"limit={BIG}", "limit=abc", "cur=nonsense", "cur=%00", "cur=e30"],
    "/api/reports/outcomes": ["from=-1", f"to={BIG}", "from=abc", "after=nonsense", "after=%F0%9F%8D%8E.x"],
}

DEEP = b"[" * 1000 + b"]" * 1000
JSON = {"content-type": "application/json"}

REFUSED_EVERYWHERE = {
    "1000 deep": (DEEP, JSON, 400, "too_deep"),
    "1000 deep in a field": (b'{"a":' * 1000 + b"1" + b"}" * 1000, JSON, 400, "too_deep"),
    "a key twice": (b'{"code":1,"code":2}', JSON, 400, "invalid"),
    "beyond 64 bits": (json.dumps({"a": BIG}).encode(), JSON, 400, "invalid"),
    "beyond 2^53": (json.dumps({"a": 2**53}).encode(), JSON, 400, "invalid"),
    "not a number": (b'{"a":NaN}', JSON, 400, "invalid"),
    "not JSON": (b"{", JSON, 400, "invalid"),
    "not UTF-8": (b'{"a":"\xff"}', JSON, 400, "invalid"),
    "half a surrogate": (b'{"a":"\\ud800"}', JSON, 400, "invalid"),
    "too large": (b'"' + b"a" * 1_048_576 + b'"', JSON, 413, "too_large"),
    "too large by its own word": (b"{}", JSON | {"content-length": "1048577"}, 413, "too_large"),
    "not said to be JSON": (b"{}", {"content-type": "text/plain"}, 415, "unsupported_media_type"),
    "a form": (b"a=1", {"content-type": "application/x-www-form-urlencoded"}, 415, "unsupported_media_type"),
    "of another site": (b"{}", JSON | {"origin": "https://evil.example"}, 403, "bad_origin"),
    "of a page without an origin": (b"{}", JSON | {"origin": "null"}, 403, "bad_origin"),
}


pytestmark = pytest.mark.parametrize("ground", ["sqlite"], indirect=True)
"""Requests that come in badly; what the database makes of sound and unsound ones, test_described asks on both."""


@pytest.fixture
async def phone(served):
    """Somebody who may do as much as one person can, so that bad input reaches every route."""
    city = served.found("city")
    async with served.phone(city, "responder", "dispatcher", "supervisor", "manager") as signed_in:
        signed_in.http.headers.update(signed_in.headers() | {"X-CSRF": signed_in.session["csrf"]})
        yield signed_in


async def described(http):
    """Every method and path the server describes, with something in the place of every parameter."""
    paths = (await http.get("/openapi.json")).json()["paths"]
    return {(method, path) for path, methods in paths.items() for method in methods}


def check(answer: httpx.Response, status: int | None = None, code: str | None = None):
    """The answer is a refusal a program can act on."""
    assert 400 <= answer.status_code < 500, (answer.status_code, answer.text)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    said = decode(answer.content, Problem)
    assert said.status == answer.status_code
    assert said.code
    assert said.advice in {"retry", "fix", "never"}
    if status is not None:
        assert (said.status, said.code) == (status, code), answer.text
    return said


async def test_every_route_that_takes_something_is_in_the_table(phone):
    posts = {path for method, path in await described(phone.http) if method == "post"}

    assert posts == set(BODIES)


@pytest.mark.parametrize("name", REFUSED_EVERYWHERE)
async def test_what_no_route_takes_is_refused_by_every_route(phone, name):
    content, headers, status, code = REFUSED_EVERYWHERE[name]
    for path in BODIES:
        check(await phone.http.post(path, content=content, headers=headers), status, code)


@pytest.mark.parametrize("path", list(TAKING))
async def test_a_body_of_another_shape_is_refused(phone, path):
    body = TAKING[path]
    shapes: list[Any] = [None, [], "text", 5, {}, body | {"surprise": 1}]
    for field in body:
        shapes += [body | {field: wrong} for wrong in WRONG]
        shapes.append({name: value for name, value in body.items() if name != field})

    answers = [await phone.http.post(path, json=shape) for shape in shapes]

    for shape, answer in zip(shapes, answers, strict=True):
        if answer.status_code >= 300:
            check(answer)
        else:
            assert path.startswith("/api/sync"), f"{path} took {shape}"


@pytest.mark.parametrize("path", list(TAKING))
async def test_a_field_nobody_knows_is_refused(phone, path):
    check(await phone.http.post(path, json=TAKING[path] | {"surprise": 1}), 400, "invalid")


@pytest.mark.parametrize(("path", "query"), [(path, query) for path, queries in QUERIES.items() for query in queries])
async def test_a_bad_question_is_refused(phone, path, query):
    check(await phone.http.get(f"{path}?{query}"), 400, "invalid")


async def test_a_bad_name_in_a_path_is_not_found(phone):
    named = [path.partition("{")[0] for _, path in await described(phone.http) if "{" in path]
    assert named

    for path in named:
        for name in ("nonsense", "..%2f..%2fetc%2fpasswd", "%00", "9" * 300 + ".json", "%F0%9F%8D%8E", "-1.json"):
            check(await phone.http.get(path + name))


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/nonsense", "/api/session%2e", "/nonsense"])
async def test_what_is_not_there_is_not_found(phone, path):
    check(await phone.http.get(path), 404, "not_found")


async def test_a_method_nobody_takes_is_refused(phone):
    for path in {path for _, path in await described(phone.http)}:
        for method in ("PUT", "PATCH", "DELETE", "TRACE", "NONSENSE"):
            answer = await phone.http.request(method, path.replace("{file}", "a"))
            check(answer, 405, "method_not_allowed")
            assert answer.headers["allow"]


@pytest.mark.parametrize("value", ["Bearer nonsense", "Bearer ", "Basic YTpi", "Bearer é", "Bearer a.b.c"])
async def test_a_credential_nobody_gave_lets_nobody_in(phone, value):
    for path in ("/api/sync/changes", "/api/sync/hello"):
        method = "GET" if path.endswith("changes") else "POST"
        headers = {"Authorization": value.encode()}
        check(await phone.http.request(method, path, headers=headers), 401, "not_signed_in")


async def test_a_refusal_tells_nothing_of_what_is_inside(phone):
    answers = [await phone.http.post("/api/session/enrol", json={"code": "CANARY-A", "device_public": 5})]
    answers.append(await phone.http.get("/api/sync/changes?cur=CANARY-B"))
    answers.append(await phone.http.get("/api/reports/outcomes?after=CANARY-C"))

    for answer in answers:
        check(answer)
        for told in ("CANARY", "SELECT", "Traceback", "/server/", ".py"):
            assert told not in answer.text


async def test_a_fault_of_ours_is_logged_once_and_told_without_a_word_about_it(served, phone, caplog):
    city = served.organizations.open(phone.session["org"]["tag"])

    with served.ground.losing(city, "token"):
        answer = await phone.http.get("/api/sync/changes")

    assert (answer.status_code, answer.json()["code"], answer.json()["advice"]) == (500, "internal_error", "retry")
    assert "token" not in answer.text
    assert [record.levelname for record in caplog.records if record.name == "field727.web"] == ["ERROR"]


async def test_every_answer_keeps_the_browser_on_our_side(phone):
    for path in ("/", "/api/session", "/api/nonsense", "/openapi.json"):
        headers = (await phone.http.get(path)).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "'unsafe" not in policy
        assert "require-trusted-types-for 'script'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["cross-origin-resource-policy"] == "same-origin"


async def test_our_own_page_may_ask(phone):
    own = {"origin": "https://field.example"}

    assert (await phone.http.post("/api/session/ticket", headers=own)).status_code == 200
