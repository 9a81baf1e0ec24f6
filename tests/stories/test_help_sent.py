"""Whom the desk sends to somebody who calls for help, by which policy: facts on the call for help."""

from typing import Any

import pytest

from tests.phone import Phone
from tests.served import HOUR
from tests.stories.team import UNIT
from tests.stories.two_teams import PLOVER, TwoTeams, two_teams

pytestmark = pytest.mark.told_on("sqlite")

HELP = "help-1"
POLICY = {"order": ["team", "ambulance", "supervisor", "police"], "police_preset": True}


async def calls(teams: TwoTeams) -> None:
    await teams.must(teams.ama, "help.call", HELP, {"unit_id": UNIT})


async def sends(teams: TwoTeams, to: str, **more: Any) -> None:
    await teams.must(teams.desk, "help.send", HELP, {"to": to, **more})


async def policies(teams: TwoTeams, phone: Phone) -> list[dict[str, Any]]:
    return list((await teams.see(phone, "help_policy")).values())


@pytest.mark.told_on("sqlite", "postgres")
async def test_what_was_sent_by_whom_and_when_is_seen_by_who_called_their_partner_and_the_team_that_goes(served):
    async with two_teams(served) as teams:
        await calls(teams)
        await teams.later(20)
        await sends(teams, "team", unit_id=PLOVER, policy=3)
        first_at = served.clock.now()
        await teams.later(20)
        await sends(teams, "police", at_risk=True)

        for phone in (teams.desk, teams.ama, teams.ben, teams.cleo):
            row = (await teams.see(phone, "help"))[HELP]
            assert [(it["to"], it["unit_id"], it["at_risk"], it["policy"]) for it in row["sent"]] == [
                ("team", PLOVER, False, 3),
                ("police", None, True, 0),
            ]
            assert [it["by"] for it in row["sent"]] == [teams.desk.person] * 2
            assert row["taken_at"] == row["sent"][0]["at"] == first_at, "whoever sends somebody has it"


async def test_a_team_that_is_not_known_was_sent_all_the_same(served):
    async with two_teams(served) as teams:
        await calls(teams)
        await sends(teams, "team", unit_id="no-such-unit")

        (sent,) = (await teams.on_desk("help", HELP))["sent"]
        assert (sent["to"], sent["unit_id"]) == ("team", None)


async def test_the_team_that_went_sees_it_no_longer_an_hour_after_it_is_over(served):
    async with two_teams(served) as teams:
        await calls(teams)
        await sends(teams, "team", unit_id=PLOVER)
        await teams.must(teams.ama, "help.end", HELP, {"ending": "safe"})
        await teams.later(HOUR - 1)
        before = HELP in await teams.see(teams.cleo, "help")
        await teams.later(1)

        assert (before, HELP in await teams.see(teams.cleo, "help")) == (True, False)


async def test_a_responder_sends_nobody_and_the_desk_without_a_supervisor_sets_no_policy(served):
    async with two_teams(served) as teams:
        await calls(teams)
        refused = [
            await teams.cleo.do("help.send", HELP, {"to": "police"}),
            await teams.desk.do("help.policy", "policy-1", POLICY),
        ]

        assert [ack["code"] for ack in refused] == ["forbidden"] * 2
        assert (await teams.on_desk("help", HELP))["sent"] == []


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_policy_counts_from_when_it_is_set_and_each_has_its_number(served):
    async with two_teams(served) as teams, served.phone(teams.city, "supervisor") as boss:
        before = await policies(teams, teams.desk)
        await teams.must(boss, "help.policy", "policy-1", POLICY | {"on_call": boss.person})
        (first,) = await policies(teams, teams.desk)
        await teams.later(60)
        await teams.must(boss, "help.policy", "policy-2", POLICY | {"police_preset": False})
        (second,) = await policies(teams, teams.desk)

        assert before == []
        assert (first["number"], first["order"], first["police_preset"]) == (1, POLICY["order"], True)
        assert (first["by"], first["on_call"]["person_id"]) == (boss.person, boss.person)
        assert (second["number"], second["police_preset"], second["on_call"]) == (2, False, None)
        assert await policies(teams, teams.ama) == [], "a colleague's number is the desk's"
