"""What can be true of a person together: of somebody who was met, and no answer without how it is known."""

from typing import Final

from msgspec.structs import asdict, replace

from schemas.base import Struct
from schemas.codes.outcome import MET, Presenting
from schemas.records import Demographics, OutcomeAnswers
from server.errors import Invalid

WORDS: Final = {
    "age_band": "how old they are",
    "race_ethnicity": "their race or ethnicity",
    "gender": "their gender",
    "language": "their language",
    "housing_now": "where they live now",
    "access_need": "what they need help with",
    "veteran": "whether they served",
    "tribal": "their tribe",
}
"""The questions, as sentences call them."""


def checked(said: Demographics | None, answers: OutcomeAnswers) -> Demographics | None:
    """What is kept of what was written about the person; None when nothing was.

    A code named twice counts once, and words of nothing but spaces are no words.

    Raises:
        Invalid: nobody was met, or an answer contradicts how it is known; the sentence says what to fix.
    """
    asked = {} if said is None else {name: each for name, each in asdict(said).items() if each is not None}
    if said is None or not asked:
        return None
    _met(answers)
    return replace(said, **{name: _checked(name, each) for name, each in asked.items()})


def noticed(codes: tuple[Presenting, ...], answers: OutcomeAnswers) -> tuple[Presenting, ...]:
    """What the team noticed of the person, each once.

    Raises:
        Invalid: nobody was met.
    """
    if codes:
        _met(answers)
    return tuple(dict.fromkeys(codes))


def _met(answers: OutcomeAnswers) -> None:
    if answers.contact_result not in MET:
        raise Invalid("Nobody was met, so leave out what is about the person, or say that you met them.")


def _checked(question: str, known: Struct) -> Struct:
    told = asdict(known)
    kept = {name: _tidy(value) for name, value in told.items()}
    is_answered = any(value for name, value in kept.items() if name != "how")
    if told["how"] == "declined" and is_answered:
        raise Invalid(f"They did not want to say {WORDS[question]}: leave the answer out, or say that they told you.")
    if told["how"] != "declined" and not is_answered:
        raise Invalid(f"There is no answer on {WORDS[question]}: leave the question out, or say what they told you.")
    if isinstance(kept["answer"], tuple) and "none" in kept["answer"] and len(kept["answer"]) > 1:
        raise Invalid(f"No need and a need are told of {WORDS[question]}: keep what is true.")
    return replace(known, **kept)


def _tidy(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(value))
    return value.strip() or None if isinstance(value, str) else value
