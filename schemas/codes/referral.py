"""Referrals: what a person needs, where they were referred, and how far it came."""

from typing import Literal

ReferralState = Literal[
    "draft", "offered_declined", "sent", "accepted", "waitlisted", "rejected", "scheduled", "connected", "completed",
    "not_completed", "unavailable", "expired",
]
MadeState = Literal["sent", "offered_declined", "unavailable"]
"""How a referral can start in the street; the rest of the loop happens later."""
UnavailableReason = Literal[
    "no_bed", "closed", "ineligible", "docs_missing", "no_transport", "waitlist", "none_exists", "no_reply"
]
Need = Literal[
    "shelter_adult", "shelter_family", "shelter_youth", "shelter_dv", "warming", "cooling", "drop_in", "food",
    "shower_laundry", "clothes", "detox", "sobering", "mat_otp", "harm_reduction", "crisis_receiving",
    "crisis_residential", "walk_in_mh", "outpatient_mh", "peer_warmline", "primary_care", "wound_clinic", "dental",
    "legal_aid", "eviction_help", "benefits", "id_docs", "employment", "childcare", "elder", "disability",
    "youth_dropin", "lgbtq", "veteran", "immigrant_legal", "mediation", "restorative", "victim_services", "hvip",
    "grief", "transport", "pets", "phone_charging",
]
ConsentForm = Literal["verbal_witnessed", "signed_on_device", "written_paper"]
SharedField = Literal["need", "first_name", "age_band", "language", "callback"]
Urgency = Literal["tonight", "day", "week"]

LABELS: dict[str, dict[str, str]] = {
    "referral_state": {
        "draft": "Made on the phone",
        "offered_declined": "Offered, person said no",
        "sent": "Sent to the place",
        "accepted": "Place said yes",
        "waitlisted": "On a waiting list",
        "rejected": "Place said no",
        "scheduled": "Date given",
        "connected": "Person arrived",
        "completed": "Need met",
        "not_completed": "Did not work out",
        "unavailable": "Nothing to offer",
        "expired": "No reply in time",
    },
    "unavailable_reason": {
        "no_bed": "No bed",
        "closed": "Closed",
        "ineligible": "Not eligible",
        "docs_missing": "Papers missing",
        "no_transport": "No way to get there",
        "waitlist": "Waiting list",
        "none_exists": "Nothing like it here",
        "no_reply": "Nobody answered",
    },
    "need": {
        "shelter_adult": "Bed for an adult",
        "shelter_family": "Bed for a family",
        "shelter_youth": "Bed for a young person",
        "shelter_dv": "Safe place from a partner",
        "warming": "Warming place",
        "cooling": "Cooling place",
        "drop_in": "Drop-in",
        "food": "Food",
        "shower_laundry": "Shower or laundry",
        "clothes": "Clothes",
        "detox": "Detox",
        "sobering": "Sobering place",
        "mat_otp": "Medicine for opioid use",
        "harm_reduction": "Harm reduction",
        "crisis_receiving": "Crisis receiving",
        "crisis_residential": "Crisis residence",
        "walk_in_mh": "Walk-in mental health",
        "outpatient_mh": "Mental health clinic",
        "peer_warmline": "Peer phone line",
        "primary_care": "Doctor",
        "wound_clinic": "Wound clinic",
        "dental": "Dentist",
        "legal_aid": "Legal help",
        "eviction_help": "Help against eviction",
        "benefits": "Benefits",
        "id_docs": "Identity papers",
        "employment": "Work",
        "childcare": "Child care",
        "elder": "Older adults",
        "disability": "Disability",
        "youth_dropin": "Young people's drop-in",
        "lgbtq": "LGBTQ+",
        "veteran": "Veterans",
        "immigrant_legal": "Immigration law help",
        "mediation": "Mediation",
        "restorative": "Restorative justice",
        "victim_services": "Victim services",
        "hvip": "Hospital violence programme",
        "grief": "Grief",
        "transport": "Ride",
        "pets": "Pets",
        "phone_charging": "Phone charging",
    },
    "consent_form": {
        "verbal_witnessed": "Said yes, heard by the team",
        "signed_on_device": "Signed on the phone",
        "written_paper": "Signed on paper",
    },
    "shared_field": {
        "need": "What they need",
        "first_name": "First name",
        "age_band": "Age band",
        "language": "Language",
        "callback": "Phone number",
    },
    "urgency": {"tonight": "Tonight", "day": "Within a day", "week": "Within a week"},
}
