"""The port to storage: what the floors above may ask of a database, whichever engine holds it.

The promise of `Database.write`, on which "stored" rests:

* It returns only after COMMIT returned and the bytes were synced. A power cut after that loses nothing.
* Each work runs inside a SAVEPOINT of its own. A work that raises undoes only itself; the exception reaches its
  caller, and its neighbours are not touched.
* Works that wait at the same time share one COMMIT (a *group*), in the order in which they came. When the engine
  itself gives up (disk full, I/O error, a failed COMMIT) the whole group is undone, its participants `forget`, and
  each work is run again in a transaction of its own. **A work may therefore run more than once**; it must change
  nothing but what its `tx` holds. What fails again raises `StorageFull` or `StorageBusy`, both with advice *retry*.
* A COMMIT that was sent and never answered (an engine on another machine) is not run again: each caller hears
  `StorageBusy`.
* After `StorageFull` or `StorageBusy` nothing was acknowledged. As with any lost answer the caller may not conclude
  that nothing was stored; it sends the same command id again.

SQL here is the portable subset: TEXT ids, BIGINT milliseconds, TEXT JSON, BLOB ciphertext, `ON CONFLICT`,
`RETURNING`, partial indexes, `:name` parameters. Statements that change no row count as 0.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Protocol, TypeVar

T = TypeVar("T")

Value = str | int | float | bytes | None
Row = Mapping[str, Any]

MOST: Final = 1_024
"""Ids in one statement: all of a page, with its last change set whole."""


class Tx(Protocol):
    """One work's hold on the database: synchronous, valid only until the work returns."""

    memory: dict[str, Any]
    """What a store has read for this work, to be asked again for nothing; emptied whenever the work writes."""

    def all(self, sql: str, /, **values: Value) -> list[Row]:
        """Every row the statement gives."""
        ...

    def one(self, sql: str, /, **values: Value) -> Row | None:
        """The first row the statement gives, or None."""
        ...

    def run(self, sql: str, /, **values: Value) -> int:
        """Do it; answers how many rows changed."""
        ...

    def attempt(self, part: Callable[[], T], /) -> T:
        """Run a part of this work in a SAVEPOINT of its own: if it raises, only the part is undone.

        The exception reaches whoever called `attempt`, who may go on in the same transaction, for instance to keep
        in custody what was refused. `after_commit` calls of an undone part are dropped. If the engine itself failed
        the whole work is undone and run again, whatever the caller makes of the exception.
        """
        ...

    def after_commit(self, call: Callable[[], None], /) -> None:
        """Have this called once COMMIT returned, if this work's savepoint survived; readers refuse it.

        If the line to the engine broke before it answered the COMMIT, nobody knows whether the work stands: its caller
        hears *retry*, and this is called all the same, so it must do no harm where nothing was stored.

        Called on the writer's own thread, in order, before any write of the group returns: it must be short and must
        not write to this database. What it raises is logged and undoes nothing, for the commit stands.
        """
        ...


class Participant(Protocol):
    """Somebody who keeps a file of their own in step with every group commit: the vault with its keys."""

    def prepare(self) -> None:
        """Called just before the COMMIT: make your own pending writes durable. Raising fails the group."""
        ...

    def forget(self) -> None:
        """The group failed: drop what was pending. Its works will run again."""
        ...


@dataclass(frozen=True)
class Safety:
    """What an engine says of itself, and what it must say so that "stored" is true."""

    found: Mapping[str, Any]
    expected: Mapping[str, Any]

    @property
    def holds(self) -> bool:
        """Whether a power cut loses nothing that was acknowledged."""
        return self.found == self.expected

    def __str__(self) -> str:
        return ", ".join(f"{name}={value}" for name, value in sorted(self.found.items()))


class Database(Protocol):
    """One organization's records."""

    async def write(self, work: Callable[[Tx], T]) -> T:
        """Run `work` in the group that commits next and return its result after COMMIT returned.

        If the waiting caller is cancelled, the work is done all the same.

        Raises: what the work raised, `StorageFull`, `StorageBusy`, or `Busy` when too many works are waiting.
        """
        ...

    async def insist(self, work: Callable[[Tx], T]) -> T:
        """The same for what must be written even on a full disk: out of room that was kept for it, if there is some."""
        ...

    @property
    def keeps_room(self) -> bool:
        """Whether there is some: on a disk that is somebody else's none can be kept from here."""
        ...

    @property
    def is_short(self) -> bool:
        """Whether that room is in use: what can wait must not be written now."""
        ...

    async def write_all(self, works: Sequence[Callable[[Tx], T]]) -> list[T | Exception]:
        """The same for several works, one behind the other: what each returned, or what it failed with.

        Each is a work like any other. A group may end between two of them; who waits is answered after the last.

        Raises: `Busy` and what keeps all of them from being taken; then none will run.
        """
        ...

    async def read(self, work: Callable[[Tx], T]) -> T:
        """Run `work` on one unchanging snapshot of what was committed; it can write nothing."""
        ...

    async def safety(self) -> Safety:
        """What the engine says now of how it keeps what it confirmed, for `/readyz`."""
        ...

    def close(self) -> None:
        """Finish what is waiting, then let go of the file; later calls raise `NotNow`."""
        ...


class BlockingDatabase(Protocol):
    """A small database of somebody who waits for it: the registry, the vault's keys, migrations."""

    def transact(self, work: Callable[[Tx], T]) -> T:
        """Run `work` in one transaction, synced when this returns; if it raises, nothing was changed.

        Any thread may call; one at a time goes in.

        Raises: what the work raised, `StorageFull`, `StorageBusy`.
        """
        ...

    def wipe_log(self) -> None:
        """Leave nothing of overwritten or deleted rows in the engine's log: call after destroying a key."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


def listed(tx: Tx, sql: str, ids: Sequence[str | int], /, **values: Value) -> list[Row]:
    """Every row the statement gives, where its `IN (:ids)` means these; none without asking when there are none."""
    found: list[Row] = []
    for first in range(0, len(ids), MOST):
        part = ids[first : first + MOST]
        room = 1 << (len(part) - 1).bit_length()
        # What is left over says the last id again, so that few different statements are ever prepared.
        names = {f"ids{n}": part[min(n, len(part) - 1)] for n in range(room)}
        found += tx.all(_with_room(sql, room), **names, **values)
    return found


@lru_cache(maxsize=256)
def _with_room(sql: str, room: int) -> str:
    return sql.replace(":ids", ", ".join(f":ids{n}" for n in range(room)))
