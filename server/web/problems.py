"""Every error as RFC 9457 problem details, with a stable code and what to do about it: retry, fix or never.

Refusals carry both themselves. What the web framework refuses on its own has its codes here; everything else is a bug:
logged once, and answered without a word about what went wrong inside.
"""

import logging
from http import HTTPStatus
from math import ceil
from typing import Any, Final

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, MethodNotAllowedException, ValidationException
from litestar.routes import HTTPRoute
from litestar.types import ExceptionHandlersMap

from schemas.problems import Problem
from server.decode import plain
from server.errors import Advice, Busy, CannotStart, Invalid, NotFound, NotSignedIn, Refusal, TooLarge

MEDIA_TYPE: Final = "application/problem+json"
RETRY_S: Final = {429: 60, 503: 2, 507: 30}
"""What `Retry-After` says: a wrong code counts for a minute; a busy or full disk is asked again soon."""

OURS: Final = 500
"""From here on a status says that the fault is the server's."""

BUG: Final[tuple[str, Advice]] = ("internal_error", "retry")
"""A phone keeps what it could not hand over and tries again later: a bug of ours must not cost a record."""

_BY_STATUS: Final[dict[int, tuple[str, Advice]]] = {
    400: (Invalid.code, Invalid.advice),
    401: (NotSignedIn.code, NotSignedIn.advice),
    404: (NotFound.code, NotFound.advice),
    405: ("method_not_allowed", "never"),
    408: ("too_slow", "retry"),
    413: (TooLarge.code, TooLarge.advice),
    415: ("unsupported_media_type", "fix"),
}

log = logging.getLogger("field727.web")


def problem(status: int, code: str, advice: Advice, detail: str = "") -> Problem:
    """A problem as it goes over the wire."""
    title = HTTPStatus(status).phrase
    return Problem(type="about:blank", title=title, status=status, detail=detail or title, code=code, advice=advice)


def of_refusal(refusal: Refusal) -> Problem:
    """What a refusal says."""
    return problem(refusal.status, refusal.code, refusal.advice, refusal.detail)


def of_status(status: int, detail: str = "") -> Problem:
    """What the framework refused, in our words."""
    code, advice = _BY_STATUS.get(status, _BY_STATUS[400] if status < OURS else BUG)
    return problem(status, code, advice, detail)


def headers_of(status: int) -> dict[str, str]:
    """Headers that go with a problem."""
    return {"Retry-After": str(RETRY_S[status])} if status in RETRY_S else {}


def _answer(found: Problem, extra: dict[str, str] | None = None) -> Response[Problem]:
    headers = headers_of(found.status) | (extra or {})
    return Response(found, status_code=found.status, media_type=MEDIA_TYPE, headers=headers)


def _refused(request: Request[Any, Any, Any], error: Refusal) -> Response[Problem]:
    if isinstance(error, CannotStart):
        return _bug(request, error)
    if isinstance(error, Busy) and error.after_ms is not None:
        return _answer(of_refusal(error), {"Retry-After": str(ceil(error.after_ms / 1000))})
    return _answer(of_refusal(error))


def _invalid(_request: Request[Any, Any, Any], error: ValidationException) -> Response[Problem]:
    extra = error.extra if isinstance(error.extra, list) else []
    return _answer(of_status(400, _where(extra) or "The request does not say what it must"))


def _framework(request: Request[Any, Any, Any], error: HTTPException) -> Response[Problem]:
    if error.status_code >= OURS:
        return _bug(request, error)
    allowed = {"Allow": _methods(request)} if isinstance(error, MethodNotAllowedException) else None
    return _answer(of_status(error.status_code), allowed)


def _methods(request: Request[Any, Any, Any]) -> str:
    """The methods this path knows."""
    path = request.scope.get("path_template", request.scope["path"])
    found = next((route for route in request.app.routes if isinstance(route, HTTPRoute) and route.path == path), None)
    return ", ".join(sorted(found.methods)) if found is not None else "GET, POST"


def _bug(request: Request[Any, Any, Any], error: Exception) -> Response[Problem]:
    log.error("unexpected error", exc_info=error, extra={"method": request.method, "route": _route(request)})
    return _answer(of_status(500, "Something went wrong here. Nothing of yours is lost; try again later."))


def _where(errors: list[Any]) -> str:
    """Which fields are wrong and how, without what was sent."""
    said = []
    for error in errors[:5]:
        if isinstance(error, dict):
            message = plain(error.get("message", ""))
            said += [f"{error.get('key', '')}: {message}".removeprefix(": ")] if message else []
    return "; ".join(said)[:400]


def _route(request: Request[Any, Any, Any]) -> str:
    """The route as it is declared, so that no id and no text of a caller stands in the log."""
    handler = request.scope.get("route_handler")
    return str(getattr(handler, "handler_name", "none"))


EXCEPTION_HANDLERS: Final[ExceptionHandlersMap] = {
    Refusal: _refused,
    ValidationException: _invalid,
    HTTPException: _framework,
    Exception: _bug,
}


def encoded(found: Problem) -> bytes:
    """The bytes of a problem, for whoever answers before the framework does."""
    return msgspec.json.encode(found)
