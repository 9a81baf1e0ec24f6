"""The whole application in this process, reached over HTTP as a phone or a stranger would reach it."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from server.app import Application, Hang
from server.clock import SettableClock
from server.identity import commands
from server.identity.gate import Gate
from server.ids import SystemIds
from server.organizations import Organization, Organizations
from server.settings import Settings, read_settings
from server.storage.engine import DatabaseEngine
from server.storage.lanes import MakeLane, ThreadLane
from tests.doors import Lasting
from tests.engines import SQLITE, Ground
from tests.founded import founding
from tests.phone import Phone

NOON = 1_790_000_000_000
MINUTE = 60.0
HOUR = 3600.0
DAY = 86_400.0

FREE: list[Lasting] = []
"""Doors that hang and that no server is behind now."""


class Served:
    """An application at noon, with nobody in it yet."""

    def __init__(
        self,
        folder: Path,
        ground: Ground = SQLITE,
        *,
        beside: "Served | None" = None,
        lane: MakeLane = ThreadLane,
        engine: Callable[[Path], DatabaseEngine] | None = None,
        doors: Hang | None = None,
    ) -> None:
        self.folder = folder
        self._doors = doors
        self._lent: Lasting | None = None
        self.ground = ground
        given = {"FIELD727_DATA": str(folder / "data"), **ground.settings}
        if beside is not None:
            given["FIELD727_KEY_FILE"] = str(beside.settings.key_file)
        self.settings: Settings = read_settings(given)
        self.clock: SettableClock = SettableClock(NOON) if beside is None else beside.clock
        self.ids = SystemIds()
        self._lane = lane
        self._engine = engine
        self.start()

    def start(self) -> None:
        """Serve, again after `close`."""
        settings = self.settings
        opened = founding(settings, self._lane) if self._engine is None else self._engine(settings.data)
        self.organizations = Organizations(self.settings, clock=self.clock, ids=self.ids, engine=opened)
        if self._doors is None:
            self._lent = FREE.pop() if FREE else Lasting()
        doors = self._doors or self._lent
        self.app = Application(self.organizations, self.settings, clock=self.clock, ids=self.ids, doors=doors)

    def close(self) -> None:
        """Let go of every file."""
        self.organizations.close()
        if self._lent is not None:
            FREE.append(self._lent)
            self._lent = None

    def bytes_on_disk(self) -> bytes:
        """Every byte of the installation that lies on a disk: records, logs, keys."""
        return self.ground.bytes_of(self.folder)

    def found(self, kind: Any = "city", *, training: bool = True) -> Organization:
        """A new organization, open."""
        return self.organizations.create(f"Example {kind}", kind, training=training)

    def gate(self, organization: Organization) -> Gate:
        """Its gate."""
        found = self.app.gates.of(organization.tag)
        assert found is not None
        return found

    async def person(self, organization: Organization, *roles: Any, name: str = "Ada Example") -> str:
        """Somebody who works there from now."""
        person_id = self.ids.new()
        await self.gate(organization).act(
            lambda tx: commands.add_person(tx, kind=organization.kind, person_id=person_id, name=name, roles=roles)
        )
        return person_id

    async def code(self, organization: Organization, person_id: str) -> str:
        """A code that lets this person in once."""
        code = self.ids.code()
        until = await self.gate(organization).act(lambda tx: commands.give_code(tx, person_id=person_id, code=code))
        self.organizations.expect_code(code, organization.tag, expires_at=until)
        return code

    async def link(self, organization: Organization, person_id: str) -> str:
        """A training link that can be used again."""
        link = "ALINKFORTRAININGATHOME"
        await self.gate(organization).act(
            lambda tx: commands.give_link(tx, training=organization.training, person_id=person_id, code=link)
        )
        self.organizations.expect_code(link, organization.tag, expires_at=2**53 - 1)
        return link

    @asynccontextmanager
    async def http(
        self, *, peer: str = "192.0.2.7", host: str = "field.example", **headers: str
    ) -> AsyncIterator[httpx.AsyncClient]:
        """A browser somewhere, with cookies of its own."""
        app: Any = self._answer
        transport = httpx.ASGITransport(app, client=(peer, 50_000), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=f"https://{host}", headers=headers) as client:
            yield client

    async def _answer(self, scope: Any, receive: Any, send: Any) -> None:
        """Whichever application serves now: browsers outlive it."""
        await self.app.asgi(scope, receive, send)

    @asynccontextmanager
    async def phone(self, organization: Organization, *roles: Any) -> AsyncIterator[Phone]:
        """Somebody with these roles, signed in on a phone of their own."""
        person_id = await self.person(organization, *roles)
        async with self.http() as http:
            yield await Phone(http, ids=self.ids, clock=self.clock).enrol(await self.code(organization, person_id))


@pytest.fixture
def served(tmp_path: Path, ground: Ground) -> Iterator[Served]:
    """The application at noon, on each engine."""
    made = Served(tmp_path, ground)
    yield made
    made.close()
