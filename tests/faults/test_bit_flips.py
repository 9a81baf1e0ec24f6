"""One bit of a stored file is another: what is found, where, and what is not.

Found by `field727 verify`: any bit of a stored journal row, of the log's head, of a field kept as ciphertext, and of
the key it lies under. The last two are never shown: the rest of the row is, and says so (tests/sync/test_damaged.py).
The master key's proof stops the start.
Dropped whole, with every commit behind it, by SQLite's own checksum: a bit of the write-ahead log not folded in yet;
the next start finds the log shorter than it was and begins an epoch, so that phones offer again what they hold
(server/backup/losses.py; tests/backup/test_losses.py has what happens where nothing but a phone knows).

*Not found* is a changed bit in a plain column beside the journal (a call's area, an assignment's state): neither SQLite
nor a Postgres without data checksums knows one, and the chain covers the journal alone. There a file system with
checksums, and the verified copies of every quarter of an hour, have to do.
"""

import shutil
from pathlib import Path
from typing import Any

import pytest

from server.errors import CannotStart
from server.journal import verify
from server.storage.database import Tx
from server.storage.sqlite.files import read_file
from tests.engines import records_of
from tests.phone import Phone
from tests.served import Served
from tests.sync.doors import THE_CALL, calls

PLACE = "a green tent behind the mill"
CALLS = 4


class Flipped:
    """A finished installation, and copies of it with one bit changed."""

    def __init__(self, folder: Path, tag: str, phone: Phone, found: dict[str, bytes]) -> None:
        self.folder = folder
        self.tag = tag
        self.phone = phone
        self.found = found

    def flip(self, what: str, file: str, *, whole: str = "whole") -> Served:
        """A copy served anew in which a bit of this value is another, wherever it lies in this file."""
        copy = self.folder.parent / "copy"
        shutil.copytree(self.folder.parent / whole, copy)
        path = copy / "data" / self.tag / f"{self.tag}.{file}"
        stored, value = path.read_bytes(), self.found[what]
        assert value in stored, what
        path.write_bytes(stored.replace(value, value[:-1] + bytes([value[-1] ^ 1])))
        return Served(copy)


def values(tx: Tx) -> dict[str, bytes]:
    """Long values of the records that occur nowhere else."""
    journal = dict(tx.all("SELECT * FROM journal WHERE kind = 'call.taken' ORDER BY seq")[0])
    call = tx.all("SELECT sealed FROM call WHERE id = 'call-0'")[0]
    named: dict[str, Any] = {f"journal {name}": journal[name] for name in ("envelope", "sealed", "hash")}
    named["call sealed"] = call["sealed"]
    return {name: value.encode() if isinstance(value, str) else bytes(value) for name, value in named.items()}


@pytest.fixture
async def flipped(tmp_path: Path) -> Flipped:
    """A city with some calls, at rest."""
    served = Served(tmp_path / "whole")
    city = served.found("city")
    await served.app.metronome.beat(served.clock.now())
    async with served.phone(city, "dispatcher") as desk:
        for n in range(CALLS):
            assert (await desk.do("call.take", f"call-{n}", THE_CALL | {"place": PLACE}))["r"] == "ok"
        await desk.pull()
        await desk.hello()
    found = await city.database.read(values)
    hashes = await city.database.read(lambda tx: tx.all("SELECT hash FROM journal WHERE kind = 'call.taken'"))
    found["hash of the third call"] = str(hashes[2]["hash"]).encode()
    records = records_of(city)
    shutil.copytree(tmp_path / "whole", tmp_path / "killed")
    served.close()
    found["data key"] = key_of(records.with_suffix(".keys.db"), "call/call-0")
    found["proof"] = key_of(records.with_suffix(".keys.db"), None)
    return Flipped(tmp_path / "whole", city.tag, desk, found)


def key_of(path: Path, entity: str | None) -> bytes:
    """A wrapped key, as it lies in the key database; without an entity the proof of the master key."""
    sql = "SELECT proof AS it FROM vault" if entity is None else "SELECT wrapped AS it FROM data_key WHERE entity = :id"
    given = {} if entity is None else {"id": entity}
    return bytes(read_file(path, lambda tx: tx.all(sql, **given)[0]["it"]))


@pytest.mark.parametrize("what", ["journal envelope", "journal sealed", "journal hash"])
async def test_a_flipped_bit_of_the_journal_is_found_by_verify(flipped: Flipped, what: str):
    served = flipped.flip(what, "db")

    assert await served.organizations.open(flipped.tag).database.read(verify) is not None
    served.close()


@pytest.mark.parametrize(("what", "file"), [("call sealed", "db"), ("data key", "keys.db")])
async def test_a_flipped_bit_of_a_secret_or_its_key_is_never_shown_and_hides_nothing_else(
    flipped: Flipped, what: str, file: str
):
    served = flipped.flip(what, file)
    city = served.organizations.open(flipped.tag)
    async with served.phone(city, "dispatcher") as desk:
        shown = (await desk.pull()).of("call")

        # Nobody is shown a place that may be a wrong one.
        assert [shown[f"call-{n}"]["place"] for n in range(CALLS)] == [None, *[PLACE] * (CALLS - 1)]
        assert [shown[f"call-{n}"]["unreadable"] for n in range(CALLS)] == [True, *[False] * (CALLS - 1)]
    served.close()


async def test_a_flipped_bit_of_the_master_keys_proof_stops_the_start(flipped: Flipped):
    with pytest.raises(CannotStart):
        flipped.flip("proof", "keys.db")


async def test_a_flipped_bit_of_the_log_takes_whole_commits_and_phones_bring_them_back(flipped: Flipped):
    served = flipped.flip("hash of the third call", "db-wal", whole="killed")
    city = served.organizations.open(flipped.tag)
    phone, before = flipped.phone, await calls(city)
    assert before == ["call-0", "call-1"], "that commit is gone, and the one behind it"
    assert await city.database.read(verify) is None

    async with served.http() as http:
        phone.http = http
        await served.app.metronome.beat(served.clock.now())
        answer = await http.get("/api/sync/changes", params={"cur": phone.replica.cur}, headers=phone.headers())
        await phone.hello()
        acks = await phone.upload()

    assert answer.json()["m"] == "reset", "it read another log than this one"
    assert [(ack["r"], ack.get("again", False)) for ack in acks] == [("ok", n < 2) for n in range(CALLS)]
    assert await calls(city) == [f"call-{n}" for n in range(CALLS)]
    assert await city.database.read(verify) is None
    served.close()
