"""Earlier calls over HTTP, while a call is taken. What was shown is on the disk before it is answered."""

from typing import Any, Final

from litestar import Request, Router, post
from litestar.di import NamedDependency

from schemas.codes.dispatch import Role
from schemas.records.earlier import Earlier, EarlierAsked
from server.access import Disclosure
from server.clock import Clock
from server.decode import decode
from server.dispatch.rules.intake.earlier import DAYS
from server.dispatch.store import earlier
from server.dispatch.store.intake import notes
from server.errors import NotAllowed
from server.ids import Ids
from server.journal import audit
from server.signed import Signed

DESK: Final = frozenset[Role]({"dispatcher", "supervisor"})
"""Who takes calls."""

PURPOSE: Final = "earlier calls, at intake"


class Remembering:
    """Looks for earlier calls and writes down who was told of which. One for the process."""

    def __init__(self, clock: Clock, ids: Ids) -> None:
        """Nothing is kept between two questions."""
        self._clock = clock
        self._ids = ids

    async def earlier(self, signed: Signed, asked: EarlierAsked) -> Earlier:
        """Earlier calls from this place and this number."""
        organization, now = signed.organization, self._clock.now()
        place = earlier.place_tag(organization.vault, asked.place)
        number = earlier.number_tag(organization.vault, asked.callback)
        found = await organization.database.read(
            lambda tx: Earlier(
                days=DAYS,
                place=earlier.from_place(tx, place, besides=asked.call_id, now=now),
                number=earlier.from_number(tx, number, besides=asked.call_id, now=now),
                place_notes=notes.of_place(tx, organization.vault, place, now=now),
            )
        )
        shown = dict.fromkeys(("call", before.last.id) for before in (found.place, found.number) if before is not None)
        shown |= dict.fromkeys(("place_note", note.id) for note in found.place_notes)
        if shown:
            entry = Disclosure(
                person_id=signed.person_id, device_id=signed.device_id, purpose=PURPOSE, shown=tuple(shown)
            )
            entry_id = self._ids.new()
            await organization.database.insist(lambda tx: audit(tx, entry, entry_id=entry_id, now=now))
        return found


@post("/calls/earlier", status_code=200, body=EarlierAsked)
async def earlier_calls(
    by_session: NamedDependency[Signed], remembering: NamedDependency[Remembering], request: Request[Any, Any, Any]
) -> Earlier:
    """Whether somebody called from this place or number before. Asked in the body: an address line is kept in logs."""
    if by_session.organization.kind != "city" or not by_session.roles & DESK:
        raise NotAllowed("this is for the desk")
    return await remembering.earlier(by_session, decode(await request.body(), EarlierAsked))


ROUTES = Router("/api", route_handlers=[earlier_calls], security=[{"session": []}])
"""Where `server.app` hangs the question."""
