"""Commands: the one door in. Each says whether it is a *fact* (never refused) or an *intent* (may be refused).

A fact names the call and the unit, never a won offer: what happened in the street is recorded however late.
Command arguments tolerate unknown fields (a newer phone may say more; the sealed bytes are what was signed).
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from msgspec import Meta

from schemas.base import Area, Count, Id, Language, Line, Minutes, Ms, Note, Struct, Text
from schemas.codes.dispatch import (
    DeclineReason,
    Ending,
    HandedTo,
    HelpEnding,
    OwnStatus,
    Role,
    SettledHow,
    Skill,
    Stage,
)
from schemas.codes.intake import (
    Answer,
    CallerRole,
    CallType,
    LocationKind,
    NotSentReason,
    Priority,
    ScreeningKey,
    Source,
    TriageResult,
    WouldHaveGoneTo,
)
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
from schemas.codes.referral import MadeState, Need, SharedField, UnavailableReason, Urgency
from schemas.records import Consent, OutcomeAnswers


class TakeCall(Struct, frozen=True, kw_only=True):
    """The desk has taken a call. Entity: the new call."""

    source: Source
    type_code: CallType
    priority: Priority
    received_at: Ms
    triage_result: TriageResult
    would_have_gone_to: WouldHaveGoneTo
    caller_role: CallerRole
    location_kind: LocationKind
    area: Area = "unknown"
    screening: dict[ScreeningKey, Answer] = {}
    language: Language | None = None
    minor_involved: Answer = "unknown"
    persons_count: Count | None = None
    place: Line | None = None
    callback: Line | None = None
    said: Text | None = None
    access_note: Line | None = None


class MeetSomebody(Struct, frozen=True, kw_only=True):
    """A team came across somebody and is with them. Entity: the new call, which begins with the team on it.

    Partners who both say so within minutes name the same call and assignment.
    """

    unit_id: Id
    assignment_id: Id
    met_at: Ms | None = None


class CloseCall(Struct, frozen=True, kw_only=True):
    """The call needs nobody any more; without a team there must be a reason or a result by phone. Entity: the call."""

    triage_result: TriageResult | None = None
    not_sent_reason: NotSentReason | None = None


class HandOver(Struct, frozen=True, kw_only=True):
    """The desk passed the call on to another service. Entity: the call; the id of this command names the handover."""

    to: HandedTo
    at: Ms | None = None


class TakenOver(Struct, frozen=True, kw_only=True):
    """Somebody at the other end has the call: who, and since when. Entity: the call."""

    to: HandedTo
    name: Annotated[Line, Meta(min_length=1)]
    at: Ms | None = None
    handover: Id | None = None


class EraseCall(Struct, frozen=True, kw_only=True):
    """Destroy everything personal about a call, for good, backups included. Entity: the call."""

    reason: Line


class StartShift(Struct, frozen=True, kw_only=True):
    """These people are on this unit from now. Entity: the new shift."""

    unit_id: Id
    person_ids: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=6)]
    skills: dict[Id, tuple[Skill, ...]] = {}


class EndShift(Struct, frozen=True, kw_only=True):
    """The unit goes off duty. Entity: the shift."""

    unit_id: Id


class SetUnitStatus(Struct, frozen=True, kw_only=True):
    """The unit says how it is. Entity: the unit. Time after a hard call ends by itself."""

    status: OwnStatus


class OfferAssignment(Struct, frozen=True, kw_only=True):
    """Ask a unit to take a call. Entity: the new assignment.

    With `despite` it is asked although it pauses, or needs help, and is not to be asked for such a call.
    """

    call_id: Id
    unit_id: Id
    despite: bool = False


class Voice(Struct, frozen=True, kw_only=True):
    """A unit said it by voice and the desk entered it; by whom, if that was asked."""

    said_by: Line | None = None


class AcceptAssignment(Struct, frozen=True, kw_only=True):
    """The unit takes the call; by voice when the desk enters it. Entity: the assignment."""

    call_id: Id
    unit_id: Id
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


class CheckIn(Struct, frozen=True, kw_only=True):
    """The unit says that it is all right; by voice when the desk enters it. Entity: the assignment.

    With `more_min` it needs time: the next is due so many minutes later than usual.
    """

    call_id: Id
    unit_id: Id
    more_min: Minutes | None = None
    checked_at: Ms | None = None
    voice: Voice | None = None


class CallForHelp(Struct, frozen=True, kw_only=True):
    """Somebody at work is in trouble. Entity: the new help. It is heard whatever else is wrong with it."""

    unit_id: Id | None = None
    pressed_at: Ms | None = None


class TakeHelp(Struct, frozen=True, kw_only=True):
    """Somebody at the desk has it. Entity: the help."""

    at: Ms | None = None


class EndHelp(Struct, frozen=True, kw_only=True):
    """Whoever called for help needs it no longer. Entity: the help. The desk has to take it all the same."""

    ending: HelpEnding
    at: Ms | None = None


class EndAssignment(Struct, frozen=True, kw_only=True):
    """The desk ends an assignment. Entity: the assignment."""

    ending: Ending


class ResolveAlarm(Struct, frozen=True, kw_only=True):
    """Somebody at the desk has it. Entity: the alarm."""


class ResolveHeld(Struct, frozen=True, kw_only=True):
    """Somebody saw to a command in custody; it stays as it came. Entity: the command that is held.

    What is put right is a command of one's own, named in `fixed_by`.
    """

    how: SettledHow
    fixed_by: Id | None = None


class RecordEncounter(Struct, frozen=True, kw_only=True):
    """What came of it, as the team saw it. Entity: the new encounter; a second one is an addition."""

    call_id: Id
    unit_id: Id
    assignment_id: Id | None = None
    answers: OutcomeAnswers
    note: Note | None = None


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


Said = Mapping[str, Any]
"""Arguments as decoded JSON."""

Upcaster = Callable[[Said], Said]
"""Makes the arguments of one version of a command into those of the next.

It is given decoded JSON exactly as it was sealed, and answers for any object: what was malformed then is left for the
types of today to refuse. So an old phone is never refused its upload.
"""


def named_by_voice(said: Said) -> Said:
    """Who spoke by voice went lost unless an `origin` stood beside it, and a phone could say it was the server."""
    rest = {name: value for name, value in said.items() if name not in ("origin", "said_by")}
    if said.get("origin") != "manual":
        return rest
    return rest | {"voice": {"said_by": said.get("said_by")}}


def upcast(said: Said, upcasters: tuple[Upcaster, ...]) -> Said:
    """The arguments after each of these, one after the other."""
    for one in upcasters:
        said = one(said)
    return said


class CommandKind(Struct, frozen=True, kw_only=True):
    """What the door knows of a command type before opening it.

    Every version but the last has its upcaster, so none that was ever released can be without one.
    """

    args: type[Struct]
    nature: Literal["fact", "intent"]
    roles: frozenset[Role]
    where: frozenset[Literal["city", "site"]]
    upcasters: tuple[Upcaster, ...] = ()

    @property
    def v(self) -> int:
        """The version that is sent today."""
        return len(self.upcasters) + 1


CITY: frozenset[Literal["city", "site"]] = frozenset({"city"})
SITE: frozenset[Literal["city", "site"]] = frozenset({"site"})


def _kind(
    args: type[Struct],
    nature: Literal["fact", "intent"],
    *roles: Role,
    where: frozenset[Literal["city", "site"]] = CITY,
    since: tuple[Upcaster, ...] = (),
) -> CommandKind:
    return CommandKind(args=args, nature=nature, roles=frozenset(roles), where=where, upcasters=since)


COMMANDS: dict[str, CommandKind] = {
    "call.take": _kind(TakeCall, "fact", "dispatcher", "supervisor"),
    "call.meet": _kind(MeetSomebody, "fact", "responder"),
    "call.close": _kind(CloseCall, "fact", "dispatcher", "supervisor"),
    "call.hand_over": _kind(HandOver, "fact", "dispatcher", "supervisor"),
    "call.taken_over": _kind(TakenOver, "fact", "dispatcher", "supervisor"),
    "call.erase": _kind(EraseCall, "intent", "privacy_officer"),
    "shift.start": _kind(StartShift, "fact", "dispatcher", "supervisor", "responder"),
    "shift.end": _kind(EndShift, "fact", "dispatcher", "supervisor", "responder"),
    "unit.status": _kind(SetUnitStatus, "fact", "dispatcher", "supervisor", "responder"),
    "assignment.offer": _kind(OfferAssignment, "intent", "dispatcher", "supervisor"),
    "assignment.accept": _kind(
        AcceptAssignment, "intent", "responder", "dispatcher", "supervisor", since=(named_by_voice,)
    ),
    "assignment.decline": _kind(
        DeclineAssignment, "intent", "responder", "dispatcher", "supervisor", since=(named_by_voice,)
    ),
    "assignment.show": _kind(ShowAssignment, "fact", "responder"),
    "assignment.stage": _kind(ReportStage, "fact", "responder", "dispatcher", "supervisor", since=(named_by_voice,)),
    "assignment.check_in": _kind(CheckIn, "fact", "responder", "dispatcher", "supervisor"),
    "assignment.end": _kind(EndAssignment, "intent", "dispatcher", "supervisor"),
    "help.call": _kind(CallForHelp, "fact", "responder"),
    "help.take": _kind(TakeHelp, "fact", "dispatcher", "supervisor"),
    "help.end": _kind(EndHelp, "fact", "responder", "dispatcher", "supervisor"),
    "alarm.resolve": _kind(ResolveAlarm, "fact", "dispatcher", "supervisor"),
    "custody.resolve": _kind(ResolveHeld, "fact", "supervisor", "site_lead", where=CITY | SITE),
    "encounter.record": _kind(RecordEncounter, "fact", "responder"),
    "referral.make": _kind(MakeReferral, "fact", "responder"),
    "mediation.record": _kind(RecordMediation, "fact", "interrupter", where=SITE),
}
"""Every command a client may send, by its name on the wire. What is not here does not exist."""

SYSTEM_COMMANDS: frozenset[str] = frozenset(
    {
        "alarm.raise",
        "assignment.check",
        "assignment.climb",
        "assignment.told",
        "assignment.sent",
        "assignment.delivered",
        "assignment.expire",
        "assignment.forget",
        "assignment.self_initiated",
        "call.forget",
        "call.leave_desk",
        "help.climb",
        "help.leave",
        "help.told",
        "membership.end",
        "unit.back",
    }
)
"""Commands only the server itself issues (person ``system``, device null)."""
