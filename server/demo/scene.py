"""What a team finds at the place of a call and what it does there: drawn once, whoever goes."""

from typing import Final, Literal

from schemas.base import Struct
from schemas.codes.dispatch import DeclineReason, Stage
from schemas.records import OutcomeAnswers
from server.example.dice import Dice
from server.example.outcomes import outcome
from server.example.profile import MINUTE, Profile

Reply = Literal["yes", "both", "no", "silence"]

REPLIES: Final[dict[Reply, float]] = {"yes": 76, "both": 12, "no": 7, "silence": 5}
"""One says yes, both partners do, they cannot, or nobody looks at the phone. Our guess: no service counts it."""

ASKED: Final = 6
"""So many answers are drawn beforehand; whoever is asked once more says yes."""

DECLINED: Final[tuple[DeclineReason, ...]] = ("too_far", "fatigue_break", "conflict_of_interest", "vehicle")

SILENCES: Final = 0.15
"""Calls during which the network is gone for a while. Our guess."""

BOTH_TAP: Final = 0.2
PARTNER_ADDS: Final = 0.12

NEAR: Final = "p50"
"""Up to here of `request_to_dispatch` the desk is thinking; the rest of it was waiting for a team, which is played."""


class Quiet(Struct, frozen=True, kw_only=True):
    """No network from this stage on, for so many minutes."""

    since: Stage
    lasts_min: float


class Scene(Struct, frozen=True, kw_only=True):
    """How a call goes. Spans are minutes of the day."""

    key: str
    thinking_min: float
    replies: tuple[Reply, ...]
    declined: DeclineReason
    answering_min: float
    ending: str
    turnout_min: float
    travel_min: float
    to_contact_min: float
    stay_min: float
    moving_min: float
    writing_min: float
    answers: OutcomeAnswers
    quiet: Quiet | None
    both_tap: bool
    partner_adds: bool

    @property
    def is_called_off(self) -> bool:
        """True when the caller needs nobody any more while the team is on its way."""
        return self.ending == "Cancelled"

    @property
    def is_met(self) -> bool:
        """True when the team speaks with the person."""
        return self.answers.contact_result in ("contact_made", "contact_declined")

    @property
    def moves(self) -> bool:
        """True when the team itself takes the person somewhere."""
        return self.answers.transport is not None and self.answers.transport.by == "us"

    def reply(self, asked: int) -> Reply:
        """What a team says that is the so-manieth to be asked."""
        return self.replies[asked] if asked < len(self.replies) else "yes"


def draw(key: str, profile: Profile) -> Scene:
    """How the call of this key goes; the same every time."""
    dice = Dice(f"scene {key}")
    ending = dice.weighed(profile.end_point_share)
    is_talking = ending == "Engaged Client"
    minutes = 1 / MINUTE
    stay = profile.span_ms(dice, "engagement_to_departure") if is_talking else profile.on_scene_ms(dice, ending)
    return Scene(
        key=key,
        thinking_min=1 + dice.share() * profile.stage_minutes_percentiles["request_to_dispatch"][NEAR],
        replies=tuple(dice.weighed(REPLIES) for _ in range(ASKED)),
        declined=dice.one_of(DECLINED),
        answering_min=dice.between(8, 50) / 60,
        ending=ending,
        turnout_min=dice.between(40, 200) / 60,
        travel_min=max(2.0, profile.span_ms(dice, "dispatch_to_arrival") * minutes),
        to_contact_min=max(0.3, profile.span_ms(dice, "arrival_to_engagement") * minutes),
        stay_min=max(3.0, stay * minutes),
        moving_min=dice.between(6, 20),
        writing_min=dice.between(1, 6),
        answers=outcome(dice, ending)(call_id="call", unit_id="unit").answers,
        quiet=_quiet(dice) if ending != "Cancelled" else None,
        both_tap=dice.happens(BOTH_TAP),
        partner_adds=dice.happens(PARTNER_ADDS),
    )


def _quiet(dice: Dice) -> Quiet | None:
    if not dice.happens(SILENCES):
        return None
    return Quiet(since=dice.one_of(("enroute", "on_scene", "cleared")), lasts_min=dice.between(10, 90))
