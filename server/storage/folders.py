"""Folders whose names survive a power cut; syncing a file does not sync the folder it was made in."""

import os
from pathlib import Path


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner can enter, and all above it; on the disk when this returns."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True, mode=0o700)
    sync_folder(folder.parent)


def wipe(path: Path) -> None:
    """Overwrite a file before it is taken away; one that is not there is no fault."""
    if not path.exists():
        return
    with path.open("r+b") as file:
        file.write(bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()


def write_synced(path: Path, text: bytes) -> None:
    """Make a file that only its owner can read; on the disk when this returns."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def sync_file(path: Path) -> None:
    """Make the bytes of a file that somebody else wrote survive a power cut."""
    _sync(path)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    _sync(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
