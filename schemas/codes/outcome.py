"""The outcome log: four separate axes (contact, resolution, transport, who else came), services and supplies.

One field for all of them is the field's classic data bug: "unable to locate" and "remained in community" on one call.
"""

from typing import Literal

ContactResult = Literal[
    "contact_made", "contact_declined", "contact_phone", "gone", "no_contact_other", "cancelled_enroute", "no_access",
    "duplicate", "deceased",
]
Resolution = Literal[
    "resolved_on_scene", "safety_plan_made", "stays_with_support", "connected_warm", "referred",
    "transported_service", "transported_medical", "ems_took_over", "police_took_over", "hold_voluntary",
    "hold_involuntary", "agreement_reached", "cooled_no_agreement", "moved_along_voluntarily", "need_unmet",
    "needs_followup", "no_need_found",
]
UnmetReason = Literal[
    "no_bed", "closed", "ineligible", "docs_missing", "no_transport", "waitlist", "declined", "none_exists"
]
Service = Literal[
    "deescalation", "active_listening", "risk_assessment", "safety_plan", "suicide_screen", "means_safety",
    "first_aid", "vitals", "wound_care", "medication_help", "naloxone_given", "od_prevention_teach", "peer_support",
    "mediation", "family_support", "basic_needs", "transport", "id_documents_help", "benefits_help", "info_only",
    "advocacy", "syringe_collected", "death_notification_support", "interpreter_used",
]
Supply = Literal[
    "naloxone_kit", "fentanyl_strip", "safer_use_kit", "safer_sex_kit", "wound_kit", "water", "food", "blanket",
    "clothes", "socks", "hygiene", "menstrual", "tent_tarp", "sleeping_bag", "bus_pass", "phone_charger", "pet_food",
    "baby_items", "cooling", "warming", "gift_card",
]
TransportBy = Literal["us", "ems", "police", "taxi_voucher", "family"]
Destination = Literal[
    "home", "family_friend", "shelter", "warming_cooling", "sobering", "detox", "crisis_receiving",
    "crisis_residential", "living_room_peer", "ed", "psych_hospital", "clinic", "dv_safe_place", "housing_program",
    "public_place", "transit_stop", "other_service",
]
Agency = Literal[
    "police", "ems", "fire", "co_responder", "school_security", "private_security", "child_protection",
    "adult_protection", "animal", "outreach_partner",
]
AskedBy = Literal["responder", "dispatcher", "person", "bystander", "other_agency", "unknown"]
Relative = Literal["before_us", "after_us", "with_us", "unknown"]
Repeat = Literal["first", "known_last_30d", "known_earlier", "unknown"]

MET: frozenset[str] = frozenset({"contact_made", "contact_declined", "contact_phone"})
"""Only these allow a resolution, services, supplies and transport; the others store null."""

LABELS: dict[str, dict[str, str]] = {
    "contact_result": {
        "contact_made": "Met the person",
        "contact_declined": "Met, did not want help",
        "contact_phone": "Reached by phone only",
        "gone": "Gone when we arrived",
        "no_contact_other": "There, but others had it",
        "cancelled_enroute": "Cancelled before we arrived",
        "no_access": "Could not reach them",
        "duplicate": "Same event as another call",
        "deceased": "Found dead",
    },
    "resolution": {
        "resolved_on_scene": "Settled here",
        "safety_plan_made": "Safety plan made",
        "stays_with_support": "Stays with family, friend or staff",
        "connected_warm": "Handed to a service in person",
        "referred": "Referred",
        "transported_service": "Taken to a service",
        "transported_medical": "Taken to medical care",
        "ems_took_over": "Ambulance took over",
        "police_took_over": "Police took over",
        "hold_voluntary": "Went to hospital by choice",
        "hold_involuntary": "Involuntary hold",
        "agreement_reached": "Agreement reached",
        "cooled_no_agreement": "Calmer, no agreement",
        "moved_along_voluntarily": "Moved along by choice",
        "need_unmet": "Need not met",
        "needs_followup": "Needs a follow-up",
        "no_need_found": "No need found",
    },
    "unmet_reason": {
        "no_bed": "No bed",
        "closed": "Closed",
        "ineligible": "Not eligible",
        "docs_missing": "Papers missing",
        "no_transport": "No way to get there",
        "waitlist": "Waiting list",
        "declined": "Place said no",
        "none_exists": "Nothing like it here",
    },
    "service": {
        "deescalation": "Calming",
        "active_listening": "Listening",
        "risk_assessment": "Risk assessment",
        "safety_plan": "Safety plan",
        "suicide_screen": "Suicide screening",
        "means_safety": "Making means safe",
        "first_aid": "First aid",
        "vitals": "Vital signs",
        "wound_care": "Wound care",
        "medication_help": "Help with medicine",
        "naloxone_given": "Naloxone given",
        "od_prevention_teach": "Overdose prevention",
        "peer_support": "Peer support",
        "mediation": "Mediation",
        "family_support": "Family support",
        "basic_needs": "Basic needs",
        "transport": "Ride",
        "id_documents_help": "Help with papers",
        "benefits_help": "Help with benefits",
        "info_only": "Information only",
        "advocacy": "Spoke up for them",
        "syringe_collected": "Needles collected",
        "death_notification_support": "Support with news of a death",
        "interpreter_used": "Interpreter",
    },
    "supply": {
        "naloxone_kit": "Naloxone kit",
        "fentanyl_strip": "Fentanyl strips",
        "safer_use_kit": "Safer-use kit",
        "safer_sex_kit": "Safer-sex kit",
        "wound_kit": "Wound kit",
        "water": "Water",
        "food": "Food",
        "blanket": "Blanket",
        "clothes": "Clothes",
        "socks": "Socks",
        "hygiene": "Hygiene",
        "menstrual": "Period products",
        "tent_tarp": "Tent or tarp",
        "sleeping_bag": "Sleeping bag",
        "bus_pass": "Bus pass",
        "phone_charger": "Phone charger",
        "pet_food": "Pet food",
        "baby_items": "Baby items",
        "cooling": "Cooling",
        "warming": "Warming",
        "gift_card": "Gift card",
    },
    "transport_by": {
        "us": "Us",
        "ems": "Ambulance",
        "police": "Police",
        "taxi_voucher": "Taxi voucher",
        "family": "Family",
    },
    "destination": {
        "home": "Home",
        "family_friend": "Family or friend",
        "shelter": "Shelter",
        "warming_cooling": "Warming or cooling place",
        "sobering": "Sobering place",
        "detox": "Detox",
        "crisis_receiving": "Crisis receiving (23 h)",
        "crisis_residential": "Crisis residence",
        "living_room_peer": "Peer living room",
        "ed": "Emergency department",
        "psych_hospital": "Psychiatric hospital",
        "clinic": "Clinic",
        "dv_safe_place": "Safe place (no address kept)",
        "housing_program": "Housing programme",
        "public_place": "Public place",
        "transit_stop": "Bus or train stop",
        "other_service": "A service not listed",
    },
    "agency": {
        "police": "Police",
        "ems": "Ambulance",
        "fire": "Fire",
        "co_responder": "Police with clinician",
        "school_security": "School security",
        "private_security": "Private security",
        "child_protection": "Child protection",
        "adult_protection": "Adult protection",
        "animal": "Animal control",
        "outreach_partner": "Outreach partner",
    },
    "asked_by": {
        "responder": "Our team asked",
        "dispatcher": "Our desk asked",
        "person": "The person asked",
        "bystander": "A passer-by asked",
        "other_agency": "Another agency asked",
        "unknown": "Not known",
    },
    "relative": {
        "before_us": "Before us",
        "after_us": "After us",
        "with_us": "With us",
        "unknown": "Not known",
    },
    "repeat": {
        "first": "First time we met",
        "known_last_30d": "Met in the last 30 days",
        "known_earlier": "Met earlier",
        "unknown": "Not known",
    },
}
