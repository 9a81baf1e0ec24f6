"""What earlier releases of the app say, in the words of today: an old phone is never refused its upload.

Each function makes the arguments of one version of a command into those of the next; a command names its own in
order, the first for version 1. It is given decoded JSON exactly as it was sealed, and answers for any object: what was
malformed then is left for the types of today to refuse.
"""

from collections.abc import Callable, Mapping
from typing import Any

Said = Mapping[str, Any]
"""Arguments as decoded JSON."""

Upcaster = Callable[[Said], Said]


def named_by_voice(said: Said) -> Said:
    """Who spoke by voice went lost unless an `origin` stood beside it, and a phone could say it was the server."""
    rest = {name: value for name, value in said.items() if name not in ("origin", "said_by")}
    if said.get("origin") != "manual":
        return rest
    return rest | {"voice": {"said_by": said.get("said_by")}}


def upcast(said: Said, upcasters: tuple[Upcaster, ...]) -> Said:
    """The arguments after each of these, one after the other."""
    for one in upcasters:
        said = one(said)
    return said
