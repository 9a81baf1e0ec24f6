"""Records of what came of an assignment, and of the services offered to the person."""

from schemas.base import Count, Id, Line, Ms, Note, Struct
from schemas.codes.dispute import Agreement, DisputeAbout, FollowUp
from schemas.codes.intake import WouldHaveGoneTo
from schemas.codes.outcome import (
    Agency,
    AskedBy,
    ContactResult,
    Destination,
    Relative,
    Repeat,
    Resolution,
    Service,
    Supply,
    TransportBy,
    UnmetReason,
)
from schemas.codes.referral import ConsentForm, Need, ReferralState, SharedField, UnavailableReason, Urgency
from schemas.codes.report import ReportAbout, ReportedTo, ReporterRole


class SupplyGiven(Struct, frozen=True, kw_only=True):
    """How many of one thing were given."""

    code: Supply
    quantity: Count


class Transport(Struct, frozen=True, kw_only=True):
    """Where the person was taken, by whom, and whether they wanted to go."""

    by: TransportBy
    destination: Destination
    service_id: Id | None = None
    consented: bool | None = None


class OtherOnScene(Struct, frozen=True, kw_only=True):
    """Another agency the team itself saw."""

    agency: Agency
    asked_by: AskedBy
    when: Relative


class Dispute(Struct, frozen=True, kw_only=True):
    """What neighbours or a family were at odds over, how many of them were there, what came of it. Nobody's side."""

    about: DisputeAbout
    parties: Count
    agreement: Agreement
    follow_up: FollowUp = "none"


class OutcomeAnswers(Struct, frozen=True, kw_only=True):
    """What the unit logged: four axes, services, supplies, safety. ``None`` means not asked, ``()`` means none."""

    contact_result: ContactResult
    resolution: tuple[Resolution, ...] | None = None
    unmet_reason: UnmetReason | None = None
    transport: Transport | None = None
    others_on_scene: tuple[OtherOnScene, ...] = ()
    services: tuple[Service, ...] | None = None
    supplies: tuple[SupplyGiven, ...] | None = None
    persons_count: Count | None = None
    repeat_contact: Repeat = "unknown"
    would_have_gone_to: WouldHaveGoneTo = "unknown"
    team_safe: bool | None = None
    staff_injured: bool | None = None
    dispute: Dispute | None = None


class MandatedReport(Struct, frozen=True, kw_only=True):
    """That a report the law asks for was made: to whom, in which role, when. Nothing of what it says is kept."""

    id: Id
    to: ReportedTo
    role: ReporterRole
    at: Ms


class Addition(Struct, frozen=True, kw_only=True):
    """A second save for the same assignment: kept beside the first, never over it."""

    by: Id
    at: Ms
    answers: OutcomeAnswers
    note: Note | None = None


class Encounter(Struct, frozen=True, kw_only=True):
    """The outcome of one assignment, as the team saved it, with what a partner added.

    `must_report` says about whom a report may be due, by what is coded; `reports` those that were made.
    `unreadable` says that a note of it lies damaged on the server's disk.
    """

    id: Id
    assignment_id: Id
    call_id: Id
    unit_id: Id
    by: Id
    first_saved_at: Ms
    final_at: Ms
    received_at: Ms
    answers: OutcomeAnswers
    additions: tuple[Addition, ...]
    note: Note | None = None
    must_report: tuple[ReportAbout, ...] = ()
    reports: tuple[MandatedReport, ...] = ()
    unreadable: bool = False
    version: Count


class Consent(Struct, frozen=True, kw_only=True):
    """What a person agreed may be told to whom, until when. Help never depends on it."""

    form: ConsentForm
    given_at: Ms
    expires_at: Ms


class Referral(Struct, frozen=True, kw_only=True):
    """One offer of a service to a person: made, refused, or impossible.

    `unreadable` says that what was shared lies damaged on the server's disk.
    """

    id: Id
    call_id: Id
    unit_id: Id
    by: Id
    service_id: Id | None
    need: Need
    state: ReferralState
    unavailable_reason: UnavailableReason | None
    urgency: Urgency
    made_at: Ms
    received_at: Ms
    shared_fields: tuple[SharedField, ...] = ()
    consent: Consent | None = None
    shared: dict[SharedField, Line] | None = None
    unreadable: bool = False
    version: Count
