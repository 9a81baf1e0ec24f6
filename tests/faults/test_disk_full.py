"""A disk that fills while phones send, and is made larger: nothing acknowledged is lost, and nobody need restart it.

Real server, real file system. While it is full whoever sends is told *retry*; what is there can be read, also by
somebody who signs in only then, and is put on record in room that was kept for it; and `/readyz` says what is wrong the
next time it is asked.
"""

from pathlib import Path

from server.client.replica import Replica
from server.journal import verify
from server.storage.database import Tx
from server.storage.sqlite.reserve import Reserve
from tests.engines import SQLITE, Ground
from tests.faults.carriers import City, client
from tests.faults.disk import MIB, small_disk
from tests.faults.patient import bring, once, readiness, recovers, serving
from tests.served import Served
from tests.storage.faults import Fault, Faults, nothing_fails
from tests.sync.doors import a_call, send

BEFORE = 8
"""Calls of each phone before the disk is full."""

WHILE_FULL = 12

READ_ANEW = 20
"""How often everything is read while the disk is full: each time is put on record."""


def _shown_to(person: str, tx: Tx) -> int:
    """How often this person was shown something."""
    return len(tx.all("SELECT id FROM disclosure WHERE person_id = :person", person=person))


async def test_a_disk_that_fills_up_costs_nothing_but_time(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 24) as disk, serving(disk.folder) as server:
        city = City(server, SQLITE, "Exampleton")
        async with client(server.url) as http:
            phones = [await city.join(http) for _ in range(2)]
            for phone in phones:
                await bring(phone, BEFORE)
            seen = (await phones[1].pull()).of("call").keys()
            assert await readiness(http) == (200, set())
            disk.fill()

            for n in range(WHILE_FULL):
                for phone in phones:
                    await once(phone, n)
                    if phone.refused:
                        status, wrong = await readiness(http)
                        assert (status, "disk" in wrong) == (503, True)
            assert all(phone.refused["storage_full"] for phone in phones), "it was really full"
            assert {code for phone in phones for code in phone.refused} <= {"storage_full", "storage_busy"}
            assert (await phones[1].pull()).of("call").keys() >= seen, "whoever is up to date reads on"
            for _ in range(READ_ANEW):
                phones[0].replica = Replica()
                anew = (await phones[0].pull()).of("call")
                assert all(anew[row["entity"]]["place"] for row in phones[0].saved if row["id"] in phones[0].told)
            late = await city.join(http)
            assert (await late.pull()).of("call") == phones[0].replica.of("call"), "also whoever signs in only now"
            await once(phones[0], WHILE_FULL)
            assert (await readiness(http))[1] >= {"disk", f"{city.tag} reserve"}
            told = {check["name"]: check["detail"] for check in (await http.get("/readyz")).json()["checks"]}
            assert told[f"{city.tag} reserve"].startswith("in use")
            assert phones[0].outbox, "nothing else takes the room that is left"
            assert city.ledger.read(lambda tx: _shown_to(late.person, tx)) == 1, "and it is on record"

            disk.enlarge(64)
            for phone in phones:
                await bring(phone, 0)
            await recovers(http)
            await city.holds(http)


async def test_nothing_is_erased_while_the_never_again_list_cannot_be_written(tmp_path: Path) -> None:
    """The list and the master keys lie on a disk of their own, as they should; calls are taken all the same."""
    with (
        small_disk(tmp_path / "keys", 1) as disk,
        serving(tmp_path, FIELD727_KEY_FILE=str(disk.folder / "master.json")) as server,
    ):
        city = City(server, SQLITE, "Exampleton")
        async with client(server.url) as http:
            desk, officer = await city.join(http), await city.join(http, "privacy_officer")
            await bring(desk, BEFORE)
            call_id = desk.saved[-1]["entity"]
            officer.save("call.erase", call_id, {"reason": "asked for"})
            disk.fill()

            await once(officer)
            status, wrong = await readiness(http)
            assert (status, "disk of the keys" in wrong) == (503, True)
            await bring(desk, BEFORE)

            assert officer.refused == {"storage_full": 1}
            assert call_id in (await desk.pull()).of("call")
            disk.enlarge(4)
            await bring(officer, 0)
            assert call_id not in (await desk.pull()).of("call")
            assert city.ledger.read(verify) is None
            await recovers(http)
        listed = b"".join(path.read_bytes() for path in disk.folder.rglob("*") if "filler" not in path.name)
        assert call_id.encode() in listed


async def test_readiness_tells_that_the_database_kept_nothing_until_it_keeps_something(
    tmp_path: Path, ground: Ground
) -> None:
    """Postgres may lie on another machine's disk, of which no folder here tells anything."""
    faults = Faults()
    served = Served(tmp_path, ground, engine=faults.engine(ground))
    city = served.found("city")
    async with served.phone(city, "dispatcher") as desk:
        row = a_call(desk, "call-1")
        faults.rule = lambda sql, _values: Fault.DISK_FULL if sql == "COMMIT" else None

        (full,) = await send(desk, row)
        # What needs no space would be kept.
        faults.heal()
        _, wrong = await readiness(desk.http)
        (kept,) = await send(desk, row)
        _, mended = await readiness(desk.http)

    assert (full["r"], full["code"], kept["r"]) == ("retry", "storage_full", "ok")
    assert wrong - mended == {f"{city.tag} writes"}
    served.close()


async def test_a_beat_that_needed_no_room_hides_for_a_minute_nothing_of_a_command_that_found_none(
    tmp_path: Path, ground: Ground
) -> None:
    """Whoever was told to come again does so within a minute; a phone that never does must not alarm for ever."""
    faults = Faults()
    served = Served(tmp_path, ground, engine=faults.engine(ground))
    city = served.found("city")
    writes = f"{city.tag} writes"
    async with served.phone(city, "dispatcher") as desk:
        told = []
        faults.rule = lambda sql, _values: Fault.DISK_FULL if sql == "COMMIT" else None
        await send(desk, a_call(desk, "call-1"))
        faults.heal()

        for seconds in (0, 59, 1):
            served.clock.forward(seconds)
            await served.app.metronome.beat(served.clock.now())
            told.append(writes in (await readiness(desk.http))[1])

    assert told == [True, True, False]
    served.close()


async def test_deadlines_that_are_not_kept_are_told_until_they_are(tmp_path: Path, ground: Ground) -> None:
    faults = Faults()
    served = Served(tmp_path, ground, engine=faults.engine(ground))
    city = served.found("city")
    async with served.phone(city, "dispatcher") as desk:
        told = []
        for rule in (lambda sql, _values: Fault.DISK_FULL if "UPDATE last_tick" in sql else None, nothing_fails):
            faults.rule = rule
            await served.app.metronome.beat(served.clock.now())
            told.append(f"{city.tag} writes" in (await readiness(desk.http))[1])

    assert told == [True, False]
    served.close()


def test_the_reserve_is_filled_again_only_when_there_is_twice_the_room(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 40) as disk:
        reserve = Reserve(disk.folder)
        assert (reserve.spend(), reserve.is_spent) == (False, False), "nobody has kept one yet"
        reserve.tend()
        disk.fill()
        assert (reserve.spend(), reserve.spend()) == (True, True), "whoever came too late tries again as well"
        assert disk.free == 2 * MIB
        again = Reserve(disk.folder)

        for each in (reserve, again):
            each.tend()
            assert each.is_spent, "also in another life"
        disk.enlarge(60)
        reserve.tend()

        assert not reserve.is_spent
        assert disk.free == 19 * MIB, "a twentieth of the disk is kept"
