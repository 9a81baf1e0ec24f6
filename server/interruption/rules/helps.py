"""An interrupter calls for help: who has it, whom a lead sent, and when it is forgotten. Pure.

Of it is kept who pressed and when, and nothing else: no place, no number, no word. It stands before the leads until
one of them has it, also where whoever called says that it is over.
"""

from typing import Final

from msgspec.structs import replace

from schemas.base import Count, Id, Ms, Struct
from schemas.codes.dispatch import HelpEnding, HelpSent

FORGET_MS: Final = 24 * 3_600_000
"""So long after somebody had it and it is over, nothing is left of it: as of a call-out."""


class Sent(Struct, frozen=True, kw_only=True):
    """Whom a lead sent, by which number of the site's policy; `asked` are those on call who were then asked to go."""

    id: Id
    to: HelpSent
    by: Id
    at: Ms
    at_risk: bool
    policy: Count
    asked: tuple[Id, ...] = ()


class InTrouble(Struct, frozen=True, kw_only=True):
    """All of a call for help. Since `phone_at` somebody named is to be phoned, because no lead has it."""

    by: Id
    raised_at: Ms
    received_at: Ms
    taken_at: Ms | None = None
    ended_at: Ms | None = None
    ending: HelpEnding | None = None
    phone_at: Ms | None = None
    sent: tuple[Sent, ...] = ()
    version: int = 1

    @property
    def is_untaken(self) -> bool:
        """Whether no lead has it, and nobody said that it is over: somebody is still to be found."""
        return self.taken_at is None and self.ended_at is None

    @property
    def is_settled(self) -> bool:
        """Whether a lead has it and it is over."""
        return self.taken_at is not None and self.ended_at is not None

    @property
    def asked(self) -> frozenset[str]:
        """Everybody who was asked to go."""
        return frozenset(person_id for each in self.sent for person_id in each.asked)


def taken(help_: InTrouble, *, at: int) -> InTrouble:
    """A lead has it; the earliest time stands."""
    return help_ if help_.taken_at is not None and help_.taken_at <= at else replace(help_, taken_at=at)


def ended(help_: InTrouble, ending: HelpEnding, *, at: int) -> InTrouble:
    """It is over; the earliest to say so is believed."""
    if help_.ended_at is not None and help_.ended_at <= at:
        return help_
    return replace(help_, ended_at=at, ending=ending)


def with_sent(help_: InTrouble, sent: Sent) -> InTrouble:
    """A lead sent somebody, and so has it; said again it was sent once."""
    if any(each.id == sent.id for each in help_.sent):
        return help_
    others = sorted((*help_.sent, sent), key=lambda each: (each.at, each.id))
    return taken(replace(help_, sent=tuple(others)), at=sent.at)


def asked_too(help_: InTrouble, person_id: str) -> InTrouble:
    """Somebody came on call while another team is wanted: they are asked as well, unless it is over or theirs."""
    teams = [each for each in help_.sent if each.to == "team"]
    if not teams or help_.ended_at is not None or person_id in help_.asked | {help_.by}:
        return help_
    last = teams[-1]
    sent = (replace(each, asked=(*each.asked, person_id)) if each is last else each for each in help_.sent)
    return replace(help_, sent=tuple(sent))


def to_be_phoned(help_: InTrouble, *, at: int) -> InTrouble:
    """No lead has it for so long that one of them, by name, is to be phoned."""
    return help_ if not help_.is_untaken or help_.phone_at is not None else replace(help_, phone_at=at)
