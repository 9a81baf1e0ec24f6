"""How old the last backup is: the desk hears it with every page, and a watcher sees amber before anything is red."""

from typing import Any

from tests.backup.conftest import Shelves
from tests.served import HOUR, MINUTE, Served


async def test_the_desk_hears_how_old_the_last_backup_is(served: Served, shelves: Shelves):
    city = served.found()
    async with served.phone(city, "dispatcher") as desk:
        never = await desk.hello()

        copy = await shelves.take(city)
        served.clock.forward(5 * MINUTE)

        assert never["backup_age_s"] is None
        welcome = await desk.hello()
        assert (welcome["backup_age_s"], welcome["backup_seq"]) == (300, copy.seq)
        page = await desk.http.get("/api/sync/changes", headers=desk.headers())
        assert page.json()["backup_age_s"] == 300


async def test_a_backup_that_is_late_turns_the_watchers_check_amber_and_nothing_red(served: Served, shelves: Shelves):
    city = served.found(training=False)
    assert await backup_check(served) == ("never", True)

    await shelves.take(city)
    served.clock.forward(HOUR)
    assert await backup_check(served) == ("3600 s ago", False)

    served.clock.forward(MINUTE)
    assert await backup_check(served) == ("3660 s ago", True)


async def test_a_drill_may_do_without_backups(served: Served):
    served.found()

    assert await backup_check(served) == ("never", False)


async def backup_check(served: Served) -> tuple[str, bool]:
    """What `/readyz` says of it: its words, and whether it is amber."""
    async with served.http() as http:
        checks: list[dict[str, Any]] = (await http.get("/readyz")).json()["checks"]
    found = next(check for check in checks if check["name"].endswith("backup"))
    assert found["ok"], "late is a warning"
    return found["detail"], found["amber"]
