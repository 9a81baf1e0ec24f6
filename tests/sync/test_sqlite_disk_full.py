"""A disk that really fills while a phone sends: what was answered stands, the rest comes again."""

from functools import partial
from pathlib import Path

from server.journal import verify
from server.organizations import Organization
from server.storage.sqlite.driver import open_connection
from server.storage.sqlite.engine import SqliteEngine
from server.storage.statements import Connection
from tests.served import Served
from tests.sync.doors import THE_CALL, a_call, calls, rows, send


class Limited:
    """Opens files whose writers may own only so many pages."""

    def __init__(self) -> None:
        self.writers: list[tuple[Path, Connection]] = []

    def connect(self, path: Path, read_only: bool) -> Connection:
        opened = open_connection(path, read_only)
        if not read_only:
            self.writers.append((path, opened))
        return opened

    def pages(self, city: Organization) -> int:
        """How many it has."""
        cursor = self._writer(city).execute("PRAGMA page_count", {})
        return int(cursor.fetchone()[0])

    def allow(self, city: Organization, pages: int) -> None:
        """From now it may have this many."""
        self._writer(city).execute(f"PRAGMA max_page_count = {pages}", {}).close()

    def _writer(self, city: Organization) -> Connection:
        return [writer for path, writer in self.writers if path.name == f"{city.tag}.db"][-1]


async def test_when_the_disk_fills_in_a_batch_what_was_answered_stands_and_the_rest_comes_again(tmp_path: Path):
    limited = Limited()
    served = Served(tmp_path, engine=partial(SqliteEngine, connect=limited.connect))
    city = served.found("city")
    async with served.phone(city, "dispatcher") as desk, served.phone(city, "dispatcher") as other:
        batch = [desk.save("call.take", f"call-{n:02}", THE_CALL | {"said": "x" * 6_000}) for n in range(20)]
        await send(desk, a_call(desk, "call-before"))
        limited.allow(city, limited.pages(city) + 40)

        acks = await send(desk, *batch)

        kept = [ack["id"] for ack in acks if ack["r"] == "ok"]
        full = [ack for ack in acks if ack["r"] != "ok"]
        assert kept
        assert {(ack["r"], ack["code"]) for ack in full} == {("retry", "storage_full")}
        assert len(await calls(city)) == 1 + len(kept)
        assert len((await other.pull()).of("call")) == 1 + len(kept), "reading goes on"
        assert await rows(city, "SELECT * FROM held") == []

        limited.allow(city, 100_000)
        again = await send(desk, *batch)

        assert [ack["id"] for ack in again if ack.get("again")] == kept
        assert {ack["r"] for ack in again} == {"ok"}
        assert len(await calls(city)) == 21
        assert await city.database.read(verify) is None
    served.close()
