"""The asynchronous edge of an organization's schema: a writer lane with group commit, and readers."""

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from server.storage.database import Participant, Safety, Tx
from server.storage.group import Writer
from server.storage.lanes import MakeLane, ThreadLane, awaited, awaited_all
from server.storage.postgres.pool import Pool
from server.storage.postgres.session import PostgresSession, Schema, read_snapshot
from server.storage.readers import READERS, Readers

T = TypeVar("T")

LOG_LOCK: Final = "SELECT 1 FROM log_head WHERE one = 1 FOR UPDATE"
"""The one lock of an organization: whoever holds its log's head writes, in whichever process."""

EXPECTED: Final = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
"""What a server must say of itself: each of these off loses commits that were confirmed."""


class PostgresDatabase:
    """One organization's records in one schema; see the port for what it promises."""

    def __init__(
        self,
        pool: Pool,
        schema: Schema,
        *,
        participants: Sequence[Participant] = (),
        lane: MakeLane = ThreadLane,
        lock: str = LOG_LOCK,
    ) -> None:
        """Write and read in this schema, on lines of this pool."""
        self._writer = Writer(PostgresSession(pool, schema, lock=lock), lane(f"write-{schema.name}", 1), participants)
        self._readers = Readers(lambda work: read_snapshot(pool, schema, work), lane(f"read-{schema.name}", READERS))

    async def write(self, work: Callable[[Tx], T]) -> T:
        """Run `work` in the group that commits next and return its result after COMMIT returned."""
        return await awaited(self._writer.put, work)

    async def insist(self, work: Callable[[Tx], T]) -> T:
        """The same: on a disk that is somebody else's no room can be kept from here."""
        return await self.write(work)

    @property
    def keeps_room(self) -> bool:
        """It never does."""
        return False

    @property
    def is_short(self) -> bool:
        """It never is."""
        return False

    async def write_all(self, works: Sequence[Callable[[Tx], T]]) -> list[T | Exception]:
        """The same for several works, in their order, each of which fails alone."""
        return await awaited_all(self._writer.put_all, works)

    async def read(self, work: Callable[[Tx], T]) -> T:
        """Run `work` on one unchanging snapshot of what was committed."""
        return await awaited(self._readers.put, work)

    async def safety(self) -> Safety:
        """Whether the server still says of itself what it must."""
        return await self.write(safety)

    def close(self) -> None:
        """Finish what is waiting; the lines belong to the pool."""
        self._readers.close()
        self._writer.close()


def safety(tx: Tx) -> Safety:
    """What the server says of how it keeps what it confirmed."""
    found = {name: (tx.one(f"SELECT current_setting('{name}') AS says") or {})["says"] for name in EXPECTED}
    return Safety(found=found, expected=EXPECTED)
