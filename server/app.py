"""The composition: the only file that knows every slice, and where each of them hangs."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import cached_property
from typing import Any, Final

from litestar import Litestar, Request, Router, get
from litestar.config.compression import CompressionConfig
from litestar.di import NamedDependency, Provide
from litestar.enums import ScopeType
from litestar.openapi import OpenAPIConfig
from litestar.types import ASGIApp, Receive, Scope, Send

from server.backup import Backups
from server.backup.losses import Losses
from server.clock import Clock
from server.dispatch import commands as dispatch
from server.dispatch import routes as dispatch_routes
from server.encounters import commands as encounters
from server.encounters import routes as encounter_routes
from server.errors import NotFound
from server.guidance import commands as guidance
from server.identity import routes as identity
from server.identity.callers import Callers
from server.identity.gate import Gate
from server.identity.memory import Tries
from server.ids import Ids
from server.interruption import commands as interruption
from server.jobs import Metronome
from server.live.door import LIVE, LiveDoor
from server.live.hub import Hub
from server.organizations import Organizations
from server.outward.carriers import Carrier
from server.outward.push import routes as push_routes
from server.outward.push import telling as push_telling
from server.outward.push.carrier import Push
from server.outward.sender import Sender
from server.outward.texts import routes as text_routes
from server.outward.texts.carrier import texts
from server.referrals import commands as referrals
from server.referrals import routes as referral_routes
from server.reports import routes as report_routes
from server.settings import Settings
from server.signed import Signed
from server.sync import routes as sync
from server.sync.branches import Branches, Slices
from server.sync.custody import fixing
from server.web import health
from server.web.built import BuiltApp
from server.web.described import described
from server.web.edge import Edge
from server.web.problems import EXCEPTION_HANDLERS

Bare = Request[Any, Any, Any]

SLICES: Final[Slices] = {
    "city": (dispatch.SLICE, encounters.SLICE, referrals.SLICE, guidance.SLICE, fixing.SLICE, push_telling.SLICE),
    "site": (interruption.SLICE, referrals.SITE_SLICE, guidance.SLICE, fixing.SLICE, push_telling.SLICE),
}
"""What an organization of each kind is made of."""

ROUTES: Final[Sequence[Router]] = (
    identity.ROUTES,
    sync.ROUTES,
    dispatch_routes.ROUTES,
    encounter_routes.ROUTES,
    referral_routes.ROUTES,
    report_routes.ROUTES,
    push_routes.ROUTES,
    text_routes.ROUTES,
    health.ROUTES,
)

API: Final = ("/api/", "/healthz", "/readyz", "/openapi.json")
"""Everything else is the phone app."""


class Application:
    """The whole server, put together: an ASGI application, and what runs beside it."""

    _hung: Callable[[], ASGIApp]

    def __init__(
        self,
        organizations: Organizations,
        settings: Settings,
        *,
        clock: Clock,
        ids: Ids,
        slices: Slices = SLICES,
        doors: "Hang | None" = None,
    ) -> None:
        """Open every organization; nothing beats or listens before `running`. `doors` hangs API and app."""
        self.organizations = organizations
        self.ids = ids
        self._clock = clock
        self.branches = Branches(organizations, slices, clock=clock, ids=ids)
        self.carriers = carriers(settings, ids)
        self.gates = Gates(organizations, self.branches, clock=clock, ids=ids, texts="sms" in self.carriers)
        self.hub = Hub()
        self.backups = Backups(self.branches, settings, clock=clock)
        losses = Losses(settings.data / "heads")
        self.metronome = Metronome(self.branches, clock=clock, losses=losses, beside=self._beaten)
        self.branches.listen(self.hub.woken)
        self.branches.listen(self.metronome.heard)
        self.sender = Sender(self.branches, self.carriers, clock=clock, hears=self.hub.heard)
        self.branches.listen(self.sender.heard)
        callers = Callers(self.gates, clock=clock)
        given = {
            "hub": self.hub,
            "branches": self.branches,
            "organizations": organizations,
            "callers": callers,
            "settings": settings,
            "tries": Tries(clock),
            "receipts": push_routes.pace(clock),
            "exporting": report_routes.Exporting(clock, ids),
            "remembering": dispatch_routes.Remembering(clock, ids),
            "overseeing": encounter_routes.Overseeing(clock, ids),
        }
        self._hung = lambda: Edge((doors or hang)(given, callers), clock=clock, public_url=settings.public_url)
        self.branches.all()

    @cached_property
    def asgi(self) -> ASGIApp:
        """The doors, hung for whoever comes first: a command at a terminal takes five times as long with them."""
        return self._hung()

    def _beaten(self) -> None:
        self.backups.beat()
        self.organizations.engine.tend()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Wake sockets and deadlines until the `async with` ends."""
        self.hub.start()
        self.organizations.engine.tend()
        await self.metronome.awake(self._clock.now())
        async with self.backups.running(), self.metronome.running(), self.sender.running():
            yield


def carriers(settings: Settings, ids: Ids) -> dict[str, Carrier]:
    """Who carries each kind of effect out of the house; a kind without a carrier stays here."""
    push = Push(settings, ids)
    return {"push": push, push_telling.TEST: push, **texts(settings)}


class Gates:
    """Every organization's gate; the codes that lead to them stand in the registry."""

    def __init__(
        self, organizations: Organizations, branches: Branches, *, clock: Clock, ids: Ids, texts: bool
    ) -> None:
        """Gates beside these branches."""
        self._texts = texts
        self._organizations = organizations
        self._branches = branches
        self._clock = clock
        self._ids = ids
        self._gates: dict[str, Gate] = {}

    def of(self, tag: str) -> Gate | None:
        """The gate of the organization with this tag."""
        if tag not in self._gates:
            try:
                branch = self._branches.of(tag)
            except NotFound:
                return None
            self._gates[tag] = Gate(
                branch.organization, branch.journal, clock=self._clock, ids=self._ids, texts=self._texts
            )
        return self._gates[tag]

    def leads_to(self, code: str) -> Gate | None:
        """The gate a pending code leads to."""
        tag = self._organizations.tag_of_code(code)
        return None if tag is None else self.of(tag)

    def spent(self, code: str) -> None:
        """This code lets nobody in again."""
        self._organizations.drop_code(code)


class Front:
    """Three doors: the live one, the API by its paths, the phone app for everything else."""

    def __init__(self, api: ASGIApp, live: ASGIApp, built: BuiltApp) -> None:
        self._api = api
        self._live = live
        self._built = built

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Through the door that this path leads to."""
        path = scope["path"]
        if scope["type"] == ScopeType.HTTP and path != "/api" and not path.startswith(API):
            await self._built(scope, receive, send)
        elif scope["type"] == ScopeType.WEBSOCKET and path == LIVE:
            await self._live(scope, receive, send)
        else:
            await self._api(scope, receive, send)


@get("/openapi.json", include_in_schema=False)
async def describe(request: Bare) -> dict[str, Any]:
    """The API in OpenAPI's words."""
    return described(request.app)


Hang = Callable[[Mapping[str, Any], Callers], ASGIApp]
"""Hangs the doors, with what the routes are given and who tells them whose credential it is."""


def hang(given: Mapping[str, Any], callers: Callers) -> ASGIApp:
    """The live door, the API by its paths, the phone app for everything else."""
    return Front(api(given, callers), LiveDoor(given["hub"], given["branches"], callers), BuiltApp())


def api(given: Mapping[str, Any], callers: Callers) -> Litestar:
    """Every route; each request is given what stands in `given` then."""
    provided = {name: Provide(_present(given, name), sync_to_thread=False) for name in given}
    credentials = {
        "by_session": Provide(_after_branches(callers.by_session)),
        "by_token": Provide(_after_branches(callers.by_token)),
    }
    return Litestar(
        route_handlers=[*ROUTES, describe],
        dependencies=provided | credentials,
        exception_handlers=EXCEPTION_HANDLERS,
        openapi_config=OpenAPIConfig(
            title="Field 727", version="1", create_examples=False, use_handler_docstrings=True
        ),
        compression_config=CompressionConfig(backend="gzip", gzip_compress_level=5, minimum_size=1000),
        logging_config=None,
        debug=False,
    )


def _after_branches(find: Callable[[Bare], Awaitable[Signed]]) -> Callable[..., Awaitable[Signed]]:
    """One after the other: for what Litestar may find side by side it starts a group with a task for each."""

    async def found(request: Bare, branches: NamedDependency[Branches]) -> Signed:
        del branches
        return await find(request)

    return found


def _present(given: Mapping[str, Any], name: str) -> Callable[[], object]:
    return lambda: given[name]
