"""A city: its desk, its teams, and the site beside it."""

from typing import TYPE_CHECKING, Any

from server.app import Application
from tests.simulation.phone.app import Phone
from tests.simulation.place import HAPPENS, Place
from tests.simulation.town import reckoning
from tests.simulation.town.dispatcher import Dispatcher
from tests.simulation.town.founding import CREWS, SHARED, Town, found
from tests.simulation.town.people import Interrupter, Officer, Person, Responder

if TYPE_CHECKING:
    from tests.simulation.world import World


def person(name: str, phone: Phone, town: Town, **given: Any) -> Person:
    """Who this is."""
    person_id = town.persons[name]
    if name.startswith("desk"):
        return Dispatcher(phone, person_id, crews=town.crews(), **given)
    if name == "officer":
        return Officer(phone, person_id, **given)
    if name == "inter":
        return Interrupter(phone, person_id, **given)
    unit = next(unit for unit, crew in CREWS.items() if name in crew)
    return Responder(phone, person_id, unit=unit, **given)


async def begin(world: "World", _app: Application) -> None:
    """Every team signs on."""
    assert world.town is not None
    for unit, crew in world.town.crews().items():
        world.people["desk"].do("shift.start", world.ids.new(), {"unit_id": unit, "person_ids": crew})
    await world.phones["desk"].drain()


CITY = Place(
    found=found,
    person=person,
    begin=begin,
    broken=reckoning.broken,
    lost="dee",
    shared=SHARED,
    happens=HAPPENS,
    day_s=(1_400.0, 2_600.0),
)
