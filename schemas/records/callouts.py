"""The records of calling interrupters out. They stand apart, as the site does, and go a day after it is over."""

from schemas.base import Area, Count, Id, Line, Ms, Struct
from schemas.codes import callout as codes
from schemas.codes.mediation import PartOfDay
from schemas.records.safety import ToPhone


class Callout(Struct, frozen=True, kw_only=True):
    """A site lead asks interrupters who are on call to come: coded only (site). Nothing here names or places anybody.

    `coming` counts who said so; once there are `people`, it is filled, and whoever says so later comes too. While
    nobody else is left to ask, `step` says what a lead is to do; at the last, `named` is who phones `to_phone`.
    """

    id: Id
    by: Id
    area: Area
    part_of_day: PartOfDay
    kind: codes.CalloutKind
    people: Count
    state: codes.CalloutState
    coming: Count
    made_at: Ms
    ended_at: Ms | None
    ending: codes.CalloutEnding | None
    step: codes.CalloutStep | None
    named: ToPhone | None = None
    to_phone: tuple[ToPhone, ...] = ()
    version: Count


class Coming(Struct, frozen=True, kw_only=True):
    """How far a call-out climbed towards one interrupter, what they answered, and by when they will be heard from.

    `asked_at` is null where nobody asked them and they came. `also` says that enough were coming already. Since
    `missed_at` they should have been heard from; `no_link` says that none of their phones is heard either.
    """

    id: Id
    callout_id: Id
    person_id: Id
    name: Line
    phone: Line | None
    asked_at: Ms | None
    sent_at: Ms | None
    delivered_at: Ms | None
    shown_at: Ms | None
    pushed_at: Ms | None
    push_failed_at: Ms | None
    rang_at: Ms | None
    answer: codes.ComingAnswer | None
    said_at: Ms | None
    from_at: Ms | None
    also: bool
    checked_at: Ms | None
    check_by: Ms | None
    missed_at: Ms | None
    no_link: bool
    safe_at: Ms | None
    version: Count


class Duty(Struct, frozen=True, kw_only=True):
    """Whether an interrupter is on call, as they said themselves; it ends by itself. The id is the person's."""

    id: Id
    name: Line
    on_call: bool
    said_at: Ms
    until_at: Ms | None
    version: Count
