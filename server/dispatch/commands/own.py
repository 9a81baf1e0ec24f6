"""Which unit's words are whose: a responder speaks for units of their own shifts, the desk for any."""

from server.access import Actor
from server.dispatch.store import units
from server.errors import NotAllowed
from server.storage.database import Tx

DESK = frozenset({"dispatcher", "supervisor"})


def must_be_of(tx: Tx, actor: Actor, unit_id: str) -> None:
    """Let through who is, or ever was, on the unit: a fact may come long after the shift.

    Raises:
        NotAllowed: this responder was never on this unit.
    """
    if not (actor.roles & DESK or units.was_on(tx, actor.person_id, unit_id)):
        raise NotAllowed("this team is not yours")


def must_be_on(tx: Tx, actor: Actor, unit_id: str) -> None:
    """Let through who is on the unit's shift now: an answer to an offer is for those who would go.

    Raises:
        NotAllowed: this responder is not on this unit now.
    """
    if not (actor.roles & DESK or actor.person_id in units.members_now(tx, unit_id)):
        raise NotAllowed("you are not on this team now")
