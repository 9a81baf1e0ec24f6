"""What a phone that is locked by a PIN needs from the server to be opened."""

from typing import Annotated

from msgspec import Meta

from schemas.base import Ms, Struct


class Share(Struct, frozen=True, kw_only=True):
    """The server's part of the key that opens what lies on this phone: 32 bytes, the same as long as it exists.

    The phone may keep it until `until`, and not at all where that is null; `now` is the time of the organization.
    """

    share: Annotated[str, Meta(max_length=64, pattern="^[A-Za-z0-9_-]*$")]
    until: Ms | None
    now: Ms
