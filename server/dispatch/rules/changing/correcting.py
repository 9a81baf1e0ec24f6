"""A call put right: the later word counts, each field for itself, in whatever order the desks are heard."""

from typing import Final

from msgspec.structs import replace

from schemas.commands import CorrectCall
from schemas.records import Assignment, Call, CallFacts, Correction
from server.dispatch.rules.assignments import answer_time
from server.dispatch.rules.ladder import CALL_MS
from server.errors import Invalid

CODED: Final = ("type_code", "priority", "location_kind", "area", "place_within")
WORDS: Final = ("place", "said")


def correction(call: Call, args: CorrectCall, correction_id: str, *, at: int) -> Correction:
    """What was said, beside what stands now.

    Raises:
        Invalid: it says nothing.
    """
    said = {name: value for name in CODED if (value := getattr(args, name)) is not None}
    if not said and all(getattr(args, name) is None for name in WORDS):
        raise Invalid("Say what is to be put right.")
    was = {name: getattr(call, name) for name in said}
    return Correction(
        id=correction_id,
        at=at,
        to=CallFacts(**said),
        was=CallFacts(**was),
        place=args.place is not None,
        said=args.said is not None,
    )


def counts(call: Call, new: Correction, name: str) -> bool:
    """Whether nobody said something later of this field."""
    if not _is_about(new, name):
        return False
    return all((new.at, new.id) > (each.at, each.id) for each in call.corrections if _is_about(each, name))


def corrected(call: Call, new: Correction) -> Call:
    """The call with the codes that now stand; the same object when this was told before."""
    if any(each.id == new.id for each in call.corrections):
        return call
    stands = {name: getattr(new.to, name) for name in CODED if counts(call, new, name)}
    every = sorted((*call.corrections, new), key=lambda each: (each.at, each.id))
    return replace(call, **stands, corrections=tuple(every))


def answered_by(offered: Assignment, call: Call, now: int, *, answer_ms: int) -> int:
    """When an open offer ends by the priority that now stands; never before there was time to phone."""
    return max(answer_time(call.priority, offered.offered_at, answer_ms=answer_ms), now + CALL_MS)


def _is_about(each: Correction, name: str) -> bool:
    return bool(getattr(each, name)) if name in WORDS else getattr(each.to, name) is not None
