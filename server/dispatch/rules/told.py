"""What a caller was told: each telling is kept. A call-back is a promise until somebody says what came of it.

What is told may come late, twice and in any order, from two desks.
"""

from msgspec.structs import replace

from schemas.codes.intake import CalledBack, ToldWhat
from schemas.records import Call, Told


def is_owed(told: Told) -> bool:
    """A call-back was promised, and nobody has said what came of it."""
    return told.what == "call_back" and told.done_at is None


def tell(call: Call, told_id: str, what: ToldWhat, *, by: int | None, at: int) -> Call:
    """The call with what its caller was told. Said twice it is one; what came of it may have been heard of before."""
    known = _known(call, told_id)
    told = Told(id=told_id, what=what, by=by, at=at)
    return _with(call, told if known is None else replace(told, done_at=known.done_at, how=known.how))


def call_back(call: Call, told_id: str, how: CalledBack, *, at: int) -> Call:
    """Somebody called back, or need not. Whoever reached the caller counts before who did not, then the later."""
    known = _known(call, told_id) or Told(id=told_id, what="call_back", at=at)
    done = replace(known, done_at=at, how=how)
    if known.done_at is not None and _counts(known) >= _counts(done):
        return call
    return _with(call, done)


def _counts(told: Told) -> tuple[bool, int]:
    return told.how == "reached", told.done_at or 0


def _known(call: Call, told_id: str) -> Told | None:
    return next((each for each in call.told if each.id == told_id), None)


def _with(call: Call, told: Told) -> Call:
    """In the order they were said; the same call where nothing changed."""
    others = [each for each in call.told if each.id != told.id]
    every = tuple(sorted([*others, told], key=lambda each: (each.at, each.id)))
    return call if every == call.told else replace(call, told=every)
