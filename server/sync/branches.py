"""Every organization at work, opened when first asked for. One for the process, made by `server.app`."""

from collections.abc import Mapping, Sequence

from server.clock import Clock
from server.doors import Slice
from server.ids import Ids
from server.journal import Listener
from server.organizations import Kind, Organizations
from server.sync.branch import Branch

Slices = Mapping[Kind, Sequence[Slice]]


class Branches:
    """The branches of this process, each with its own log and all with the same listeners."""

    def __init__(self, organizations: Organizations, slices: Slices, *, clock: Clock, ids: Ids) -> None:
        """Branches of these organizations; each kind works with its own slices."""
        self._organizations = organizations
        self._slices = slices
        self._clock = clock
        self._ids = ids
        self._listeners: list[Listener] = []
        self._branches: dict[str, Branch] = {}

    def listen(self, listener: Listener) -> None:
        """Tell this listener of every change set, in branches open now and later."""
        self._listeners.append(listener)
        for branch in self._branches.values():
            branch.journal.listen(listener)

    def of(self, tag: str) -> Branch:
        """The branch of this organization. Raises `NotFound` for an unknown tag."""
        if tag not in self._branches:
            organization = self._organizations.open(tag)
            branch = Branch(organization, self._slices[organization.kind], clock=self._clock, ids=self._ids)
            for listener in self._listeners:
                branch.journal.listen(listener)
            self._branches[tag] = branch
        return self._branches[tag]

    def all(self) -> list[Branch]:
        """Every organization's branch."""
        return [self.of(entry.tag) for entry in self._organizations.list()]
