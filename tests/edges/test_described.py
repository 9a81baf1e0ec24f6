"""The API as it describes itself, asked what it describes and what it does not: no answer is a fault of the server."""

from typing import Any

import pytest
import schemathesis
from hypothesis import given
from hypothesis import strategies as st
from litestar import post
from litestar.params import JSONBody
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup, ServerError
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from schemas.base import Request
from server.app import hang
from tests.edges.asking import Place, Told, a_place, ask, credentials, drawing, make_sense
from tests.edges.test_requests import TAKING, check
from tests.walls.asked import api

# Whoever draws for a route first in a process puts together what all draw from.
pytestmark = pytest.mark.xdist_group("described")

EXAMPLES = 4
"""Requests of each kind to each route by each person."""

WHO = ["nobody", "responder", "desk", "manager"]
ON_BOTH = "manager"
"""Who asks on Postgres too: the doors are the same for all, and what stands behind them is said by `test_sealed`."""
ALWAYS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
REFUSED = SchemathesisConfig.from_dict({"checks": {"negative_data_rejection": {"expected-statuses": ["4xx"]}}})
LAST = "/api/session/leave"
"""Whoever has signed out is let in nowhere."""


@pytest.fixture
def place(tmp_path, ground):
    with a_place(tmp_path, ground) as made:
        yield made


def routes(place: Place) -> list[Any]:
    """Every route that is described, signing out last; who must show what is this test's own matter."""
    document = place.loop.run(place.boss.http.get("/openapi.json")).json()
    for methods in document["paths"].values():
        for route in methods.values():
            route.pop("security", None)
    schema = schemathesis.openapi.from_dict(document, config=REFUSED)
    schema.validate()
    found: list[Any] = [route.ok() for route in schema.get_all_operations() if isinstance(route, Ok)]
    assert len(found) == sum(map(len, document["paths"].values())), "every route can be drawn for"
    return sorted(found, key=lambda route: route.path == LAST)


def try_out(place: Place, who: str, route: Any, mode: GenerationMode) -> Told:
    """Ask one route as one person; the first answer that is not as it must be fails the test."""
    phone, told = place.phone(who), Told()
    shown = {} if who == "nobody" else credentials(phone)
    is_sound = mode == GenerationMode.POSITIVE

    @drawing(EXAMPLES)
    @given(route.as_strategy(mode), st.data())
    def draw(case: Case, data: st.DataObject) -> None:
        if is_sound:
            make_sense(place, case, phone, data)
        answer = ask(place, case, shown)
        if answer is None:
            return
        told.add(answer)
        case.validate_response(answer, checks=ALWAYS if is_sound else [*ALWAYS, negative_data_rejection])
        if 400 <= answer.status_code < 500:
            check(answer)

    draw()
    return told


def takes_something(route: Any) -> bool:
    """Whether anything can be said wrongly."""
    return bool(route.body or route.query or route.path_parameters)


@pytest.mark.parametrize(
    "who", [pytest.param(who, marks=[] if who == ON_BOTH else pytest.mark.told_on("sqlite")) for who in WHO]
)
def test_whatever_is_asked_the_server_does_not_fail(place, who):
    sound, wrong = Told(), Told()

    for route in routes(place):
        place.loop.run(place.refresh())
        sound.codes += try_out(place, who, route, GenerationMode.POSITIVE).codes
        if takes_something(route):
            wrong.codes += try_out(place, who, route, GenerationMode.NEGATIVE).codes

    # Were everything refused at the door, nothing behind it would have been tried.
    assert sound.inside > (0.1 if who == "nobody" else 0.5), sound.codes
    assert wrong.codes["invalid"] > EXAMPLES, wrong.codes


def test_every_body_is_described_and_closed_to_what_nobody_knows(place):
    document = place.loop.run(place.boss.http.get("/openapi.json")).json()

    described = {}
    for path, methods in document["paths"].items():
        for route in methods.values():
            assert {"4XX", "5XX"} <= route["responses"].keys()
            for said in route.get("requestBody", {}).get("content", {}).values():
                name = said["schema"]["$ref"].rpartition("/")[2]
                described[path] = document["components"]["schemas"][name]["additionalProperties"]

    assert described == dict.fromkeys(TAKING, False)


class Planted(Request, frozen=True, kw_only=True):
    """What a route takes that has a bug of ours in it."""

    n: int


@post("/api/planted", status_code=200)
async def planted(data: JSONBody[Planted]) -> dict[str, float]:
    """Fails for one number of all."""
    return {"share": 1 / data.n}


def test_a_route_that_fails_would_be_found(tmp_path, ground):
    # Of its own: what is planted in shared doors, every later server would have.
    with a_place(tmp_path, ground, doors=hang) as place:
        api(place.served).register(planted)
        route = next(route for route in routes(place) if route.path == "/api/planted")

        with pytest.raises(FailureGroup) as found:
            try_out(place, "desk", route, GenerationMode.POSITIVE)

        assert [type(failure) for failure in found.value.exceptions] == [ServerError]
