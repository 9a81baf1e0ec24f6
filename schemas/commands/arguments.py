"""Which class of the access matrix every argument of a command has, for whoever reads one in custody."""

from schemas.matrix import FieldClass, classes

_TEAM = "call_id unit_id"

ARGUMENTS: dict[str, dict[str, FieldClass]] = {
    "call.take": classes(
        incident_core=(
            "source type_code priority received_at triage_result would_have_gone_to caller_role location_kind "
            "screening asked language minor_involved persons_count label on_paper taxonomy_version "
            "would_have_gone_to_proposed place_within"
        ),
        coarse_area="area",
        exact_place="place callback",
        person_identifier="said",
        caution_note="access_note",
    ),
    "call.meet": classes(assignment="unit_id assignment_id met_at"),
    "call.correct": classes(
        incident_core="type_code priority location_kind place_within",
        coarse_area="area",
        exact_place="place",
        person_identifier="said",
    ),
    "call.merge": classes(incident_core="into"),
    "call.close": classes(incident_core="triage_result not_sent_reason to_do"),
    "call.hand_over": classes(incident_core="to at"),
    "call.taken_over": classes(incident_core="to way at handover", alarm="name"),
    "call.tell": classes(incident_core="what by at"),
    "call.note_place": classes(incident_core="kind days at", caution_note="text"),
    "call.end_place_note": classes(incident_core="note"),
    "call.call_back": classes(incident_core="told how at"),
    "site.count": classes(incident_core="day given"),
    "call.erase": classes(person_identifier="reason"),
    "shift.start": classes(staff="unit_id person_ids skills in_a_tab"),
    "shift.end": classes(staff="unit_id", handoff_note="note"),
    "unit.status": classes(staff="status"),
    "unit.hold": classes(assignment="call_id"),
    "assignment.offer": classes(assignment=f"{_TEAM} despite instead_of wanted"),
    "assignment.enter": classes(assignment=f"{_TEAM} assigned_at voice"),
    "assignment.accept": classes(assignment=f"{_TEAM} voice"),
    "assignment.decline": classes(assignment="reason voice"),
    "assignment.show": classes(assignment="shown_at"),
    "assignment.stage": classes(assignment=f"{_TEAM} stage reached_at corrects voice"),
    "assignment.take_back": classes(assignment=f"{_TEAM} stage report"),
    "assignment.check_in": classes(assignment=f"{_TEAM} more_min checked_at voice"),
    "assignment.end": classes(assignment="ending"),
    "help.call": classes(safety="unit_id pressed_at"),
    "help.place": classes(position="position"),
    "help.take": classes(safety="at"),
    "help.end": classes(safety="ending at"),
    "help.send": classes(safety="to unit_id at_risk policy at"),
    "taxonomy.set": classes(incident_core="follows types agreed_on order sources priorities questions"),
    "cards.set": classes(directory="follows cards"),
    "wording.set": classes(directory="follows sentences"),
    "help.policy": classes(alarm="order police_preset on_call weapon_police unanswered"),
    "backup.ask": classes(safety=f"{_TEAM} kind reason asked_by asked_at", assignment="voice"),
    "backup.answer": classes(safety="in_min unit_id refusal at"),
    "backup.end": classes(safety="outcome lights at"),
    "handoff.give": classes(handoff_note="note"),
    "handoff.read": classes(staff="at", assignment="done"),
    "roll.call": classes(safety="why at"),
    "roll.answer": classes(safety="unit_id answered_at voice"),
    "roll.end": classes(safety="at"),
    "alarm.resolve": {},
    "custody.resolve": classes(custody="how fixed_by"),
    "encounter.record": classes(
        outcome=f"{_TEAM} assignment_id answers", clinical_narrative="note demographics presenting"
    ),
    "felt.say": classes(assignment="unit_id", felt="safe"),
    "report.made": classes(outcome=f"{_TEAM} to role at"),
    "consult.ask": classes(assignment=f"{_TEAM} asked_at", outcome="reason"),
    "consult.answer": classes(outcome="answer", clinical_narrative="note", assignment="at"),
    "review.sign": classes(outcome="reasons", staff="at"),
    "referral.make": classes(
        referral=f"{_TEAM} need state urgency service_id unavailable_reason shared_fields consent",
        referral_shared="shared",
    ),
    "mediation.record": classes(
        mediation=(
            "area day part_of_day how_learned conflict_type parties actions outcome youth_present weapon_present "
            "shooting_likely group_involved retaliation_related retaliation_prevented look_again staff_minutes"
        )
    ),
    "duty.say": classes(mediation="on_call at"),
    "callout.make": classes(mediation="area part_of_day kind people"),
    "callout.shown": classes(mediation="shown_at"),
    "callout.say": classes(mediation="coming in_min person_id at"),
    "callout.check_in": classes(mediation="in_min safe person_id at"),
    "callout.end": classes(mediation="ending at"),
}
"""The class of every argument, for whoever reads a command in custody; a test fails for one that has none."""
