"""The long part of a backup: copying a database and reading all of it again.

`apart` does it in a process of its own: the chain is walked in Python, and a thread that does so takes the interpreter
from every command (p99 of a write rose from 13 to 56 ms, measured).
"""

import os
import signal
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from schemas.base import Struct
from server.errors import CannotStart, Refusal, refusal
from server.journal import verify
from server.storage.database import Row, Tx
from server.storage.engines import copy_at
from server.storage.sqlite.files import is_whole, read_file

NICE: Final = 10


class Copying(Struct, frozen=True, kw_only=True):
    """What to copy: from which address, made by which migrations, into which file."""

    location: str
    folders: tuple[str, ...]
    to: str


class Head(Struct, frozen=True, kw_only=True):
    """Where the log of a copy stands; keys have none."""

    seq: int = 0
    epoch: int = 0
    head_hash: str = ""


Copier = Callable[[Copying], Head]


def copied(copying: Copying) -> Head:
    """Copy and verify, here and now.

    Raises: CannotStart, StorageFull, StorageBusy.
    """
    to = Path(copying.to)
    copy_at(copying.location, copying.folders, to)
    if "common" in copying.folders:
        return checked(to)
    _check_pages(to)
    return Head()


def apart(copying: Copying) -> Head:
    """The same in a process of its own, which stands back behind all that serves; blocks until it is done.

    Raises: what it was refused with; CannotStart, when it was killed.
    """
    context = get_context("spawn")
    heard, said = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(copying, said), daemon=True)
    process.start()
    said.close()
    try:
        told = heard.recv()
    except EOFError:
        raise CannotStart("The process that copies ended before it had copied") from None
    finally:
        heard.close()
        process.join()
    if isinstance(told, Head):
        return told
    raise refusal(*told)


def checked(records: Path) -> Head:
    """Where the log of a copy stands, of which every page, and the whole chain, is what it must be.

    Raises: CannotStart.
    """
    _check_pages(records)
    broken, head = read_file(records, lambda tx: (verify(tx), _head(tx)))
    if broken is not None or head is None:
        raise CannotStart(f"The chain of {records} does not hold (at {broken}): this copy cannot be used")
    return Head(**head)


def _check_pages(file: Path) -> None:
    if not is_whole(file):
        raise CannotStart(f"{file} is damaged: this copy cannot be used")


def _head(tx: Tx) -> Row | None:
    return tx.one("SELECT seq, epoch, head_hash FROM log_head WHERE one = 1")


def _work(copying: Copying, said: Connection) -> None:
    os.nice(NICE)
    # Ctrl+C in a terminal reaches everybody; whoever asked decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        said.send(copied(copying))
    except Refusal as problem:
        said.send((problem.code, problem.detail))
    except OSError as problem:
        said.send((CannotStart.code, str(problem)))
