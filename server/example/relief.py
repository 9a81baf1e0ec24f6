"""More teams than the example has, for a larger day: added by the command line's own means, once, and found again."""

from collections.abc import Awaitable, Iterator
from typing import Any, Final, Protocol

from msgspec.structs import replace

from server.example.people import Cast, Person, Unit

NAMED: Final = "Relief"


class Ask(Protocol):
    """What the running server answers to a command of the command line."""

    def __call__(self, command: str, **args: object) -> Awaitable[Any]:
        """Ask it."""
        ...


def share(teams: int, cast: Cast) -> float:
    """How many times as many calls so many teams have as those of the example."""
    return teams / len(cast.units)


async def with_relief(cast: Cast, teams: int, ask: Ask) -> Cast:
    """The cast with so many teams: those that are missing are added, each crewed as one of the example's is."""
    people = {each["name"]: each["id"] for each in await ask("person.list")}
    units = {each["name"]: each["id"] for each in await ask("unit.list")}
    more_people, more_units = list[Person](), list[Unit]()
    for n in range(len(cast.units), teams):
        unit = _unit(n)
        if unit.name not in units:
            units[unit.name] = (await ask("unit.add", name=unit.name))["id"]
        more_units.append(replace(unit, own_id=units[unit.name]))
        for person in _crew(cast, n, unit):
            if person.name not in people:
                people[person.name] = (await ask("person.add", name=person.name, roles=person.roles))["id"]
            more_people.append(replace(person, own_id=people[person.name]))
    return replace(cast, people=(*cast.people, *more_people), units=(*cast.units, *more_units))


def _unit(n: int) -> Unit:
    key = f"{NAMED.lower()}-{n + 1}"
    return Unit(key=key, name=f"{NAMED} {n + 1}", members=(f"{key}-a", f"{key}-b"))


def _crew(cast: Cast, n: int, unit: Unit) -> Iterator[Person]:
    like = cast.units[n % len(cast.units)]
    for key, member in zip(unit.members, like.members, strict=True):
        skills = cast.person(member).skills
        yield Person(key=key, name=f"{unit.name} {key[-1].upper()}", roles=("responder",), skills=skills)
