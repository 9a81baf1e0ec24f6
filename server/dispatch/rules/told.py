"""What a caller was told: each telling is kept. A call-back is one promise until somebody says what came of it.

Given a new time, the promise moves; what was said before stays.

What is told may come late, twice and in any order, from two desks.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from schemas.codes.intake import CalledBack
from schemas.records import Call, Told


def owed(told: Sequence[Told]) -> Told | None:
    """The call-back that is promised as it was said last; None once somebody has said since what came of it."""
    backs = [each for each in told if each.what == "call_back"]
    last = max(backs, key=lambda each: (each.at, each.id), default=None)
    if last is None or last.done_at is not None:
        return None
    return None if any(each.done_at is not None and each.done_at > last.at for each in backs) else last


def may_be_heard(call: Call) -> bool:
    """Whether a call-back may be heard by the partner: one is involved, and no number was said to be safe.

    The call is one with its number opened; a desk keeps none with a partner involved, unless it is safe.
    """
    return call.screening.get("dv") == "yes" and not call.callback


def tell(call: Call, told: Told) -> Call:
    """The call with what its caller was told. Said twice it is one; what came of it may have been heard of before."""
    known = _known(call, told.id)
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
