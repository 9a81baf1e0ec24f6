"""Whether people of a team felt safe is two sums for its week: who said it, and after which call, is kept nowhere."""

import pytest

from server.days import ends_of_week, week_of
from tests.engines import tables
from tests.served import DAY
from tests.stories.team import UNIT
from tests.stories.two_teams import two_teams
from tests.sync.doors import send
from tests.walls.evening import fetch

EVERYTHING = "SELECT * FROM TABLE"
WEEK = "2026-W39"
"""The week of the stories' first day."""


async def feel(teams, phone, *answers, unit=UNIT):
    """Somebody says so often whether they felt safe."""
    for safe in answers:
        await teams.must(phone, "felt.say", phone.ids.new(), {"unit_id": unit, "safe": safe})


async def sums(teams):
    return [dict(row) for row in await teams.rows("SELECT * FROM felt_week ORDER BY week")]


async def told(teams):
    """What a programme manager is told."""
    async with teams.served.phone(teams.city, "manager") as priya:
        return await fetch(priya, "felt_weeks.csv")


async def everything(teams):
    """Every row of every table, by table."""
    return await teams.city.database.read(
        lambda tx: {name: str([dict(row) for row in tx.all(EVERYTHING.replace("TABLE", name))]) for name in tables(tx)}
    )


async def test_what_they_say_is_added_to_the_sums_of_the_teams_week_and_each_answer_counts_once(served):
    async with two_teams(served) as teams:
        await feel(teams, teams.ama, True, True, False)
        row = teams.ama.save("felt.say", "felt-1", {"unit_id": UNIT, "safe": True})
        assert [ack["r"] for ack in (*await send(teams.ama, row), *await send(teams.ama, row))] == ["ok", "ok"]
        await teams.later(7 * DAY)
        await feel(teams, teams.ben, False)

        assert await sums(teams) == [
            {"unit_id": UNIT, "week": WEEK, "safe": 3, "unsafe": 1},
            {"unit_id": UNIT, "week": "2026-W40", "safe": 0, "unsafe": 1},
        ]


async def test_no_row_says_who_answered_what_they_said_or_after_which_call(served):
    async with two_teams(served) as teams:
        await teams.send()
        before = await everything(teams)
        ack = await teams.must(teams.ama, "felt.say", "felt-1", {"unit_id": UNIT, "safe": False})
        after = await everything(teams)

        changed = {name for name in after if after[name] != before[name]}
        assert changed - {"device"} == {"felt_week", "receipt", "log_head"}
        assert [name for name, rows in after.items() if "felt-1" in rows or "felt.say" in rows] == []
        assert ack["seq"] is not None
        # What is told of it elsewhere: of an outcome the log does say who saved it.
        assert teams.ama.person in before["journal"]


async def test_whoever_was_never_on_the_team_adds_nothing_and_nobody_is_shown_what_they_said(served):
    async with two_teams(served) as teams, served.phone(teams.city, "supervisor") as lead:
        stranger = await teams.cleo.do("felt.say", "felt-2", {"unit_id": UNIT, "safe": False})

        assert (stranger["r"], stranger["code"]) == ("held", "forbidden")
        assert await sums(teams) == []
        held = await lead.http.get(f"/api/custody/{stranger['id']}", headers={"X-CSRF": lead.session["csrf"]})
        assert held.json()["args"] == {"unit_id": UNIT}
        assert held.json()["withheld"] == ["safe"]


async def test_outside_there_are_weeks_that_are_over_and_no_sum_that_few_stand_behind(served):
    async with two_teams(served) as teams:
        await feel(teams, teams.ama, *[True] * 9, False)
        await teams.later(7 * DAY)
        await feel(teams, teams.ben, *[True] * 10, False)
        assert [row["week"] for row in await told(teams)] == [WEEK], "the other goes on"
        await teams.later(7 * DAY)
        await teams.take("call-9")

        few, pair = await told(teams)
        assert (few["answers"], few["felt_safe"]) == ("", ""), "ten answers"
        assert (pair["answers"], pair["felt_safe"]) == ("", ""), "two people"

        await teams.must(teams.desk, "shift.start", "shift-3", {"unit_id": UNIT, "person_ids": [teams.cleo.person]})
        await feel(teams, teams.cleo, *[True] * 10, False)
        await teams.later(7 * DAY)
        await teams.take("call-10")
        *_, three = await told(teams)
        assert (three["answers"], three["felt_safe"]) == ("11", "10")


@pytest.mark.parametrize(
    ("day", "week", "ends"),
    [
        ("2026-11-01", "2026-W44", ("2026-10-26", "2026-11-02")),
        ("2027-01-03", "2026-W53", ("2026-12-28", "2027-01-04")),
        ("2024-12-30", "2025-W01", ("2024-12-30", "2025-01-06")),
    ],
)
def test_a_week_is_monday_to_sunday_and_belongs_to_the_year_of_its_thursday(day, week, ends):
    assert (week_of(day), ends_of_week(week)) == (week, ends)
