"""Commands: the one door in. Each says whether it is a *fact* (never refused) or an *intent* (may be refused).

A fact names the call and the unit, never a won offer: what happened in the street is recorded however late.
Command arguments tolerate unknown fields (a newer phone may say more; the sealed bytes are what was signed).
"""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from schemas.base import Id, Struct
from schemas.codes.dispatch import OwnStatus, Role, SettledHow
from schemas.commands.assignments import (
    AcceptAssignment,
    CheckIn,
    DeclineAssignment,
    EndAssignment,
    EnterAssignment,
    OfferAssignment,
    ReportStage,
    ShowAssignment,
    TakeBackStage,
    Voice,
)
from schemas.commands.backups import AnswerBackup, AskBackup, EndBackup
from schemas.commands.callouts import CheckInOut, EndCallout, MakeCallout, SayComing, SayDuty, ShowCallout
from schemas.commands.calls import (
    CallBack,
    CloseCall,
    CorrectCall,
    CountGiven,
    EndPlaceNote,
    EraseCall,
    HandOver,
    MeetSomebody,
    MergeCall,
    NotePlace,
    TakeCall,
    TakenOver,
    TellCaller,
)
from schemas.commands.editions import SetTaxonomy
from schemas.commands.guidance import SetCards, SetWording
from schemas.commands.outcomes import (
    AnswerConsult,
    AskConsult,
    MadeReport,
    MakeReferral,
    RecordEncounter,
    RecordMediation,
    SayFelt,
    SignReview,
)
from schemas.commands.safety import (
    AnswerRoll,
    CallForHelp,
    CallRoll,
    EndHelp,
    EndRoll,
    PlaceHelp,
    SendHelp,
    SetHelpPolicy,
    TakeHelp,
)
from schemas.commands.shifts import EndShift, GiveHandoff, ReadHandoff, StartShift

__all__ = [
    "CITY",
    "COMMANDS",
    "SITE",
    "SYSTEM_COMMANDS",
    "AcceptAssignment",
    "AnswerBackup",
    "AnswerConsult",
    "AnswerRoll",
    "AskBackup",
    "AskConsult",
    "CallBack",
    "CallForHelp",
    "CallRoll",
    "CheckIn",
    "CheckInOut",
    "CloseCall",
    "CommandKind",
    "CorrectCall",
    "CountGiven",
    "DeclineAssignment",
    "EndAssignment",
    "EndBackup",
    "EndCallout",
    "EndHelp",
    "EndPlaceNote",
    "EndRoll",
    "EndShift",
    "EnterAssignment",
    "EraseCall",
    "GiveHandoff",
    "HandOver",
    "HoldUnit",
    "MadeReport",
    "MakeCallout",
    "MakeReferral",
    "MeetSomebody",
    "MergeCall",
    "NotePlace",
    "OfferAssignment",
    "PlaceHelp",
    "ReadHandoff",
    "RecordEncounter",
    "RecordMediation",
    "ReportStage",
    "ResolveAlarm",
    "ResolveHeld",
    "Said",
    "SayComing",
    "SayDuty",
    "SayFelt",
    "SendHelp",
    "SetCards",
    "SetHelpPolicy",
    "SetTaxonomy",
    "SetUnitStatus",
    "SetWording",
    "ShowAssignment",
    "ShowCallout",
    "SignReview",
    "StartShift",
    "TakeBackStage",
    "TakeCall",
    "TakeHelp",
    "TakenOver",
    "TellCaller",
    "Upcaster",
    "Voice",
    "named_by_voice",
    "upcast",
]


class SetUnitStatus(Struct, frozen=True, kw_only=True):
    """The unit says how it is. Entity: the unit. Time after a hard call ends by itself."""

    status: OwnStatus


class HoldUnit(Struct, frozen=True, kw_only=True):
    """A desk wants to ask this unit for a call shortly; null: no longer. Entity: the unit.

    It binds nobody: every desk sees it for ten minutes, and may still ask the unit for another call.
    """

    call_id: Id | None = None


class ResolveAlarm(Struct, frozen=True, kw_only=True):
    """Somebody at the desk has it. Entity: the alarm."""


class ResolveHeld(Struct, frozen=True, kw_only=True):
    """Somebody saw to a command in custody; it stays as it came. Entity: the command that is held.

    What is put right is a command of one's own, named in `fixed_by`.
    """

    how: SettledHow
    fixed_by: Id | None = None


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
    "call.correct": _kind(CorrectCall, "fact", "dispatcher", "supervisor"),
    "call.merge": _kind(MergeCall, "fact", "dispatcher", "supervisor"),
    "call.close": _kind(CloseCall, "fact", "dispatcher", "supervisor"),
    "call.hand_over": _kind(HandOver, "fact", "dispatcher", "supervisor"),
    "call.taken_over": _kind(TakenOver, "fact", "dispatcher", "supervisor"),
    "call.tell": _kind(TellCaller, "fact", "dispatcher", "supervisor"),
    "call.note_place": _kind(NotePlace, "fact", "responder", "dispatcher", "supervisor"),
    "call.end_place_note": _kind(EndPlaceNote, "fact", "dispatcher", "supervisor"),
    "call.call_back": _kind(CallBack, "fact", "dispatcher", "supervisor"),
    "site.count": _kind(CountGiven, "fact", "dispatcher", "supervisor"),
    "call.erase": _kind(EraseCall, "intent", "privacy_officer"),
    "shift.start": _kind(StartShift, "fact", "dispatcher", "supervisor", "responder"),
    "shift.end": _kind(EndShift, "fact", "dispatcher", "supervisor", "responder"),
    "unit.status": _kind(SetUnitStatus, "fact", "dispatcher", "supervisor", "responder"),
    "unit.hold": _kind(HoldUnit, "fact", "dispatcher", "supervisor"),
    "handoff.give": _kind(GiveHandoff, "fact", "dispatcher", "supervisor"),
    "handoff.read": _kind(ReadHandoff, "fact", "responder", "dispatcher", "supervisor"),
    "assignment.offer": _kind(OfferAssignment, "intent", "dispatcher", "supervisor"),
    "assignment.enter": _kind(EnterAssignment, "fact", "dispatcher", "supervisor"),
    "assignment.accept": _kind(
        AcceptAssignment, "intent", "responder", "dispatcher", "supervisor", since=(named_by_voice,)
    ),
    "assignment.decline": _kind(
        DeclineAssignment, "intent", "responder", "dispatcher", "supervisor", since=(named_by_voice,)
    ),
    "assignment.show": _kind(ShowAssignment, "fact", "responder"),
    "assignment.stage": _kind(ReportStage, "fact", "responder", "dispatcher", "supervisor", since=(named_by_voice,)),
    "assignment.take_back": _kind(TakeBackStage, "fact", "responder", "dispatcher", "supervisor"),
    "assignment.check_in": _kind(CheckIn, "fact", "responder", "dispatcher", "supervisor"),
    "assignment.end": _kind(EndAssignment, "intent", "dispatcher", "supervisor"),
    "backup.ask": _kind(AskBackup, "fact", "responder", "dispatcher", "supervisor"),
    "backup.answer": _kind(AnswerBackup, "fact", "dispatcher", "supervisor"),
    "backup.end": _kind(EndBackup, "fact", "responder", "dispatcher", "supervisor"),
    "help.call": _kind(CallForHelp, "fact", "responder", "interrupter", where=CITY | SITE),
    "help.place": _kind(PlaceHelp, "fact", "responder"),
    "help.take": _kind(TakeHelp, "fact", "dispatcher", "supervisor", "site_lead", where=CITY | SITE),
    "help.end": _kind(
        EndHelp, "fact", "responder", "dispatcher", "supervisor", "interrupter", "site_lead", where=CITY | SITE
    ),
    "help.send": _kind(SendHelp, "fact", "dispatcher", "supervisor", "site_lead", where=CITY | SITE),
    "help.policy": _kind(SetHelpPolicy, "fact", "supervisor", "site_lead", where=CITY | SITE),
    "taxonomy.set": _kind(SetTaxonomy, "intent", "supervisor"),
    "cards.set": _kind(SetCards, "intent", "supervisor", "site_lead", where=CITY | SITE),
    "wording.set": _kind(SetWording, "intent", "supervisor", "site_lead", where=CITY | SITE),
    "roll.call": _kind(CallRoll, "fact", "dispatcher", "supervisor"),
    "roll.answer": _kind(AnswerRoll, "fact", "responder", "dispatcher", "supervisor"),
    "roll.end": _kind(EndRoll, "fact", "dispatcher", "supervisor"),
    "alarm.resolve": _kind(ResolveAlarm, "fact", "dispatcher", "supervisor", "site_lead", where=CITY | SITE),
    "custody.resolve": _kind(ResolveHeld, "fact", "supervisor", "site_lead", where=CITY | SITE),
    "encounter.record": _kind(RecordEncounter, "fact", "responder"),
    "felt.say": _kind(SayFelt, "fact", "responder"),
    "report.made": _kind(MadeReport, "fact", "responder", "supervisor"),
    "consult.ask": _kind(AskConsult, "fact", "responder"),
    "consult.answer": _kind(AnswerConsult, "fact", "supervisor"),
    "review.sign": _kind(SignReview, "fact", "supervisor"),
    "referral.make": _kind(MakeReferral, "fact", "responder"),
    "mediation.record": _kind(RecordMediation, "fact", "interrupter", where=SITE),
    "duty.say": _kind(SayDuty, "fact", "interrupter", where=SITE),
    "callout.make": _kind(MakeCallout, "fact", "site_lead", where=SITE),
    "callout.shown": _kind(ShowCallout, "fact", "interrupter", where=SITE),
    "callout.say": _kind(SayComing, "fact", "interrupter", "site_lead", where=SITE),
    "callout.check_in": _kind(CheckInOut, "fact", "interrupter", "site_lead", where=SITE),
    "callout.end": _kind(EndCallout, "fact", "site_lead", where=SITE),
}
"""Every command a client may send, by its name on the wire. What is not here does not exist."""

SYSTEM_COMMANDS: frozenset[str] = frozenset(
    {
        "alarm.raise",
        "assignment.check",
        "assignment.climb",
        "assignment.told",
        "backup.climb",
        "backup.leave",
        "backup.told",
        "assignment.sent",
        "assignment.delivered",
        "assignment.expire",
        "assignment.forget",
        "assignment.self_initiated",
        "call.back_due",
        "call.forget",
        "call.leave_desk",
        "callout.check",
        "callout.climb",
        "callout.delivered",
        "callout.forget",
        "callout.lapse",
        "callout.sent",
        "callout.told",
        "consult.climb",
        "consult.leave",
        "consult.told",
        "duty.end",
        "gap.leave",
        "gap.list",
        "handoff.late",
        "handoff.leave",
        "handoff.told_late",
        "help.climb",
        "help.forget",
        "help.leave",
        "help.told",
        "place_note.end",
        "review.leave",
        "review.raise",
        "roll.leave",
        "roll.look",
        "roll.told",
        "membership.end",
        "unit.back",
    }
)
"""Commands only the server itself issues (person ``system``, device null)."""
