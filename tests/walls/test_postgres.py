"""The walls on Postgres stand in the database itself: what a login may not read, no SQL makes it read."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from server.errors import CannotStart
from server.organizations import Organization, Organizations
from server.settings import Settings, read_settings
from server.storage.postgres.wire import WireBell
from tests.postgres import OWNER, SERVER, PostgresGround
from tests.walls.conftest import CANARY, another, destroy, keep_note, read_notes

Line = psycopg.Connection[Any]

pytestmark = pytest.mark.parametrize("ground", ["postgres"], indirect=True)


@contextmanager
def as_login(ground: PostgresGround, user: str) -> Iterator[Line]:
    """A line of this login, with no role taken on."""
    with psycopg.connect(ground.cluster.url(user, ground.database), autocommit=True) as line:
        yield line


def people_of(organization: Organization) -> str:
    return f"SELECT id FROM f727_{organization.tag}.person"


@pytest.fixture
def two_cities(organizations: Organizations) -> list[Organization]:
    return [organizations.create(name, "city", training=True) for name in ("First", "Second")]


def refused(line: Line, sql: str) -> bool:
    try:
        line.execute(sql.encode())
    except InsufficientPrivilege:
        return True
    return False


def test_the_servers_login_reads_no_city_without_its_role_and_one_with_it(ground, two_cities):
    first, second = two_cities
    with as_login(ground, SERVER) as line:
        assert refused(line, people_of(first))

        line.execute(f"SET ROLE f727_{first.tag}".encode())

        assert not refused(line, people_of(first)), "its own"
        assert refused(line, people_of(second))
        assert refused(line, f"SELECT wrapped FROM f727_{second.tag}_keys.data_key")


def test_the_servers_login_cannot_become_a_site(ground, city, site):
    with as_login(ground, SERVER) as line:
        assert refused(line, f"SET ROLE f727_{site.tag}")
        assert refused(line, people_of(site))
        assert not refused(line, f"SET ROLE f727_{city.tag}"), "a city's role it may take on"


def test_a_site_reads_itself_and_neither_the_city_nor_the_registry(ground, city, site):
    with as_login(ground, f"f727_{site.tag}") as line:
        assert not refused(line, people_of(site))
        for sql in (people_of(city), f"SET ROLE f727_{city.tag}", "SELECT tag FROM field727.organization"):
            assert refused(line, sql)


def test_no_role_of_an_organization_may_make_or_change_a_table(ground, city):
    with as_login(ground, SERVER) as line:
        line.execute(f"SET ROLE f727_{city.tag}".encode())
        for sql in ("CREATE TABLE f727_x (a INT)", "DROP TABLE journal", "ALTER TABLE journal ADD COLUMN a INT"):
            line.execute(f"SET search_path TO f727_{city.tag}".encode())
            assert refused(line, sql)


def test_what_stands_in_the_journal_cannot_be_rewritten_by_the_server(ground, city):
    with as_login(ground, SERVER) as line:
        line.execute(f"SET ROLE f727_{city.tag}".encode())
        assert refused(line, f"UPDATE f727_{city.tag}.journal SET kind = 'x'")
        assert refused(line, f"DELETE FROM f727_{city.tag}.journal")
        assert refused(line, f"TRUNCATE f727_{city.tag}.journal")
        assert not refused(line, f"SELECT kind FROM f727_{city.tag}.journal"), "it is read, and added to"


def test_nobody_can_guess_the_bell_of_an_organization(ground, city, site):
    bells = [city.bell, site.bell]
    channels = [bell.ring.args[0] for bell in bells if isinstance(bell, WireBell)]

    assert len(set(channels)) == 2
    assert not any(organization.tag in channel for organization in (city, site) for channel in channels)
    assert len({bell.ring.func for bell in bells if isinstance(bell, WireBell)}) == 2, "on lines of two logins"


async def test_no_key_lies_in_the_schema_of_the_records(ground, city):
    await keep_note(city, "note-1")
    with ground.line() as line:
        found = line.execute(
            "SELECT schemaname FROM pg_tables WHERE tablename = 'data_key' AND schemaname LIKE %s",
            (f"f727_{city.tag}%",),
        ).fetchall()

    assert found == [(f"f727_{city.tag}_keys",)]


async def test_no_personal_field_is_readable_in_any_file_of_the_database(
    ground: PostgresGround, settings: Settings, city: Organization, site: Organization
):
    for organization in (city, site):
        for n in range(20):
            await keep_note(organization, f"note-{n}")
    assert CANARY.encode() not in ground.bytes_of(settings.data)

    with ground.line() as line:
        line.execute(f"COMMENT ON SCHEMA f727_{city.tag} IS '{CANARY}'".encode())

    assert CANARY.encode() in ground.bytes_of(settings.data), "the search finds what is stored in clear"


async def test_a_destroyed_key_is_in_no_file_of_the_database_though_somebody_reads_an_older_state(
    ground: PostgresGround, settings: Settings, city: Organization
):
    await keep_note(city, "note-1")
    (row,) = city.vault._keys.transact(lambda tx: tx.all("SELECT wrapped FROM data_key WHERE entity = 'note-1'"))
    assert row["wrapped"] in ground.bytes_of(settings.data), "it is found while it is there"
    with ground.line() as reader:
        reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        reader.execute("SELECT 1 FROM pg_class LIMIT 1")

        await destroy(city, "person-1")

        assert row["wrapped"] not in ground.bytes_of(settings.data)
    assert await read_notes(city) == {"note-1": None}


async def test_yesterdays_keys_and_records_open_nothing_that_the_never_again_list_names(
    ground: PostgresGround, organizations: Organizations, settings: Settings, city: Organization
):
    await keep_note(city, "note-1")
    await keep_note(city, "note-2", "kept")
    (key,) = city.vault._keys.transact(lambda tx: tx.all("SELECT wrapped FROM data_key WHERE entity = 'note-1'"))
    await destroy(city, "note-1")
    organizations.close()
    keys = f"f727_{city.tag}_keys"
    with ground.line() as line:
        line.execute(f"DELETE FROM {keys}.destroyed".encode())
        line.execute(f"INSERT INTO {keys}.data_key VALUES ('note-1', 'care_note', %s)".encode(), (key["wrapped"],))
        line.execute(f"INSERT INTO {keys}.key_subject VALUES ('note-1', 'note-1', 'care_note')".encode())

    with closing(another(settings)) as restored:
        assert await read_notes(restored.open(city.tag)) == {"note-1": None, "note-2": {"note": "kept"}}


# ------------------------------------------------------------------ starting


def given(ground: PostgresGround, settings: Settings, user: str, **more: str) -> Settings:
    url = ground.cluster.url(user, ground.database)
    return read_settings({"FIELD727_DATA": str(settings.data), "FIELD727_DATABASE": url, **more})


def test_a_superuser_is_refused_in_one_line(ground, settings):
    with pytest.raises(CannotStart, match="superuser") as refusal:
        another(given(ground, settings, "postgres"))

    assert "\n" not in str(refusal.value)


def test_without_an_owner_a_server_serves_what_is_there_and_founds_nothing(ground, organizations, settings, city):
    organizations.close()

    with closing(another(given(ground, settings, SERVER))) as bare:
        assert bare.open(city.tag).name == "Example City"
        with pytest.raises(CannotStart, match="FIELD727_DATABASE_OWNER"):
            bare.create("Third", "city", training=True)
        assert [entry.tag for entry in bare.list()] == [city.tag]


def test_one_login_that_may_found_is_enough(ground, settings):
    with closing(another(given(ground, settings, OWNER))) as one:
        assert one.create("First", "city", training=True).kind == "city"
        assert one.create("Second", "site", training=True).kind == "site"


def test_two_servers_that_start_together_found_the_registry_once(ground, settings, tmp_path):
    first, second = another(settings), another(settings)

    tag = first.create("Example City", "city", training=True).tag

    assert [entry.tag for entry in second.list()] == [tag]
    first.close()
    second.close()
