"""Calling for help, taking it, who is sent; and asking every team whether it is all right."""

from typing import Annotated

from msgspec import Meta

from schemas.base import Count, Id, Ms, Struct
from schemas.codes.dispatch import HelpEnding, HelpSent, OfferNext, RollReason
from schemas.commands.assignments import Voice
from schemas.records.safety import Position


class CallForHelp(Struct, frozen=True, kw_only=True):
    """Somebody at work is in trouble. Entity: the new help. It is heard whatever else is wrong with it."""

    unit_id: Id | None = None
    pressed_at: Ms | None = None


class PlaceHelp(Struct, frozen=True, kw_only=True):
    """Where whoever called for help is, as their phone knows itself, where they allowed that. Entity: the help.

    A command of its own: no place, or a wrong one, holds up a call for help.
    """

    position: Position


class TakeHelp(Struct, frozen=True, kw_only=True):
    """Somebody at the desk has it. Entity: the help."""

    at: Ms | None = None


class EndHelp(Struct, frozen=True, kw_only=True):
    """Whoever called for help needs it no longer. Entity: the help. The desk has to take it all the same."""

    ending: HelpEnding
    at: Ms | None = None


class SendHelp(Struct, frozen=True, kw_only=True):
    """The desk sent somebody to whoever calls for help, and so has it. Entity: the help.

    This command's id names what was sent. `policy` is the number of the policy the desk saw, 0 where none was set.
    With `at_risk` a person at the desk said that a life is at risk.
    """

    to: HelpSent
    unit_id: Id | None = None
    at_risk: bool = False
    policy: Count = 0
    at: Ms | None = None


class SetHelpPolicy(Struct, frozen=True, kw_only=True):
    """Who is sent for help, in which order, from now. Entity: the new policy; those before it stay on record.

    Police are proposed only where a life is at risk, unless `police_preset`. `on_call` is phoned when nobody has it.
    With `weapon_police` the rule is that police are called where a weapon was shown: the desk is asked, and decides.
    `unanswered` is what the desk is told when nobody answers an offer, before somebody phones.
    """

    order: Annotated[tuple[HelpSent, ...], Meta(min_length=1, max_length=4)]
    police_preset: bool
    on_call: Id | None = None
    weapon_police: bool = False
    unanswered: OfferNext = "next_team"


class CallRoll(Struct, frozen=True, kw_only=True):
    """The desk asks every team on shift whether it is all right. Entity: the new roll-call.

    Said once more of one that goes on, those who have not answered are asked again.
    """

    why: RollReason
    at: Ms | None = None


class AnswerRoll(Struct, frozen=True, kw_only=True):
    """The unit is all right; by voice when the desk enters it. Entity: the roll-call. It is a check-in as well."""

    unit_id: Id
    answered_at: Ms | None = None
    voice: Voice | None = None


class EndRoll(Struct, frozen=True, kw_only=True):
    """The desk asks no longer. Entity: the roll-call, which ends by itself when everybody answered."""

    at: Ms | None = None
