"""What every ladder has in common: which step has come, when the next does, and whether a push is still of use. Pure.

A city's offers and a site's call-outs climb by the same rules; who is asked, who is told and what about is theirs.
"""

from collections.abc import Mapping
from typing import Final, Literal, Protocol, TypeVar

S = TypeVar("S", bound=str)

PUSH_MS: Final = 10_000
"""So long a phone that is looked at has to say that it has what was sent to it. Source: protocol.md S12."""

HELP_STEPS: Final[Mapping[Literal["told", "phone"], int]] = {"told": 30_000, "phone": 90_000}
"""So long nobody has a call for help before those who decide are told of it again, and before one of them, by name, is
phoned: the last step. Our defaults, for a city or a site to confirm."""

HELP_AGAIN_MS: Final = 5 * 60_000
"""So often at most somebody is told about one person in trouble, however often that person calls."""

SILENT_MS: Final = 90_000
"""So long without a word from any phone is no link (as the doors have it: six missed words of a socket)."""


class Reached(Protocol):
    """How far something climbed towards one person, as their phones say it."""

    @property
    def delivered_at(self) -> int | None:
        """Since when a phone has it."""
        ...

    @property
    def shown_at(self) -> int | None:
        """Since when it stood on a screen."""
        ...


def came(steps: Mapping[S, int], *, since: int, now: int) -> S | None:
    """The last of these steps, each so many milliseconds after `since` and in their order, that has come by now."""
    found = [step for step, after_ms in steps.items() if now >= since + after_ms]
    return found[-1] if found else None


def next_at(steps: Mapping[S, int], *, since: int, now: int) -> int | None:
    """When the next of these steps comes; None after the last."""
    return next((at for after_ms in steps.values() if (at := since + after_ms) > now), None)


def needs_push(reached: Reached, *, since: int, now: int) -> bool:
    """Whether a push is still of use: nobody was shown it, and once it had time no phone said it has it."""
    return reached.shown_at is None and (reached.delivered_at is None or now < since + PUSH_MS)


def is_silent(heard_at: int | None, now: int) -> bool:
    """True when none of somebody's phones was heard lately, or there is none."""
    return heard_at is None or now - heard_at >= SILENT_MS
