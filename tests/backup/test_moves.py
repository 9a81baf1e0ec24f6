"""A copy knows no engine: the same history restored onto both gives equal projections, to the byte."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest

from schemas.wire import Page
from server.access import Actor
from server.backup import Wanted, restore
from server.identity import store as people
from server.organizations import Organization
from server.storage.database import Row, Tx
from server.sync.changes import page
from tests.backup.conftest import Shelves
from tests.engines import SQLITE, Ground, tables
from tests.postgres import Cluster
from tests.served import HOUR, Served
from tests.stories.team import a_team
from tests.stories.test_restored import a_day


@pytest.fixture
def elsewhere(cluster: Cluster, served: Served, tmp_path: Path) -> Iterator[list[Served]]:
    """Two bare machines: one with files, one with a Postgres of its own."""
    with cluster.ground() as postgres:
        grounds: dict[str, Ground] = {"files": SQLITE, "postgres": postgres}
        made = [Served(tmp_path / name, ground) for name, ground in grounds.items()]
        for each in made:
            each.clock = served.clock
        yield made
        for each in made:
            each.close()


async def test_the_same_history_on_both_engines_gives_equal_rows_and_equal_pages(
    served: Served, shelves: Shelves, elsewhere: list[Served]
):
    city = served.found("city")
    phrase = city.vault.new_phrase(served.ids)
    async with a_team(served, city) as team:
        await team.send("call-1", "assignment-1")
        served.clock.forward(HOUR)
        await a_day(team)
        readers = [team.desk.person, team.ama.person, team.ben.person]
    copy = await shelves.take(city)
    before = {person: await shown(served, city, person) for person in readers}

    for each in elsewhere:
        each.close()
        wanted = Wanted(source=shelves.data, keys=shelves.keys, by="the operator", phrase=phrase)
        restore(each.settings, wanted, clock=each.clock, ids=each.ids)
        each.start()

    moved = [each.organizations.open(city.tag) for each in elsewhere]
    files, postgres = [await everything(each, upto=copy.seq) for each in moved]
    assert files == postgres
    assert len(files) > 30, "every table"
    for person in readers:
        for each, organization in zip(elsewhere, moved, strict=True):
            after = await shown(each, organization, person)
            assert msgspec.json.encode(after) == msgspec.json.encode(before[person])
            assert after, person


async def test_a_site_moves_with_the_login_that_only_its_own_key_makes(
    served: Served, shelves: Shelves, elsewhere: list[Served]
):
    site = served.found("site")
    phrase = site.vault.new_phrase(served.ids)
    person = await served.person(site, "site_lead", name="Sam Example")
    await shelves.take(site)

    for each in elsewhere:
        each.close()
        wanted = Wanted(source=shelves.data, keys=shelves.keys, by="the operator", phrase=phrase)
        restore(each.settings, wanted, clock=each.clock, ids=each.ids)
        each.start()

        moved = each.organizations.open(site.tag)
        name = partial(people.name_of, vault=moved.vault, person_id=person)
        assert await moved.database.read(name) == "Sam Example"
        assert await each.person(moved, "site_lead"), "and work goes on"


async def everything(organization: Organization, *, upto: int) -> dict[str, list[str]]:
    """Every row of every table, except what this restore itself wrote: its epoch's row is signed with chance."""
    names = await organization.database.read(tables)
    found = {name: await organization.database.read(partial(rows_of, name)) for name in names}
    found["journal"] = [row for row in found["journal"] if row["seq"] <= upto]
    for row in found["log_head"]:
        del row["head_hash"]
    return {name: sorted(map(_plain, rows)) for name, rows in found.items()}


def rows_of(table: str, tx: Tx) -> list[Any]:
    return [dict(row) for row in tx.all(f"SELECT * FROM {table}")]


def _plain(row: Row) -> str:
    """Bytes are bytes, whatever an engine hands them over as."""
    return str({name: bytes(value) if isinstance(value, memoryview) else value for name, value in sorted(row.items())})


async def shown(served: Served, organization: Organization, person_id: str) -> list[Any]:
    """The rows this person would read from the beginning, care-tier fields opened."""
    branch = served.app.branches.of(organization.tag)
    roles = await organization.database.read(lambda tx: people.roles_of(tx, person_id))
    found = await page(branch, Actor(person_id=person_id, device_id="device", roles=roles), None)
    assert isinstance(found, Page)
    assert not found.more
    return [msgspec.to_builtins(put) for put in found.puts]
