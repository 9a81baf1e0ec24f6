"""What is said of one unit and one call: asked, answered, how far it is, that it is all right, ended."""

from typing import Annotated

from msgspec import Meta

from schemas.base import Id, Line, Minutes, Ms, Struct
from schemas.codes.dispatch import DeclineReason, Ending, Stage


class OfferAssignment(Struct, frozen=True, kw_only=True):
    """Ask a unit to take a call. Entity: the new assignment.

    With `despite` it is asked although it pauses, or needs help, and is not to be asked for such a call. `instead_of`
    is an assignment: the unit's own, to another call, which it leaves now; or another unit's, to this call, which goes
    on until this one says yes. Once as many as `wanted` have the call, who is still asked is too late.
    """

    call_id: Id
    unit_id: Id
    despite: bool = False
    instead_of: Id | None = None
    wanted: Annotated[int, Meta(ge=1, le=9)] = 1


class Voice(Struct, frozen=True, kw_only=True):
    """A unit said it by voice and the desk entered it; by whom, if that was asked."""

    said_by: Line | None = None


class AcceptAssignment(Struct, frozen=True, kw_only=True):
    """The unit takes the call; by voice when the desk enters it. Entity: the assignment."""

    call_id: Id
    unit_id: Id
    voice: Voice | None = None


class EnterAssignment(Struct, frozen=True, kw_only=True):
    """The desk sent the unit by voice, now or while there was no server. Entity: the new assignment."""

    call_id: Id
    unit_id: Id
    assigned_at: Ms | None = None
    voice: Voice | None = None


class DeclineAssignment(Struct, frozen=True, kw_only=True):
    """The unit cannot take it, and nobody is scored for that. Entity: the assignment."""

    reason: DeclineReason
    voice: Voice | None = None


class ShowAssignment(Struct, frozen=True, kw_only=True):
    """The offer stood on this person's screen. Entity: the assignment."""

    shown_at: Ms


class ReportStage(Struct, frozen=True, kw_only=True):
    """The unit reached a stage of a call: on the way, arrived, with the person, clear. Entity: the assignment.

    With `corrects` the time told before, by whomever of the unit, was wrong, and this one counts.
    """

    call_id: Id
    unit_id: Id
    stage: Stage
    reached_at: Ms | None = None
    corrects: bool = False
    voice: Voice | None = None


class TakeBackStage(Struct, frozen=True, kw_only=True):
    """A stage was said by mistake: the unit did not reach it, or not then. Entity: the assignment.

    Of one `report`, the id of the command that said it, whoever's; without one of every report of this stage that was
    said before this. Nothing is deleted: both stay in the journal, and the file of stages says which count.
    """

    call_id: Id
    unit_id: Id
    stage: Stage
    report: Id | None = None


class CheckIn(Struct, frozen=True, kw_only=True):
    """The unit says that it is all right; by voice when the desk enters it. Entity: the assignment.

    With `more_min` it needs time: the next is due so many minutes later than usual.
    """

    call_id: Id
    unit_id: Id
    more_min: Minutes | None = None
    checked_at: Ms | None = None
    voice: Voice | None = None


class EndAssignment(Struct, frozen=True, kw_only=True):
    """The desk ends an assignment. Entity: the assignment."""

    ending: Ending
