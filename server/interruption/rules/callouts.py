"""A call-out: who is asked next, what they answered, by when they will be heard from, and what a lead is told. Pure.

Half a minute after some were asked and not enough come, as many more again are asked, then twice as many, until nobody
on call is left; then the leads are told, and at last one of them, by name, phones. Whoever answers is never refused and
never counted for or against anybody: who is asked first is a matter of lot. Source of the half minute: a life may hang
on it, so it is a city's step at its highest priorities (protocol.md S12); a site has no texts to wait for.
"""

from collections.abc import Callable, Collection
from typing import Final, Literal

from msgspec.structs import replace

from schemas.base import Id, Ms, Struct
from schemas.codes import callout as codes
from schemas.codes.mediation import PartOfDay

MINUTE_MS: Final = 60_000
HOUR_MS: Final = 60 * MINUTE_MS

STEP_MS: Final = 30_000
"""From one step to the next."""

CHECK_MS: Final = HOUR_MS
"""So long after they are there somebody will be heard from, unless they say otherwise: for those who walk an area the
field's rule is 45 to 60 minutes, by time only."""

GRACE_MS: Final = 2 * MINUTE_MS
"""So long after that the lead is told: as a city's desk is."""

BEHIND_MS: Final = 30_000
"""A time that is over when we first hear of it waits so long for what comes behind it from the same phone."""

LAPSE_MS: Final = 12 * HOUR_MS
"""A call-out that nobody ended is over after a shift at its longest."""

FORGET_MS: Final = 24 * HOUR_MS
"""So long after it is over, and nobody is waited for, nothing is left of it."""

ON_CALL_MS: Final = 12 * HOUR_MS
"""So long somebody is on call who does not say otherwise."""


class Asked(Struct, frozen=True, kw_only=True):
    """One interrupter's part in a call-out: how far it climbed to them, their answer, when they were heard from."""

    id: Id
    person_id: Id
    asked_at: Ms | None
    sent_at: Ms | None = None
    delivered_at: Ms | None = None
    shown_at: Ms | None = None
    pushed_at: Ms | None = None
    push_failed_at: Ms | None = None
    rang_at: Ms | None = None
    answer: codes.ComingAnswer | None = None
    said_at: Ms | None = None
    from_at: Ms | None = None
    also: bool = False
    checked_at: Ms | None = None
    check_by: Ms | None = None
    missed_at: Ms | None = None
    no_link: bool = False
    safe_at: Ms | None = None
    version: int = 1

    @property
    def comes(self) -> bool:
        """Whether they said so, and have not taken it back."""
        return self.answer == "coming"

    @property
    def is_out(self) -> bool:
        """Whether somebody waits to hear from them."""
        return self.comes and self.safe_at is None


class CalledOut(Struct, frozen=True, kw_only=True):
    """All of a call-out: what the lead said, how it stands, and everybody who was asked or came by themselves."""

    by: Id
    area: str
    part_of_day: PartOfDay
    kind: codes.CalloutKind
    people: int
    made_at: Ms
    state: codes.CalloutState = "open"
    ended_at: Ms | None = None
    ending: codes.CalloutEnding | None = None
    step: codes.CalloutStep | None = None
    wave: int = 0
    asked: tuple[Asked, ...] = ()
    version: int = 1

    @property
    def coming(self) -> int:
        """How many come."""
        return sum(each.comes for each in self.asked)

    def of(self, person_id: str) -> Asked | None:
        """This person's part in it."""
        return next((each for each in self.asked if each.person_id == person_id), None)

    def by_id(self, coming_id: str) -> Asked | None:
        """The part of this id."""
        return next((each for each in self.asked if each.id == coming_id), None)


Rung = Literal["sent_at", "delivered_at", "shown_at", "pushed_at", "push_failed_at", "rang_at"]
"""How far a call-out climbs towards somebody."""

Lot = Callable[[str], bytes]
"""What decides between people: equal chances, drawn anew for each call-out."""


def next_step(callout: CalledOut, on_call: Collection[str], lot: Lot) -> tuple[CalledOut, list[str]]:
    """Not enough come: who is asked now; where nobody is left, the leads are told, and then one of them phones.

    Once the leads are told, only they ask anybody else: it may be they were told because it may be over.
    """
    if callout.state != "open":
        return callout, []
    left = sorted((each for each in on_call if callout.of(each) is None), key=lot)
    if left and callout.step is None:
        more = (callout.people - callout.coming) << callout.wave
        return replace(callout, wave=callout.wave + 1), left[:more]
    return told_next(callout), []


def told_next(callout: CalledOut) -> CalledOut:
    """What is left where nobody is asked, or its time passed while nobody was there: the leads, then one by name."""
    return callout if callout.state != "open" else replace(callout, step="lead" if callout.step is None else "phone")


def with_part(callout: CalledOut, part: Asked) -> CalledOut:
    """The same with this part in it, in place of what was said of the same person before; its state follows."""
    is_known = callout.of(part.person_id) is not None
    others = tuple(part if each.person_id == part.person_id else each for each in callout.asked)
    return _settled(replace(callout, asked=others if is_known else (*callout.asked, part)))


def _settled(callout: CalledOut) -> CalledOut:
    if callout.state == "ended":
        return callout
    if callout.coming >= callout.people:
        return replace(callout, state="filled", step=None)
    return replace(callout, state="open")


def is_waited_for(callout: CalledOut, on_call: Collection[str]) -> bool:
    """Whether somebody who was asked, and may still be alerted, has not answered."""
    return any(each.answer is None and each.person_id in on_call for each in callout.asked)


def answered(callout: CalledOut, part: Asked, answer: codes.ComingAnswer, *, at: int, from_at: int) -> CalledOut:
    """They come, there at `from_at`, or cannot. Of what one person said the latest counts, however late it arrives."""
    if part.said_at is not None and at < part.said_at:
        return callout
    if answer == "cannot":
        return with_part(
            callout, replace(_heard(part), answer=answer, said_at=at, from_at=None, also=False, check_by=None)
        )
    also = part.also if part.comes else callout.coming >= callout.people
    by = from_at + CHECK_MS if part.safe_at is None else None
    if part.checked_at is not None and part.checked_at >= at:
        by = part.check_by
    return with_part(callout, replace(_heard(part), answer=answer, said_at=at, from_at=from_at, also=also, check_by=by))


def checked_in(callout: CalledOut, part: Asked, *, at: int, until_ms: int | None) -> CalledOut:
    """They were all right then, and will be heard from in so long; None: they are safe and done.

    Whoever is there comes, whether or not they ever said so.
    """
    if part.checked_at is not None and at < part.checked_at:
        return callout
    there = part if part.comes else replace(part, answer="coming", said_at=at, from_at=at)
    safe_at = at if until_ms is None else None
    by = None if until_ms is None else at + until_ms
    return with_part(callout, replace(_heard(there), checked_at=at, safe_at=safe_at, check_by=by))


def _heard(part: Asked) -> Asked:
    """What somebody says of themselves takes back that they were missed."""
    return replace(part, missed_at=None, no_link=False)


def look_at(part: Asked, now: int) -> int | None:
    """When to look whether they were heard from; None where nobody waits, or the lead knows."""
    if part.check_by is None or part.missed_at is not None:
        return None
    return max(part.check_by + GRACE_MS, now + BEHIND_MS)


def climbed(callout: CalledOut, part: Asked, rung: Rung, at: int) -> CalledOut:
    """It climbed a rung towards somebody; the earliest time counts."""
    known = getattr(part, rung)
    return callout if known is not None and known <= at else with_part(callout, replace(part, **{rung: at}))


def missed(callout: CalledOut, part: Asked, *, now: int, no_link: bool) -> CalledOut:
    """They were not heard from in time."""
    if part.check_by is None or part.missed_at is not None or now < part.check_by:
        return callout
    return with_part(callout, replace(part, missed_at=now, no_link=no_link))


def begun_anew(callout: CalledOut, part: Asked, *, now: int) -> CalledOut:
    """Nobody could have heard from them: that is said, and their time begins again."""
    return with_part(callout, replace(part, check_by=now + CHECK_MS, no_link=True))


def numbered(callout: CalledOut, changed: Collection[str], *, is_seen: bool) -> CalledOut:
    """The same with another version wherever somebody sees a change; new parts have their first."""
    parts = tuple(replace(part, version=part.version + 1) if part.id in changed else part for part in callout.asked)
    return replace(callout, asked=parts, version=callout.version + int(is_seen))


def ended(callout: CalledOut, ending: codes.CalloutEnding, *, at: int) -> CalledOut:
    """Nobody else is to come. The first to end it is believed."""
    if callout.state == "ended":
        return callout
    return replace(callout, state="ended", ending=ending, ended_at=at, step=None)


def is_settled(callout: CalledOut) -> bool:
    """Whether it is over and nobody is waited for."""
    return callout.state == "ended" and not any(each.is_out for each in callout.asked)
