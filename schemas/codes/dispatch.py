"""Units, assignments and their stages; roles and skills of the people in them."""

from typing import Literal

CallStatus = Literal["received", "triaged", "queued", "assigned", "active", "closed", "cancelled"]
AssignmentState = Literal[
    "offered",
    "accepted",
    "enroute",
    "staging",
    "on_scene",
    "contact",
    "transporting",
    "at_destination",
    "cleared",
    "declined",
    "expired",
    "superseded",
    "withdrawn",
    "preempted",
    "cancelled_enroute",
    "cancelled_on_scene",
    "transferred",
    "reassigned",
]
Stage = Literal["enroute", "staging", "on_scene", "contact", "transporting", "at_destination", "cleared"]
"""What a unit says it does: a fact, recorded however late."""
Ending = Literal["withdrawn", "cancelled", "preempted", "reassigned", "transferred"]
"""How the desk ends an assignment."""
DeclineReason = Literal[
    "unsafe",
    "no_skill",
    "conflict_of_interest",
    "vehicle",
    "fatigue_break",
    "too_far",
    "end_of_shift",
    "language",
    "other",
]
UnitStatus = Literal[
    "off",
    "roster",
    "available",
    "avail_area",
    "assigned",
    "enroute",
    "staging",
    "on_scene",
    "transporting",
    "at_destination",
    "paperwork",
    "break",
    "meal",
    "resupply",
    "training",
    "meeting",
    "oos",
    "decomp",
    "emergency",
]
OwnStatus = Literal[
    "available", "avail_area", "paperwork", "break", "meal", "resupply", "training", "meeting", "oos", "decomp"
]
"""Statuses a unit chooses itself; the others follow from its assignments."""
Origin = Literal["device", "manual", "server", "sms"]
Begun = Literal["offered", "by_itself", "too_late", "after_end", "on_view"]
"""How a unit came to a call: by an offer, unasked, with its offer over, ended by the desk, or across somebody."""
AlarmKind = Literal[
    "offer_unanswered",
    "offer_unreached",
    "offer_waits",
    "phone_them",
    "self_initiated",
    "id_reuse",
    "custody",
    "too_late",
    "after_end",
    "skill_lost",
    "gap",
    "unreadable",
]
CheckStep = Literal["missed", "call_team", "supervisor"]
"""What the desk is to do about a team that does not check in, the longer the more."""
HelpEnding = Literal["mistake", "safe"]
"""How a call for help was over."""
RollReason = Literal["check_ins", "timers", "danger", "practice"]
"""Why every team is asked whether it is all right."""
HelpSent = Literal["team", "ambulance", "police", "supervisor"]
"""Whom the desk sends to somebody who calls for help."""
BackupKind = Literal["team", "supervisor", "ems", "fire", "police"]
"""Whom a team asks to come too: another team first, the police last."""
BackupReason = Literal["medical", "scene_size", "transport_hold", "requested_by_person", "legal", "assault", "weapon"]
BackupRefusal = Literal["nobody_free", "will_not_come", "enough_there"]
"""Why nobody comes."""
BackupOutcome = Literal["arrived", "called_off", "never_came"]
OfferNext = Literal["next_team", "supervisor", "nothing"]
"""What the desk is told when nobody answers an offer: the team to ask next, whom to ask for a decision, no more."""
DeviceAlarm = Literal["untried", "rang", "silent", "refused", "unable", "lost"]
"""What is known of a phone's alarm: whether it rings while the app is closed."""
AlarmSaid = Literal["rang", "silent", "refused", "unable"]
"""What a person, or their phone, says of its alarm."""
HandedTo = Literal["l988", "l211", "psap911", "ems", "police"]
"""A service the desk passes a call on to, or that passed one on to us."""
HandoverWay = Literal["to", "from"]
"""Seen from the desk."""
SettledHow = Literal["fixed", "nothing_to_do", "told_person"]
"""What somebody did about a record in custody; the record itself stays as it came."""
OutcomeState = Literal["none", "due", "saved"]
Skill = Literal["triage", "CLIN", "CRISIS", "MEDIC", "PEER", "OUTR", "MEDI", "NAVI"]
CityRole = Literal["dispatcher", "responder", "supervisor", "manager", "admin", "privacy_officer"]
SiteRole = Literal["interrupter", "site_lead", "admin", "privacy_officer"]
Role = Literal[
    "dispatcher", "responder", "supervisor", "manager", "admin", "privacy_officer", "interrupter", "site_lead"
]
"""What somebody may see and do; never mixed with skill. There is no police role, and none can be configured."""

LABELS: dict[str, dict[str, str]] = {
    "call_status": {
        "received": "Taken",
        "triaged": "Screened",
        "queued": "Waiting for a team",
        "assigned": "A team has it",
        "active": "A team is there",
        "closed": "Closed",
        "cancelled": "Cancelled",
    },
    "assignment_state": {
        "offered": "Offered",
        "accepted": "Accepted",
        "enroute": "On the way",
        "staging": "Waiting nearby",
        "on_scene": "Arrived",
        "contact": "With the person",
        "transporting": "Leaving with the person",
        "at_destination": "At the destination",
        "cleared": "Clear",
        "declined": "Declined",
        "expired": "Nobody answered in time",
        "superseded": "Another team took it first",
        "withdrawn": "Taken back by the desk",
        "preempted": "Needed elsewhere",
        "cancelled_enroute": "Cancelled before arrival",
        "cancelled_on_scene": "Cancelled on scene",
        "transferred": "Handed to another team",
        "reassigned": "Given to another team",
    },
    "ending": {
        "withdrawn": "Taken back by the desk",
        "cancelled": "Cancelled",
        "preempted": "Needed elsewhere",
        "reassigned": "Given to another team",
        "transferred": "Handed to another team",
    },
    "decline_reason": {
        "unsafe": "Not safe for us",
        "no_skill": "We lack the skill",
        "conflict_of_interest": "We know them",
        "vehicle": "Vehicle trouble",
        "fatigue_break": "Tired, or on a break",
        "too_far": "Too far",
        "end_of_shift": "End of shift",
        "language": "Language",
        "other": "Another reason",
    },
    "unit_status": {
        "off": "Off duty",
        "roster": "Due on shift",
        "available": "Ready",
        "avail_area": "Ready, in the area",
        "assigned": "Has a call",
        "enroute": "On the way",
        "staging": "Waiting nearby",
        "on_scene": "Arrived",
        "transporting": "Leaving with the person",
        "at_destination": "At the destination",
        "paperwork": "Writing up",
        "break": "Break",
        "meal": "Meal",
        "resupply": "Restocking",
        "training": "Training",
        "meeting": "Meeting",
        "oos": "Out of service",
        "decomp": "Time after a hard call",
        "emergency": "Needs help",
    },
    "origin": {
        "device": "The phone",
        "manual": "By voice, entered at the desk",
        "server": "The server",
        "sms": "By text",
    },
    "alarm_kind": {
        "offer_unanswered": "Nobody answered the offer",
        "offer_unreached": "No phone of the team has the offer yet",
        "offer_waits": "The team has the offer and has not answered",
        "phone_them": "Phone them now",
        "self_initiated": "A team went without an offer",
        "id_reuse": "Two different records under one id",
        "custody": "A saved record waits for a supervisor",
        "too_late": "A team went on an offer that was over",
        "after_end": "A team went on after the desk ended it",
        "skill_lost": "A team can no longer do what its call asks for",
        "gap": "Came due while the system was down",
        "unreadable": "Part of a record cannot be read",
    },
    "device_alarm": {
        "untried": "Not tried yet",
        "rang": "It rang",
        "silent": "It did not ring",
        "refused": "Not allowed on this phone",
        "unable": "This phone has none",
        "lost": "This phone is not reached any more",
    },
    "backup_kind": {
        "team": "Another team",
        "supervisor": "Supervisor",
        "ems": "Ambulance",
        "fire": "Fire service",
        "police": "Police",
    },
    "backup_reason": {
        "medical": "Medical",
        "scene_size": "Too many people",
        "transport_hold": "A ride, or a hold",
        "requested_by_person": "The person asked",
        "legal": "The law asks for it",
        "assault": "Somebody was attacked",
        "weapon": "A weapon",
    },
    "backup_refusal": {
        "nobody_free": "Nobody is free",
        "will_not_come": "They will not come",
        "enough_there": "Enough are there",
    },
    "backup_outcome": {"arrived": "They came", "called_off": "No longer needed", "never_came": "They never came"},
    "offer_next": {
        "next_team": "The next team is proposed by name",
        "supervisor": "The supervisor decides",
        "nothing": "Nothing more is proposed",
    },
    "help_ending": {"mistake": "Pressed by mistake", "safe": "Safe now"},
    "roll_reason": {
        "check_ins": "Check-ins did not come",
        "timers": "The timers stood still",
        "danger": "Danger where teams are",
        "practice": "Practice",
    },
    "help_sent": {
        "team": "Another team",
        "ambulance": "Ambulance",
        "police": "Police",
        "supervisor": "Supervisor",
    },
    "handed_to": {
        "l988": "988",
        "l211": "211",
        "psap911": "911",
        "ems": "Ambulance",
        "police": "Police",
    },
    "check_step": {
        "missed": "Check-in missed",
        "call_team": "Call the team now",
        "supervisor": "The supervisor decides on help",
    },
    "handover_way": {"to": "Passed to", "from": "Given to us by"},
    "settled_how": {
        "fixed": "Entered anew, corrected",
        "nothing_to_do": "Nothing to do",
        "told_person": "Told whoever sent it",
    },
    "begun": {
        "offered": "Asked by the desk",
        "by_itself": "Went without being asked",
        "too_late": "Was asked, and went when the offer was already over",
        "after_end": "Was sent, and went on after the desk had ended it",
        "on_view": "Came across somebody",
    },
    "outcome_state": {"none": "Not due", "due": "Still to write", "saved": "Written"},
    "skill": {
        "triage": "Call-taker",
        "CLIN": "Clinician",
        "CRISIS": "Crisis worker",
        "MEDIC": "Medic",
        "PEER": "Peer",
        "OUTR": "Outreach",
        "MEDI": "Mediator",
        "NAVI": "Navigator",
    },
    "role": {
        "dispatcher": "Dispatcher",
        "responder": "Responder",
        "supervisor": "Supervisor",
        "manager": "Programme manager",
        "admin": "Technical administrator",
        "privacy_officer": "Privacy officer",
        "interrupter": "Conflict interrupter",
        "site_lead": "Site lead",
    },
}
