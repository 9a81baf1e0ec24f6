"""The registry: organizations are made whole or not at all, opened lazily and once, and found by tag or code."""

import shutil
import threading
from pathlib import Path

import pytest

from server.clock import SettableClock
from server.errors import AlreadyRunning, CannotStart, NotFound, StorageFull
from server.ids import SeededIds
from server.organizations import Organization, Organizations
from server.settings import Settings, read_settings
from tests.walls.conftest import DAY, NOON, another, files

ON_FILES = pytest.mark.parametrize("ground", ["sqlite"], indirect=True)
"""About files in a folder; the same wall on Postgres stands in test_postgres.py."""

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


@ON_FILES
def test_an_organization_opens_lazily(organizations: Organizations, settings: Settings, city: Organization):
    organizations.close()
    shutil.rmtree(settings.data / city.tag)

    again = another(settings)
    site = again.create("Example Site", "site", training=True)

    assert {entry.tag for entry in again.list()} == {city.tag, site.tag}
    with pytest.raises(CannotStart, match="is missing"):
        again.open(city.tag)
    again.close()


@ON_FILES
def test_a_second_holder_of_an_open_organization_is_refused(
    organizations: Organizations, settings: Settings, city: Organization
):
    second = another(settings)
    with pytest.raises(AlreadyRunning):
        second.open(city.tag)

    organizations.close(city.tag)

    assert second.open(city.tag).name == "Example City"
    second.close()


@ON_FILES
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


def test_a_database_that_does_not_answer_is_one_clear_line(tmp_path: Path):
    nobody_there = f"postgresql://field727@/field727?host={tmp_path}"
    postgres = read_settings({"FIELD727_DATA": str(tmp_path / "data"), "FIELD727_DATABASE": nobody_there})

    with pytest.raises(CannotStart, match="FIELD727_DATABASE") as refusal:
        another(postgres)

    assert "\n" not in str(refusal.value)


@ON_FILES
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
