"""Room that is kept for when the disk is full: what must still be written then is written there.

What a reader is shown is put on record first, and whoever signs in gets a session: both are rows. A team on the street
must not lose the address of the call it was given because somebody else's files filled the disk. So a file of zeros
lies in the data folder; the first such row that finds no room has it emptied. From then on commands stay with the
phones, so that nothing else takes what is left, until the file could be filled again.
"""

import os
import shutil
import threading
from contextlib import suppress
from pathlib import Path
from typing import Final

SIZE: Final = 16 << 20
"""A write-ahead log of 4 MiB, then it is folded in, and some ten thousand pages shown (about 1 KiB on record each)."""

SHARE: Final = 20
"""Of a small disk at most the twentieth part."""


class Reserve:
    """One file of zeros. There is none until `tend` was called: a process that only looks needs none."""

    def __init__(self, folder: Path) -> None:
        """Keep it in this folder."""
        self._path = folder / "reserve"
        self._guard = threading.Lock()
        self._is_whole = False
        self.is_spent = False
        """Nothing but what must be written may be."""

    def tend(self) -> None:
        """Fill it if it is not full and there is twice the room; call now and then."""
        with self._guard:
            if self._is_whole:
                return
            usage = shutil.disk_usage(self._path.parent)
            size = min(SIZE, usage.total // SHARE)
            self._is_whole = self._is_there(size) or (usage.free >= 2 * size and self._fill(size))
            self.is_spent = not self._is_whole

    def spend(self) -> bool:
        """Give its room away; whether it is worth trying again."""
        with self._guard:
            if self._is_whole:
                os.truncate(self._path, 0)
                self._is_whole, self.is_spent = False, True
            return self.is_spent

    def _is_there(self, size: int) -> bool:
        return self._path.exists() and self._path.stat().st_size >= size

    def _fill(self, size: int) -> bool:
        with suppress(OSError), self._path.open("wb") as file:
            file.write(bytes(size))
            file.flush()
            os.fsync(file.fileno())
            return True
        self._path.unlink(missing_ok=True)
        return False
