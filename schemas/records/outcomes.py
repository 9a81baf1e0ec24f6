"""Records of what came of an assignment, of the person met, and of the services offered to them.

Every answer about the person comes with how it is known; a question nobody asked has no answer at all. What is of
``HowTold`` only the person can say: no team can write that it was observed.
"""

from typing import Annotated

from msgspec import Meta

from schemas.base import Count, Id, Language, Line, Ms, Note, Struct
from schemas.codes.demographics import AccessNeed, AgeBand, Gender, HousingNow, HowKnown, HowTold, RaceEthnicity
from schemas.codes.dispute import Agreement, DisputeAbout, FollowUp
from schemas.codes.intake import Answer, WouldHaveGoneTo
from schemas.codes.outcome import (
    Agency,
    AskedBy,
    ContactResult,
    Destination,
    Presenting,
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

OwnWords = Annotated[str, Meta(max_length=60)]
"""What somebody calls it themselves, in a few words."""


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


class AgeKnown(Struct, frozen=True, kw_only=True):
    """About how old somebody is."""

    how: HowKnown
    answer: AgeBand | None = None


class RaceTold(Struct, frozen=True, kw_only=True):
    """What somebody calls their race or ethnicity: as many as apply."""

    how: HowTold
    answer: tuple[RaceEthnicity, ...] = ()


class GenderTold(Struct, frozen=True, kw_only=True):
    """What somebody calls their gender: as many as apply, words of their own, or both."""

    how: HowTold
    answer: tuple[Gender, ...] = ()
    words: OwnWords | None = None


class LanguageKnown(Struct, frozen=True, kw_only=True):
    """The language that somebody speaks best."""

    how: HowKnown
    answer: Language | None = None


class HousingKnown(Struct, frozen=True, kw_only=True):
    """Where somebody lives now."""

    how: HowKnown
    answer: HousingNow | None = None


class AccessKnown(Struct, frozen=True, kw_only=True):
    """What somebody needs help or time for: as many as apply."""

    how: HowKnown
    answer: tuple[AccessNeed, ...] = ()


class VeteranTold(Struct, frozen=True, kw_only=True):
    """Whether somebody served in the military."""

    how: HowTold
    answer: Answer | None = None


class TribeTold(Struct, frozen=True, kw_only=True):
    """Whether somebody belongs to a tribe, and which, in their words."""

    how: HowTold
    answer: Answer | None = None
    words: OwnWords | None = None


class Demographics(Struct, frozen=True, kw_only=True):
    """About the person, as far as they said or it was seen. ``None`` means not asked."""

    age_band: AgeKnown | None = None
    race_ethnicity: RaceTold | None = None
    gender: GenderTold | None = None
    language: LanguageKnown | None = None
    housing_now: HousingKnown | None = None
    access_need: AccessKnown | None = None
    veteran: VeteranTold | None = None
    tribal: TribeTold | None = None


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
    demographics: Demographics | None = None
    presenting: tuple[Presenting, ...] = ()


class Encounter(Struct, frozen=True, kw_only=True):
    """The outcome of one assignment, as the team saved it, with what a partner added.

    `must_report` says about whom a report may be due, by what is coded; `reports` those that were made.
    `unreadable` says that a note of it, or what was written of the person, lies damaged on the server's disk.
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
    demographics: Demographics | None = None
    presenting: tuple[Presenting, ...] = ()
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
