"""What a backup holds, and that a restored organization is the same one in a new epoch."""

import json
from functools import partial
from pathlib import Path

import msgspec
import pytest

from server.backup import Wanted, restore, shelf, take
from server.backup.replaying import signed_text
from server.errors import AlreadyRunning, BadSetting, CannotStart
from server.identity import store
from server.journal import verify
from server.storage.database import Row, Tx
from server.storage.sqlite.files import read_file
from server.vault import p256
from tests.backup.conftest import Shelves
from tests.engines import tables
from tests.served import HOUR, Served


async def test_a_backup_is_taken_while_the_organization_is_open_and_moves_what_is_told_to_be_safe(
    served: Served, shelves: Shelves
):
    city = served.found()
    await served.person(city, "dispatcher")

    copy = await shelves.take(city)

    head = await city.database.read(lambda tx: tx.one("SELECT seq, backup_seq, backup_at FROM log_head"))
    assert head == {"seq": copy.seq, "backup_seq": copy.seq, "backup_at": served.clock.now()}
    records = shelf.copies(shelves.data / city.tag)[0] / shelf.RECORDS
    assert read_file(records, verify) is None


async def test_a_copy_of_either_engine_has_every_row_of_every_table(served: Served, shelves: Shelves):
    city = served.found()
    person = await served.person(city, "dispatcher", "supervisor")
    await served.code(city, person)

    await shelves.take(city)

    records = shelf.copies(shelves.data / city.tag)[0] / shelf.RECORDS
    names = await city.database.read(tables)
    assert "journal" in names
    for name in set(names) - {"log_head"}:
        everything = partial(rows_of, name)
        mine = await city.database.read(everything)
        copied = read_file(records, everything)
        assert sorted(map(str, mine)) == sorted(map(str, copied)), name


def rows_of(table: str, tx: Tx) -> list[Row]:
    return tx.all(f"SELECT * FROM {table}")


async def test_what_is_restored_is_as_it_was_in_the_copy_and_begins_an_epoch_signed_by_the_organization(
    served: Served, shelves: Shelves
):
    city = served.found()
    before = await served.person(city, "dispatcher", name="Before")
    copy = await shelves.take(city)
    await served.person(city, "dispatcher", name="After")

    restored = shelves.restore()

    assert (restored.epoch, restored.after_seq) == (2, copy.seq)
    city = served.organizations.open(city.tag)
    assert [row["id"] for row in await city.database.read(store.people)] == [before]
    assert await city.database.read(lambda tx: store.name_of(tx, city.vault, before)) == "Before"
    assert await city.database.read(verify) is None
    row = await city.database.read(
        lambda tx: tx.one("SELECT kind, entity_id, envelope FROM journal WHERE seq = :seq", seq=copy.seq + 1)
    )
    assert row is not None
    assert (row["kind"], row["entity_id"]) == ("log.restored", "2")
    told = json.loads(row["envelope"])
    assert (told["after_seq"], told["forced"]) == (copy.seq, False)
    signed, public = signed_text(city.tag, 2, copy.seq), p256.decode64(city.vault.signing_public)
    assert p256.verifies(public, signed, p256.decode64(told["sig"])), "a phone that pinned the key can tell"
    assert not p256.verifies(public, signed_text(city.tag, 2, copy.seq + 1), p256.decode64(told["sig"]))
    assert await served.person(city, "dispatcher", name="Later"), "and work goes on"


async def test_no_epoch_is_begun_twice_whichever_copy_is_restored(served: Served, shelves: Shelves):
    city = served.found()
    await shelves.take(city)
    first = shelf.copies(shelves.data / city.tag)[0]

    epochs = [shelves.restore(source=first).epoch for _ in range(3)]

    assert epochs == [2, 3, 4]


async def test_what_a_restore_replaces_is_copied_first_and_can_be_had_again(served: Served, shelves: Shelves):
    city = served.found()
    await shelves.take(city)
    wrong = shelf.copies(shelves.data / city.tag)[0]
    served.clock.forward(HOUR)
    lost = await served.person(city, "dispatcher", name="Nearly lost")

    shelves.restore(source=wrong)
    shelves.restore(source=shelf.copies(shelves.data / city.tag)[0])

    city = served.organizations.open(city.tag)
    assert await city.database.read(lambda tx: store.name_of(tx, city.vault, lost)) == "Nearly lost"


async def test_what_was_set_aside_is_restored_only_when_it_is_named(served: Served, shelves: Shelves):
    city = served.found()
    copy = await shelves.take(city)
    served.clock.forward(HOUR)
    await served.person(city, "dispatcher", name="After")
    shelves.restore()
    served.clock.forward(HOUR)

    again = shelves.restore()

    # Phones let go of what the backups hold; what a restore replaced is none.
    assert (again.epoch, again.after_seq) == (3, copy.seq)
    aside = [path for path, each in shelf.data_copies(shelves.data / city.tag) if each.is_aside]
    assert len(aside) == 2
    assert shelves.restore(source=aside[-1]).after_seq > copy.seq


async def test_where_there_is_no_backup_what_was_set_aside_is_better_than_nothing(served: Served, shelves: Shelves):
    city = served.found()
    await shelves.take(city)
    shelves.restore()
    for path, each in shelf.data_copies(shelves.data / city.tag):
        if not each.is_aside:
            shelf.take_down(path)

    assert shelves.restore().epoch == 3


async def test_data_copies_and_key_copies_never_lie_together(served: Served, tmp_path: Path):
    city = served.found()

    for keys in (tmp_path / "copies", tmp_path / "copies" / "keys", tmp_path):
        with pytest.raises(BadSetting):
            take(city, tmp_path / "copies", keys=keys, now=served.clock.now())


async def test_where_nothing_can_be_written_one_line_says_so(served: Served, shelves: Shelves, tmp_path: Path):
    city = served.found()
    (tmp_path / "copies").write_text("a file, not a folder")

    with pytest.raises(CannotStart, match="Nothing can be put into"):
        await shelves.take(city)


async def test_only_the_newest_key_copy_is_kept(served: Served, shelves: Shelves):
    city = served.found()
    for _ in range(3):
        await shelves.take(city)

    assert len(shelf.copies(shelves.data / city.tag)) == 3
    assert len(shelf.copies(shelves.keys / city.tag)) == 1


async def test_while_somebody_serves_it_nothing_is_restored(served: Served, shelves: Shelves, tmp_path: Path):
    city = served.found()
    await shelves.take(city)
    await served.person(city, "dispatcher", name="Here")
    settings = served.settings
    if served.ground.engine == "postgres":
        settings = msgspec.structs.replace(settings, data=tmp_path / "another process")

    with pytest.raises(AlreadyRunning):
        restore(
            settings,
            Wanted(source=shelves.data, keys=shelves.keys, by="the operator"),
            clock=served.clock,
            ids=served.ids,
        )

    assert len(await city.database.read(store.people)) == 1


async def test_only_an_owner_restores_and_one_line_says_so(served: Served, shelves: Shelves):
    city = served.found()
    await served.person(city, "dispatcher", name="Here")
    await shelves.take(city)
    owner, served.settings = served.settings, msgspec.structs.replace(served.settings, database_owner=None)

    if served.ground.engine == "postgres":
        with pytest.raises(CannotStart, match="FIELD727_DATABASE_OWNER"):
            shelves.restore()
        served.close()
        served.settings = owner
        served.start()
    assert shelves.restore().epoch >= 2

    city = served.organizations.open(city.tag)
    assert len(await city.database.read(store.people)) == 1


async def test_without_its_never_again_list_nothing_is_restored_unless_forced_and_the_journal_says_so(
    served: Served, shelves: Shelves
):
    city = served.found()
    await shelves.take(city)
    served.organizations.never_again_of(city.tag).unlink()
    (shelf.copies(shelves.keys / city.tag)[0] / shelf.NEVER).unlink()

    with pytest.raises(CannotStart, match="never-again"):
        shelves.restore()
    shelves.restore(force=True)

    city = served.organizations.open(city.tag)
    row = await city.database.read(lambda tx: tx.one("SELECT envelope FROM journal WHERE kind = 'log.restored'"))
    assert row is not None
    assert '"forced":true' in row["envelope"]
