"""Whose words are whose: a responder speaks for units of their own shifts, the desk for any, by voice."""

from typing import Final

from schemas.codes.dispatch import Origin, Role
from schemas.commands import Voice
from server.access import Actor
from server.dispatch.store import units
from server.errors import NotAllowed
from server.storage.database import Tx

DESK: Final[frozenset[Role]] = frozenset({"dispatcher", "supervisor"})


def speaks_for(tx: Tx, actor: Actor, unit_id: str, *, by_voice: bool = False) -> Origin:
    """How a fact about a unit reached us: from a phone of somebody who is or was on it, or entered at the desk.

    Raises:
        NotAllowed: this responder was never on the unit.
    """
    is_desk = bool(actor.roles & DESK)
    if units.was_on(tx, actor.person_id, unit_id) and not (is_desk and by_voice):
        return "device"
    if not is_desk:
        raise NotAllowed("You were never signed on to this team.")
    return "manual"


def answers_for(tx: Tx, actor: Actor, unit_id: str, *, by_voice: bool = False) -> Origin:
    """The same for the answer to an offer, which is for those who would go: on the unit now.

    Raises:
        NotAllowed: this responder is not on the unit now.
    """
    origin = speaks_for(tx, actor, unit_id, by_voice=by_voice)
    if origin == "device" and actor.person_id not in units.members_now(tx, unit_id):
        raise NotAllowed("You are not signed on to this team now.")
    return origin


def who_spoke(origin: Origin, voice: Voice | None) -> str | None:
    """Whom the desk heard, where it was the desk that entered it."""
    return voice.said_by if voice is not None and origin == "manual" else None
