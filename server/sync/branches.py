"""Every organization at work, opened when first asked for. One for the process, made by `server.app`."""

import logging
from collections.abc import Mapping, Sequence

from server.clock import Clock
from server.doors import Slice
from server.errors import NotNow, Refusal
from server.ids import Ids
from server.journal import Listener
from server.organizations import Entry, Organizations
from server.storage.engine import Kind
from server.sync.branch import Branch
from server.sync.incoming import Admission

log = logging.getLogger("field727.sync")

Slices = Mapping[Kind, Sequence[Slice]]


class Branches:
    """The branches of this process, each with its own log and all with the same listeners."""

    def __init__(self, organizations: Organizations, slices: Slices, *, clock: Clock, ids: Ids) -> None:
        """Branches of these organizations; each kind works with its own slices."""
        self._organizations = organizations
        self._slices = slices
        self._clock = clock
        self._ids = ids
        self._admission = Admission(clock, ids)
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
            # One for all: it is the process that many come back to.
            branch.admission = self._admission
            for listener in self._listeners:
                branch.journal.listen(listener)
            self._branches[tag] = branch
        return self._branches[tag]

    def all(self) -> list[Branch]:
        """Every organization's branch.

        Raises: what keeps one of them from opening.
        """
        return [self.of(entry.tag) for entry in self._organizations.list()]

    def at_work(self) -> list[Branch]:
        """Every branch that can be had now; what keeps one from opening holds up no other."""
        found = []
        for entry in self._listed():
            try:
                found.append(self.of(entry.tag))
            except Refusal as refusal:
                log.warning("an organization does not open", extra={"tag": entry.tag, "code": refusal.code})
        return found

    def _listed(self) -> Sequence[Entry]:
        try:
            return self._organizations.list()
        except NotNow as refusal:
            log.warning("the registry does not answer", extra={"code": refusal.code})
            return ()
