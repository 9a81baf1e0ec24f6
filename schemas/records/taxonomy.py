"""The edition of the call types that a city's desk works by. Codes never change their meaning; editions use them."""

from typing import Annotated

from msgspec import Meta

from schemas.base import Count, Id, Ms, Struct
from schemas.codes.intake import CallType, Priority, WouldHaveGoneTo

Day = Annotated[str, Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$", description="a day of the city's calendar")]


class TypeInUse(Struct, frozen=True, kw_only=True):
    """A type of call that is in use; without a priority it has that of the first edition.

    `would_have_gone_to` is who is sent to such a call without 727, as agreed; null where nothing was agreed.
    """

    type_code: CallType
    priority: Priority | None = None
    would_have_gone_to: WouldHaveGoneTo | None = None


class Taxonomy(Struct, frozen=True, kw_only=True):
    """An edition: the n-th that counts here. It is never changed, only followed by the next.

    `agreed_on` is the day the 911 centre agreed to who would have gone; null where nothing of it was agreed.
    """

    id: Id
    number: Count
    types: tuple[TypeInUse, ...]
    agreed_on: Day | None = None
    set_at: Ms
