"""The database lost its end without a restore: the next start knows, or a phone does, and nothing stays lost."""

import gc
import os
import shutil
import weakref
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from schemas.commands import SetUnitStatus
from server.backup.losses import Witness
from server.cli.clerk import Clerk
from server.journal import verify
from server.organizations import Organization
from server.storage.sqlite.driver import open_connection
from server.sync import changes
from tests.engines import Ground, records_of
from tests.phone import Phone
from tests.postgres import PostgresGround
from tests.served import Served
from tests.sync.doors import THE_CALL, calls, rows

CALLS = [f"call-{n}" for n in range(4)]
KEPT = CALLS[:2]

LOSING = """
DELETE FROM journal WHERE seq > LAST;
DELETE FROM feed WHERE seq > LAST;
DELETE FROM receipt WHERE seq > LAST;
DELETE FROM call WHERE id NOT IN ('call-0', 'call-1');
UPDATE person SET ended_at = NULL;
UPDATE log_head SET seq = LAST, head_hash = 'HASHED'
"""


@pytest.fixture
async def city(served: Served) -> Organization:
    """A city that is watched."""
    made = served.found("city")
    await beat(served)
    return made


async def beat(served: Served) -> None:
    """What is done from time to time."""
    await served.app.metronome.beat(served.clock.now())


async def head(city: Organization) -> dict[str, Any]:
    """Where the log stands."""
    return (await rows(city, "SELECT epoch, seq, head_hash FROM log_head"))[0]


def forget_after(ground: Ground, city: Organization, kept: dict[str, Any]) -> None:
    """Behind the server's back the log ends here again, and with it what the commits behind it did."""
    here = {"LAST": str(kept["seq"]), "HASHED": kept["head_hash"]}
    said = LOSING
    for word, value in here.items():
        said = said.replace(word, value)
    if isinstance(ground, PostgresGround):
        with ground.line() as superuser:
            superuser.execute(f"SET search_path TO f727_{city.tag}".encode())
            superuser.execute(said.encode())
        return
    with closing(open_connection(records_of(city), False)) as line:
        for statement in said.split(";"):
            line.execute(statement)


async def lose_the_end(served: Served, city: Organization, desk: Phone) -> Organization:
    """Four calls are taken; the server comes back and knows of two."""
    for call_id in KEPT:
        assert (await desk.do("call.take", call_id, THE_CALL))["r"] == "ok"
    kept = await head(city)
    for call_id in CALLS[2:]:
        assert (await desk.do("call.take", call_id, THE_CALL))["r"] == "ok"
    await desk.pull()
    await desk.hello()
    return again(served, city, without=kept)


def again(served: Served, city: Organization, without: dict[str, Any] | None = None) -> Organization:
    """Another life of the server; between the two the log may lose what came after this."""
    served.close()
    if without is not None:
        forget_after(served.ground, city, without)
    served.start()
    return served.organizations.open(city.tag)


async def brings_back(city: Organization, desk: Phone) -> None:
    """The phone hears the new epoch and offers what it still holds: all is there once."""
    assert await calls(city) == KEPT
    assert (await desk.hello())["epoch"] == 2
    acks = await desk.upload()
    assert [(ack["r"], ack.get("again", False)) for ack in acks] == [("ok", n < len(KEPT)) for n in range(len(CALLS))]
    assert await calls(city) == CALLS
    assert (await desk.pull()).of("call").keys() == set(CALLS)
    assert await city.database.read(verify) is None


async def test_a_start_finds_a_log_shorter_than_it_was_and_phones_bring_back_the_rest(
    served: Served, city: Organization
):
    async with served.phone(city, "dispatcher") as desk:
        known = city
        city = await lose_the_end(served, city, desk)
        before = await head(city)

        await beat(served)

        (told,) = await rows(city, "SELECT envelope FROM journal WHERE kind = 'log.lost'")
        assert f'"after_seq":{before["seq"]},' in told["envelope"]
        await brings_back(city, desk)
        city = again(served, known)
        await beat(served)
        assert (await head(city))["epoch"] == 2, "it is found once"


async def test_a_phone_that_read_further_than_the_log_goes_proves_it_once(served: Served, city: Organization):
    async with served.phone(city, "dispatcher") as desk:
        city = await lose_the_end(served, city, desk)
        shutil.rmtree(served.settings.data / "heads")
        cur = desk.replica.cur
        await beat(served)
        assert (await head(city))["epoch"] == 1, "nobody knows yet"

        await desk.pull()
        await beat(served)
        await brings_back(city, desk)

        # Nobody can have it done again and again by saying so.
        await city.database.write(lambda tx: tx.run("UPDATE log_head SET epoch = 1"))
        desk.replica.cur = cur
        await city.database.write(lambda tx: tx.run("UPDATE log_head SET seq = 1"))
        await desk.pull()
        await beat(served)
        assert (await head(city))["epoch"] == 1


async def test_a_phone_that_read_what_is_another_row_now_proves_it_though_the_log_went_on_from_there(
    served: Served, city: Organization
):
    async with served.phone(city, "dispatcher") as desk:
        city = await lose_the_end(served, city, desk)
        shutil.rmtree(served.settings.data / "heads")
        read_to = max(changes.parse(desk.replica.cur or "").scopes.values())
        await beat(served)
        async with served.phone(city, "dispatcher") as other:
            while (await head(city))["seq"] <= read_to:
                await other.do("unit.status", "nobody", SetUnitStatus(status="break"))
            await other.pull()
            await beat(served)
            assert (await head(city))["epoch"] == 1, "who knows only what is there has nothing to say"

        await desk.pull()
        await beat(served)

        await brings_back(city, desk)


async def test_who_was_shut_out_in_what_was_lost_is_shut_out_again(served: Served, city: Organization):
    async with served.phone(city, "dispatcher") as desk, served.phone(city, "responder") as gone:
        kept = await head(city)
        clerk = Clerk(served.app, served.settings, clock=served.clock, ids=served.ids)
        await clerk.commands()["person.end"]({"id": gone.person}, print)
        city = again(served, city, without=kept)

        await beat(served)

        ended = "SELECT ended_at FROM person WHERE id = :id"
        assert [row["ended_at"] is None for row in await rows(city, ended, id=gone.person)] == [False]
        assert [row["ended_at"] is None for row in await rows(city, ended, id=desk.person)] == [True]


async def test_an_ordinary_start_begins_no_epoch(served: Served, city: Organization):
    async with served.phone(city, "dispatcher") as desk:
        for call_id in CALLS:
            await desk.do("call.take", call_id, THE_CALL)
            city = again(served, city)
            await beat(served)

        assert (await head(city))["epoch"] == 1
        assert (await desk.hello())["epoch"] == 1


def test_a_witness_of_a_server_that_is_gone_holds_no_file(tmp_path: Path):
    path = tmp_path / "heads" / "city"
    witness = Witness(path)
    held = open_files(path)
    gone = weakref.ref(witness)

    del witness
    gc.collect()

    assert gone() is None
    assert (held, open_files(path)) == (1, 0)


def open_files(path: Path) -> int:
    """How often this process has the file open."""
    found = 0
    for opened in Path("/dev/fd").iterdir():
        # The folder itself was open while it was listed.
        with suppress(OSError):
            found += os.path.samestat(os.fstat(int(opened.name)), path.stat())
    return found
