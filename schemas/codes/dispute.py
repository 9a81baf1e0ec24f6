"""What a team worked on between neighbours or in a family: coded only, part of the outcome of a city's call.

Not the confidential log of a site, which no list here serves. A quarrel with a partner has none of this: it is screened
as danger at home, and nobody sits the two at one table (domain.md §2.3, §2.4).
"""

from typing import Literal

DisputeAbout = Literal[
    "noise",
    "animals",
    "parking",
    "money",
    "disrespect",
    "young_people",
    "shared_space",
    "belongings",
    "living_together",
    "care",
    "unknown",
]
"""Noise, animals and parking are our call types (domain.md §2.3); money, disrespect and young people are those kinds of
conflict of §4.11 that neighbours and families have. The others are ours, for a programme of mediation to confirm."""
Agreement = Literal["yes", "partly", "no"]
FollowUp = Literal["24h", "72h", "7d", "30d", "none"]
"""When a look at it again was promised (domain.md §4.11)."""

LABELS: dict[str, dict[str, str]] = {
    "dispute_about": {
        "noise": "Noise",
        "animals": "Animals",
        "parking": "Parking",
        "money": "Money",
        "disrespect": "Disrespect",
        "young_people": "Young people",
        "shared_space": "A space they share",
        "belongings": "Whose it is",
        "living_together": "Living together",
        "care": "Caring for somebody",
        "unknown": "Not known",
    },
    "agreement": {"yes": "They agreed", "partly": "They agreed in part", "no": "No agreement"},
    "follow_up": {
        "24h": "Within a day",
        "72h": "Within three days",
        "7d": "Within a week",
        "30d": "Within a month",
        "none": "Nothing promised",
    },
}
