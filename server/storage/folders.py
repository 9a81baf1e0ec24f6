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


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
