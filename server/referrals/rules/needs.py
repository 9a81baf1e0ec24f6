"""Which words of other people's directories mean which of our needs.

A word that is not here gives no need: the service is still found by its words. Keep to words that can mean one thing
only; a person sent to the wrong door is worse off than one who has to search.
"""

from collections.abc import Iterable
from typing import Final

from schemas.codes.referral import Need
from schemas.normalise import normalise

WORDS: Final[dict[Need, tuple[str, ...]]] = {
    "shelter_adult": ("emergency shelter", "homeless shelter", "shelter refuge"),
    "shelter_family": ("family shelter",),
    "shelter_youth": ("youth shelter",),
    "shelter_dv": ("help escape violence",),
    "food": (
        "food",
        "emergency food",
        "food pantry",
        "food pantries",
        "food delivery",
        "free meals",
        "food boxes food vouchers",
        "brown bag food programs",
        "congregate meals nutrition sites",
        "home delivered meals",
        "meal sites home delivered meals",
        # As the sample has it, cut at 30 characters.
        "meal sites home delivered mea",
    ),
    "shower_laundry": ("showers", "laundry facilities", "personal hygiene"),
    "clothes": ("clothing", "clothing personal items", "clothing vouchers", "clothes for work"),
    "detox": ("detox", "detoxification"),
    "sobering": ("sobering center",),
    "mat_otp": ("medication assisted treatment", "methadone maintenance"),
    "harm_reduction": ("harm reduction", "needle exchange"),
    "crisis_receiving": ("psychiatric emergency services",),
    "walk_in_mh": ("walk in counseling",),
    "outpatient_mh": ("counseling", "individual group counseling", "geriatric counseling", "mental health evaluation"),
    "peer_warmline": ("peer support", "warm lines", "help hotlines"),
    "primary_care": ("primary care", "community clinics", "checkup test", "medical care"),
    "dental": ("dental care",),
    "legal_aid": ("advocacy legal aid", "representation"),
    "eviction_help": ("help pay for housing", "rental deposit assistance", "housing advice"),
    "benefits": (
        "government benefits",
        "food benefits",
        "disability benefits",
        "unemployment benefits",
        "help fill out forms",
        "utility assistance",
        "utility service payment assistance",
    ),
    "id_docs": ("identification recovery",),
    "employment": (
        "help find work",
        "job development",
        "job placement",
        "job search placement",
        "job training",
        "supported employment",
    ),
    "childcare": ("childcare", "day care", "afterschool care", "help find childcare"),
    "elder": ("older adults", "senior centers", "adult day programs", "adult daycare", "adult day health care"),
    "disability": ("disabilities issues", "understand disability"),
    "youth_dropin": ("youth drop in", "youth development"),
    "lgbtq": ("lgbtq", "lesbian", "transgender individuals"),
    "veteran": ("veterans",),
    "immigrant_legal": ("citizenship immigration",),
    "mediation": ("mediation",),
    "restorative": ("restorative justice",),
    "victim_services": ("victim services", "domestic violence"),
    "grief": ("bereavement",),
    "transport": ("transportation", "bus passes", "help pay for transit"),
    "pets": ("animal welfare",),
}
"""By need, words as `normalise` leaves them. Ours; the names of no licensed taxonomy are in it."""

_NEEDS: Final[dict[str, tuple[Need, ...]]] = {
    word: tuple(need for need, words in WORDS.items() if word in words)
    for word in {word for words in WORDS.values() for word in words}
}


def needs_of(terms: Iterable[str]) -> tuple[Need, ...]:
    """The needs that a service with these terms meets, in the order of our list."""
    found = {need for term in terms for need in _NEEDS.get(normalise(term), ())}
    return tuple(need for need in WORDS if need in found)
