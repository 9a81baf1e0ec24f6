"""Somebody who asks whatever the server describes: schemathesis draws the requests, this puts some sense into them.

Random words would all end at the door. So some requests say what only somebody who belongs there knows: an id, a code,
a signature, a cursor.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from schemathesis import Case

from schemas.exports import EXPORTS, FULL_EXPORTS
from server.app import Hang
from server.sync.system import run_due
from tests.engines import Ground
from tests.phone import Phone
from tests.served import Served
from tests.stories.team import Team, a_team
from tests.sync.doors import a_call

FILES = (*(f"{name}.csv" for name in EXPORTS | FULL_EXPORTS), "1.json", "2.json")
AT_THE_DOOR = frozenset({"not_signed_in", "bad_csrf", "bad_origin", "invalid", "too_deep", "too_large"})
"""Refusals of who does not belong here or does not say what a request must. What else is refused was understood."""

ENROL = "/api/session/enrol"
GUESSES_S = 13
"""Whoever enrols more often is told to slow down."""


def drawing(examples: int) -> settings:
    """So many requests, the same ones in every run; in a long one as many more as of everything that is drawn."""
    return settings(
        max_examples=examples * settings().max_examples // settings.get_profile("default").max_examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


@dataclass
class Place:
    """A team, who it answers to, and an interrupter; and their event loop: schemathesis draws between its turns."""

    loop: asyncio.Runner
    served: Served
    team: Team
    boss: Phone
    street: Phone

    def phone(self, who: str) -> Phone:
        """The phone of this person; of the manager for who has none."""
        return {"desk": self.team.desk, "responder": self.team.ama}.get(who, self.boss)

    async def refresh(self) -> None:
        """Every token is good again, and the metronome has just beaten."""
        for branch in self.served.app.branches.all():
            await run_due(branch, self.served.clock.now())
        for phone in (self.team.desk, self.team.ama, self.boss, self.street):
            await phone.sign_token()


@contextmanager
def a_place(folder: Path, ground: Ground, *, doors: Hang | None = None) -> Iterator[Place]:
    """A city in which a call was taken, offered, gone to and left."""
    served = Served(folder, ground, doors=doors)
    with asyncio.Runner() as loop:
        opened = _opened(served, loop)
        yield loop.run(_next(opened))
        loop.run(opened.aclose())
    served.close()


async def _next(opened: AsyncGenerator[Place, None]) -> Place:
    return await anext(opened)


async def _opened(served: Served, loop: asyncio.Runner) -> AsyncGenerator[Place, None]:
    city = served.found("city")
    async with (
        a_team(served, city) as team,
        served.phone(city, "manager", "supervisor", "privacy_officer") as boss,
        served.phone(served.found("site"), "interrupter") as street,
    ):
        await team.send()
        for phone in (team.desk, team.ama, boss):
            await phone.pull()
        yield Place(loop, served, team, boss, street)


def credentials(phone: Phone) -> dict[str, str]:
    """All that this person can show: the session of their browser, and the token of their device."""
    cookie = f"field727_session={phone.http.cookies['field727_session']}"
    return phone.headers() | {"Cookie": cookie, "X-CSRF": phone.session["csrf"]}


def ask(place: Place, case: Case, shown: dict[str, str]) -> httpx.Response | None:
    """What the server answers; None where the words do not even fit into an address."""
    said = case.as_transport_kwargs()
    del said["cookies"]
    said["headers"] = {**said["headers"], **shown}
    if "data" in said:
        said["content"] = said.pop("data")
    if case.path == ENROL:
        place.served.clock.forward(GUESSES_S)
    try:
        return place.loop.run(_asked(place, said))
    except httpx.InvalidURL:
        return None


async def _asked(place: Place, said: dict[str, Any]) -> httpx.Response:
    async with place.served.http() as http:
        return await http.request(**said)


def make_sense(place: Place, case: Case, phone: Phone, data: st.DataObject) -> None:
    """Put what this person knows in the place of random words: everywhere, here and there, or nowhere."""
    # Who enrols again has a new session: so that the others keep theirs, it is Ben who does.
    phone = place.team.ben if case.path == ENROL else phone
    how = data.draw(st.sampled_from(["everywhere", "here and there", "nowhere"]))
    body: Any = case.body
    if isinstance(body, dict) and how == "everywhere":
        body.update(dict.fromkeys(SIGNED.get(case.path, ())))
    for said in (body, case.query, case.path_parameters):
        if not isinstance(said, dict):
            continue
        for name in sorted(KNOWN.keys() & said.keys()):
            if how == "everywhere" or (how == "here and there" and data.draw(st.booleans())):
                said[name] = KNOWN[name](place, phone, said)


SIGNED = {
    ENROL: ("device", "device_public", "sig"),
    "/api/sync/token": ("device", "nonce", "person", "sig"),
}
"""What must be said together to be believed."""


def _code(place: Place, phone: Phone, _said: Any) -> str:
    return place.loop.run(place.served.code(place.team.city, phone.person))


def _signature(_place: Place, phone: Phone, said: dict[str, Any]) -> str:
    if "code" in said:
        return phone.signed(f"field727 enrol {said.get('device')} {said['code']}")
    return phone.signed(f"field727 token {said['device']} {said.get('person')} {said.get('nonce')}")


def _nonce(place: Place, phone: Phone, _said: Any) -> str:
    return place.served.gate(place.team.city).nonce(phone.device).nonce


def _rows(_place: Place, phone: Phone, said: dict[str, Any]) -> list[Any]:
    """A few calls between whatever else was to be sent."""
    return [a_call(phone, phone.ids.new()), *said["cmds"][:50], a_call(phone, phone.ids.new())]


def _ids(_place: Place, phone: Phone, _said: Any) -> list[Any]:
    row = a_call(phone, "call-1")
    return [[row["id"], phone.hash_of(row)]]


# In the order of their names: a signature is made over what stands before it.
KNOWN = {
    "code": _code,
    "cmds": _rows,
    "cur": lambda _place, phone, _said: phone.replica.cur,
    "device": lambda _place, phone, _said: phone.device,
    "device_public": lambda _place, phone, _said: phone.public,
    "file": lambda place, _phone, _said: FILES[int(place.served.clock.mono()) % len(FILES)],
    "ids": _ids,
    "nonce": _nonce,
    "person": lambda _place, phone, _said: phone.person,
    "sig": _signature,
}


@dataclass
class Told:
    """How the requests ended."""

    codes: Counter[str] = field(default_factory=Counter)

    def add(self, answer: httpx.Response) -> None:
        """One more."""
        is_refused = answer.headers.get("content-type") == "application/problem+json"
        self.codes[answer.json()["code"] if is_refused else str(answer.status_code)] += 1

    @property
    def inside(self) -> float:
        """The share of those that were done, or refused for what they ask."""
        return sum(count for code, count in self.codes.items() if code not in AT_THE_DOOR) / self.codes.total()
