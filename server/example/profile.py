"""How many calls come when, how long things take and how they end, as a real service counted them (README.md here)."""

from typing import Final

import msgspec

from server.example.dice import Dice
from server.example.people import FOLDER

MINUTE: Final = 60_000


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """Aggregates of a mobile crisis service; no row of anybody's call."""

    derived_from: str
    mean_calls_per_dow_hour_mon0: list[list[float]]
    stage_minutes_percentiles: dict[str, dict[str, float]]
    onscene_min_by_endpoint: dict[str, dict[str, float]]
    end_point_share: dict[str, float]
    reason1_share: dict[str, float]

    def span_ms(self, dice: Dice, stage: str) -> int:
        """How long it takes from one stage to the next."""
        return round(dice.percentile(self.stage_minutes_percentiles[stage]) * MINUTE)

    def on_scene_ms(self, dice: Dice, ending: str) -> int:
        """How long a team stays where nobody was met or wanted anything, two minutes at least."""
        known = self.onscene_min_by_endpoint
        table = known.get(ending, known["Unable to Locate"])
        return round(max(2.0, dice.percentile(table)) * MINUTE)


def read_profile() -> Profile:
    """The profile that goes with the example."""
    return msgspec.json.decode((FOLDER / "profile.json").read_bytes(), type=Profile)
