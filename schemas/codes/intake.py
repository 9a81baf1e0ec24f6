"""How a call comes in: sources, types, screening, triage."""

from typing import Literal

Source = Literal[
    "line727", "text727", "psap911", "l988", "l211", "l311", "police_req", "ems_req", "fire_req",
    "onview", "walkup", "partner", "followup",
]
CallerRole = Literal["self", "family", "bystander", "business", "agency", "anonymous"]
LocationKind = Literal[
    "outdoor_public", "indoor_public", "private_residence", "vehicle", "encampment", "school",
    "health_facility", "transit",
]
CallType = Literal[
    "MH_CRISIS", "SUI_IDEATION", "SUI_ATTEMPT", "WELFARE", "PERSON_DOWN", "SLEEPING", "INTOX", "OVERDOSE",
    "OD_FOLLOWUP", "SYRINGE", "UNHOUSED_NEED", "ENCAMP", "TRESPASS_NV", "PANHANDLE", "PUBLIC_NUDITY",
    "DISTURB_VERBAL", "DISPUTE_FAMILY", "DISPUTE_PARTNER", "DISPUTE_NEIGHBOR", "NOISE", "ANIMAL_NV",
    "PARKING_CIVIL", "YOUTH_BEHAV", "RUNAWAY_YOUTH", "ELDER_CONFUSED", "GRIEF_TRAUMA", "TRANSPORT_SVC",
    "RESOURCE_INFO", "FOLLOWUP", "ASSIST_AGENCY",
]
"""Types a city's desk may take. The confidential ones are not in this list, so no desk command can carry them."""
ConfidentialType = Literal["CONFLICT_BREWING", "RETALIATION_RISK", "HOSP_BEDSIDE"]
"""Types that exist only in a site."""
Priority = Literal["P0", "P1", "P2", "P3", "P4"]
Answer = Literal["yes", "no", "unknown"]
ScreeningKey = Literal[
    "weapon", "violence_now", "threat_specific", "injury_serious", "attempt_now", "crime_progress", "fire_haz",
    "private_home", "minor_alone", "dv", "caller_wants_police", "premise_flag",
]
TriageResult = Literal[
    "alt_only", "alt_with_ems", "alt_standby", "co_response", "police_only", "ems_only", "phone_resolved",
    "transfer_988", "transfer_211", "self_help", "duplicate", "not_triaged",
]
WouldHaveGoneTo = Literal["police", "ems", "fire", "none", "unknown"]
NotSentReason = Literal[
    "no_unit_available", "outside_hours", "outside_area", "disqualifier:weapon", "disqualifier:violence_now",
    "disqualifier:threat_specific", "disqualifier:injury_serious", "disqualifier:attempt_now",
    "disqualifier:crime_progress", "disqualifier:fire_haz", "disqualifier:private_home",
    "disqualifier:caller_wants_police", "timed_out", "caller_cancelled", "police_took", "ems_took", "safety_hold",
    "no_skill_match", "language", "system_down", "unknown",
]

LABELS: dict[str, dict[str, str]] = {
    "source": {
        "line727": "Called 727 directly",
        "text727": "Text, chat or web form",
        "psap911": "Passed on by 911",
        "l988": "Warm transfer from 988",
        "l211": "Passed on by 211",
        "l311": "Passed on by the city service line",
        "police_req": "Police on scene asked for us",
        "ems_req": "Ambulance crew on scene asked for us",
        "fire_req": "Fire crew on scene asked for us",
        "onview": "The team came across it",
        "walkup": "A person walked up to the team",
        "partner": "School, hospital, shelter or business",
        "followup": "A visit we had promised",
    },
    "caller_role": {
        "self": "The person",
        "family": "Family",
        "bystander": "Passer-by",
        "business": "Business",
        "agency": "Another agency",
        "anonymous": "Did not say",
    },
    "location_kind": {
        "outdoor_public": "Outdoors, public",
        "indoor_public": "Indoors, public",
        "private_residence": "Somebody's home",
        "vehicle": "Vehicle",
        "encampment": "Encampment",
        "school": "School",
        "health_facility": "Hospital or clinic",
        "transit": "Bus, train or stop",
    },
    "type_code": {
        "MH_CRISIS": "Distress, no violence",
        "SUI_IDEATION": "Suicidal thoughts",
        "SUI_ATTEMPT": "Suicide attempt under way (ambulance leads)",
        "WELFARE": "Check on someone",
        "PERSON_DOWN": "Person down, not checked",
        "SLEEPING": "Asleep or sheltering outdoors",
        "INTOX": "Intoxicated person",
        "OVERDOSE": "Suspected overdose (ambulance too)",
        "OD_FOLLOWUP": "Visit after an overdose",
        "SYRINGE": "Needles to pick up",
        "UNHOUSED_NEED": "Needs shelter or basics",
        "ENCAMP": "Encampment concern",
        "TRESPASS_NV": "Unwanted person, no violence",
        "PANHANDLE": "Asking for money",
        "PUBLIC_NUDITY": "Undressed, no threat",
        "DISTURB_VERBAL": "Shouting, verbal",
        "DISPUTE_FAMILY": "Family dispute, verbal",
        "DISPUTE_PARTNER": "Partner dispute",
        "DISPUTE_NEIGHBOR": "Neighbours arguing",
        "NOISE": "Noise",
        "ANIMAL_NV": "Barking or loose pet",
        "PARKING_CIVIL": "Parking or property quarrel",
        "YOUTH_BEHAV": "Young person, family conflict",
        "RUNAWAY_YOUTH": "Young person away from home",
        "ELDER_CONFUSED": "Older adult, confused",
        "GRIEF_TRAUMA": "After violence or a death",
        "TRANSPORT_SVC": "Ride to a service",
        "RESOURCE_INFO": "Information by phone",
        "FOLLOWUP": "Promised visit",
        "ASSIST_AGENCY": "Helping another agency on scene",
    },
    "confidential_type": {
        "CONFLICT_BREWING": "Brewing conflict",
        "RETALIATION_RISK": "Risk of retaliation",
        "HOSP_BEDSIDE": "Hospital bedside",
    },
    "priority": {
        "P0": "A colleague needs help",
        "P1": "Life at risk",
        "P2": "Active crisis",
        "P3": "Needs a visit today",
        "P4": "Planned or outreach",
    },
    "answer": {"yes": "Yes", "no": "No", "unknown": "Not known"},
    "screening_key": {
        "weapon": "Has a weapon been seen or used?",
        "violence_now": "Is a fight or assault happening now?",
        "threat_specific": "Has anyone threatened a certain person?",
        "injury_serious": "Is anyone not breathing, not waking up, or bleeding badly?",
        "attempt_now": "Is someone trying to end their life now, or holding the means?",
        "crime_progress": "Is a serious crime happening?",
        "fire_haz": "Fire, chemicals, or standing in traffic?",
        "private_home": "Is it inside a private home?",
        "minor_alone": "Is someone under 18 there alone?",
        "dv": "Is a partner involved, or is anyone afraid of one?",
        "caller_wants_police": "Does the caller want police to come?",
        "premise_flag": "Is there a safety note about this place?",
    },
    "triage_result": {
        "alt_only": "727 alone",
        "alt_with_ems": "727 with an ambulance",
        "alt_standby": "727 waits nearby until called in",
        "co_response": "Police and 727 together",
        "police_only": "Police only",
        "ems_only": "Ambulance only",
        "phone_resolved": "Solved by phone",
        "transfer_988": "Passed to 988",
        "transfer_211": "Passed to 211",
        "self_help": "Caller takes it from here",
        "duplicate": "Same event as another call",
        "not_triaged": "Never screened",
    },
    "would_have_gone_to": {
        "police": "Police",
        "ems": "Ambulance",
        "fire": "Fire",
        "none": "Nobody",
        "unknown": "Not known",
    },
    "not_sent_reason": {
        "no_unit_available": "No team free",
        "outside_hours": "Outside our hours",
        "outside_area": "Outside our area",
        "disqualifier:weapon": "Weapon",
        "disqualifier:violence_now": "Violence now",
        "disqualifier:threat_specific": "Threat to a certain person",
        "disqualifier:injury_serious": "Serious injury",
        "disqualifier:attempt_now": "Attempt under way",
        "disqualifier:crime_progress": "Crime in progress",
        "disqualifier:fire_haz": "Fire, chemicals or traffic",
        "disqualifier:private_home": "Inside a private home",
        "disqualifier:caller_wants_police": "Caller insisted on police",
        "timed_out": "Waited too long",
        "caller_cancelled": "Caller ended it",
        "police_took": "Police took it",
        "ems_took": "Ambulance took it",
        "safety_hold": "Held for safety",
        "no_skill_match": "No team with the skill",
        "language": "No team with the language",
        "system_down": "System down",
        "unknown": "Not known",
    },
}
