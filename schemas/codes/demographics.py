"""What may be written of the person met, and how each answer is known (domain.md §4.10): asked, not guessed.

Nobody has to say any of it, and help never depends on it. Never collected, and there is no word for it here:
immigration status, social security numbers, criminal history, gangs, fingerprints, photos of people.
"""

from typing import Literal

HowKnown = Literal["asked", "observed", "declined"]
"""The person said it, the team saw it, or the person was asked and did not want to say. Not asked is kept as nothing.

What was observed is reported apart from what was asked (domain.md §4.10).
"""
HowTold = Literal["asked", "declined"]
"""Of what nobody but the person can say: it is never guessed from how somebody looks."""

AgeBand = Literal["0-12", "13-17", "18-24", "25-39", "40-59", "60+"]
RaceEthnicity = Literal[
    "american_indian_alaska_native",
    "asian",
    "black",
    "hispanic_latino",
    "middle_eastern_north_african",
    "native_hawaiian_pacific_islander",
    "white",
]
"""The one combined question of the U.S. Office of Management and Budget (SPD 15, 2024): as many as apply."""
Gender = Literal["woman", "man", "non_binary", "transgender", "two_spirit", "questioning"]
"""As many as apply, or words of their own beside it."""
HousingNow = Literal["housed", "shelter", "unsheltered", "doubled_up", "institution", "unknown"]
AccessNeed = Literal["walking", "seeing", "hearing", "communicating", "remembering", "self_care", "none"]
"""What somebody needs help or time for: the six domains of the Washington Group's short set."""

LABELS: dict[str, dict[str, str]] = {
    "how_known": {
        "asked": "The person said it",
        "observed": "The team saw it: report it apart",
        "declined": "Asked, and did not want to say",
    },
    "age_band": {
        "0-12": "Under 13",
        "13-17": "13 to 17",
        "18-24": "18 to 24",
        "25-39": "25 to 39",
        "40-59": "40 to 59",
        "60+": "60 or older",
    },
    "race_ethnicity": {
        "american_indian_alaska_native": "American Indian or Alaska Native",
        "asian": "Asian",
        "black": "Black or African American",
        "hispanic_latino": "Hispanic or Latino",
        "middle_eastern_north_african": "Middle Eastern or North African",
        "native_hawaiian_pacific_islander": "Native Hawaiian or Pacific Islander",
        "white": "White",
    },
    "gender": {
        "woman": "Woman",
        "man": "Man",
        "non_binary": "Non-binary",
        "transgender": "Transgender",
        "two_spirit": "Two-Spirit",
        "questioning": "Not sure yet",
    },
    "housing_now": {
        "housed": "Has a home",
        "shelter": "In a shelter",
        "unsheltered": "Sleeps outside",
        "doubled_up": "Stays with others",
        "institution": "In hospital, care or jail",
        "unknown": "Not known",
    },
    "access_need": {
        "walking": "Walking or stairs",
        "seeing": "Seeing",
        "hearing": "Hearing",
        "communicating": "Speaking or being understood",
        "remembering": "Remembering or concentrating",
        "self_care": "Washing or dressing",
        "none": "No need",
    },
}
