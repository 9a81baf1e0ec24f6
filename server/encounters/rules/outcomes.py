"""Which answers of an outcome can be true together, and what several saves of one outcome amount to.

Four axes are kept apart — contact, resolution, transport, who else came — because one field for all of them is the
field's classic data bug. Nothing here stores anything.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from msgspec.structs import replace

from schemas.base import Struct
from schemas.codes.dispute import Agreement
from schemas.codes.outcome import MET, Resolution, Service, Supply
from schemas.records import Dispute, OutcomeAnswers, SupplyGiven
from server.errors import Invalid

MOST_RESOLUTIONS: Final = 3
"""How many ways it may have ended; the first named is the main one."""

MOVED: Final = frozenset({"transported_service", "transported_medical"})
"""Resolutions that say the person was taken somewhere, so that somebody took them."""

ONLY_WHEN_MET: Final = {
    "resolution": "how it ended",
    "unmet_reason": "why a need was not met",
    "transport": "who moved them",
    "services": "what you did",
    "supplies": "what you gave",
    "persons_count": "how many people",
    "dispute": "what they were at odds over",
}
"""Answers about somebody, with the words for them: they exist only where somebody was met, else they are null."""


DENIES: Final[dict[Agreement, frozenset[Resolution]]] = {
    "yes": frozenset({"cooled_no_agreement"}),
    "partly": frozenset({"cooled_no_agreement"}),
    "no": frozenset({"agreement_reached"}),
}
"""How it cannot have ended, by whether the parties agreed."""


class Save(Struct, frozen=True, kw_only=True):
    """One time that somebody saved an outcome: by which command, when by the corrected clock, with what answers."""

    id: str
    at: int
    answers: OutcomeAnswers


def checked(answers: OutcomeAnswers) -> OutcomeAnswers:
    """The answers as they are kept, if they can be true together.

    A code named twice counts once, and where nobody was met an empty list is read as "not asked".

    Raises:
        Invalid: they contradict each other; the sentence says what to fix.
    """
    if answers.contact_result in MET:
        return _checked_with_contact(answers)
    answers = replace(
        answers,
        resolution=answers.resolution or None,
        services=answers.services or None,
        supplies=answers.supplies or None,
    )
    for field, words in ONLY_WHEN_MET.items():
        if getattr(answers, field) is not None:
            raise Invalid(f"Nobody was met, so leave out {words}, or say that you met the person.")
    return answers


def figures(saves: Iterable[Save]) -> OutcomeAnswers:
    """The one set of answers that counts in figures, whatever order the saves arrived in.

    The latest save decides, so that partners who differ can settle it by saving once more; what it leaves open is
    taken from the one before. What was done adds up: every service named, and supplies by `supplies_given`. That
    anybody was hurt or felt unsafe stands.
    """
    latest_first = sorted(saves, key=lambda save: (save.at, save.id), reverse=True)
    every = [save.answers for save in latest_first]
    settled = replace(
        every[0],
        repeat_contact=next((each.repeat_contact for each in every if each.repeat_contact != "unknown"), "unknown"),
        would_have_gone_to=next(
            (each.would_have_gone_to for each in every if each.would_have_gone_to != "unknown"), "unknown"
        ),
        team_safe=_said([each.team_safe for each in every], grave=False),
        staff_injured=_said([each.staff_injured for each in every], grave=True),
    )
    if settled.contact_result not in MET:
        return settled
    met = [each for each in every if each.contact_result in MET]
    return replace(
        settled,
        persons_count=next((each.persons_count for each in met if each.persons_count is not None), None),
        services=_every_service(met),
        supplies=supplies_given(met),
        dispute=next((said for each in met if (said := each.dispute) and _is_possible(said, settled)), None),
    )


def supplies_given(saves: Sequence[OutcomeAnswers]) -> tuple[SupplyGiven, ...] | None:
    """What was handed out: of each thing the most that any one save says, for partners log the same box twice.

    A thing named twice in one save was given twice. None when no save answered the question.
    """
    if all(answers.supplies is None for answers in saves):
        return None
    most: Counter[Supply] = Counter()
    for answers in saves:
        said: Counter[Supply] = Counter()
        for given in answers.supplies or ():
            said[given.code] += given.quantity
        most |= said
    return tuple(SupplyGiven(code=code, quantity=most[code]) for code in sorted(most))


def _checked_with_contact(answers: OutcomeAnswers) -> OutcomeAnswers:
    resolution = tuple(dict.fromkeys(answers.resolution or ()))
    # Of somebody who did not want help there is often no more to tell than that.
    if not resolution and answers.contact_result != "contact_declined":
        raise Invalid("You met the person, so say how it ended: one to three answers, the main one first.")
    if len(resolution) > MOST_RESOLUTIONS:
        raise Invalid(f"Keep the {MOST_RESOLUTIONS} answers that say best how it ended.")
    if "need_unmet" in resolution and answers.unmet_reason is None:
        raise Invalid("A need was not met, so say why.")
    if "need_unmet" not in resolution and answers.unmet_reason is not None:
        raise Invalid("There is a reason for a need not met: add that it was not met, or take the reason out.")
    if MOVED & set(resolution) and answers.transport is None:
        raise Invalid("The person was taken somewhere, so say where to and by whom.")
    if answers.persons_count == 0:
        raise Invalid("You met the person, so there was at least one: say how many, or leave it open.")
    if answers.dispute is not None:
        _check_dispute(answers.dispute, answers)
    services = None if answers.services is None else tuple(dict.fromkeys(answers.services))
    return replace(answers, resolution=resolution or None, services=services)


def _check_dispute(dispute: Dispute, answers: OutcomeAnswers) -> None:
    if dispute.parties == 0:
        raise Invalid("You worked on it, so somebody was there: say how many of them, at least one.")
    if not _is_possible(dispute, answers):
        raise Invalid("Whether they agreed is told in two ways: make both say the same.")


def _is_possible(dispute: Dispute, answers: OutcomeAnswers) -> bool:
    return DENIES[dispute.agreement].isdisjoint(answers.resolution or ())


def _said(latest_first: Sequence[bool | None], *, grave: bool) -> bool | None:
    """The grave answer if anybody gave it, else the other if anybody did."""
    if grave in latest_first:
        return grave
    return next((said for said in latest_first if said is not None), None)


def _every_service(latest_first: Sequence[OutcomeAnswers]) -> tuple[Service, ...] | None:
    if all(each.services is None for each in latest_first):
        return None
    return tuple(sorted({service for each in latest_first for service in each.services or ()}))
