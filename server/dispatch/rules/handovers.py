"""A call passed on, to another service or by one to us, is the desk's until a name and a time there are known.

What is told may come late, twice and in any order, from two desks: the same was then passed on, and taken, once.
"""

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from schemas.codes.dispatch import HandedTo, HandoverWay
from schemas.codes.intake import Source, TriageResult
from schemas.records import Call, Handover

PASSED_TO: Final[dict[TriageResult, HandedTo]] = {
    "transfer_988": "l988",
    "transfer_211": "l211",
    "ems_only": "ems",
    "alt_with_ems": "ems",
    "police_only": "police",
    "co_response": "police",
}
"""Results of the screening with which somebody of another service is to come, or to talk on."""


GIVEN_BY: Final[dict[Source, HandedTo]] = {"l988": "l988", "l211": "l211", "psap911": "psap911", "ems_req": "ems"}
"""Sources that give us a call as one service to another, by somebody with a name."""


def is_open(handover: Handover) -> bool:
    """Nobody at the other end is known to have it."""
    return handover.taken_at is None


def screened(call: Call, result: TriageResult | None, handover_id: str, *, at: int) -> Call:
    """The call with the handover that this result asks for, unless it was passed on there already."""
    to = None if result is None else PASSED_TO.get(result)
    if to is None or of_way(call.handovers, to, "to"):
        return call
    return begin(call, handover_id, to, at=at)


def given(call: Call, *, at: int) -> Call:
    """The call with the handover from the service that gave it, if one did. There is one: it is named as the call."""
    by = GIVEN_BY.get(call.source)
    if by is None or of_way(call.handovers, by, "from"):
        return call
    return _with(call, Handover(id=call.id, to=by, way="from", begun_at=at, taken_at=None))


def begin(call: Call, handover_id: str, to: HandedTo, *, at: int) -> Call:
    """The desk passed the call on. Told twice before anybody had taken it, it is one; the earliest time counts."""
    found = next((each for each in call.handovers if each.id == handover_id), None) or next(
        (each for each in of_way(call.handovers, to, "to") if each.taken_at is None or at <= each.taken_at), None
    )
    if found is None:
        return _with(call, Handover(id=handover_id, to=to, begun_at=at, taken_at=None))
    return _with(call, replace(found, begun_at=min(found.begun_at, at)))


def take(call: Call, handover: Handover, *, at: int) -> Call:
    """Somebody at the other end has it. Of several times the earliest counts, and it was passed on by then."""
    taken_at = at if handover.taken_at is None else min(handover.taken_at, at)
    return _with(call, replace(handover, taken_at=taken_at, begun_at=min(handover.begun_at, at)))


def meant(
    known: Sequence[Handover], named: str | None, to: HandedTo, *, way: HandoverWay = "to", new_id: str, at: int
) -> Handover:
    """Which handover was taken: the named one, else one that is open, else the last; else one not heard of yet."""
    there = of_way(known, to, way)
    found = next((each for each in there if each.id == named), None) or next(filter(is_open, there), None)
    if found is None and named is None and there:
        found = there[-1]
    return found or Handover(id=named or new_id, to=to, way=way, begun_at=at, taken_at=None)


def of_way(known: Sequence[Handover], to: HandedTo, way: HandoverWay) -> list[Handover]:
    """Those with this service, this way."""
    return [each for each in known if (each.to, each.way) == (to, way)]


def _with(call: Call, handover: Handover) -> Call:
    """In the order they were begun; the same call where nothing changed."""
    others = [each for each in call.handovers if each.id != handover.id]
    every = tuple(sorted([*others, handover], key=lambda each: (each.begun_at, each.id)))
    return call if every == call.handovers else replace(call, handovers=every)
