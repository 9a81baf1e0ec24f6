"""How a phone is rung, over HTTP: told by whoever is signed in on it."""

from typing import Any, Final

from litestar import Request, Router, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from schemas.wire import AlarmAddress, AlarmHeard, AlarmShown
from server.clock import Clock
from server.errors import NotFound, TooManyTries
from server.identity.callers import address_of
from server.identity.memory import network
from server.outward.push import telling
from server.settings import Settings
from server.signed import Signed
from server.sync.branches import Branches
from server.sync.incoming import Pace

Bare = Request[Any, Any, Any]

RECEIPTS: Final = 1.0
RECEIPT_BURST: Final = 60
"""Alarms that a second may stand on the screens behind one address, and how many at once: a whole shift on one router.
What is over is lost, and leaves the alarm unproven, which is the safe side."""


def pace(clock: Clock) -> Pace:
    """How fast each address may say that an alarm stood on its screen."""
    return Pace(clock, rate=RECEIPTS, burst=RECEIPT_BURST)


@post("/session/alarm", status_code=204, security=[{"session": []}])
async def alarm(
    by_session: NamedDependency[Signed],
    branches: NamedDependency[Branches],
    settings: NamedDependency[Settings],
    data: JSONBody[AlarmAddress],
) -> None:
    """Ring this phone there, until the person signs out."""
    branch = branches.of(by_session.organization.tag)
    await telling.rings_at(branch, by_session.actor, data, settings.own_push_services)


@post("/session/alarm/said", status_code=204, security=[{"session": []}])
async def said(
    by_session: NamedDependency[Signed], branches: NamedDependency[Branches], data: JSONBody[AlarmHeard]
) -> None:
    """Whether the alarm of this phone rings, as its person heard it."""
    await telling.said(branches.of(by_session.organization.tag), by_session.actor, data)


@post("/session/alarm/test", status_code=204, security=[{"session": []}])
async def test(by_session: NamedDependency[Signed], branches: NamedDependency[Branches]) -> None:
    """Ring this phone in ten seconds, as an offer would."""
    await telling.test(branches.of(by_session.organization.tag), by_session.actor)


@post("/alarm/shown", status_code=204)
async def shown(
    request: Bare, branches: NamedDependency[Branches], receipts: NamedDependency[Pace], data: JSONBody[AlarmShown]
) -> None:
    """An alarm stood on a screen: told by what runs of the app while it is closed, whose credential is the id."""
    if receipts.take(network(address_of(request)), 1) == 0:
        raise TooManyTries("Too many alarms shown at once.")
    try:
        branch = branches.of(data.id.partition(".")[0])
    except NotFound:
        return
    await telling.shown(branch, data.id)


ROUTES: Final = Router("/api", route_handlers=[alarm, said, test, shown])
"""Where `server.app` hangs them."""
