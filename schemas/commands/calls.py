"""What is said of a call: taken, met in the street, put right, passed on, closed, erased."""

from typing import Annotated

from msgspec import Meta

from schemas.base import Area, Code, Count, Id, Key, Language, Line, Ms, Struct, Text, Words
from schemas.codes import TAXONOMY_VERSION
from schemas.codes.dispatch import HandedTo, HandoverWay
from schemas.codes.intake import (
    Answer,
    CalledBack,
    CallerRole,
    CallType,
    LocationKind,
    NotSentReason,
    PlaceNoteKind,
    PlaceWithin,
    Priority,
    Source,
    ToldWhat,
    TriageResult,
    WouldHaveGoneTo,
)


class TakeCall(Struct, frozen=True, kw_only=True):
    """The desk has taken a call. Entity: the new call.

    `label` is the number that a desk without its server gave it, in letters of its own, and said aloud. `on_paper` says
    that it was written down first, and entered from there with the time it came in. `taxonomy_version` is the edition
    of the call types that the desk had; `would_have_gone_to_proposed` is what that proposed beside the desk's own word.
    `screening` says by a question's id what was answered; `asked` are, in a word or two, those of the city's own.
    """

    source: Source
    type_code: CallType
    priority: Priority
    received_at: Ms
    triage_result: TriageResult
    would_have_gone_to: WouldHaveGoneTo
    caller_role: CallerRole
    location_kind: LocationKind
    area: Area = "unknown"
    screening: dict[Key, Answer] = {}
    language: Language | None = None
    minor_involved: Answer = "unknown"
    persons_count: Count | None = None
    place: Line | None = None
    place_within: PlaceWithin = "exact"
    callback: Line | None = None
    said: Text | None = None
    access_note: Line | None = None
    label: Code | None = None
    on_paper: bool = False
    taxonomy_version: Count = TAXONOMY_VERSION
    would_have_gone_to_proposed: WouldHaveGoneTo | None = None
    asked: dict[Key, Words] = {}


class MeetSomebody(Struct, frozen=True, kw_only=True):
    """A team came across somebody and is with them. Entity: the new call, which begins with the team on it.

    Partners who both say so within minutes name the same call and assignment.
    """

    unit_id: Id
    assignment_id: Id
    met_at: Ms | None = None


class CorrectCall(Struct, frozen=True, kw_only=True):
    """What the desk knows better now; what is not named stays as it was. Entity: the call.

    Of two desks the later word counts, each field for itself; what was there before is kept.
    """

    type_code: CallType | None = None
    priority: Priority | None = None
    location_kind: LocationKind | None = None
    area: Area | None = None
    place: Line | None = None
    place_within: PlaceWithin | None = None
    said: Text | None = None


class MergeCall(Struct, frozen=True, kw_only=True):
    """The call is about the same event as another, which leads; null: it is not, after all. Entity: the call.

    It keeps its caller, its facts, its number and its teams.
    """

    into: Id | None = None


class CloseCall(Struct, frozen=True, kw_only=True):
    """The call needs nobody any more; without a team there must be a reason or a result by phone. Entity: the call.

    In a burst the reason may be left `to_do`: the call stays on the desk until it is said.
    """

    triage_result: TriageResult | None = None
    not_sent_reason: NotSentReason | None = None
    to_do: bool = False


class HandOver(Struct, frozen=True, kw_only=True):
    """The desk passed the call on to another service. Entity: the call; the id of this command names the handover."""

    to: HandedTo
    at: Ms | None = None


class TakenOver(Struct, frozen=True, kw_only=True):
    """Who has the call at the other end, or gave it to us from there, and since when. Entity: the call."""

    to: HandedTo
    way: HandoverWay = "to"
    name: Annotated[Line, Meta(min_length=1)]
    at: Ms | None = None
    handover: Id | None = None


class TellCaller(Struct, frozen=True, kw_only=True):
    """What the caller was told to expect, and by when. Entity: the call; the id of this command names it.

    `call_back` is a promise: it is due at `by`, and open until somebody says what came of it. Said again it moves.
    """

    what: ToldWhat
    by: Ms | None = None
    at: Ms | None = None


class CallBack(Struct, frozen=True, kw_only=True):
    """What came of a promised call-back. Entity: the call; `told` names the promise."""

    told: Id
    how: CalledBack
    at: Ms | None = None


class NotePlace(Struct, frozen=True, kw_only=True):
    """What the next team should know of the place of a call. Entity: the call; the id of this command names the note.

    About the place, not about a person. It ends by itself after `days`, 90 at most: nothing warns for ever.
    """

    kind: PlaceNoteKind
    text: Annotated[Line, Meta(min_length=1)]
    days: Annotated[int, Meta(ge=1, le=90)] = 90
    at: Ms | None = None


class EndPlaceNote(Struct, frozen=True, kw_only=True):
    """A note about a place holds no longer, or never did. Entity: a call from there."""

    note: Id


class CountGiven(Struct, frozen=True, kw_only=True):
    """To how many callers of one day a desk gave the site's number, told once the day is over. Entity: this telling.

    Nothing else is told of them: no time, no type, no words. What is said twice of the same entity counts once.
    """

    day: Annotated[str, Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    given: Annotated[int, Meta(ge=1, le=1_000)]


class EraseCall(Struct, frozen=True, kw_only=True):
    """Destroy everything personal about a call, for good, backups included. Entity: the call."""

    reason: Line
