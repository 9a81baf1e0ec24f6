"""The record of a site: a conflict worked on. It stands apart, as the site does."""

from schemas.base import Area, Count, Id, Line, Ms, Struct
from schemas.codes import mediation as site
from schemas.codes.intake import Answer


class Mediation(Struct, frozen=True, kw_only=True):
    """A conflict an interrupter worked on, coded only (site). Nothing here names, places or links anybody."""

    id: Id
    by: Id
    area: Area
    day: Line
    part_of_day: site.PartOfDay
    how_learned: site.HowLearned
    conflict_type: site.ConflictType
    parties: site.CountBand
    youth_present: Answer
    weapon_present: Answer
    shooting_likely: site.ShootingLikely
    group_involved: Answer
    retaliation_related: Answer
    actions: tuple[site.MediationAction, ...]
    outcome: site.MediationOutcome
    retaliation_prevented: site.Judgement
    look_again: site.LookAgain
    staff_minutes: Count | None
    received_at: Ms
    version: Count
