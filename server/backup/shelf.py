"""Folders of copies: each copy is a folder of its own that appears whole or not at all, with a paper that describes it.

The paper carries a fingerprint of every file, and one of itself that only the holder of the master key can make.
"""

import hashlib
import hmac
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Final, Literal, TypeVar

import msgspec

from schemas.base import Struct
from server.errors import CannotStart, StorageFull
from server.storage.folders import make_folder, sync_folder, wipe, write_synced
from server.storage.lock import Lock
from server.vault.masterkeys import mac_key
from server.vault.neveragain import FULL

T = TypeVar("T")

RECORDS: Final = "records.db"
KEYS: Final = "keys.db"
NEVER: Final = "never"
PAPER: Final = "paper.json"

PURPOSE: Final = "backup"
UNFINISHED: Final = ".unfinished"

DAY_MS: Final = 86_400_000


class DataCopy(Struct, frozen=True, kw_only=True):
    """What a data copy holds: whose records, as of which change set, and the bytes they are.

    `is_aside` is what a restore replaced. It is no backup: phones keep what only it holds, and let go of what it lacks.
    """

    tag: str
    name: str
    kind: Literal["city", "site"]
    training: bool
    made_at: int
    taken_at: int
    epoch: int
    seq: int
    head_hash: str
    sha256: str
    is_aside: bool = False


class KeyCopy(Struct, frozen=True, kw_only=True):
    """What a key copy holds: keys and never-again list, from after every data copy that was taken before it."""

    tag: str
    taken_at: int
    keys_sha256: str
    never_sha256: str


class _Paper(Struct, frozen=True, kw_only=True):
    body: msgspec.Raw
    mac: str


def put(shelf: Path, fill: Callable[[Path], str]) -> Path:
    """A new copy on the shelf: `fill` writes it into an empty folder and answers its name.

    Raises: AlreadyRunning while somebody else puts one there; StorageFull, CannotStart when nothing can be written
    there; whatever `fill` raises. Then nothing was put.
    """
    try:
        return _put(shelf, fill)
    except OSError as problem:
        if problem.errno in FULL:
            raise StorageFull(f"No space is left for a copy in {shelf}") from problem
        raise CannotStart(f"Nothing can be put into {shelf}: {problem.strerror}") from problem


def _put(shelf: Path, fill: Callable[[Path], str]) -> Path:
    make_folder(shelf)
    with Lock(shelf / "shelf.lock"):
        new = shelf / UNFINISHED
        shutil.rmtree(new, ignore_errors=True)
        make_folder(new)
        name = fill(new)
        sync_folder(new)
        there = next(path for n in count() if not (path := shelf / (f"{name}.{n:03d}" if n else name)).exists())
        new.rename(there)
        sync_folder(shelf)
        return there


def copies(shelf: Path) -> list[Path]:
    """Every whole copy on the shelf, the newest first."""
    if not shelf.is_dir():
        return []
    return sorted((path for path in shelf.iterdir() if (path / PAPER).is_file()), reverse=True)


def data_copies(shelf: Path) -> list[tuple[Path, DataCopy]]:
    """Every data copy whose paper can be read, the newest first: one that cannot must not stand in others' way."""
    found = []
    for path in copies(shelf):
        with suppress(CannotStart):
            found.append((path, read(path, DataCopy)[0]))
    return found


def take_down(copy: Path) -> None:
    """Take a copy off the shelf; keys in it are overwritten first."""
    # Without its paper it is no copy any more, however far the rest gets.
    (copy / PAPER).unlink(missing_ok=True)
    wipe(copy / KEYS)
    shutil.rmtree(copy)
    sync_folder(copy.parent)


def thin(shelf: Path, *, now: int, days: int) -> None:
    """Keep every copy of the last 24 hours, then the last of each day (UTC) for so many days.

    What was set aside is counted apart, and takes no backup's place.
    """
    kept: set[tuple[int, bool]] = set()
    for copy, described in data_copies(shelf):
        at, day = described.taken_at, described.taken_at // DAY_MS
        if now - at > DAY_MS and ((day, described.is_aside) in kept or now // DAY_MS - day > days):
            take_down(copy)
        kept.add((day, described.is_aside))


def name_of(at: int, *more: object) -> str:
    """A name that sorts by its time, then what else a person may want to know."""
    when = datetime.fromtimestamp(at / 1000, tz=UTC)
    return "-".join((f"{when:%Y%m%dT%H%M%S}.{at % 1000:03d}Z", *map(str, more)))


def write(copy: Path, described: Struct, mac: Callable[[str, bytes], bytes]) -> None:
    """Lay the paper beside the files; on the disk when this returns."""
    body = msgspec.json.encode(described)
    paper = _Paper(body=msgspec.Raw(body), mac=mac(PURPOSE, body).hex())
    write_synced(copy / PAPER, msgspec.json.encode(paper))


def read(copy: Path, kind: type[T]) -> tuple[T, Callable[[bytes], bool]]:
    """What the paper says, and whether the holder of this master key wrote it.

    Raises: CannotStart, when there is no paper or nobody can read it.
    """
    try:
        paper = msgspec.json.decode((copy / PAPER).read_bytes(), type=_Paper)
        described = msgspec.json.decode(paper.body, type=kind)
    except (OSError, msgspec.MsgspecError) as problem:
        raise CannotStart(f"{copy} is no copy that can be restored: its description cannot be read") from problem

    def is_by(master: bytes) -> bool:
        mac = hmac.digest(mac_key(master, PURPOSE), bytes(paper.body), "sha256").hex()
        return hmac.compare_digest(mac, paper.mac)

    return described, is_by


def fingerprint(path: Path) -> str:
    """The SHA-256 of a file, in hex.

    Raises: CannotStart, when it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as problem:
        raise CannotStart(f"{path} cannot be read: {problem.strerror}") from problem
