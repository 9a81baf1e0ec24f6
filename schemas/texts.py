"""What a relay of texts says: the one message that comes from neither a phone nor a desk."""

from typing import Annotated

from msgspec import Meta

from schemas.base import Id, Request


class Said(Request, frozen=True, kw_only=True):
    """A text that came: from which number, what it says, and the id its provider gave it."""

    id: Id
    number: Annotated[str, Meta(min_length=3, max_length=32)]
    text: Annotated[str, Meta(max_length=1_600)]
