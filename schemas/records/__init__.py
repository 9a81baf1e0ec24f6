"""Records: what a phone, a desk or an export may be shown of the city's and a site's work.

A record is what the server holds of one thing now. Each scope sees a fixed projection of it: the fields whose class
``schemas.access`` lets that scope's reader see. A field missing on the wire is one the reader may not see; a field
that is ``null`` is unknown. ``ver`` on the wire is the feed number, ``version`` here is what an edit is ``base``d on.
"""

from schemas.base import Area, Code, Count, Id, Key, Language, Line, Ms, Skew, Struct, Text, Words
from schemas.codes.dispatch import (
    AlarmKind,
    CallStatus,
    DeviceAlarm,
    HandedTo,
    HandoverWay,
    Skill,
    UnitStatus,
)
from schemas.codes.intake import (
    Answer,
    CallerRole,
    CallType,
    LocationKind,
    NotSentReason,
    PlaceWithin,
    Priority,
    Source,
    TriageResult,
    WouldHaveGoneTo,
)
from schemas.guidance.cards import Cards
from schemas.guidance.wording import Wording
from schemas.records.assignments import Assignment, Rung, StageTime
from schemas.records.backups import Backup
from schemas.records.callouts import Callout, Coming, Duty
from schemas.records.calls import CallFacts, Correction, PlaceNote, Told
from schemas.records.consults import Answered, Consult
from schemas.records.mediation import Mediation
from schemas.records.outcomes import (
    Addition,
    Consent,
    Demographics,
    Dispute,
    Encounter,
    GenderTold,
    MandatedReport,
    OtherOnScene,
    OutcomeAnswers,
    Referral,
    SupplyGiven,
    Transport,
    TribeTold,
)
from schemas.records.reviews import Review, Reviewable
from schemas.records.safety import Help, HelpPolicy, Position, Roll, SentHelp, ToPhone
from schemas.records.shifts import Handoff, HeardHazard, Left
from schemas.records.taxonomy import Taxonomy, TypeInUse

__all__ = [
    "RECORDS",
    "Addition",
    "Alarm",
    "Answered",
    "Assignment",
    "Backup",
    "Call",
    "CallFacts",
    "Callout",
    "Coming",
    "Consent",
    "Consult",
    "Correction",
    "Demographics",
    "Device",
    "DirectoryVersion",
    "Dispute",
    "Duty",
    "Encounter",
    "GenderTold",
    "Handoff",
    "Handover",
    "HeardHazard",
    "Held",
    "Help",
    "HelpPolicy",
    "Left",
    "MandatedReport",
    "Mediation",
    "Member",
    "Missed",
    "OtherOnScene",
    "OutcomeAnswers",
    "PlaceNote",
    "Position",
    "Referral",
    "Review",
    "Reviewable",
    "Roll",
    "Rung",
    "SentHelp",
    "StageTime",
    "SupplyGiven",
    "Taxonomy",
    "ToPhone",
    "Told",
    "Transport",
    "TribeTold",
    "TypeInUse",
    "Unit",
]


class Handover(Struct, frozen=True, kw_only=True):
    """The call passed on to another service, or by another service to us.

    It stays before the desk until somebody at the other end is known by name, and when they took it or gave it.
    """

    id: Id
    to: HandedTo
    way: HandoverWay = "to"
    begun_at: Ms
    taken_at: Ms | None


class Call(Struct, frozen=True, kw_only=True):
    """Something somebody reported to 727. Its status follows from its assignments.

    A handover that nobody at the other end has taken yet stands on the alarm strip; `taken_by` says by the handover's
    id who took it. `other_places` and `other_words` say by a correction's id what was told and does not stand.
    `would_have_gone_to_proposed` is what the edition of the types (`taxonomy_version`) said beside the desk's own word.
    `screening` has the answers by the questions' ids; `asked` says of the city's own questions what they are about.
    `place_notes` are those of its place while it is open, the oldest first.
    `unreadable` says that some of what was told lies damaged on the server's disk: what is null here may be known.
    """

    id: Id
    number: Line
    status: CallStatus
    source: Source
    type_code: CallType
    priority: Priority
    taxonomy_version: Count
    received_at: Ms
    entered_at: Ms
    triaged_at: Ms | None
    first_offer_at: Ms | None
    closed_at: Ms | None
    triage_result: TriageResult
    would_have_gone_to: WouldHaveGoneTo
    would_have_gone_to_proposed: WouldHaveGoneTo | None = None
    not_sent_reason: NotSentReason | None
    screening: dict[Key, Answer]
    asked: dict[Key, Words] = {}
    caller_role: CallerRole
    location_kind: LocationKind
    area: Area
    language: Language | None
    minor_involved: Answer
    persons_count: Count | None
    place: Line | None = None
    place_within: PlaceWithin = "exact"
    callback: Line | None = None
    said: Text | None = None
    access_note: Line | None = None
    handovers: tuple[Handover, ...] = ()
    taken_by: dict[Id, Line] = {}
    on_paper: bool = False
    merged_into: Id | None = None
    merged_at: Ms | None = None
    corrections: tuple[Correction, ...] = ()
    told: tuple[Told, ...] = ()
    place_notes: tuple[PlaceNote, ...] = ()
    other_places: dict[Id, Line] = {}
    other_words: dict[Id, Text] = {}
    unreadable: bool = False
    version: Count


class Member(Struct, frozen=True, kw_only=True):
    """A colleague signed on to a unit, with the skills and languages that person brings."""

    person_id: Id
    name: Line
    skills: tuple[Skill, ...]
    languages: tuple[Language, ...] = ()


class Unit(Struct, frozen=True, kw_only=True):
    """A team: its call sign, state, and who is signed on. Its skills are theirs.

    `status_until` is when it is ready again without a word, where that is so. `phones` are their numbers, for a desk
    that sends a team by voice. `base` is the area it starts from. `held_for` is the call that a desk wants to ask it
    for shortly, until `held_until`.
    """

    id: Id
    name: Line
    status: UnitStatus
    status_at: Ms
    status_until: Ms | None = None
    shift_id: Id | None
    shift_started_at: Ms | None
    skills: tuple[Skill, ...]
    members: tuple[Member, ...]
    phones: dict[Id, Line] = {}
    base: Area | None = None
    held_for: Id | None = None
    held_until: Ms | None = None
    version: Count


class Missed(Struct, frozen=True, kw_only=True):
    """A deadline that passed while nobody was there to keep it: of what kind, of which record, when."""

    kind: Code
    entity: Id
    due_at: Ms


class Alarm(Struct, frozen=True, kw_only=True):
    """Something a named person at the desk must take up.

    After a gap one alarm lists what came due meanwhile, the earliest first; `missed_count` counts all of it. Where an
    offer stays unanswered, `people` says whom to phone.
    """

    id: Id
    kind: AlarmKind
    call_id: Id | None
    assignment_id: Id | None
    unit_id: Id | None
    raised_at: Ms
    resolved_at: Ms | None
    missed: tuple[Missed, ...] = ()
    missed_count: Count = 0
    people: tuple[ToPhone, ...] = ()


class Device(Struct, frozen=True, kw_only=True):
    """A phone or desk as the desk may know of it: who is signed in, what it has not sent, whether its alarm rings.

    `clock_off_ms` is null unless its clock is off by more than two minutes; `cloned` says that copies of it are about.
    `in_a_tab_at`: when a shift was last begun on it in a browser's tab, knowing that this cannot be rung there.
    """

    id: Id
    person_id: Id | None
    name: Line | None
    unsent: Count
    heard_at: Ms
    app: Line
    clock_off_ms: Skew | None
    cloned: bool
    alarm: DeviceAlarm | None = None
    alarm_at: Ms | None = None
    in_a_tab_at: Ms | None = None


class Held(Struct, frozen=True, kw_only=True):
    """A command in custody: it arrived, could not be applied, and has an owner. Its content stays sealed."""

    id: Id
    type: Code
    entity: Id
    person_id: Id
    code: Code
    held_at: Ms
    owner: Code


class DirectoryVersion(Struct, frozen=True, kw_only=True):
    """Which directory is current; the directory itself comes over HTTP. `timezone` is the city's, if that is known."""

    id: Id
    version: Count
    url: Line
    sha256: Line
    timezone: Line | None = None


RECORDS: dict[str, type[Struct]] = {
    "call": Call,
    "assignment": Assignment,
    "unit": Unit,
    "alarm": Alarm,
    "help": Help,
    "help_policy": HelpPolicy,
    "taxonomy": Taxonomy,
    "cards": Cards,
    "wording": Wording,
    "backup": Backup,
    "handoff": Handoff,
    "roll": Roll,
    "device": Device,
    "encounter": Encounter,
    "referral": Referral,
    "review": Review,
    "consult": Consult,
    "held": Held,
    "directory": DirectoryVersion,
    "mediation": Mediation,
    "callout": Callout,
    "coming": Coming,
    "duty": Duty,
}
"""Every type that may stand in a feed line, by its name on the wire."""
