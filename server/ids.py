"""The only place that makes ids, secrets and codes."""

import hashlib
import random
import secrets
import uuid
from typing import Final, Protocol

import uuid_utils

CODE_ALPHABET: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Letters and digits that cannot be mistaken for one another when read aloud or copied: no 0, O, 1 or I."""

CODE_LENGTH: Final = 8
"""40 bits: with five tries a minute a code that lives a day is not found by guessing."""

_FIRST_MS: Final = 1_767_225_600_000
"""Where the time part of seeded ids begins: 2026-01-01 UTC."""


class Ids(Protocol):
    """Where new ids, secrets and spoken codes come from."""

    def new(self) -> str:
        """A new id: UUIDv7 text, so that later ids sort later."""
        ...

    def secret(self, n: int = 32) -> bytes:
        """`n` bytes that nobody can guess."""
        ...

    def code(self) -> str:
        """An enrolment code of 8 characters to read aloud or type."""
        ...


class SystemIds:
    """Ids and secrets from this machine's clock and random source."""

    def new(self) -> str:
        """A new id: UUIDv7 text, rising within this process."""
        return str(uuid_utils.uuid7())

    def secret(self, n: int = 32) -> bytes:
        """`n` bytes that nobody can guess."""
        return secrets.token_bytes(n)

    def code(self) -> str:
        """An enrolment code of 8 characters to read aloud or type."""
        return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


class SeededIds:
    """The same ids, secrets and codes for the same seed: for simulations, examples and tests, never for real."""

    def __init__(self, seed: int | str) -> None:
        """Begin the sequence of this seed."""
        self._random = random.Random(seed)  # noqa: S311 - repeatable on purpose; real secrets come from SystemIds
        self._made = 0

    def new(self) -> str:
        """The next id: shaped like UUIDv7 and rising."""
        self._made += 1
        bits = (_FIRST_MS + self._made) << 80 | self._random.getrandbits(80)
        bits = bits & ~(0xF << 76) | 0x7 << 76
        bits = bits & ~(0x3 << 62) | 0x2 << 62
        return str(uuid.UUID(int=bits))

    def secret(self, n: int = 32) -> bytes:
        """The next `n` bytes."""
        return self._random.randbytes(n)

    def code(self) -> str:
        """The next code of 8 characters."""
        return "".join(self._random.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def derived(command_id: str, name: str) -> str:
    """The id that this command gives to what it calls `name`; the same command sent again gives the same id."""
    digest = hashlib.sha256(f"{len(command_id)}:{command_id}{name}".encode()).digest()
    return str(uuid_utils.uuid8(*_blocks(digest)))


def _blocks(digest: bytes) -> tuple[int, int, int]:
    bits = int.from_bytes(digest[:16], "big")
    return bits >> 80, bits >> 68 & 0xFFF, bits & (1 << 62) - 1
