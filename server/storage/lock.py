"""One process per data folder, one holder per open organization.

The lock is the kernel's: it ends with the process, however that ends. It lies in a file of its own, because closing
any handle of an SQLite file would drop the locks SQLite itself holds on it.
"""

import fcntl
import os
from pathlib import Path
from typing import Self

from server.errors import AlreadyRunning

FOLDER_LOCK = "server.lock"


class Lock:
    """An exclusive lock, held until `close`."""

    def __init__(self, path: Path) -> None:
        """Take the lock or say who has it; never waits.

        Raises: AlreadyRunning.
        """
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(self._file, 20).decode(errors="replace").strip()
            os.close(self._file)
            raise AlreadyRunning(_who(path, holder)) from None
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, f"{os.getpid()}\n".encode(), 0)

    def close(self) -> None:
        """Let the next one in; safe to repeat."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_problem: object) -> None:
        self.close()


def lock_folder(data: Path) -> Lock:
    """Be the only process that writes in this data folder.

    Raises: AlreadyRunning, when a server or a writing command holds it.
    """
    return Lock(data / FOLDER_LOCK)


def lock_file(path: Path) -> Lock:
    """Be the only one that has this organization's file open for writing.

    Raises: AlreadyRunning.
    """
    return Lock(path.with_name(path.name + ".lock"))


def _who(path: Path, holder: str) -> str:
    by = f"process {holder}" if holder else "another process"
    if path.name == FOLDER_LOCK:
        return f"A Field 727 server already uses {path.parent} ({by}); stop it or choose another FIELD727_DATA"
    return f"{path.with_suffix('').name} is open elsewhere ({by})"
