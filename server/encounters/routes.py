"""What a line of the supervisors' list opens, over HTTP. That it was shown is on the disk before it is answered."""

from typing import Annotated, Final

import msgspec
from litestar import Router, get
from litestar.di import NamedDependency
from litestar.params import PathParameter

from schemas.matrix import FIELDS, reads
from schemas.records import Encounter
from server.access import Disclosure
from server.clock import Clock
from server.encounters.commands.reviews import OVERSIGHT
from server.encounters.store import outcomes, reviews
from server.errors import NotAllowed, NotFound
from server.ids import Ids
from server.journal import audit
from server.signed import Signed
from server.storage.database import Tx

PURPOSE: Final = "review"

ReviewId = Annotated[str, PathParameter(max_length=64)]


class Overseeing:
    """Opens outcomes for supervisors and writes down who read which. One for the process."""

    def __init__(self, clock: Clock, ids: Ids) -> None:
        """Nothing is kept between two questions."""
        self._clock = clock
        self._ids = ids

    async def outcome(self, signed: Signed, review_id: str) -> Encounter:
        """The outcome that this line is about, as far as a supervisor sees it.

        Raises: NotFound, when there is no such line, it is about no outcome, or its call was erased.
        """
        organization = signed.organization

        def find(tx: Tx) -> Encounter | None:
            line = reviews.find(tx, review_id)
            if line is None or line["about"] != "encounter":
                return None
            return outcomes.load(tx, organization.vault, [line["about_id"]]).get(line["about_id"])

        found = await organization.database.read(find)
        if found is None:
            raise NotFound("There is no outcome to read here.")
        shown = (("encounter", found.id),)
        entry = Disclosure(person_id=signed.person_id, device_id=signed.device_id, purpose=PURPOSE, shown=shown)
        entry_id, now = self._ids.new(), self._clock.now()
        await organization.database.insist(lambda tx: audit(tx, entry, entry_id=entry_id, now=now))
        return _open_to_them(organization.kind, found)


def _open_to_them(kind: str, found: Encounter) -> Encounter:
    """The outcome without what the matrix closes to a supervisor, were it to."""
    plain = msgspec.to_builtins(found)
    shown = {field: plain[field] for field, each in FIELDS["encounter"].items() if reads(kind, OVERSIGHT, each)}
    return msgspec.convert(shown, Encounter)


@get("/reviews/{review_id:str}", security=[{"session": []}])
async def outcome_of(
    by_session: NamedDependency[Signed], overseeing: NamedDependency[Overseeing], review_id: ReviewId
) -> Encounter:
    """The outcome that a line of the list is about, with the notes; that it was read is written down first."""
    if by_session.organization.kind != "city" or "supervisor" not in by_session.roles:
        raise NotAllowed("this is for supervisors")
    return await overseeing.outcome(by_session, review_id)


ROUTES = Router("/api", route_handlers=[outcome_of], security=[{"session": []}])
"""Where `server.app` hangs it."""
