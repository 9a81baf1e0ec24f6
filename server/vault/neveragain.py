"""The never-again list: what no restored backup may bring back.

One JSON line for each destroyed key, revocation and withdrawn consent; ids only. It lies outside the data copy, is
only ever appended to, and each line is on the disk before the COMMIT it belongs to. A start replays it.
"""

import errno
import os
from pathlib import Path
from typing import Literal

import msgspec

from server.errors import CannotStart, StorageBusy, StorageFull
from server.vault.folders import make_folder, sync_folder
from server.vault.retention import Retention

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


class NeverAgain(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that stays undone. `retention` narrows a destroyed subject to one class of its fields."""

    at: int
    kind: Literal["destroyed", "revoked", "consent_withdrawn"]
    subject: str
    retention: Retention | None = None


class NeverAgainList:
    """The file of one organization. One process writes it; a half-written last line was never promised."""

    def __init__(self, path: Path, *, is_new: bool = False) -> None:
        """Open the list; only a new organization begins without one.

        Raises: CannotStart when it is missing, for then nobody knows what must stay destroyed.
        """
        if not (is_new or path.exists()):
            raise CannotStart(f"the never-again list {path} is missing: bring it back before anything is read")
        self._path = path
        make_folder(path.parent)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        sync_folder(path.parent)
        text = path.read_bytes()
        self._end = text.rfind(b"\n") + 1
        if self._end != len(text):
            self._cut()

    def read(self) -> list[NeverAgain]:
        """Every line, oldest first. Raises `CannotStart` when a line is damaged."""
        lines = self._path.read_bytes()[: self._end].splitlines()
        return [self._decode(number, line) for number, line in enumerate(lines, 1)]

    def add(self, line: NeverAgain) -> None:
        """Write a line; it survives a power cut when this returns.

        Raises: StorageFull, StorageBusy; then nothing was promised.
        """
        text = msgspec.json.encode(line) + b"\n"
        try:
            if os.fstat(self._file).st_size != self._end:
                self._cut()
            written = os.write(self._file, text)
            os.fsync(self._file)
        except OSError as error:
            kind = StorageFull if error.errno in FULL else StorageBusy
            raise kind("the never-again list cannot be written") from error
        if written != len(text):
            raise StorageFull("the never-again list was written in part")
        self._end += written

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)

    def _cut(self) -> None:
        os.ftruncate(self._file, self._end)
        os.fsync(self._file)

    def _decode(self, number: int, line: bytes) -> NeverAgain:
        try:
            return msgspec.json.decode(line, type=NeverAgain)
        except ValueError as error:
            raise CannotStart(f"{self._path} is damaged in line {number}: bring it back from a copy") from error
