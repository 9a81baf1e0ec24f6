"""What the desk is told of earlier calls from the place or the number that calls: counts and codes, nobody's words."""

from typing import Annotated

from msgspec import Meta

from schemas.base import Count, Id, Ms, Request, Struct
from schemas.codes.dispatch import CallStatus
from schemas.codes.intake import CallType, NotSentReason, TriageResult
from schemas.records.calls import PlaceNote

Typed = Annotated[str, Meta(max_length=200, pattern="^[^\\x00-\\x1f\\ufffd]*$")]
"""One line as somebody types it: no key writes what is excluded, which is also what `server.decode` makes of a NUL."""


class EarlierAsked(Request, frozen=True, kw_only=True):
    """Where a call comes from, empty where nothing was told; `call_id` is the one being taken and is not counted."""

    call_id: Id
    place: Typed
    callback: Typed


class EarlierCall(Struct, frozen=True, kw_only=True):
    """One earlier call, without place, number or words."""

    id: Id
    number: str
    status: CallStatus
    type_code: CallType
    received_at: Ms
    triage_result: TriageResult
    not_sent_reason: NotSentReason | None


class Before(Struct, frozen=True, kw_only=True):
    """How many there were, and the newest of them."""

    calls: Count
    last: EarlierCall


class Earlier(Struct, frozen=True, kw_only=True):
    """Earlier calls within `days`, and the notes that hold for the place; none where nothing is known."""

    days: Count
    place: Before | None
    number: Before | None
    place_notes: tuple[PlaceNote, ...] = ()


EARLIER = (EarlierAsked, Earlier)
"""The question and the answer, for the schema."""
