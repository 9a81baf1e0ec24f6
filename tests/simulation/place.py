"""What a world is about: who works there and how it begins, what goes wrong, and what must hold at the end."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.app import Application
from server.ids import Ids
from tests.simulation.server.network import Network
from tests.simulation.town.founding import Town

if TYPE_CHECKING:
    from tests.simulation.town.people import Person
    from tests.simulation.world import World

HAPPENS = {"now": 1.0, "statement": 3.0, "commit": 1.5, "ill": 4.0, "stop": 0.7, "outage": 0.3, "copy": 2.0}
"""To a server, and how often."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A city or a site, as a world knows it."""

    found: Callable[[Application, Network, Ids], Awaitable[Town]]
    """Makes it, once for every engine."""
    person: "Callable[..., Person]"
    """Who somebody of this name is: name, phone, town, and what every person is given."""
    begin: "Callable[[World, Application], Awaitable[None]]"
    """How each world begins, while every network still works."""
    broken: "Callable[[World], Awaitable[list[str]]]"
    """Every way in which a world that came to rest broke a promise."""
    lost: str
    """Whose phone is lost, where one is."""
    shared: Mapping[str, str]
    """Who has no phone of their own, and whose they use."""
    happens: Mapping[str, float]
    """What becomes of the server, and how often."""
    day_s: tuple[float, float]
    """How long people work there."""
