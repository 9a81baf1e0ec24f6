"""Where somebody was who calls for help: for the desk and the team that goes, and nowhere after a day."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from server.sync.system import run_due
from server.vault import Retention
from tests.phone import Phone
from tests.served import HOUR
from tests.stories.team import UNIT
from tests.stories.two_teams import PLOVER, TwoTeams, two_teams

pytestmark = pytest.mark.told_on("sqlite")

HELP = "help-1"
LAT, LON = 41_763_215, -72_685_097
DAY = 24 * HOUR


async def calls(teams: TwoTeams, **more: Any) -> None:
    place = {"lat": LAT, "lon": LON, "accuracy_m": 40, "at": teams.served.clock.now(), **more}
    await teams.must(teams.ama, "help.call", HELP, {"unit_id": UNIT})
    await teams.must(teams.ama, "help.place", HELP, {"position": place})


async def place_seen(teams: TwoTeams, phone: Phone) -> Mapping[str, Any] | None:
    row = (await teams.see(phone, "help")).get(HELP)
    return None if row is None else row["position"]


async def shown_to(teams: TwoTeams) -> list[bool]:
    """Whether the desk, the partner and the team that goes see it."""
    return [await place_seen(teams, phone) is not None for phone in (teams.desk, teams.ben, teams.cleo)]


@pytest.mark.told_on("sqlite", "postgres")
async def test_the_desk_and_whoever_goes_see_where_it_was_and_every_look_is_on_record(served):
    async with two_teams(served) as teams:
        await calls(teams)
        before = await shown_to(teams)
        await teams.must(teams.desk, "help.send", HELP, {"to": "team", "unit_id": PLOVER})
        seen = await place_seen(teams, teams.cleo)

        assert (before, await shown_to(teams)) == ([True, True, False], [True, True, True])
        assert seen == {"lat": LAT, "lon": LON, "accuracy_m": 40, "at": served.clock.now()}
        looked = await teams.rows("SELECT person_id FROM disclosure WHERE shown LIKE '%help-1%'")
        assert {row["person_id"] for row in looked} >= {teams.desk.person, teams.cleo.person}


@pytest.mark.told_on("sqlite", "postgres")
async def test_after_a_day_it_is_nowhere_not_in_the_journal_and_not_in_yesterdays_copy(served, tmp_path: Path):
    async with two_teams(served) as teams:
        await calls(teams)
        await teams.must(teams.desk, "help.send", HELP, {"to": "team", "unit_id": PLOVER})
        copy = served.ground.copied(teams.city, tmp_path / "yesterday.db")
        (kept,) = copy.read(lambda tx: tx.all("SELECT position FROM help"))
        known = await shown_to(teams)
        served.clock.forward(DAY)
        await run_due(served.app.branches.of(teams.city.tag), served.clock.now())

        assert known == [True] * 3, "until then it is known"
        async with served.phone(teams.city, "dispatcher") as desk:
            assert await place_seen(teams, desk) is None
        for disk in (served.bytes_on_disk(), copy.bytes()):
            assert str(LAT).encode() not in disk
            assert str(LON).encode() not in disk
        assert await teams.rows("SELECT id FROM help WHERE position IS NOT NULL") == []
        assert "41763215" not in str(await teams.rows("SELECT envelope FROM journal"))
        assert (
            served.app.branches.of(teams.city.tag).vault.open(
                entity=f"help/{HELP}", retention=Retention.POSITION, sealed=bytes(kept["position"])
            )
            is None
        ), "what lies in the copy opens no more"


async def test_it_goes_an_hour_after_somebody_has_it_and_it_is_over(served):
    async with two_teams(served) as teams:
        await calls(teams)
        await teams.must(teams.desk, "help.take", HELP, {})
        await teams.must(teams.ama, "help.end", HELP, {"ending": "safe"})
        await teams.later(HOUR)

        assert await teams.rows("SELECT id FROM help WHERE position IS NOT NULL") == []
        assert await teams.rows("SELECT kind FROM deadline WHERE kind = 'help.forget'") == []


async def test_with_no_place_or_a_wrong_one_or_that_of_yesterday_help_is_called_all_the_same(served):
    async with two_teams(served) as teams:
        await calls(teams, at=served.clock.now() - 24 * 3_600_000)
        wrong = await teams.ama.do("help.place", HELP, {"position": {"lat": "here"}})
        theirs = await teams.cleo.do("help.place", HELP, {"position": {"lat": 1, "lon": 2, "accuracy_m": 3, "at": 4}})
        heard = await teams.on_desk("help", HELP)

        assert (wrong["code"], theirs["code"]) == ("invalid", "forbidden")
        assert (heard["name"], heard["position"]) == ("Ada Example", None)


async def test_what_was_measured_earlier_and_arrives_later_does_not_stand_over_what_is_newer(served):
    async with two_teams(served) as teams:
        await calls(teams)
        old = {"lat": 1, "lon": 2, "accuracy_m": 3, "at": served.clock.now() - 1}
        await teams.must(teams.ama, "help.place", HELP, {"position": old})
        kept = await place_seen(teams, teams.desk)
        newer = {"lat": 4, "lon": 5, "accuracy_m": 6, "at": served.clock.now()}
        await teams.must(teams.ama, "help.place", HELP, {"position": newer})

        assert kept is not None
        assert kept["lat"] == LAT
        assert await place_seen(teams, teams.desk) == newer
