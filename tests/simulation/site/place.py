"""A site: its leads, its interrupters, and the city beside it."""

from typing import TYPE_CHECKING, Any

from server.app import Application
from server.example.dice import Dice
from tests.simulation.phone.app import Phone
from tests.simulation.place import HAPPENS, Place
from tests.simulation.site import reckoning
from tests.simulation.site.founding import INTERRUPTERS, LEADS, found
from tests.simulation.site.people import Interrupter, Lead
from tests.simulation.site.rings import Rings, send
from tests.simulation.town.founding import Town
from tests.simulation.town.people import Person

if TYPE_CHECKING:
    from tests.simulation.world import World


def person(name: str, phone: Phone, town: Town, **given: Any) -> Person:
    """Who this is."""
    return (Lead if name in LEADS else Interrupter)(phone, town.persons[name], **given)


async def begin(world: "World", app: Application) -> None:
    """Its phones can be rung, and most of them are on call."""
    rings = world.beside = Rings(Dice(f"rings {world.seed}"))

    def started(app: Application) -> None:
        app.carriers["push"] = rings
        world.server.spawn(send(app, world.server))

    world.server.started = started
    started(app)
    for name in INTERRUPTERS[:2]:
        someone = world.people[name]
        assert isinstance(someone, Interrupter)
        someone.on_call()


SITE = Place(
    found=found,
    person=person,
    begin=begin,
    broken=reckoning.broken,
    lost="moe",
    shared={},
    happens={**HAPPENS, "still": 2.0},
    day_s=(800.0, 1_600.0),
)
