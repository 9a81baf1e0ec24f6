"""The never-again list: what no restored backup may bring back.

One JSON line for each destroyed key, revocation and withdrawn consent; ids only. It lies outside the data copy, is
only ever appended to, and each line is on the disk before the COMMIT it belongs to. A start replays it.
"""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import msgspec

from server.errors import CannotStart, StorageBusy, StorageFull
from server.storage.folders import make_folder, sync_folder
from server.vault.retention import Retention

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


Kind = Literal["destroyed", "revoked", "consent_withdrawn", "epoch"]


class NeverAgain(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that stays undone. `retention` narrows a destroyed subject to one class of its fields.

    An `epoch` that a restore began is never begun again, whatever copy is restored.
    """

    at: int
    kind: Kind
    subject: str
    retention: Retention | None = None


class NeverAgainList:
    """The file of one organization. A half-written last line was never promised.

    Several processes of one machine may write it: each takes the file's lock for a line.
    """

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
        with self._alone():
            self._cut_half_line()

    def read(self) -> list[NeverAgain]:
        """Every line, oldest first. Raises `CannotStart` when a line is damaged."""
        return [self._decode(number, line) for number, line in enumerate(self.text().splitlines(), 1)]

    def text(self) -> bytes:
        """Every whole line as it stands in the file."""
        with self._alone():
            text = self._path.read_bytes()
        return text[: text.rfind(b"\n") + 1]

    def take_over(self, text: bytes) -> None:
        """Add what another copy of this list has and this one lacks.

        Raises: StorageFull, StorageBusy; CannotStart, when a line is damaged.
        """
        known = set(self.text().splitlines())
        for number, line in enumerate(text.splitlines(), 1):
            if line not in known:
                self.add(self._decode(number, line))

    def add(self, line: NeverAgain) -> None:
        """Write a line; it survives a power cut when this returns.

        Raises: StorageFull, StorageBusy; then nothing was promised.
        """
        text = msgspec.json.encode(line) + b"\n"
        try:
            with self._alone():
                self._cut_half_line()
                written = os.write(self._file, text)
                os.fsync(self._file)
        except OSError as error:
            kind = StorageFull if error.errno in FULL else StorageBusy
            raise kind("the never-again list cannot be written") from error
        if written != len(text):
            raise StorageFull("the never-again list was written in part")

    def close(self) -> None:
        """Let go of the file; safe to repeat."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    @contextmanager
    def _alone(self) -> Iterator[None]:
        fcntl.flock(self._file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def _cut_half_line(self) -> None:
        """What a crash left without its end; the last line of whoever holds the lock has one."""
        size = os.fstat(self._file).st_size
        end = size
        while end > 0 and os.pread(self._file, 1, end - 1) != b"\n":
            end -= 1
        if end != size:
            os.ftruncate(self._file, end)
            os.fsync(self._file)

    def _decode(self, number: int, line: bytes) -> NeverAgain:
        try:
            return msgspec.json.decode(line, type=NeverAgain)
        except ValueError as error:
            raise CannotStart(f"{self._path} is damaged in line {number}: bring it back from a copy") from error
