"""The ladder of an offer that nobody has answered: what is done when, each step after the one before.

A push at once to whoever is not looking, else after ten seconds without a word from the phone that it has the offer; a
text; then somebody else is to think of it; then a person phones. Source: protocol.md S12, where it gives a figure; the
other figures are our defaults, for a city to confirm.
"""

from collections.abc import Sequence
from typing import Final, Literal

from schemas.base import Struct
from schemas.codes.dispatch import AlarmKind, OfferNext
from schemas.codes.intake import Priority
from schemas.records import Rung

PUSH_MS: Final = 10_000
"""So long a phone that is looked at has to say that it has the offer."""

TEXT_MS: Final[dict[Priority, int]] = {"P0": 15_000, "P1": 15_000}
TEXT_DEFAULT_MS: Final = 30_000
"""When a text follows, to whoever was not shown the offer by then."""

STEP_MS: Final[dict[Priority, int]] = {"P0": 15_000, "P1": 15_000}
STEP_DEFAULT_MS: Final = 30_000
"""From the text until the desk thinks of another team, and from there until somebody phones."""

CALL_MS: Final = 15_000
"""So long there is to phone before an offer may expire: six rings of 2.5 s."""

FIRST_DIGITS: Final = 10
MANY_DIGITS: Final = 90
"""An offer is 10 to 99 in a text."""

TOLD_MS: Final = 12 * 3_600_000
"""So long an answer by text may mean an offer: a shift."""

Step = Literal["raise", "phone"]

STEPS: Final[tuple[Step, ...]] = ("raise", "phone")

STOPPED: Final[tuple[AlarmKind, ...]] = ("offer_unreached", "offer_waits", "phone_them")
"""What leaves the strip by itself when the offer is answered or over."""


class Times(Struct, frozen=True, kw_only=True):
    """The ladder of one offer, in milliseconds after it was made."""

    push_ms: int
    text_ms: int
    raise_ms: int
    phone_ms: int

    def after_ms(self, step: Step) -> int:
        """When this step comes."""
        return self.raise_ms if step == "raise" else self.phone_ms


def times(priority: Priority) -> Times:
    """The ladder of an offer of this priority."""
    text = TEXT_MS.get(priority, TEXT_DEFAULT_MS)
    step = STEP_MS.get(priority, STEP_DEFAULT_MS)
    return Times(push_ms=PUSH_MS, text_ms=text, raise_ms=text + step, phone_ms=text + 2 * step)


def runs_ms(priority: Priority) -> int:
    """The shortest an offer may wait for its answer: its ladder has run, and somebody had time to phone."""
    return times(priority).phone_ms + CALL_MS


def step_at(priority: Priority, *, offered_at: int, now: int) -> Step | None:
    """The last step that has come by now."""
    run = times(priority)
    came = [step for step in STEPS if now >= offered_at + run.after_ms(step)]
    return came[-1] if came else None


def next_at(priority: Priority, *, offered_at: int, now: int) -> int | None:
    """When the next step comes; None after the last."""
    run = times(priority)
    return next((at for step in STEPS if (at := offered_at + run.after_ms(step)) > now), None)


def alarm_of(step: Step, *, is_reached: bool) -> AlarmKind:
    """What the desk is told at this step, with the reason: no phone has the offer, or nobody says anything to it."""
    if step == "phone":
        return "phone_them"
    return "offer_waits" if is_reached else "offer_unreached"


def is_told(step: Step, unanswered: OfferNext) -> bool:
    """Whether the desk is told at this step. That somebody is to phone it is always told: the last step is a person."""
    return step == "phone" or unanswered != "nothing"


def digits_of(n: int) -> int:
    """What a person's n-th number is in a text."""
    return FIRST_DIGITS + n % MANY_DIGITS


def drawn(given: Sequence[int], lot: int) -> int:
    """Two digits for an offer, by lot: none of those that were given lately to anybody, the latest first.

    So no answer to another offer is one to this, not from a telephone of two either, and nobody knows them beforehand.
    """
    free = sorted(set(range(FIRST_DIGITS, FIRST_DIGITS + MANY_DIGITS)).difference(given))
    return free[lot % len(free)] if free else list(dict.fromkeys(given))[-1]


def next_number(last: int, digits: int) -> int:
    """The next number of a person, whose last was this (-1: none), that has these digits."""
    return last + 1 + (digits - digits_of(last + 1)) % MANY_DIGITS


def needs_push(rung: Rung, *, offered_at: int, now: int) -> bool:
    """Whether a push is still of use: nobody was shown the offer, and once it had time no phone said it has it."""
    return rung.shown_at is None and (rung.delivered_at is None or now < offered_at + PUSH_MS)


def needs_text(rung: Rung) -> bool:
    """Whether a text is still of use: a phone that stored the offer may lie in a bag."""
    return rung.shown_at is None
