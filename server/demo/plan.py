"""The calls of a day: as many, as bunched and at the hours of the real service; the same seed gives the same day."""

from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from schemas.base import Struct
from schemas.codes.intake import CallType, LocationKind
from schemas.commands import TakeCall
from server.example.dice import Dice
from server.example.intake import Sending, sending, taken
from server.example.past import AREAS, OPEN_FROM, OPEN_TO
from server.example.profile import Profile

FANO: Final = 2.3
"""Variance over mean of the calls: twice as bunched as chance alone (measured on the service of the profile)."""

HOURS: Final = 24
DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

STREETS: Final = (
    *("Fern Street", "Alder Avenue", "Quarry Road", "Linden Street", "Harbor Lane", "Mill Street", "Juniper Court"),
    *("Chapel Street", "Orchard Road", "Station Road", "Willow Street", "Foundry Lane"),
)
CROSSINGS: Final = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth")

Words = tuple[LocationKind, str]
"""What kind of place it is, and what the caller says."""

SAID: Final[dict[CallType, tuple[Words, ...]]] = {
    "DISTURB_VERBAL": (
        ("outdoor_public", "Shouting at people who pass, nobody touched"),
        ("indoor_public", "Very upset in the shop, throws his own things about"),
        ("transit", "Yelling at the bus stop for half an hour"),
    ),
    "SUI_IDEATION": (
        ("private_residence", "Does not want to go on, alone at home, wants to talk"),
        ("vehicle", "Sits in the car and says that life is over, answers the phone"),
    ),
    "MH_CRISIS": (
        ("private_residence", "Hears voices and is afraid of the neighbours"),
        ("outdoor_public", "Walks up and down and talks to nobody, no shoes"),
        ("indoor_public", "Has not slept for days, thinks that people follow him"),
    ),
    "UNHOUSED_NEED": (
        ("outdoor_public", "Asks for a place to sleep tonight"),
        ("transit", "Family with two bags at the station, nowhere to go"),
        ("encampment", "Wants somebody to help with papers for a bed"),
    ),
    "WELFARE": (
        ("private_residence", "Not seen for three days, post in the door"),
        ("outdoor_public", "Sits in the rain and does not answer"),
        ("private_residence", "Older person does not manage any more, asks for somebody to look in"),
    ),
    "INTOX": (
        ("outdoor_public", "Drunk on the bench, awake, cold"),
        ("outdoor_public", "Took something, sits on the kerb, answers slowly"),
    ),
    "DISPUTE_NEIGHBOR": (
        ("private_residence", "Quarrel about noise again, no threats"),
        ("outdoor_public", "Two neighbours and a parking place, both shouting"),
    ),
    "TRESPASS_NV": (
        ("indoor_public", "Will not leave the library, calm"),
        ("private_residence", "Asleep in the stairwell, the owner wants them to leave"),
    ),
    "GRIEF_TRAUMA": (("private_residence", "A friend died yesterday, cannot stop crying"),),
    "RUNAWAY_YOUTH": (("transit", "About fifteen, alone at the station with a rucksack, frightened"),),
}
"""What callers say, in words like theirs; nobody's own."""


class Day(Struct, frozen=True, kw_only=True):
    """Which day of the week, from which hour, for how many hours, and how many times as many calls as the profile has.

    Which weekday it is follows from the seed.
    """

    seed: str
    begins: int = OPEN_FROM
    hours: int = HOURS
    times: float = 1

    @property
    def weekday(self) -> int:
        """0 is Monday."""
        return Dice(f"weekday {self.seed}").one_of(range(len(DAYS)))

    @property
    def name(self) -> str:
        """What that day is called."""
        return DAYS[self.weekday]

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return self.hours * 60

    def clock(self, minute: float) -> str:
        """The city's time so many minutes on: `13:05`."""
        hour, left = divmod(int(minute), 60)
        return f"{(self.begins + hour) % HOURS:02d}:{left:02d}"

    def hour(self, minute: float) -> int:
        """The hour of the city's clock."""
        return (self.begins + int(minute // 60)) % HOURS


class Ring(Struct, frozen=True, kw_only=True):
    """The telephone rings: when, what the desk writes down and how long that takes, and whether somebody is to go."""

    key: str
    at_min: float
    entering_min: float
    told: TakeCall
    sent: Sending
    closing_min: float


def rings(day: Day, profile: Profile) -> list[Ring]:
    """Every call of the day in its order. When they received them, whoever takes them must say."""
    found = [ring for hours_on in range(day.hours) for ring in _hour(day, profile, hours_on)]
    return sorted(found, key=lambda ring: ring.at_min)


def _hour(day: Day, profile: Profile, hours_on: int) -> Iterator[Ring]:
    """The calls of one hour of the clock: the same, whenever the day began."""
    weekday, hour = (day.weekday + (day.begins + hours_on) // HOURS) % len(DAYS), (day.begins + hours_on) % HOURS
    dice = Dice(f"{day.seed} {weekday} {hour}")
    for n in range(dice.bunched(day.times * profile.mean_calls_per_dow_hour_mon0[weekday][hour], FANO)):
        yield _ring(day, profile, f"{day.seed} {weekday} {hour} {n}", 60 * (hours_on + dice.share()))


def _ring(day: Day, profile: Profile, key: str, at_min: float) -> Ring:
    dice = Dice(key)
    sent = sending(dice, is_open=OPEN_FROM <= day.hour(at_min) < OPEN_TO)
    if sent.reason == "no_unit_available":
        # Whether a team is free is played, not drawn.
        sent = Sending(result="alt_only")
    reason = dice.weighed(profile.reason1_share)
    place = f"{dice.one_of(STREETS)} at {dice.one_of(CROSSINGS)}"
    told = taken(dice, reason=reason, sent=sent, received_at=0, area=dice.one_of(AREAS), place=place)
    kind, said = dice.one_of(SAID[told.type_code])
    return Ring(
        key=key,
        at_min=at_min,
        entering_min=dice.between(40, 150) / 60,
        told=replace(told, location_kind=kind, said=said),
        sent=sent,
        closing_min=dice.between(3, 12),
    )
