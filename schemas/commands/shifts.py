"""What is said of a shift: who is on, that it is over, and who read what it left."""

from typing import Annotated

from msgspec import Meta

from schemas.base import Id, Ms, Note, Struct
from schemas.codes.dispatch import Skill


class StartShift(Struct, frozen=True, kw_only=True):
    """These people are on this unit from now. Entity: the new shift.

    `in_a_tab`: begun on an iPhone in a browser's tab, by somebody told that it never rings and may lose what it keeps.
    """

    unit_id: Id
    person_ids: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=6)]
    skills: dict[Id, tuple[Skill, ...]] = {}
    in_a_tab: bool = False


class EndShift(Struct, frozen=True, kw_only=True):
    """The unit goes off duty, and leaves what goes on to whoever takes over. Entity: the shift."""

    unit_id: Id
    note: Note | None = None


class GiveHandoff(Struct, frozen=True, kw_only=True):
    """Somebody at the desk leaves it to whoever takes over. Entity: the new handoff."""

    note: Note | None = None


class ReadHandoff(Struct, frozen=True, kw_only=True):
    """Whoever takes over read it and saw to what `done` names; said again, it adds to that. Entity: the handoff."""

    at: Ms | None = None
    done: Annotated[tuple[Id, ...], Meta(max_length=200)] = ()
