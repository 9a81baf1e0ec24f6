"""Cursors: how far a client has read each scope. They are opaque to it and grant it nothing."""

import base64
from collections.abc import Mapping
from typing import Final

import msgspec

from schemas.base import Count, Line, Struct
from server.errors import Invalid

Mark = tuple[Count, Line]
"""A row of the log: the number of its change set, and how its hash begins."""

HASH_LETTERS: Final = 16
"""So much of a hash tells two logs apart that parted by accident; what is forged is believed once (`backup.losses`)."""


class Position(Struct, frozen=True, kw_only=True):
    """What a cursor remembers: the epoch it was made in, and the number each scope was read to.

    Of a scope that is still being read for the first time, `since` says where the log stood when that began: whoever
    began after a line was dropped never had its row. `mark` is the last row of the log up to there: a database that
    lost its end, and went on from there, has another in its place.
    """

    epoch: int
    scopes: dict[str, int]
    since: Mapping[str, int] = {}
    mark: Mark | None = None

    def reads_since(self, scope: str) -> int:
        """From where on this client has heard of every deletion in the scope."""
        return self.since.get(scope, self.scopes.get(scope, 0))

    def without(self, scope: str) -> "Position":
        """The same, as if the scope had never been read."""
        scopes, since = ({name: seq for name, seq in of.items() if name != scope} for of in (self.scopes, self.since))
        return Position(epoch=self.epoch, scopes=scopes, since=since, mark=self.mark)


def encode(position: Position) -> str:
    """The cursor as the client keeps it: opaque text."""
    told: list[object] = [position.epoch, position.scopes, position.since, position.mark]
    return base64.urlsafe_b64encode(msgspec.json.encode(told, order="sorted")).rstrip(b"=").decode()


def parse(cur: str) -> Position:
    """The position a cursor means. Raises `Invalid` when this server never made it."""
    try:
        told = base64.urlsafe_b64decode(cur + "=" * (-len(cur) % 4))
        return msgspec.json.decode(told, type=_Told).position()
    except (ValueError, msgspec.MsgspecError) as error:
        raise Invalid("this cursor was not made here") from error


class _Told(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    epoch: Count
    scopes: dict[Line, Count]
    since: dict[Line, Count] = {}
    mark: Mark | None = None

    def position(self) -> Position:
        return Position(epoch=self.epoch, scopes=self.scopes, since=self.since, mark=self.mark)
