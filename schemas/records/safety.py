"""Records of what keeps teams safe: calls for help, who is sent, whom to phone, and roll-calls."""

from schemas.base import Count, Id, Line, Micro, Ms, Struct
from schemas.codes.dispatch import CheckStep, HelpEnding, HelpSent, OfferNext, RollReason


class ToPhone(Struct, frozen=True, kw_only=True):
    """Somebody the desk is to phone; null where nobody told their number."""

    person_id: Id
    name: Line
    phone: Line | None


class Position(Struct, frozen=True, kw_only=True):
    """Where a phone was, by itself, when, and within how many metres."""

    lat: Micro
    lon: Micro
    accuracy_m: Count
    at: Ms


class SentHelp(Struct, frozen=True, kw_only=True):
    """Whom the desk sent to somebody who called for help, who at the desk, by which number of its policy."""

    id: Id
    to: HelpSent
    unit_id: Id | None
    team: Line | None
    by: Id
    name: Line
    at: Ms
    at_risk: bool
    policy: Count


class Help(Struct, frozen=True, kw_only=True):
    """Somebody at work who called for help: pressed at `raised_at`, heard at `received_at`, perhaps much later.

    Since `phone_at` nobody had it for so long that `people` are to be phoned. `position` goes an hour after it is over,
    at the latest after a day.
    """

    id: Id
    unit_id: Id | None
    by: Id
    name: Line
    raised_at: Ms
    received_at: Ms
    taken_at: Ms | None
    ended_at: Ms | None
    ending: HelpEnding | None
    sent: tuple[SentHelp, ...] = ()
    phone_at: Ms | None = None
    people: tuple[ToPhone, ...] = ()
    position: Position | None = None
    version: Count


class HelpPolicy(Struct, frozen=True, kw_only=True):
    """Who is sent for help, in which order: the n-th that was set here. Police as preset, or where a life is at risk.

    `on_call` is phoned when nobody has it. With `weapon_police` police are to be called where a weapon was shown.
    """

    id: Id
    number: Count
    order: tuple[HelpSent, ...]
    police_preset: bool
    on_call: ToPhone | None
    weapon_police: bool = False
    unanswered: OfferNext = "next_team"
    set_at: Ms
    by: Id
    name: Line


class Roll(Struct, frozen=True, kw_only=True):
    """One team in a roll-call: asked at `asked_at`, perhaps not for the first time, and when it answered.

    `step` and `no_link` say what the desk is to do about an answer that does not come, as with a check-in.
    """

    id: Id
    roll_id: Id
    unit_id: Id
    why: RollReason
    called_at: Ms
    asked_at: Ms
    answered_at: Ms | None
    ended_at: Ms | None
    step: CheckStep | None
    no_link: bool
    version: Count
