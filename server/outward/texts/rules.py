"""What a text says, and what an answer by text means. Pure.

In both languages at once and without accents: a text of one part has 160 letters of GSM 03.38, and a person may read
either. Nothing of the call stands in it: a text lies open on a locked phone, and with everybody who carries it.
"""

import re
from typing import Final, Literal

from schemas.base import Struct

Word = Literal[
    "yes",
    "no",
    "over",
    "theirs",
    "unknown",
    "guessing",
    "ambiguous",
    "help",
    "help_untaken",
    "help_named",
    "site_waits",
    "backup_waits",
    "consult_waits",
]

WORDS: Final[dict[Word, str]] = {
    "yes": "727: you have it ({digits}). Open the app. / Es suya ({digits}). Abra la app.",
    "no": "727: noted, you do not take {digits}. / Anotado, no toma la {digits}.",
    "over": "727: {digits} is over or answered. Do not go. Open the app or call the desk. / {digits} ya paso. No vaya.",
    "theirs": "727: your team has {digits}. Call the desk. / Su equipo tiene {digits}. Llame a la central.",
    "guessing": "727: too many wrong digits, nothing was done. Call the desk. / Nada se hizo. Llame a la central.",
    "unknown": "727: no offer {digits} for you. Open the app or call the desk. / No hay oferta {digits} para usted.",
    "ambiguous": "727: {digits} is not clear, nothing was done. Open the app or call. / {digits} no es claro. Llame.",
    "backup_waits": "727: a team asks for backup, nobody answered. Open the board. / Piden apoyo y nadie contesto.",
    "consult_waits": "727: a team asks a supervisor, nobody answered. Open the board. / Consultan y nadie contesto.",
    "help_untaken": "727: somebody calls for help and nobody has it. Open the board. / Piden ayuda y nadie la tiene.",
    "help_named": "727: you are on call. Help was called and nobody has it. Call the desk. / Nadie la tiene. Llame ya.",
    "site_waits": "727: you are named, and something waits for you. Open the board. / Algo le espera. Abra el tablero.",
    "help": "727: reply 1 and the two digits for yes, 2 for no. / Responda 1 y los dos digitos: si; 2: no.",
}

ASKED: Final = (
    "727: you are asked ({digits}). Reply 1 {digits} yes, 2 {digits} no. / Le piden ir: 1 {digits} si, 2 {digits} no."
)

_ANSWER: Final = re.compile(r"[ \t\r\n]*([12])[ \t\r\n.,:;#-]+([1-9][0-9])[ \t\r\n.!]*", re.ASCII)


class Answer(Struct, frozen=True):
    """Yes or no to the offer with these digits."""

    is_yes: bool
    digits: int


def asked(digits: int) -> str:
    """The text that asks somebody."""
    return ASKED.format(digits=digits)


def answered(word: Word, digits: int | None) -> str:
    """The text that answers an answer."""
    return WORDS[word].format(digits=digits)


def read(text: str) -> Answer | None:
    """What was answered; None for whatever is not plainly one of the two."""
    found = _ANSWER.fullmatch(text)
    return None if found is None else Answer(found[1] == "1", int(found[2]))


def same_number(one: str, other: str) -> bool:
    """Whether two ways of writing a number mean the same telephone.

    Where both name their country all digits count, and else the last ten, where there are so many.
    """
    kept = 0 if all(number.strip().startswith("+") for number in (one, other)) else -10
    left, right = (re.sub(r"\D", "", number, flags=re.ASCII)[kept:] for number in (one, other))
    return left == right and bool(left)


LONGEST_END: Final = 4
"""So many digits its owner knows a number by."""


def end_of(number: str) -> str:
    """The last digits of a number, by which only its owner knows it: four, and never more than half of it."""
    digits = re.sub(r"\D", "", number, flags=re.ASCII)
    return digits[-min(LONGEST_END, max(1, len(digits) // 2)) :]
