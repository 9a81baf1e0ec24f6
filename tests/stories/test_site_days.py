"""A caller whose matter is the confidential site's is given its number; the city keeps one sum a day, and no more."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from schemas.exports import SiteDayRow
from server.cli.clerk import Clerk
from server.errors import Invalid
from tests.engines import tables
from tests.phone import Phone
from tests.stories.two_teams import TwoTeams, two_teams
from tests.walls.evening import fetch

EVERYTHING = "SELECT * FROM TABLE"
DAY = "2026-09-20"
PLACE = "canary corner"
MARCH = int(datetime(2026, 3, 1, tzinfo=UTC).timestamp() * 1000)


async def count(teams: TwoTeams, desk: Phone, entity: str, given: int) -> None:
    """A desk tells how many it gave the number on a day that is over."""
    await teams.must(desk, "site.count", entity, {"day": DAY, "given": given})


async def test_what_the_desks_counted_is_one_sum_a_day_and_each_telling_counts_once(served):
    async with two_teams(served) as teams, served.phone(teams.city, "supervisor") as lead:
        await count(teams, teams.desk, "count-1", 3)
        await count(teams, lead, "count-2", 1)
        await count(teams, teams.desk, "count-1", 3)

        assert await fetch(lead, "full/site_days.csv") == [{"date": DAY, "given": "4"}]
        assert SiteDayRow.__struct_fields__ == ("date", "given")


async def test_neither_the_words_nor_who_gave_how_many_lie_in_the_city(served):
    async with two_teams(served) as teams:
        asked = {"call_id": "call-9", "place": PLACE, "callback": "+1 555 0199"}
        headers = {"X-CSRF": teams.desk.session["csrf"]}
        await teams.desk.http.post("/api/calls/earlier", json=asked, headers=headers)
        await count(teams, teams.desk, "count-1", 3)

        told = await teams.rows("SELECT * FROM journal WHERE kind = 'site.counted'")
        everything = await teams.city.database.read(
            lambda tx: {
                name: str([dict(row) for row in tx.all(EVERYTHING.replace("TABLE", name))]) for name in tables(tx)
            }
        )
        assert len(told) == 1
        assert [name for name, rows in everything.items() if DAY in rows] == ["site_day"]
        assert [name for name, rows in everything.items() if PLACE in rows or "call-9" in rows] == []
        assert DAY.encode() in teams.bytes_on_disk()
        assert PLACE.encode() not in teams.bytes_on_disk()


async def test_the_number_is_a_setting_of_the_city_that_its_desk_is_told(served):
    async with two_teams(served) as teams:
        clerk = Clerk(served.app, served.settings, clock=served.clock, ids=served.ids)
        set_phone = clerk.commands()["org.site_phone"]
        await set_phone({"org": teams.city.tag, "phone": "(555) 555-0127"}, print)
        session = (await teams.desk.http.get("/api/session")).json()

        assert session["org"]["site_phone"] == "(555) 555-0127"
        site = served.found("site")
        with pytest.raises(Invalid):
            await set_phone({"org": site.tag, "phone": "(555) 555-0127"}, print)


async def test_outside_there_are_quarters_that_are_over_and_no_number_that_few_stand_behind(served):
    async with two_teams(served) as teams, served.phone(teams.city, "manager") as priya:
        for entity, day, given in (
            *(("a", "2026-01-31", 10), ("b", "2026-04-01", 6), ("c", "2026-06-30", 5)),
            *(("d", "2026-09-20", 40), ("e", "2025-12-31", 12)),
        ):
            await teams.must(teams.desk, "site.count", entity, {"day": day, "given": given})

        files = [await fetch(priya, f"site_quarters.csv{span}") for span in ("", f"?from={MARCH}", f"?to={MARCH}")]
        assert files == [
            [
                {"quarter": "2025-Q4", "given": "12"},
                {"quarter": "2026-Q1", "given": ""},
                {"quarter": "2026-Q2", "given": "11"},
            ],
            [{"quarter": "2026-Q2", "given": "11"}],
            [{"quarter": "2025-Q4", "given": "12"}],
        ], "this one goes on, and no part of a quarter can be told from the whole"


@pytest.mark.told_on("sqlite")
async def test_a_day_is_the_citys_own(served):
    async with two_teams(served) as teams, served.phone(teams.city, "supervisor") as lead:
        await count(teams, teams.desk, "count-1", 3)
        await teams.city.database.write(
            lambda tx: tx.run("UPDATE directory_head SET timezone = 'America/Los_Angeles' WHERE one = 1")
        )
        midnight = 1_789_974_000_000

        assert midnight == int(datetime(2026, 9, 21, tzinfo=ZoneInfo("America/Los_Angeles")).timestamp() * 1000)
        assert await fetch(lead, f"full/site_days.csv?from={midnight}") == []
        assert len(await fetch(lead, f"full/site_days.csv?to={midnight}&from={midnight - 1}")) == 1
