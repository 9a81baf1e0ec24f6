"""How one effect leaves the house: the shape every provider's adapter has. An adapter decides nothing else.

To add one: a class with `timeout_s` and `carry`, and its line in `server.app.carriers`, under the kind it carries.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from schemas.base import Struct
from server.sync.branch import Branch


class Effect(Struct, frozen=True, kw_only=True):
    """One thing to carry. `key` is the same at every try: give it to the provider, so that it acts on it once.

    `payload` holds ids and codes only, as it was queued; `tries` counts this one.
    """

    key: str
    kind: str
    payload: Mapping[str, Any]
    created_at: int
    tries: int


class Carried(Struct, frozen=True):
    """The provider took it. Nobody knows yet whether a person saw it: this is never called delivery."""


class Gone(Struct, frozen=True):
    """It cannot be carried, now or later; `why` is a code."""

    why: str


class Later(Struct, frozen=True):
    """It could not be carried now; `after_ms` is the provider's own wish, else the wait grows with each try."""

    why: str
    after_ms: int | None = None


class Carrier(Protocol):
    """A provider's adapter. What it raises counts as `Later`, and so does taking longer than `timeout_s`."""

    @property
    def timeout_s(self) -> float:
        """So long it may take; at most `sender.MOST_S`."""
        ...

    async def carry(self, branch: Branch, effect: Effect) -> Carried | Gone | Later:
        """Hand it to the provider. Look up here, not before, what the payload only names."""
        ...
