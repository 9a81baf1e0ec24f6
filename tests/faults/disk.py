"""A small disk of a test's own, in memory: it can be filled to the last byte, and made larger while it is in use."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

NEEDS = "a small disk is mounted by root on Linux"

MIB = 1 << 20


class SmallDisk:
    """A mounted folder of a few MiB."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filler = folder / "filler"

    def fill(self) -> None:
        """Leave not a byte."""
        with self._filler.open("ab", buffering=0) as filler:
            for piece in (MIB, 4096, 1):
                with suppress(OSError):
                    while True:
                        filler.write(b"x" * piece)
        assert self.free == 0

    def enlarge(self, mib: int) -> None:
        """Make it this large; whoever uses it goes on."""
        subprocess.run(["mount", "-o", f"remount,size={mib}m", str(self.folder)], check=True)

    @property
    def free(self) -> int:
        """Bytes that can still be written."""
        found = os.statvfs(self.folder)
        return found.f_bavail * found.f_frsize


@contextmanager
def small_disk(folder: Path, mib: int) -> Iterator[SmallDisk]:
    """A disk of this size at this folder, gone afterwards."""
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={mib}m,mode=0755", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(words, check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip(NEEDS)
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
