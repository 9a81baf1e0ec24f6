"""The shapes of the two doors: what a command handler is given, what a loader answers, and what a slice plugs in.

`server.app` joins every slice's `Slice`; the `sync` floor runs commands through the handlers and reads pages through
the loaders. Nothing here decides anything.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Generic, TypeVar

import msgspec

from schemas.base import Struct, moved
from server.access import Actor
from server.journal import Change
from server.storage.database import Tx
from server.vault import Vault

A = TypeVar("A")


class Received(msgspec.Struct, Generic[A], frozen=True, kw_only=True):
    """A command that arrived: its header, its times, its opened arguments.

    `device_at` is the phone's clock; `corrected_at` is that plus the measured skew; `received_at` is ours, and nothing
    happened after it. `is_text` says that it came by text, from the number the person enrolled.
    """

    id: str
    type: str
    v: int
    entity: str
    person: str
    device_at: int
    skew_ms: int
    corrected_at: int
    received_at: int
    args: A
    base: int | None = None
    after: str | None = None
    is_text: bool = False

    def corrected(self, device_at: int) -> int:
        """What this device's clock said, by ours; at the latest when we heard of it."""
        return min(moved(device_at, self.skew_ms), self.received_at)

    def happened_at(self, said: int | None) -> int:
        """When it was, by our clock: what the person says by the device's, else when they saved it."""
        return self.corrected_at if said is None else self.corrected(said)


class Order(Struct, frozen=True, kw_only=True):
    """A command the server gives itself: a deadline came due, an offer was delivered, a team went by itself.

    `is_late` says that its time passed while nobody was there: it is settled, and somebody is told with all the rest.
    """

    type: str
    entity: str
    args: Mapping[str, Any] = {}
    is_late: bool = False


Handler = Callable[[Change, Actor, Received[Any], int], None]
"""Applies one command inside its change set, at the given time of ours. Raises a `Refusal` to say no."""
SystemHandler = Callable[[Change, Order, int], None]
"""Applies one order of the server's own. It never refuses: what no longer holds is left alone."""
Loader = Callable[[Tx, Vault, Sequence[str]], Mapping[str, Struct]]
"""The records of these ids that still exist, opened; an erased or unknown one is left out."""
Prerequisite = Callable[[Tx, Received[Any]], Order | None]
"""What the server must do first so that this fact has something to hang on to; None when nothing."""
Forget = Callable[[Tx, str], Order | None]
"""What erases this subject, if it is one of the slice's records; None when it is not."""
Undelivered = Callable[[Tx, Vault, str], Sequence[tuple[str, str]]]
"""What this person was asked and no phone of theirs has confirmed: its id, and the scope in which they see it."""

Awaited = Callable[[Tx, Vault], Mapping[str, int]]
"""The devices whose silence would mean something now, each with when the database last knew it to be heard."""


Admits = Callable[[Any], Sequence[str]]
"""Who may speak for a unit from this command on, by its arguments: what they said before is heard now."""


class Outward(msgspec.Struct, frozen=True, kw_only=True):
    """What a slice knows of the effects whose payload says this `about`: asked before each is sent, told how it went.

    `told` is an order about the payload's `entity`. Its args are the payload, `kind`, and `is_carried`: whether a
    provider took it. Failing is told once. None: nobody asks how it went.
    """

    is_wanted: Callable[[Tx, Vault, Mapping[str, Any], int], bool]
    told: str | None


class Slice(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a slice plugs into the doors; `wanting` are its deadlines that have somebody told.

    `outward` are those who know of its effects, by their payload's `about`. `asks` is the type of record by which it
    asks people: how far each climbs towards them it is told by the orders `sent` and `delivered` of that type.
    """

    handlers: Mapping[str, Handler] = {}
    orders: Mapping[str, SystemHandler] = {}
    deadlines: Mapping[str, str] = {}
    wanting: Collection[str] = ()
    loaders: Mapping[str, Loader] = {}
    prerequisites: Sequence[Prerequisite] = ()
    forget: Forget | None = None
    asks: str | None = None
    unsent: Undelivered | None = None
    undelivered: Undelivered | None = None
    awaited: Awaited | None = None
    outward: Mapping[str, Outward] = {}
    admits: Mapping[str, Admits] = {}
