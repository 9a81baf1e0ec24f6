"""The place these worlds begin with: a site with two leads and three interrupters, whose phones ring, beside a city."""

from typing import Final

from server.app import Application
from server.ids import Ids
from server.outward.push import telling
from tests.simulation.server.network import Network
from tests.simulation.town.founding import Town, enrol, hire

LEADS: Final = ("lea", "lou")
INTERRUPTERS: Final = ("tre", "vic", "moe")


async def found(app: Application, network: Network, ids: Ids) -> Town:
    """Make it, through the doors that people come in by."""
    town = Town()
    town.city = app.organizations.create("Example city", "city", training=True).tag
    town.site = town.home = app.organizations.create("Example site", "site", training=False).tag
    await telling.ring(app.branches.of(town.site), rings=True)
    for name in (*LEADS, *INTERRUPTERS):
        person = town.persons[name] = ids.new()
        town.tags[name] = town.site
        await hire(app, town.site, person, name, ("site_lead",) if name in LEADS else ("interrupter",))
        town.disks[name] = await enrol(app, network, ids, tag=town.site, person=person)
    return town
