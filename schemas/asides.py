"""What is said beside the log and is no command: a relay's text, a number's end, who of a team has an outcome open."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from schemas.base import Id, Line, Ms, Request, Struct


class Said(Request, frozen=True, kw_only=True):
    """A text that came: from which number, what it says, and the id its provider gave it."""

    id: Id
    number: Annotated[str, Meta(min_length=3, max_length=32)]
    text: Annotated[str, Meta(max_length=1_600)]


class OwnNumber(Struct, frozen=True, kw_only=True):
    """How the number ends to which a text for whoever asks goes; null where none of theirs is known."""

    ends: Line | None


class Writing(Request, frozen=True, kw_only=True):
    """The form of this outcome has been open here for so long; null: none is. Told to the phones of this unit alone."""

    unit_id: Id
    assignment_id: Id | None = None
    for_s: Annotated[int, Meta(ge=0, le=604_800)] = 0
    m: Literal["writing"] | UnsetType = UNSET


class Writer(Struct, frozen=True, kw_only=True):
    """Somebody of the team who has the form of this outcome open."""

    assignment_id: Id
    person_id: Id
    since: Ms


class Writers(Struct, frozen=True, kw_only=True):
    """Who else of the team has such a form open now, as far as the server knows; it replaces what was told before."""

    by: tuple[Writer, ...]
    m: Literal["writers"] = "writers"
