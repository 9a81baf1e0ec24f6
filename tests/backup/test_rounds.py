"""Backups on time, and for how long they are kept."""

import asyncio
from pathlib import Path

import msgspec
import pytest

from server.backup import Backups, shelf
from server.backup.shelf import DataCopy
from server.errors import NotNow
from server.storage.lock import Lock
from tests.backup.conftest import Shelves
from tests.backup.test_age import backup_check
from tests.served import HOUR, MINUTE, Served


@pytest.fixture
def backups(served: Served, tmp_path: Path) -> Backups:
    """Those of a server that was told a folder."""
    given = {"backup": tmp_path / "copies", "backup_keys": tmp_path / "key copies", "backup_days": 3}
    settings = msgspec.structs.replace(served.settings, **given)
    return Backups(served.app.branches, settings, clock=served.clock)


async def test_every_organization_is_backed_up_every_15_minutes(served: Served, backups: Backups):
    tags = {served.found("city").tag, served.found("site").tag}

    assert {copy.tag for copy in await backups.round()} == tags
    served.clock.forward(14 * MINUTE)
    assert await backups.round() == []
    served.clock.forward(MINUTE)
    assert {copy.tag for copy in await backups.round()} == tags


async def test_a_server_that_was_told_a_folder_takes_the_first_backup_with_its_first_beat(
    served: Served, tmp_path: Path
):
    served.found(training=False)
    served.close()
    folders = {"backup": tmp_path / "copies", "backup_keys": tmp_path / "key copies"}
    served.settings = msgspec.structs.replace(served.settings, **folders)
    served.start()

    async with asyncio.timeout(60), served.app.running():
        while (await backup_check(served))[0] == "never":
            """Somebody watches."""

    assert await backup_check(served) == ("0 s ago", False)


async def test_without_a_folder_nothing_is_taken_unasked(served: Served):
    served.found()

    assert await served.app.backups.round() == []


async def test_one_that_fails_holds_up_no_other_and_is_tried_again_in_a_minute(
    served: Served, backups: Backups, tmp_path: Path
):
    city, site = served.found("city"), served.found("site")
    held = Lock(tmp_path / "copies" / city.tag / "shelf.lock")
    assert [copy.tag for copy in await backups.round()] == [site.tag]

    held.close()
    assert await backups.round() == []
    served.clock.forward(MINUTE)
    assert [copy.tag for copy in await backups.round()] == [city.tag]


async def test_all_of_the_last_day_is_kept_then_one_a_day(served: Served, shelves: Shelves, tmp_path: Path):
    city = served.found()
    for _ in range(5 * 4):
        served.clock.forward(6 * HOUR)
        await shelves.take(city)
        shelf.thin(shelves.data / city.tag, now=served.clock.now(), days=3)

    now = served.clock.now()
    taken = [shelf.read(path, DataCopy)[0].taken_at for path in shelf.copies(tmp_path / "copies" / city.tag)]
    hours = [round((now - at) / (HOUR * 1000)) for at in taken]
    assert hours[:5] == [0, 6, 12, 18, 24], "all of the last day"
    today = now // shelf.DAY_MS
    assert [today - at // shelf.DAY_MS for at in taken[5:]] == [2, 3], "the last of each day, yesterday's is above"


async def test_what_was_set_aside_takes_no_days_place(served: Served, shelves: Shelves, tmp_path: Path):
    city = served.found()
    await shelves.take(city)
    served.clock.forward(HOUR)
    shelves.restore()

    shelf.thin(shelves.data / city.tag, now=served.clock.now() + 2 * shelf.DAY_MS, days=3)

    left = [each.is_aside for _, each in shelf.data_copies(tmp_path / "copies" / city.tag)]
    assert left == [True, False]


async def test_a_server_that_stops_gives_up_the_backup_under_way_and_leaves_nothing_of_it(
    served: Served, backups: Backups, tmp_path: Path
):
    city = served.found()

    async with backups.running():
        # Nobody has beaten yet.
        await asyncio.sleep(0)

    with pytest.raises(NotNow):
        await backups.take(city, tmp_path / "copies", tmp_path / "key copies", step=backups._go_on)
    assert shelf.copies(tmp_path / "copies" / city.tag) == []
