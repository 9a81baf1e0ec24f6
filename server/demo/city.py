"""What everybody who plays shares: the day, how fast it goes, and what is true at the place of a call."""

from collections import Counter
from typing import Any

from server.demo.pace import Pace
from server.demo.plan import Day, Ring, rings
from server.demo.scene import Scene, draw
from server.example.profile import read_profile

Services = list[tuple[str, tuple[str, ...]]]
"""Services of the directory that people can be referred to, each with the needs it meets."""


class City:
    """The city on this day."""

    def __init__(self, day: Day, pace: Pace, *, began_at: int) -> None:
        """It begins at this time of the clock that everybody has."""
        self.day = day
        self.pace = pace
        self.began_at = began_at
        self.services: Services = []
        self._profile = read_profile()
        self._scenes: dict[str, Scene] = {}
        self._asked: Counter[str] = Counter()
        self._found = 0

    def rings(self) -> list[Ring]:
        """The calls of the day."""
        return rings(self.day, self._profile)

    def at(self, minute: float) -> int:
        """When a minute of the day is."""
        return self.began_at + self.pace.ms(minute)

    def minute(self, now: int) -> float:
        """Which minute of the day it is."""
        return (now - self.began_at) / self.pace.ms(1)

    def place(self, call_id: str, key: str) -> None:
        """This call is the one of that key."""
        self._scenes[call_id] = draw(key, self._profile)

    def scene(self, call_id: str) -> Scene:
        """How this call goes; one that somebody else took is drawn when it is first looked at."""
        if call_id not in self._scenes:
            self._found += 1
            self.place(call_id, f"{self.day.seed} found {self._found}")
        return self._scenes[call_id]

    @property
    def calls(self) -> int:
        """How many calls somebody had to do with so far."""
        return len(self._scenes)

    def count_asking(self, call_id: str) -> int:
        """A team is asked to take this call; answers how many were before."""
        self._asked[call_id] += 1
        return self._asked[call_id] - 1


def services_of(directory: dict[str, Any]) -> Services:
    """Whom people can be referred to, of a directory as it came."""
    return [
        (service["id"], tuple(service["needs"]))
        for service in directory["services"]
        if service["needs"] and service["status"] == "active"
    ]
