"""Conflict mediation in a site: coded only. No names, no exact place, no source, no link to any call."""

from typing import Literal

HowLearned = Literal[
    "own_network", "participant", "resident", "partner_org", "hospital", "social_media", "saw_it", "line727"
]
"""There is no ``police`` value, and none can be configured."""
ConflictType = Literal[
    "personal_disrespect",
    "money_debt",
    "drug_market",
    "relationship",
    "family",
    "neighbours",
    "school_youth",
    "group_rivalry",
    "social_media",
    "robbery_dispute",
    "retaliation",
    "party_event",
    "unknown",
]
CountBand = Literal["2-3", "4-6", "7-15", "16+"]
PartOfDay = Literal["morning", "afternoon", "evening", "night"]
ShootingLikely = Literal["very", "likely", "possible", "unlikely"]
MediationAction = Literal[
    "separated",
    "shuttle_talk",
    "sit_down",
    "brought_influencer",
    "family_involved",
    "property_returned",
    "cool_off_time",
    "left_area_support",
    "consequences_talk",
    "nonaggression_agreement",
    "vigil_response",
    "service_offer",
]
MediationOutcome = Literal[
    "resolved", "resolved_temporarily", "resolved_conditions", "ongoing", "not_resolved", "violence_occurred"
]
Judgement = Literal["yes", "likely", "unsure", "no"]
LookAgain = Literal["24h", "72h", "7d", "30d", "none"]

LABELS: dict[str, dict[str, str]] = {
    "how_learned": {
        "own_network": "My own network",
        "participant": "A participant",
        "resident": "A resident",
        "partner_org": "A partner organisation",
        "hospital": "Hospital",
        "social_media": "Social media",
        "saw_it": "Saw it",
        "line727": "727 passed on my number",
    },
    "conflict_type": {
        "personal_disrespect": "Disrespect",
        "money_debt": "Money",
        "drug_market": "Drug market",
        "relationship": "Relationship",
        "family": "Family",
        "neighbours": "Neighbours",
        "school_youth": "School or youth",
        "group_rivalry": "Between groups",
        "social_media": "Social media",
        "robbery_dispute": "Robbery",
        "retaliation": "Retaliation",
        "party_event": "Party or event",
        "unknown": "Not known",
    },
    "count_band": {"2-3": "2 to 3", "4-6": "4 to 6", "7-15": "7 to 15", "16+": "16 or more"},
    "part_of_day": {"morning": "Morning", "afternoon": "Afternoon", "evening": "Evening", "night": "Night"},
    "shooting_likely": {"very": "Very likely", "likely": "Likely", "possible": "Possible", "unlikely": "Unlikely"},
    "mediation_action": {
        "separated": "Separated them",
        "shuttle_talk": "Talked to each side",
        "sit_down": "Sat down together",
        "brought_influencer": "Brought someone they respect",
        "family_involved": "Family involved",
        "property_returned": "Property returned",
        "cool_off_time": "Time to cool off",
        "left_area_support": "Helped someone leave the area",
        "consequences_talk": "Talked about what follows",
        "nonaggression_agreement": "Agreement not to harm",
        "vigil_response": "Vigil",
        "service_offer": "Offered a service",
    },
    "mediation_outcome": {
        "resolved": "Settled",
        "resolved_temporarily": "Settled for now",
        "resolved_conditions": "Settled with conditions",
        "ongoing": "Still going on",
        "not_resolved": "Not settled",
        "violence_occurred": "Violence happened",
    },
    "judgement": {"yes": "Yes", "likely": "Likely", "unsure": "Unsure", "no": "No"},
    "look_again": {
        "24h": "In 24 hours",
        "72h": "In 72 hours",
        "7d": "In 7 days",
        "30d": "In 30 days",
        "none": "No need",
    },
}
