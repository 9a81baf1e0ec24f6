"""What an edition must be, to be one, and what it says of the times of a priority."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from schemas.codes.intake import Priority
from schemas.records.taxonomy import FIRST, Edition, PriorityTimes, Question
from server.errors import Invalid

SHOWN: Final = 12
"""So many of the newest editions the desk has, for calls that were taken by one before the last."""

MOST_QUESTIONS: Final = 40
"""Nobody answers more while a person waits on the line."""


def checked(edition: Edition) -> Edition:
    """This edition.

    Raises:
        Invalid: it has no type, no source or too many questions, something stands in it twice, a question has no words,
            who would have gone was not agreed on a day, or no day is so.
    """
    if not edition.types:
        raise Invalid("An edition without any type: nobody could take a call by it.")
    if edition.sources == ():
        raise Invalid("An edition without any source: no call could come from anywhere.")
    _once(each.type_code for each in edition.types)
    _once(edition.sources or ())
    _once(each.priority for each in edition.priorities or ())
    _questions(edition.questions or ())
    _agreed(edition)
    return edition


def answer_ms(priority: Priority, edition: Edition | None) -> int:
    """How long a team has to answer an offer of this priority, by the edition; else by the first."""
    own = _times(edition.priorities if edition is not None else None, priority)
    found = own or _times(FIRST.priorities, priority)
    assert found is not None, "the first edition knows every priority"
    return found.answer_s * 1000


def _times(said: Iterable[PriorityTimes] | None, priority: Priority) -> PriorityTimes | None:
    return next((each for each in said or () if each.priority == priority), None)


def _questions(questions: Sequence[Question]) -> None:
    _once(each.id for each in questions)
    if len(questions) > MOST_QUESTIONS:
        raise Invalid(f"{len(questions)} questions: nobody answers more than {MOST_QUESTIONS}.")
    for each in questions:
        if any(not said.strip() for said in (each.words.en, each.words.es, each.short.en, each.short.es)):
            raise Invalid(f"The question {each.id} has no words, or none in one of the languages.")


def _agreed(edition: Edition) -> None:
    said = edition.agreed_on
    if said is None and any(each.would_have_gone_to is not None for each in edition.types):
        raise Invalid("Who would have gone is to be agreed with 911: say on which day, as agreed_on.")
    if said is not None and not _is_day(said):
        raise Invalid(f"{said} is no day: write it as 2026-11-30.")


def _once(codes: Iterable[str]) -> None:
    for code, count in Counter(codes).items():
        if count > 1:
            raise Invalid(f"{code} stands there twice: which of the two counts?")


def _is_day(said: str) -> bool:
    try:
        return date.fromisoformat(said).isoformat() == said
    except ValueError:
        return False
