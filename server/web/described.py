"""The API in OpenAPI's words: what the framework reads off the routes, and what only we know.

That is: as what a route reads its body when it does so itself (`body=` at the route says it), that fields nobody knows
are refused, who must show what, and that every refusal is a problem.
"""

from typing import Any, Final

import msgspec
from litestar import Litestar
from litestar.routes import HTTPRoute

from schemas.problems import Problem
from schemas.wire import WIRE
from server.identity.callers import COOKIE, CSRF_HEADER, READING
from server.web.problems import MEDIA_TYPE

REF: Final = "#/components/schemas/{name}"

SCHEMES: Final = {
    "device": {"type": "http", "scheme": "bearer"},
    "form": {"type": "apiKey", "in": "header", "name": CSRF_HEADER},
    "session": {"type": "apiKey", "in": "cookie", "name": COOKIE},
}

BODILESS: Final = ("204", "304")

REFUSALS: Final = {"4XX": "Refused, and what to do about it", "5XX": "Not now, or a fault of ours: send it again later"}


def described(app: Litestar) -> dict[str, Any]:
    """The whole description; the application's routes must be complete."""
    found = app.openapi_schema.to_schema()
    bodies = _bodies(app)
    _, ours = msgspec.json.schema_components([*WIRE, *bodies.values()], ref_template=REF)
    components = found["components"]
    components["schemas"] = components["schemas"] | ours
    components["securitySchemes"] = SCHEMES
    for path, methods in found["paths"].items():
        for method, operation in methods.items():
            verb = method.upper()
            _say_refusals(operation)
            _say_credentials(operation, verb)
            if (verb, path) in bodies:
                operation["requestBody"] = _json(bodies[verb, path]) | {"required": True}
    return found


def _bodies(app: Litestar) -> dict[tuple[str, str], type[msgspec.Struct]]:
    """What a route that reads its body itself reads it as."""
    return {
        (verb, route.path_format): handler.opt["body"]
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        if "body" in handler.opt
        for verb in handler.http_methods
    }


def _say_refusals(operation: dict[str, Any]) -> None:
    answers = operation["responses"]
    # What the framework would say of a refusal of its own is not what leaves here.
    answers.pop("400", None)
    for status in BODILESS:
        answers.get(status, {}).pop("content", None)
    for status, meaning in REFUSALS.items():
        answers[status] = _json(Problem, MEDIA_TYPE) | {"description": meaning}


def _say_credentials(operation: dict[str, Any], verb: str) -> None:
    """A session that does more than read also shows its form token."""
    for needed in operation.get("security", ()):
        if "session" in needed and verb not in READING:
            needed["form"] = []


def _json(kind: type[msgspec.Struct], media_type: str = "application/json") -> dict[str, Any]:
    return {"content": {media_type: {"schema": {"$ref": REF.format(name=kind.__name__)}}}}
