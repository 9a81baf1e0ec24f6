"""A crash at any step leaves the old state or the new one, and a flipped byte is found before anything is restored."""

import contextlib
from itertools import count
from pathlib import Path

import pytest

from server.backup import Wanted, restore, shelf
from server.errors import Refusal
from server.identity import store
from server.journal import verify
from server.organizations import Organization
from tests.backup.conftest import Shelves
from tests.served import MINUTE, Served
from tests.storage.faults import Crash, Faults


class CrashAt:
    """Dies when it is told of its nth step, or its nth statement that changes something; copied rows count once."""

    def __init__(self, step: int) -> None:
        self.left = step
        self.has_crashed = False
        self.told = ""

    def __call__(self, told: str) -> None:
        word = told if told == "COPY" else f"{told} {self.left}"
        if word == self.told or told.startswith(("SELECT", "BEGIN", "CREATE TABLE IF NOT EXISTS", "REVOKE")):
            return
        self.told = word
        self.left -= 1
        if self.left < 0 and not self.has_crashed:
            self.has_crashed = True
            raise Crash


async def people(city: Organization) -> list[str]:
    """Who works there; and the chain holds."""
    assert await city.database.read(verify) is None
    return await city.database.read(lambda tx: [store.name_of(tx, city.vault, row["id"]) for row in store.people(tx)])


async def test_a_crash_at_any_step_of_a_backup_leaves_copies_that_can_be_restored(
    served: Served, shelves: Shelves, tmp_path: Path
):
    city = served.found()
    await served.person(city, "dispatcher", name="Old")
    await shelves.take(city)
    await served.person(city, "dispatcher", name="New")
    seen = set()

    for step in count():
        city = served.organizations.open(city.tag)
        served.clock.forward(MINUTE)
        crash = CrashAt(step)
        with contextlib.suppress(Crash):
            await shelves.take(city, step=crash)
        # On another machine: what is restored must not depend on what is here.
        drill = Served(tmp_path / f"drill {step}", beside=served)
        drill.close()
        wanted = Wanted(source=shelves.data, keys=shelves.keys, by="the drill")
        done = restore(drill.settings, wanted, clock=served.clock, ids=served.ids)
        drill.start()
        names = await people(drill.organizations.open(done.tag))
        drill.close()
        assert names in (["Old"], ["Old", "New"])
        seen.add(len(names))
        if not crash.has_crashed:
            break

    assert seen == {1, 2}, "crashes came before and after the moment that counts"
    assert step > 8


async def old_copy_of_something_new(served: Served, shelves: Shelves) -> tuple[Organization, Path]:
    """A city in which somebody came after the copy was taken, and where that copy lies."""
    city = served.found()
    await served.person(city, "dispatcher", name="Old")
    await shelves.take(city)
    source = shelf.copies(shelves.data / city.tag)[0]
    await served.person(city, "dispatcher", name="New")
    return city, source


async def test_a_crash_at_any_step_of_a_restore_leaves_the_old_state_or_the_new_one(served: Served, shelves: Shelves):
    city, source = await old_copy_of_something_new(served, shelves)

    seen = set()

    for step in count():
        crash = CrashAt(step)
        with contextlib.suppress(Crash):
            shelves.restore(source=source, step=crash)
        city = served.organizations.open(city.tag)
        names = await people(city)
        assert names in (["Old"], ["Old", "New"])
        seen.add(len(names))
        if not crash.has_crashed:
            break
        if names == ["Old"]:
            await served.person(city, "dispatcher", name="New")

    assert seen == {1, 2}
    assert step > 6


async def test_a_crash_at_any_statement_that_puts_it_in_place_leaves_the_old_state_or_the_new_one(
    served: Served, shelves: Shelves
):
    city, source = await old_copy_of_something_new(served, shelves)
    seen = set()

    for statement in count():
        served.close()
        crash = CrashAt(statement)
        faults = Faults()

        def from_the_last_step(line: str, crash: CrashAt = crash, faults: Faults = faults) -> None:
            if line == "putting it in place":
                faults.around = crash

        with contextlib.suppress(Crash):
            restore(
                served.settings,
                Wanted(source=source, keys=shelves.keys, by="the operator"),
                clock=served.clock,
                ids=served.ids,
                step=from_the_last_step,
                engine=faults.engine(served.ground)(served.settings.data),
            )
        served.start()
        city = served.organizations.open(city.tag)
        names = await people(city)
        assert names in (["Old"], ["Old", "New"])
        seen.add(len(names))
        if not crash.has_crashed:
            break
        if names == ["Old"]:
            await served.person(city, "dispatcher", name="New")
        assert len([path for path in served.settings.data.glob(f"*{city.tag}*") if path.is_dir()]) <= 1

    assert seen == {1, 2}


@pytest.mark.parametrize("name", [shelf.RECORDS, shelf.KEYS, shelf.NEVER, shelf.PAPER, "paper of the keys"])
async def test_a_flipped_byte_in_any_copy_is_found_before_anything_is_restored(
    served: Served, shelves: Shelves, name: str
):
    city = served.found()
    await served.person(city, "dispatcher", name="Old")
    city.vault.never_again("revoked", "somebody")
    await shelves.take(city)
    data, keys = (shelf.copies(folder / city.tag)[0] for folder in (shelves.data, shelves.keys))
    folder = data if name in (shelf.RECORDS, shelf.PAPER) else keys
    damaged = folder / name.replace("paper of the keys", shelf.PAPER)
    served.organizations.never_again_of(city.tag).rename(served.folder / "list")
    whole = damaged.read_bytes()

    for at in range(0, len(whole), max(1, len(whole) // 16)):
        damaged.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(Refusal):
            shelves.restore()
        damaged.write_bytes(whole)

    (served.folder / "list").rename(served.organizations.never_again_of(city.tag))
    assert await people(served.organizations.open(city.tag)) == ["Old"], "and what was here still is"


async def test_a_damaged_copy_stands_in_the_way_of_no_other(served: Served, shelves: Shelves):
    city = served.found()
    await served.person(city, "dispatcher", name="Old")
    await shelves.take(city)
    older = shelf.copies(shelves.data / city.tag)[0]
    served.clock.forward(MINUTE)
    await shelves.take(city)
    (shelf.copies(shelves.data / city.tag)[0] / shelf.PAPER).write_bytes(b"{")

    with pytest.raises(Refusal):
        shelves.restore()
    shelves.restore(source=older)

    city = served.organizations.open(city.tag)
    assert await people(city) == ["Old"]
    await shelves.take(city)
    shelf.thin(shelves.data / city.tag, now=served.clock.now(), days=1)


async def test_a_copy_that_somebody_else_wrote_is_refused(served: Served, shelves: Shelves, tmp_path: Path):
    city, other = served.found("city"), served.found("site")
    await shelves.take(city)
    await shelves.take(other)
    paper = shelf.copies(shelves.data / city.tag)[0] / shelf.PAPER
    described, _ = shelf.read(paper.parent, shelf.DataCopy)

    shelf.write(paper.parent, described, other.vault.mac)

    with pytest.raises(Refusal, match="not written by this organization"):
        shelves.restore(org=city.tag)
