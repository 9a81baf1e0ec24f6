"""The file with the master keys: one secret per organization, outside the data folder.

Whoever copies the data without this file copies ciphertext. The file is made at the first start and written whole,
so that a crash leaves the old file or the new one. A lost master key is not replaced: it would hide, not heal.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from server.errors import CannotStart
from server.ids import Ids
from server.storage.folders import make_folder, sync_folder
from server.vault import p256

MASTER_BYTES = 32
OTHERS = 0o077
"""The permission bits of everybody but the owner."""


class MasterKeys:
    """The key file. Says no in one clear sentence when it is missing, foreign or readable by others."""

    def __init__(self, path: Path, ids: Ids) -> None:
        self._path = path
        self._ids = ids

    def of(self, tag: str) -> bytes:
        """The master key of this organization. Raises `CannotStart` when there is none to be had."""
        key = self._all().get(tag)
        if key is None:
            raise CannotStart(f"{self._path} holds no key for organization {tag}: bring back the file it was made in")
        return key

    def knows(self, tag: str) -> bool:
        """Whether this organization has a master key."""
        return tag in self._all()

    def make(self, tag: str) -> bytes:
        """A new master key, on the disk when this returns. Raises `CannotStart` when the organization has one."""
        with _alone(self._path.parent):
            keys = self._all()
            if tag in keys:
                raise CannotStart(f"{self._path} already holds a key for organization {tag}")
            keys[tag] = self._ids.secret(MASTER_BYTES)
            self._write(keys)
        return keys[tag]

    def bring_back(self, tag: str, key: bytes) -> None:
        """Keep the master key of an organization that is restored; on the disk when this returns.

        Raises: CannotStart when another key lies here under its tag.
        """
        with _alone(self._path.parent):
            keys = self._all()
            if keys.setdefault(tag, key) != key:
                raise CannotStart(f"{self._path} holds another key for organization {tag}")
            self._write(keys)

    def _all(self) -> dict[str, bytes]:
        try:
            with self._path.open("rb") as file:
                mode, text = os.fstat(file.fileno()).st_mode, file.read()
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise CannotStart(f"cannot read the key file {self._path}: {error.strerror}") from error
        if mode & OTHERS:
            raise CannotStart(f"other people can read the key file: chmod 600 {self._path}")
        try:
            keys = {tag: p256.decode64(key) for tag, key in msgspec.json.decode(text, type=dict[str, str]).items()}
        except ValueError as error:
            raise CannotStart(f"{self._path} is not a key file of Field 727") from error
        if any(len(key) != MASTER_BYTES for key in keys.values()):
            raise CannotStart(f"{self._path} is not a key file of Field 727")
        return keys

    def _write(self, keys: dict[str, bytes]) -> None:
        text = msgspec.json.format(msgspec.json.encode({tag: p256.encode64(key) for tag, key in keys.items()}))
        new = self._path.with_name(self._path.name + ".new")
        new.unlink(missing_ok=True)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(text + b"\n")
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._path)
        sync_folder(self._path.parent)


def derived(master: bytes, purpose: str) -> bytes:
    """A key for one purpose (32 bytes), from which neither the master key nor another purpose's can be told."""
    return HKDF(SHA256(), length=MASTER_BYTES, salt=None, info=purpose.encode()).derive(master)


def mac_key(master: bytes, purpose: str) -> bytes:
    """The key of the fingerprints of one purpose."""
    return derived(master, f"field727 mac {purpose}")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    make_folder(folder)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
