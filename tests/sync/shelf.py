"""A feed of one's own, so that reading it can be tried apart from everything that writes it."""

from collections.abc import Sequence

from schemas.records import DirectoryVersion
from schemas.wire import Page
from server.access import Actor
from server.client.replica import Replica
from server.journal import Change, grant, hide, revoke, show
from server.sync import changes
from server.sync.branch import Branch
from tests.phone import as_json

KIND = "directory"
"""A type of row that every scope may see."""


def of_thing(_tx: object, _vault: object, ids: Sequence[str]) -> dict[str, DirectoryVersion]:
    """A row for every id."""
    return {entity: DirectoryVersion(id=entity, version=1, url="/", sha256="0") for entity in ids}


class Shelf:
    """One reader of a feed of their own, and what they should see."""

    def __init__(self, branch: Branch, name: str) -> None:
        self.branch = branch
        self.name = name
        self.actor = Actor(person_id=name)
        self.shown: set[tuple[str, str]] = set()
        self.mine: set[str] = set()
        self.replica = Replica()

    def own(self, scope: str) -> str:
        return f"{scope}-{self.name}" if ":" in scope else f"unit:{scope}-{self.name}"

    async def show(self, lines: list[tuple[str, int]]) -> None:
        def work(change: Change) -> None:
            for scope, thing in lines:
                show(change, self.own(scope), KIND, f"{self.name}-{thing}")

        await self.branch.act(work)
        self.shown |= {(self.own(scope), f"{self.name}-{thing}") for scope, thing in lines}

    async def hide(self, scope: str, thing: int) -> None:
        await self.branch.act(lambda change: hide(change, self.own(scope), KIND, f"{self.name}-{thing}"))
        self.shown.discard((self.own(scope), f"{self.name}-{thing}"))

    async def grant(self, scope: str) -> None:
        await self.branch.act(lambda change: grant(change, self.name, self.own(scope)))
        self.mine.add(self.own(scope))

    async def revoke(self, scope: str) -> None:
        await self.branch.act(lambda change: revoke(change, self.name, self.own(scope)))
        self.mine.discard(self.own(scope))

    async def pull(self, limit: int, pages: int) -> None:
        """Read some pages, perhaps not to the end."""
        for _ in range(pages):
            if not await self._page(self.replica, limit):
                return

    async def read(self, replica: Replica, limit: int) -> Replica:
        """Read to the end."""
        while await self._page(replica, limit):
            pass
        return replica

    async def _page(self, replica: Replica, limit: int) -> bool:
        page = await changes.page(self.branch, self.actor, replica.cur, limit)
        assert isinstance(page, Page)
        replica.take(as_json(page))
        return page.more

    def expected(self) -> set[tuple[str, str]]:
        return {(scope, entity) for scope, entity in self.shown if scope in self.mine}


def held_by(replica: Replica) -> set[tuple[str, str]]:
    """Which scope shows which row."""
    return {(scope, entity) for (_, entity), shown in replica.rows.items() for scope in shown}
