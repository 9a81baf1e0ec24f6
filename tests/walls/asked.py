"""Every request there is, as somebody of a house makes it of their own: what the walls are tried with.

A route that is not asked here is found by the test that compares this with the application's own table.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import httpx
from litestar import Litestar
from litestar.routes import HTTPRoute, WebSocketRoute

from server.vault import p256
from tests.phone import Phone
from tests.served import Served
from tests.walls.houses import House

By = Literal["session", "token", "nobody"]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request: where, with what, and by which of somebody's credentials."""

    method: str
    route: str
    by: By
    path: dict[str, str] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    body: Any = None

    @property
    def url(self) -> str:
        """The path with everything in its place."""
        return self.route.format(**self.path)

    def shown(self, phone: Phone) -> dict[str, str]:
        """What this phone shows to be let in."""
        if self.by == "token":
            return phone.headers()
        return {} if self.by == "nobody" else {"X-CSRF": phone.session["csrf"]}

    async def send(self, phone: Phone, **shown: str) -> httpx.Response:
        """Ask with the credentials of this phone (or these), from an address of its own; its cookie stays as it was."""
        http, transport = phone.http, phone.http._transport
        kept = httpx.Cookies(http.cookies)
        assert isinstance(transport, httpx.ASGITransport)
        transport.client = (f"198.51.{phone.dseq % 250}.{next(ADDRESSES) % 250}", 50_000)
        given = {} if self.body is None else {"json": self.body}
        answer = await http.request(
            self.method, self.url, params=self.query, headers=shown or self.shown(phone), **given
        )
        http.cookies = kept
        return answer


CALLING = {"call_id": "a", "place": "Mill Lane", "callback": ""}
ADDRESSES = itertools.count()

NOTHING_HELD = "nothing-held"
"""What somebody asks to read who sees nothing in custody."""

NOTHING_LISTED = "nothing-listed"
"""What somebody asks to read who has no list of what to look at."""


ALARM = {"endpoint": "https://push.example.com/1", "p256dh": "AAAA", "auth": "AAAA"}
"""Where a phone might be rung; a drill rings none."""


def held_by(phone: Phone) -> str:
    """Something in custody that this phone sees."""
    return next(iter(phone.replica.of("held")), NOTHING_HELD)


def listed_for(phone: Phone) -> str:
    """A line of the supervisors' list that is about an outcome."""
    lines = phone.replica.of("review").items()
    return next((line_id for line_id, line in lines if line["about"] == "encounter"), NOTHING_LISTED)


async def everything(house: House, phone: Phone) -> list[Asked]:
    """Every request of this phone, as it should be made now. The last ones sign out and in."""
    served, cur = house.served, phone.replica.cur
    version = next(iter(phone.replica.of("directory").values()), {"version": 1})["version"]
    files = ["calls.csv", "responses.csv", "encounters.csv", "referrals.csv"]
    hello = phone.hello_body() | {"m": "hello", "token": phone.token}
    row = phone.save("unit.status", house.id("wren"), {"status": "break"})
    phone.outbox.clear()
    return [
        Asked(method="GET", route="/healthz", by="nobody"),
        Asked(method="GET", route="/readyz", by="nobody"),
        Asked(method="GET", route="/openapi.json", by="nobody"),
        *(Asked(method="GET", route=route, by="session") for route in ("/api/session", "/api/session/number")),
        Asked(method="GET", route="/api/directory/{file}", by="session", path={"file": f"{version}.json"}),
        Asked(method="GET", route="/api/reports/outcomes", by="session", query={"from": 0, "to": 2**53 - 1}),
        Asked(method="GET", route="/api/export/dictionary.csv", by="session"),
        *(Asked(method="GET", route="/api/export/{file}", by="session", path={"file": file}) for file in files),
        Asked(method="GET", route="/api/export/full/{file}", by="session", path={"file": "stages.csv"}),
        Asked(method="GET", route="/api/sync/changes", by="token"),
        Asked(method="GET", route="/api/sync/changes", by="token", query={"cur": cur, "limit": 3}),
        Asked(method="POST", route="/api/sync/got", by="token", body={"cur": cur}),
        Asked(method="POST", route="/api/sync/hello", by="token", body=hello),
        Asked(method="POST", route="/api/sync/commands", by="token", body={"cmds": [row]}),
        Asked(method="POST", route="/api/sync/ask", by="token", body={"ids": [[row["id"], phone.hash_of(row)]]}),
        Asked(method="POST", route="/api/sync/token", by="nobody", body={"device": phone.device}),
        Asked(method="POST", route="/api/sync/token", by="nobody", body=await proving(served, phone)),
        Asked(method="POST", route="/api/sync/device", by="nobody", body=await becoming(phone)),
        Asked(method="GET", route="/api/custody/{held_id}", by="session", path={"held_id": held_by(phone)}),
        Asked(method="GET", route="/api/reviews/{review_id}", by="session", path={"review_id": listed_for(phone)}),
        Asked(method="POST", route="/api/session/alarm", by="session", body=ALARM),
        Asked(method="POST", route="/api/calls/earlier", by="session", body=CALLING),
        Asked(method="POST", route="/api/session/alarm/said", by="session", body={"said": "rang"}),
        Asked(method="POST", route="/api/session/alarm/test", by="session"),
        Asked(method="POST", route="/api/alarm/shown", by="nobody", body={"id": f"{house.tag}.AAAA"}),
        Asked(method="POST", route="/api/sms", by="nobody", body={"id": "a", "number": "555 0100", "text": "1 42"}),
        Asked(method="POST", route="/api/session/ticket", by="session"),
        Asked(method="POST", route="/api/session/share", by="session"),
        Asked(method="POST", route="/api/session/leave", by="session"),
        Asked(method="POST", route="/api/session/enrol", by="nobody", body=await joining(house, phone)),
    ]


async def becoming(phone: Phone) -> dict[str, Any]:
    """What would make this phone another device, were it a copy of one."""
    nonce = (await phone.http.post("/api/sync/token", json={"device": phone.device})).json()["nonce"]
    return phone.become_body(nonce)


async def joining(house: House, phone: Phone) -> dict[str, Any]:
    """A fresh code, used by the device that this phone already is."""
    code = await house.served.code(house.organization, phone.person)
    sig = p256.encode64(p256.sign(phone.key, f"field727 enrol {phone.device} {code}"))
    public = {"device_public": phone.public, "device": phone.device, "sig": sig}
    return {"code": code, "nonce": phone.nonce, "app": "test"} | public


async def proving(served: Served, phone: Phone) -> dict[str, Any]:
    """A nonce that this phone has signed."""
    served.clock.forward(0.001)
    nonce = (await phone.http.post("/api/sync/token", json={"device": phone.device})).json()["nonce"]
    sig = p256.encode64(p256.sign(phone.key, f"field727 token {phone.device} {phone.person} {nonce}"))
    return {"device": phone.device, "person": phone.person, "nonce": nonce, "sig": sig}


def api(served: Served) -> Litestar:
    """The application that holds the routes."""
    front: Any = served.app.asgi
    found: Litestar = front._app._api
    return found


def routes(served: Served) -> dict[str, set[str]]:
    """Every path of the API that can be reached, with its methods, as `Asked` writes it."""
    reached = [route for route in api(served).routes if not route.path.startswith("/schema")]
    return {
        route.path.replace(":str", ""): {str(method) for method in route.methods} - {"OPTIONS"}
        for route in reached
        if isinstance(route, HTTPRoute)
    }


def sockets(served: Served) -> list[str]:
    """Every socket among the routes; the live door stands before them, and is asked by the tests of sockets."""
    return [route.path for route in api(served).routes if isinstance(route, WebSocketRoute)]


def with_each(asked: Asked, words: list[Any]) -> Iterator[Asked]:
    """The same request with each of these in the place of each thing it says."""
    for part in ("path", "query", "body"):
        whole = getattr(asked, part)
        for place in () if whole is None else _places(whole):
            for word in words:
                said = _put(whole, place, word)
                if part == "path" and not isinstance(word, str):
                    continue
                yield replace(asked, **{part: said})


def _places(said: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inside = said.items() if isinstance(said, dict) else enumerate(said) if isinstance(said, list) else ()
    if not isinstance(said, dict | list):
        yield here
    for key, value in inside:
        yield from _places(value, (*here, key))


def _put(said: Any, place: tuple[Any, ...], word: Any) -> Any:
    if not place:
        return word
    key, *rest = place
    copy = dict(said) if isinstance(said, dict) else list(said)
    copy[key] = _put(said[key], tuple(rest), word)
    return copy
