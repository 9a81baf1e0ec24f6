"""When whoever writes an outcome is reminded that a report may be due. Nothing here stores anything."""

from collections.abc import Sequence
from typing import Final, get_args

from schemas.codes.intake import CallType
from schemas.codes.outcome import MET
from schemas.codes.report import ReportAbout
from schemas.records import OutcomeAnswers
from server.encounters.rules.calls import CallThen

AT_HOME: Final = frozenset[CallType]({"DISPUTE_FAMILY", "DISPUTE_PARTNER", "YOUTH_BEHAV"})
"""A minor amid one of these may have seen or suffered harm."""


def about(saves: Sequence[OutcomeAnswers], call: CallThen) -> tuple[ReportAbout, ...]:
    """About whom a report may be due, by what is coded; none where nothing points to one, or nobody was met.

    It reminds, and decides nothing: who must report what, the law of the place says.
    """
    met = [answers for answers in saves if answers.contact_result in MET]
    if not met:
        return ()
    others = {other.agency for answers in met for other in answers.others_on_scene}
    harm = call.says("dv") or call.says("violence_now")
    is_minor_at_risk = call.minor_involved == "yes" and (harm or call.type_code in AT_HOME)
    points: dict[ReportAbout, bool] = {
        "child": "child_protection" in others
        or call.says("minor_alone")
        or call.type_code == "RUNAWAY_YOUTH"
        or is_minor_at_risk,
        "adult": "adult_protection" in others or (call.type_code == "ELDER_CONFUSED" and harm),
    }
    return tuple(each for each in get_args(ReportAbout) if points[each])
