"""What older apps say: the arguments of today in the words of the release a phone still runs."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from schemas.commands import COMMANDS

Said = dict[str, Any]

RELEASES: Final = 3
"""How many releases are in the street at once: today's and the two before (protocol.md S6)."""


def _origin_and_name(said: Said) -> Said:
    """Version 1 of what is said by voice: an origin, and beside it who spoke."""
    voice = said.pop("voice", None)
    return said if voice is None else {**said, "origin": "manual", "said_by": voice.get("said_by")}


DOWNCASTERS: Final[Mapping[tuple[str, int], Callable[[Said], Said]]] = {
    ("assignment.accept", 1): _origin_and_name,
    ("assignment.decline", 1): _origin_and_name,
    ("assignment.stage", 1): _origin_and_name,
}
"""By command and the version that is wanted: makes it of the next one."""


def as_said_by(kind: str, said: Said, *, behind: int) -> tuple[int, Said]:
    """The version of a command an app so many releases behind sends, and what it says in it."""
    newest = COMMANDS[kind].v if kind in COMMANDS else 1
    wanted = max(1, newest - behind)
    for v in range(newest - 1, wanted - 1, -1):
        said = DOWNCASTERS[kind, v](dict(said))
    return wanted, said
