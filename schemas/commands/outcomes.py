"""What a team or an interrupter writes down of what came of it."""

from typing import Annotated

from msgspec import Meta

from schemas.base import Area, Count, Id, Line, Ms, Note, Struct
from schemas.codes.consult import ConsultAnswer, ConsultReason
from schemas.codes.intake import Answer
from schemas.codes.mediation import (
    ConflictType,
    CountBand,
    HowLearned,
    Judgement,
    LookAgain,
    MediationAction,
    MediationOutcome,
    PartOfDay,
    ShootingLikely,
)
from schemas.codes.outcome import Presenting, ReviewReason
from schemas.codes.referral import MadeState, Need, SharedField, UnavailableReason, Urgency
from schemas.codes.report import ReportedTo, ReporterRole
from schemas.records import Consent, Demographics, OutcomeAnswers


class RecordEncounter(Struct, frozen=True, kw_only=True):
    """What came of it, as the team saw it. Entity: the new encounter; a second one is an addition."""

    call_id: Id
    unit_id: Id
    assignment_id: Id | None = None
    answers: OutcomeAnswers
    note: Note | None = None
    demographics: Demographics | None = None
    presenting: tuple[Presenting, ...] = ()


class SignReview(Struct, frozen=True, kw_only=True):
    """A supervisor looked at it. Entity: the review. `reasons` are those that stood there then, and no others."""

    reasons: tuple[ReviewReason, ...]
    at: Ms | None = None


class MadeReport(Struct, frozen=True, kw_only=True):
    """A report that the law asks for was made; nothing of what it says. Entity: the new report."""

    call_id: Id
    unit_id: Id
    to: ReportedTo
    role: ReporterRole
    at: Ms | None = None


class SayFelt(Struct, frozen=True, kw_only=True):
    """Whether somebody of the team felt safe: added to the sums of the team's week, and forgotten.

    Entity: an id of its own, which names nothing. It names no call, and no row of the log names it.
    """

    unit_id: Id
    safe: bool


class AskConsult(Struct, frozen=True, kw_only=True):
    """A team at a call asks a supervisor. Entity: the new consult."""

    call_id: Id
    unit_id: Id
    reason: ConsultReason | None = None
    asked_at: Ms | None = None


class AnswerConsult(Struct, frozen=True, kw_only=True):
    """A supervisor answers a team, perhaps once more. Entity: the consult."""

    answer: ConsultAnswer
    note: Note | None = None
    at: Ms | None = None


class MakeReferral(Struct, frozen=True, kw_only=True):
    """A service was offered to the person. Entity: the new referral."""

    call_id: Id
    unit_id: Id
    need: Need
    state: MadeState
    urgency: Urgency
    service_id: Id | None = None
    unavailable_reason: UnavailableReason | None = None
    shared_fields: tuple[SharedField, ...] = ()
    shared: dict[SharedField, Line] = {}
    consent: Consent | None = None


class RecordMediation(Struct, frozen=True, kw_only=True):
    """A conflict worked on, coded only. Entity: the new mediation. Exists in a site only."""

    area: Area
    day: Annotated[str, Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    part_of_day: PartOfDay
    how_learned: HowLearned
    conflict_type: ConflictType
    parties: CountBand
    actions: tuple[MediationAction, ...]
    outcome: MediationOutcome
    youth_present: Answer = "unknown"
    weapon_present: Answer = "unknown"
    shooting_likely: ShootingLikely = "possible"
    group_involved: Answer = "unknown"
    retaliation_related: Answer = "unknown"
    retaliation_prevented: Judgement = "unsure"
    look_again: LookAgain = "none"
    staff_minutes: Count | None = None
