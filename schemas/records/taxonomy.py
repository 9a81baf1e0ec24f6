"""The edition that a city's desk takes calls by. Codes never change their meaning; editions use them.

What an edition leaves out is as in the first one, which every desk has with it: `first_edition.json`.
"""

from pathlib import Path
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from schemas.base import Count, Day, Id, Key, Line, Ms, Struct, Words
from schemas.codes.dispatch import Skill
from schemas.codes.intake import (
    Advice,
    Answer,
    CallType,
    Priority,
    Source,
    Towards,
    TriageResult,
    TypeOrder,
    WouldHaveGoneTo,
)

Seconds = Annotated[int, Meta(ge=0, le=86_400)]


class Stop(Struct, frozen=True, kw_only=True):
    """Given this answer, the call is first somebody else's."""

    answer: Answer
    towards: Towards


class Question(Struct, frozen=True, kw_only=True):
    """A screening question: in which words, of which types (null: of every one), and which answers stop.

    `short` names it in a word or two where an answer is told. An id keeps its meaning in every edition. One that is
    not `asked` is answered by the kind of place. `advice` is what the desk is reminded of by a yes.
    """

    id: Key
    words: Words
    short: Words
    note: Words | None = None
    types: tuple[CallType, ...] | None = None
    stops: tuple[Stop, ...] = ()
    advice: Advice | None = None
    asked: bool = True


class TypeInUse(Struct, frozen=True, kw_only=True):
    """A type of call that is in use; without a priority or skills it has those of the first edition.

    `would_have_gone_to` is who is sent to such a call without 727, as agreed; null where nothing was agreed. `skills`
    are sets in order of preference: somebody of the team has each of one set; with none any team will do. `leads_to`
    is where such a call points while no answer points elsewhere.
    """

    type_code: CallType
    priority: Priority | None = None
    would_have_gone_to: WouldHaveGoneTo | None = None
    skills: tuple[tuple[Skill, ...], ...] | None = None
    leads_to: TriageResult | None = None


class PriorityTimes(Struct, frozen=True, kw_only=True):
    """How long a team has to answer an offer, and how long such a call may wait for a yes (null: as appointed)."""

    priority: Priority
    answer_s: Seconds
    wait_s: Seconds | None = None


class Edition(Struct, frozen=True, kw_only=True):
    """What calls are taken by: the types in use, the sources, the questions, and the times by priority.

    `agreed_on` is the day the 911 centre agreed to who would have gone; null where nothing of it was agreed.
    """

    types: tuple[TypeInUse, ...]
    agreed_on: Day | None = None
    order: TypeOrder | None = None
    sources: tuple[Source, ...] | None = None
    priorities: tuple[PriorityTimes, ...] | None = None
    questions: tuple[Question, ...] | None = None


class Taxonomy(Edition, frozen=True, kw_only=True):
    """An edition: the n-th that counts here. It is never changed, only followed by the next.

    `by` is who set it, null where that was done at the server itself.
    """

    id: Id
    number: Count
    set_at: Ms
    by: Id | None = None
    name: Line = ""


FIRST_FILE: Final = Path(__file__).parent.parent / "first_edition.json"

FIRST: Final = msgspec.json.decode(FIRST_FILE.read_bytes(), type=Edition)
"""The edition that counts until a city makes one, and stands behind every other."""
