"""The walls between organizations, and what a stolen disk or an old backup tells: nothing."""

import shutil
from pathlib import Path

import pytest

from server.errors import CannotStart, StorageFull
from server.organizations import Organization, Organizations
from server.settings import Settings, read_settings
from server.storage.database import Tx
from server.storage.sqlite.database import SqliteDatabase
from server.vault import Retention
from tests.walls.conftest import CANARY, another, destroy, files, keep_note, read_notes

ON_FILES = pytest.mark.parametrize("ground", ["sqlite"], indirect=True)
"""About files in a folder; the same wall on Postgres stands in test_postgres.py."""

# ------------------------------------------------------------------ walls


@ON_FILES
async def test_no_personal_field_is_readable_in_any_file_of_the_data_folder(
    settings: Settings, city: Organization, site: Organization
):
    for organization in (city, site):
        for n in range(20):
            await keep_note(organization, f"note-{n}")
    (settings.data / city.tag / "planted").write_text(CANARY)

    found = [name for name, text in files(settings.data).items() if CANARY.encode() in text]

    assert found == [f"{city.tag}/planted"], "only the planted one, which shows that the search finds it"
    assert not any(CANARY.encode() in text for text in files(settings.key_file.parent).values())


def test_no_master_key_lies_in_the_data_folder(settings: Settings, organizations: Organizations, city: Organization):
    key = organizations._master_keys.of(city.tag)

    assert not settings.key_file.is_relative_to(settings.data)
    assert not any(key in text for text in files(settings.data).values())


@ON_FILES
async def test_two_organizations_share_no_file_and_no_key(
    organizations: Organizations, settings: Settings, city: Organization, site: Organization
):
    await keep_note(city, "note-1", "of the city")
    await keep_note(site, "note-1", "of the site")

    assert await read_notes(city) == {"note-1": {"note": "of the city"}}
    assert await read_notes(site) == {"note-1": {"note": "of the site"}}
    assert city.vault.signing_public != site.vault.signing_public
    assert {key.kid for key in city.vault.announced}.isdisjoint(key.kid for key in site.vault.announced)
    assert organizations._master_keys.of(city.tag) != organizations._master_keys.of(site.tag)
    folders = {name.partition("/")[0] for name in files(settings.data) if not name.startswith("registry.db")}
    assert folders == {city.tag, site.tag}
    for one, other in ((city, site), (site, city)):
        own = b"".join(files(settings.data / one.tag).values())
        assert one.tag.encode() in own
        assert other.tag.encode() not in own, "an organization's files do not even name another"


@ON_FILES
async def test_the_files_of_one_organization_do_not_open_in_another(
    organizations: Organizations, settings: Settings, city: Organization, site: Organization
):
    await keep_note(city, "note-1")
    organizations.close()
    for name in ("db", "keys.db"):
        shutil.copy(settings.data / city.tag / f"{city.tag}.{name}", settings.data / site.tag / f"{site.tag}.{name}")

    again = another(settings)

    with pytest.raises(CannotStart):
        again.open(site.tag)
    again.close()


async def test_a_swapped_key_file_is_one_clear_error(
    organizations: Organizations, settings: Settings, city: Organization
):
    organizations.close()
    before = settings.key_file.read_text()
    key = organizations._master_keys.of(city.tag)
    settings.key_file.unlink()
    stranger = another(settings)
    with pytest.raises(CannotStart, match="holds no key for organization"):
        stranger.open(city.tag)
    stranger._master_keys.make(city.tag)

    with pytest.raises(CannotStart, match="key file does not belong"):
        stranger.open(city.tag)

    settings.key_file.write_text(before)
    assert stranger._master_keys.of(city.tag) == key
    assert stranger.open(city.tag).name == "Example City"
    stranger.close()


# ------------------------------------------------------------------ keys and commits


class CopyBeforeCommit:
    """Takes part in the group commit after the vault, and copies the files as a crash just then would leave them."""

    def __init__(self, data: Path, to: Path) -> None:
        self.data, self.to = data, to

    def prepare(self) -> None:
        shutil.copytree(self.data, self.to, dirs_exist_ok=True)

    def forget(self) -> None:
        shutil.rmtree(self.to)


@ON_FILES
async def test_keys_are_durable_before_the_commit_and_a_crash_between_leaves_a_harmless_one(
    organizations: Organizations, settings: Settings, city: Organization, tmp_path: Path
):
    await keep_note(city, "note-0", "before")
    crashed = tmp_path / "crashed"
    assert isinstance(city.database, SqliteDatabase)
    city.database._writer._participants = [city.vault, CopyBeforeCommit(settings.data, crashed)]
    await keep_note(city, "note-1", "lost")
    organizations.close()

    after = another(read_settings({"FIELD727_DATA": str(crashed), "FIELD727_KEY_FILE": str(settings.key_file)}))
    found = after.open(city.tag)

    assert await read_notes(found) == {"note-0": {"note": "before"}}, "the record was not committed yet"
    orphan = found.vault._keys.transact(lambda tx: tx.all("SELECT entity FROM data_key ORDER BY entity"))
    assert [row["entity"] for row in orphan] == ["note-0", "note-1"], "its key was durable already"
    await keep_note(found, "note-1", "said again")
    assert (await read_notes(found))["note-1"] == {"note": "said again"}
    after.close()


@ON_FILES
async def test_destroying_a_subject_reaches_yesterdays_data_copy(
    organizations: Organizations, settings: Settings, city: Organization, tmp_path: Path
):
    await keep_note(city, "note-1")
    organizations.close(city.tag)
    yesterday = shutil.copy(settings.data / city.tag / f"{city.tag}.db", tmp_path / "yesterday.db")
    city = organizations.open(city.tag)
    assert await read_notes(city) == {"note-1": {"note": CANARY}}

    await destroy(city, "person-1")
    assert await read_notes(city) == {"note-1": None}
    organizations.close(city.tag)
    shutil.copy(yesterday, settings.data / city.tag / f"{city.tag}.db")

    assert await read_notes(organizations.open(city.tag)) == {"note-1": None}


@ON_FILES
async def test_destroying_survives_yesterdays_copy_of_everything_but_the_never_again_list(
    organizations: Organizations, settings: Settings, city: Organization, tmp_path: Path
):
    await keep_note(city, "note-1")
    await keep_note(city, "note-2", "kept")
    organizations.close()
    shutil.copytree(settings.data, tmp_path / "yesterday")
    today = another(settings)
    await destroy(today.open(city.tag), "note-1")
    today.close()
    shutil.rmtree(settings.data)
    shutil.copytree(tmp_path / "yesterday", settings.data)

    restored = another(settings)

    assert await read_notes(restored.open(city.tag)) == {"note-1": None, "note-2": {"note": "kept"}}
    restored.close()


@ON_FILES
async def test_a_group_that_failed_leaves_the_vault_as_it_was(city: Organization):
    await keep_note(city, "note-0", "before")

    def work(tx: Tx) -> None:
        city.vault.seal(entity="note-1", subjects=(), retention=Retention.CARE_NOTE, fields={"note": "half"})
        tx.run("PRAGMA max_page_count = 1")
        tx.run("CREATE TABLE filler AS SELECT zeroblob(100000) AS x")

    with pytest.raises(StorageFull):
        await city.database.write(work)
    await city.database.write(lambda tx: tx.run("PRAGMA max_page_count = 1000000"))
    await keep_note(city, "note-1", "whole")

    assert await read_notes(city) == {"note-0": {"note": "before"}, "note-1": {"note": "whole"}}
