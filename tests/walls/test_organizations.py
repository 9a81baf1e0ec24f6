"""The walls between organizations: each its database, vault and lock; nothing readable on the disk, nothing shared."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.clock import SettableClock
from server.errors import AlreadyRunning, BadSetting, CannotStart, NotFound, StorageFull
from server.ids import SeededIds, SystemIds
from server.organizations import Organization, Organizations
from server.settings import Settings, read_settings
from server.storage.database import Tx
from server.vault import Retention, Vault

NOON = 1_790_000_000_000
DAY = 86_400_000
CANARY = "CANARY-behind the library"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"FIELD727_DATA": str(tmp_path / "data")})


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(NOON)


@pytest.fixture
def organizations(settings: Settings, clock: SettableClock) -> Iterator[Organizations]:
    opened = Organizations(settings, clock=clock, ids=SystemIds())
    yield opened
    opened.close()


@pytest.fixture
def city(organizations: Organizations) -> Organization:
    return organizations.create("Example City", "city", training=True)


@pytest.fixture
def site(organizations: Organizations) -> Organization:
    return organizations.create("Example Site", "site", training=True)


def another(settings: Settings) -> Organizations:
    return Organizations(settings, clock=SettableClock(NOON), ids=SystemIds())


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def keep_note(organization: Organization, entity: str, note: str = CANARY) -> None:
    """Store a sealed note as a record does: ciphertext in a row of the organization's own database."""
    vault = organization.vault

    def work(tx: Tx) -> None:
        tx.run("CREATE TABLE IF NOT EXISTS probe (id TEXT PRIMARY KEY, sealed BLOB)")
        sealed = vault.seal(entity=entity, subjects=("person-1",), retention=Retention.CARE_NOTE, fields={"note": note})
        tx.run("INSERT INTO probe (id, sealed) VALUES (:id, :sealed)", id=entity, sealed=sealed)

    await organization.database.write(work)


async def read_notes(organization: Organization, vault: Vault | None = None) -> dict[str, object]:
    """Every stored note, opened; None where its key was destroyed."""

    def work(tx: Tx) -> dict[str, object]:
        rows = tx.all("SELECT id, sealed FROM probe")
        key = vault or organization.vault
        return {
            row["id"]: key.open(entity=row["id"], retention=Retention.CARE_NOTE, sealed=bytes(row["sealed"]))
            for row in rows
        }

    return await organization.database.read(work)


async def destroy(organization: Organization, subject: str) -> None:
    """Delete as the journal does: never-again line, records, COMMIT, key."""

    def work(tx: Tx) -> None:
        organization.vault.condemn(subject)
        tx.after_commit(lambda: organization.vault.destroy(subject))

    await organization.database.write(work)


# ------------------------------------------------------------------ the registry


def test_an_organization_is_found_again_as_it_was_made(organizations: Organizations, settings: Settings):
    city = organizations.create("Example City", "city", training=True)
    site = organizations.create("Example Site", "site", training=False)
    organizations.close()

    again = another(settings)
    listed = {entry.tag: entry for entry in again.list()}
    opened = again.open(city.tag)
    again.close()

    assert set(listed) == {city.tag, site.tag}
    assert (opened.name, opened.kind, opened.training) == ("Example City", "city", True)
    assert (listed[site.tag].kind, listed[site.tag].training) == ("site", False)


def test_a_tag_is_six_letters_that_can_stand_in_a_credential(organizations: Organizations):
    tags = {organizations.create("A", "city", training=True).tag for _ in range(5)}

    assert len(tags) == 5
    assert all(len(tag) == 6 and set(tag) <= set("abcdefghijklmnopqrstuvwxyz234567") for tag in tags)


def test_an_unknown_tag_is_not_found(organizations: Organizations):
    for tag in ("", "zzzzzz", "../city", "registry"):
        with pytest.raises(NotFound):
            organizations.open(tag)


def test_an_organization_opens_once_however_many_ask(
    organizations: Organizations, settings: Settings, city: Organization
):
    organizations.close(city.tag)
    opened: list[Organization] = []
    threads = [threading.Thread(target=lambda: opened.append(organizations.open(city.tag))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(opened) == 8
    assert len({id(each) for each in opened}) == 1


def test_an_organization_opens_lazily(organizations: Organizations, settings: Settings, city: Organization):
    organizations.close()
    shutil.rmtree(settings.data / city.tag)

    again = another(settings)
    site = again.create("Example Site", "site", training=True)

    assert {entry.tag for entry in again.list()} == {city.tag, site.tag}
    with pytest.raises(CannotStart, match="is missing"):
        again.open(city.tag)
    again.close()


def test_a_second_holder_of_an_open_organization_is_refused(
    organizations: Organizations, settings: Settings, city: Organization
):
    second = another(settings)
    with pytest.raises(AlreadyRunning):
        second.open(city.tag)

    organizations.close(city.tag)

    assert second.open(city.tag).name == "Example City"
    second.close()


def test_an_organization_that_failed_to_open_can_be_opened_once_it_is_mended(
    organizations: Organizations, settings: Settings, city: Organization
):
    organizations.close(city.tag)
    keys = settings.data / city.tag / f"{city.tag}.keys.db"
    away = shutil.move(keys, settings.data / "away")
    with pytest.raises(CannotStart):
        organizations.open(city.tag)

    shutil.move(away, keys)

    assert organizations.open(city.tag).tag == city.tag


def test_a_setting_for_another_engine_is_one_clear_line(settings: Settings, tmp_path: Path):
    postgres = read_settings(
        {"FIELD727_DATA": str(tmp_path / "data"), "FIELD727_DATABASE": "postgresql://localhost/field727"}
    )

    with pytest.raises(BadSetting, match="FIELD727_DATABASE"):
        another(postgres)


def test_a_crash_before_the_registry_leaves_an_organization_nobody_sees(
    organizations: Organizations, settings: Settings, city: Organization
):
    organizations._registry.transact(lambda tx: tx.run("CREATE TABLE filler (x)"))
    pages = organizations._registry.transact(lambda tx: tx.one("PRAGMA page_count")) or {}
    organizations._registry.transact(lambda tx: tx.one(f"PRAGMA max_page_count = {pages['page_count']}"))
    with pytest.raises(StorageFull):
        organizations.create("x" * 10_000, "city", training=True)
    organizations._registry.transact(lambda tx: tx.one("PRAGMA max_page_count = 100000"))

    assert [entry.tag for entry in organizations.list()] == [city.tag]
    assert organizations.create("Second", "city", training=True).tag != city.tag


def test_the_same_seed_makes_the_same_tags(tmp_path: Path):
    made = []
    for name in ("one", "two"):
        settings = read_settings({"FIELD727_DATA": str(tmp_path / name)})
        organizations = Organizations(settings, clock=SettableClock(NOON), ids=SeededIds(7))
        made.append([organizations.create("A", "city", training=True).tag for _ in range(3)])
        organizations.close()

    assert made[0] == made[1]


# ------------------------------------------------------------------ enrolment codes


def test_a_pending_code_leads_to_its_organization_until_used_or_expired(
    organizations: Organizations, clock: SettableClock, city: Organization, site: Organization
):
    organizations.expect_code("ABCD2345", city.tag, expires_at=NOON + DAY)
    organizations.expect_code("WXYZ6789", site.tag, expires_at=NOON + DAY)

    assert organizations.tag_of_code("ABCD2345") == city.tag
    assert organizations.tag_of_code("WXYZ6789") == site.tag
    assert organizations.tag_of_code("ABCD2346") is None

    organizations.drop_code("WXYZ6789")
    assert organizations.tag_of_code("WXYZ6789") is None
    clock.forward(DAY / 1000)
    assert organizations.tag_of_code("ABCD2345") is None


def test_the_registry_knows_no_code_in_clear_and_forgets_expired_ones(
    organizations: Organizations, settings: Settings, clock: SettableClock, city: Organization
):
    organizations.expect_code("ABCD2345", city.tag, expires_at=NOON + DAY)
    clock.forward(2 * DAY / 1000)
    organizations.expect_code("WXYZ6789", city.tag, expires_at=NOON + 3 * DAY)

    rows = organizations._registry.transact(lambda tx: tx.all("SELECT hash FROM pending_code"))

    assert len(rows) == 1
    assert not any(b"WXYZ6789" in text for text in files(settings.data).values())


# ------------------------------------------------------------------ walls


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


async def test_keys_are_durable_before_the_commit_and_a_crash_between_leaves_a_harmless_one(
    organizations: Organizations, settings: Settings, city: Organization, tmp_path: Path
):
    await keep_note(city, "note-0", "before")
    crashed = tmp_path / "crashed"
    city.database._writer._participants = [city.vault, CopyBeforeCommit(settings.data, crashed)]  # type: ignore[attr-defined]
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
