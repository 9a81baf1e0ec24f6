"""What a site says of its call-outs. All are facts: who comes late comes, and nothing anybody did is refused."""

from typing import Annotated, Literal

from msgspec import Meta

from schemas.base import Area, Id, Ms, Struct
from schemas.codes.callout import CalloutKind
from schemas.codes.mediation import PartOfDay

Wanted = Annotated[int, Meta(ge=1, le=20)]
InMinutes = Annotated[int, Meta(ge=0, le=240)]


class SayDuty(Struct, frozen=True, kw_only=True):
    """I am on call from now, or not any more; it ends by itself after twelve hours. Entity: the person's own id."""

    on_call: bool
    at: Ms | None = None


class MakeCallout(Struct, frozen=True, kw_only=True):
    """People are wanted: in which part of the area, when of day, for what, how many. Entity: the new call-out."""

    area: Area
    part_of_day: PartOfDay
    kind: CalloutKind
    people: Wanted = 1


class ShowCallout(Struct, frozen=True, kw_only=True):
    """It stood on the screen of somebody who was asked. Entity: the call-out."""

    shown_at: Ms


class SayComing(Struct, frozen=True, kw_only=True):
    """Somebody comes, there in so many minutes, or cannot; no reason is asked. Entity: the call-out.

    A lead who heard it by voice says whose word it is in `person_id`.
    """

    coming: bool
    in_min: InMinutes | None = None
    person_id: Id | None = None
    at: Ms | None = None


class CheckInOut(Struct, frozen=True, kw_only=True):
    """Somebody who went is all right, and will be heard from again in so many minutes; or is safe and done.

    By time only: where they are is never asked. Entity: the call-out. A lead who heard it by voice names `person_id`.
    """

    in_min: Annotated[int, Meta(ge=5, le=240)] | None = None
    safe: bool = False
    person_id: Id | None = None
    at: Ms | None = None


class EndCallout(Struct, frozen=True, kw_only=True):
    """Nobody else is to come. Whoever went is still waited for until they are safe. Entity: the call-out."""

    ending: Literal["done", "called_off"]
    at: Ms | None = None
