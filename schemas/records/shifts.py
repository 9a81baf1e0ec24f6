"""Records of a shift's end: what goes on after it, for whoever takes over."""

from schemas.base import Area, Count, Id, Line, Ms, Note, Struct
from schemas.codes.intake import ScreeningKey
from schemas.records.outcomes import SupplyGiven


class Left(Struct, frozen=True, kw_only=True):
    """One thing that goes on after the shift, and the call it is about; the number is empty where it has none."""

    id: Id
    call_id: Id
    number: Line


class HeardHazard(Struct, frozen=True, kw_only=True):
    """What callers of this shift said was dangerous, in which area: never whose door."""

    area: Area
    key: ScreeningKey


class Handoff(Struct, frozen=True, kw_only=True):
    """What a team, or without a unit the desk, left to whoever takes over when its shift ended, and who read it.

    `calls` have no end yet (of a team its assignments), of `reasons` nobody has said yet why no team went, to callers
    of `backs` a call-back was promised, `logs`
    are to be written (assignments), `referrals` were promised for tonight; `promised` counts those. Until somebody has
    read it nobody owns what is in it: since `late_at` that is an alarm. `done` names what somebody saw to. `unkept`
    notes came when a call that they may be about had been erased.
    """

    id: Id
    unit_id: Id | None
    shift_id: Id | None
    by: Id
    name: Line
    since: Ms | None
    made_at: Ms
    calls: tuple[Left, ...] = ()
    reasons: tuple[Left, ...] = ()
    backs: tuple[Left, ...] = ()
    logs: tuple[Left, ...] = ()
    promised: Count = 0
    referrals: tuple[Left, ...] = ()
    hazards: tuple[HeardHazard, ...] = ()
    supplies: tuple[SupplyGiven, ...] = ()
    alarms: Count = 0
    unsent: Count = 0
    held: Count = 0
    notes: tuple[Note, ...] = ()
    unkept: Count = 0
    late_at: Ms | None = None
    read_at: Ms | None = None
    read_by: Id | None = None
    reader: Line | None = None
    done: tuple[Id, ...] = ()
    version: Count
