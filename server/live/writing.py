"""Who of a team has the form of an outcome open, told by its phones to each other: in memory, and nowhere else.

A hint and no lock. It says who and since when, never what: no answer leaves the phone before it is saved. It is no
command, for a command is on record for good, and nobody's pace at a form is to be; so it is like a position or a
heartbeat (protocol.md §1). It ends with the form, with the socket, and when the phone was not heard any more.
"""

from collections.abc import Callable
from typing import Protocol

from schemas.asides import Writer, Writing


class Line(Protocol):
    """A live phone: whose it is, and what it may read."""

    person_id: str
    device_id: str
    scopes: frozenset[str]


class Forms:
    """The forms open on phones of one organization that this process hears; of others `server.news` tells."""

    def __init__(self) -> None:
        """None is open."""
        self._open: dict[str, dict[Line, Writer]] = {}

    def said(self, line: Line, told: Writing, now: int) -> str | None:
        """A phone opened a form of its team, or has none open now; answers the scope in which that is news."""
        scope = f"unit:{told.unit_id}"
        if told.assignment_id is None or scope not in line.scopes:
            return self.closed(line)
        writer = Writer(assignment_id=told.assignment_id, person_id=line.person_id, since=now - 1000 * told.for_s)
        before = self._open.get(scope, {}).get(line)
        if before is not None and before.assignment_id == writer.assignment_id:
            return None
        self.closed(line)
        self._open.setdefault(scope, {})[line] = writer
        return scope

    def closed(self, line: Line) -> str | None:
        """The phone has no form open; answers the scope in which that is news."""
        for scope, lines in self._open.items():
            if lines.pop(line, None) is not None:
                if not lines:
                    del self._open[scope]
                return scope
        return None

    def of(self, line: Line) -> tuple[str, Writer] | None:
        """The form that this phone has open, and the scope that is told."""
        return next(((scope, lines[line]) for scope, lines in self._open.items() if line in lines), None)

    def seen_by(self, line: Line, is_heard: Callable[[str], bool]) -> tuple[Writer, ...]:
        """What others of the same team have open, of those whose phone is still heard, the earliest first."""
        found = [
            writer
            for scope in line.scopes & self._open.keys()
            for other, writer in self._open[scope].items()
            if other.person_id != line.person_id and scope in other.scopes and is_heard(other.device_id)
        ]
        return tuple(sorted(found, key=lambda writer: (writer.since, writer.person_id)))
