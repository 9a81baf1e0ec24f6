"""A city whose desk does more: corrects and merges calls, hands a shift over, enters who went by voice."""

from dataclasses import replace
from typing import Any, Final

from tests.simulation.phone.app import Phone
from tests.simulation.place import Place
from tests.simulation.town.dispatcher import TYPES, Dispatcher
from tests.simulation.town.founding import Town
from tests.simulation.town.people import Person
from tests.simulation.town.place import CITY, person


class BusyDispatcher(Dispatcher):
    """Does what every desk does, and half of the time something rarer."""

    def act(self) -> None:
        """One thing at the desk."""
        if self.dice.happens(0.6):
            super().act()
            return
        self.choose({self.correct: 2, self.merge: 2, self.part: 0.7, self.enter: 1.5, self.give: 0.7, self.read: 1})

    def correct(self) -> None:
        """The desk knows better now."""
        calls = tuple(self.rows("call"))
        if calls:
            better = self.dice.one_of(({"type_code": self.dice.one_of(TYPES)}, {"priority": "P1"}, {"area": "west"}))
            self.do("call.correct", self.dice.one_of(calls), better)

    def merge(self) -> None:
        """Two are about the same."""
        calls = tuple(self.rows("call"))
        if len(calls) > 1:
            call, into = self.dice.some_of(calls, 2)
            self.do("call.merge", call, {"into": into})

    def part(self) -> None:
        """They are not, after all."""
        merged = [row["id"] for row in self.rows("call").values() if row.get("merged_into") is not None]
        if merged:
            self.do("call.merge", self.dice.one_of(merged), {"into": None})

    def enter(self) -> None:
        """A team was sent by voice."""
        calls = [row["id"] for row in self.rows("call").values() if row["closed_at"] is None]
        if calls:
            args = {"call_id": self.dice.one_of(calls), "unit_id": self.dice.one_of(tuple(self.crews))}
            self.do("assignment.enter", self.ids.new(), {**args, "assigned_at": self.phone.wall()})

    def give(self) -> None:
        """The shift is handed over."""
        self.do("handoff.give", self.ids.new(), {"note": "canary"})

    def read(self) -> None:
        """What somebody handed over is read."""
        given = [row["id"] for row in self.rows("handoff").values() if row["by"] != self.person_id]
        if given:
            self.do("handoff.read", self.dice.one_of(given), {})


def busy(name: str, phone: Phone, town: Town, **given: Any) -> Person:
    """Who this is."""
    if name.startswith("desk"):
        return BusyDispatcher(phone, town.persons[name], crews=town.crews(), **given)
    return person(name, phone, town, **given)


BUSY_CITY: Final[Place] = replace(CITY, person=busy)
