"""The recovery phrase: written on paper when an organization is founded, and kept away from every copy.

It wraps the master key, so that three copies and a sheet of paper restore a bare machine. Seven groups of four letters
and digits that cannot be mistaken for one another: 130 bits that nobody guesses, so that nothing has to be slow, and
two characters that tell a slip of the pen.
"""

from typing import Final

from server.errors import Invalid
from server.ids import CODE_ALPHABET, Ids
from server.vault.keyring import Random, Wrapper
from server.vault.masterkeys import derived

SECRET_CHARACTERS: Final = 26
CHECK_CHARACTERS: Final = 2
GROUP: Final = 4
SECRET_BYTES: Final = 17
"""136 bits, of which 26 characters hold 130."""

CHECK_PRIME: Final = 1_021
"""The largest prime that two characters hold: one wrong character, or two that changed places, always show."""

NAME: Final = "master"


def new_phrase(ids: Ids) -> str:
    """A phrase that nobody has seen yet."""
    number = int.from_bytes(ids.secret(SECRET_BYTES))
    secret = _characters(number, SECRET_CHARACTERS)
    whole = secret + _check(secret)
    return "-".join(whole[at : at + GROUP] for at in range(0, len(whole), GROUP))


def read_phrase(said: str) -> str:
    """The phrase as somebody typed it, in its one form.

    Raises: Invalid, when a character is wrong or missing.
    """
    plain = "".join(character for character in said.upper() if character not in " -\t\n")
    secret, check = plain[:SECRET_CHARACTERS], plain[SECRET_CHARACTERS:]
    if not set(plain) <= set(CODE_ALPHABET) or check != _check(secret):
        raise Invalid("This is not the recovery phrase: it has seven groups of four, and a slip in one of them shows")
    return secret


def wrap(phrase: str, master: bytes, secret: Random) -> bytes:
    """The master key as only this phrase opens it."""
    return _wrapper(phrase, secret).wrap(NAME, master)


def unwrap(phrase: str, wrapped: bytes, secret: Random) -> bytes:
    """The master key again.

    Raises: Invalid for a phrase with a slip; CannotStart for another organization's, or an older one.
    """
    return _wrapper(phrase, secret).unwrap(NAME, wrapped)


def _wrapper(phrase: str, secret: Random) -> Wrapper:
    return Wrapper(derived(read_phrase(phrase).encode(), "field727 recovery"), secret)


def _check(secret: str) -> str:
    number = sum(CODE_ALPHABET.index(character) << 5 * at for at, character in enumerate(secret))
    return _characters(number % CHECK_PRIME, CHECK_CHARACTERS)


def _characters(number: int, count: int) -> str:
    return "".join(CODE_ALPHABET[number >> 5 * at & 31] for at in range(count))
