"""The routes, hung once for many servers: hanging them takes longer than most of what is tested behind them."""

from collections.abc import Mapping
from typing import Any

from litestar import Litestar, Request
from litestar.types import ASGIApp

from server.app import Front, api
from server.identity.callers import Callers
from server.live.door import LiveDoor
from server.signed import Signed
from server.web.built import BuiltApp


class Lasting:
    """The routes, hung once: what they are given is exchanged whenever the server starts again."""

    callers: Callers

    def __init__(self) -> None:
        self._now: dict[str, Any] = {}
        self._api: Litestar | None = None
        self._built = BuiltApp()

    def __call__(self, given: Mapping[str, Any], callers: Callers) -> ASGIApp:
        """Hang these parts into the routes."""
        self._now |= given
        self.callers = callers
        if self._api is None:
            self._api = api(self._now, _Callers(self))
        return Front(self._api, LiveDoor(given["hub"], given["branches"], callers), self._built)


class _Callers(Callers):
    def __init__(self, lasting: Lasting) -> None:
        self._lasting = lasting

    async def by_session(self, request: Request[Any, Any, Any]) -> Signed:
        """Whose cookie this is."""
        found: Signed = await self._lasting.callers.by_session(request)
        return found

    async def by_token(self, request: Request[Any, Any, Any]) -> Signed:
        """Whose bearer token this is."""
        found: Signed = await self._lasting.callers.by_token(request)
        return found
