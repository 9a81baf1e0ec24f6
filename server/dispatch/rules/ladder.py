"""The ladder of an offer that nobody has answered: what is done when, each step after the one before.

A push at once to whoever is not looking, else after ten seconds without a word from the phone that it has the offer; a
text; then somebody else is to think of it; then a person phones. Source: protocol.md S12, where it gives a figure; the
other figures are our defaults, for a city to confirm.
"""

from collections.abc import Mapping, Sequence
from typing import Final, Literal

from schemas.base import Struct
from schemas.codes.dispatch import AlarmKind, OfferNext
from schemas.codes.intake import Priority
from schemas.records import Rung
from server import ladder
from server.ladder import PUSH_MS

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

STOPPED: Final[tuple[AlarmKind, ...]] = ("offer_unreached", "offer_waits", "phone_them")
"""What leaves the strip by itself when the offer is answered or over."""


class Times(Struct, frozen=True, kw_only=True):
    """The ladder of one offer, in milliseconds after it was made."""

    push_ms: int
    text_ms: int
    raise_ms: int
    phone_ms: int

    @property
    def steps(self) -> Mapping[Step, int]:
        """When each step of the desk comes."""
        return {"raise": self.raise_ms, "phone": self.phone_ms}


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
    return ladder.came(times(priority).steps, since=offered_at, now=now)


def next_at(priority: Priority, *, offered_at: int, now: int) -> int | None:
    """When the next step comes; None after the last."""
    return ladder.next_at(times(priority).steps, since=offered_at, now=now)


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
    return ladder.needs_push(rung, since=offered_at, now=now)


def needs_text(rung: Rung) -> bool:
    """Whether a text is still of use: a phone that stored the offer may lie in a bag."""
    return rung.shown_at is None
