"""Nobody answers an offer: what the desk is told next is the organization's policy, and the last step is a person."""

from typing import Any

import pytest

from tests.stories.two_teams import TwoTeams, two_teams

pytestmark = pytest.mark.told_on("sqlite")

POLICY = {"order": ["team", "supervisor"], "police_preset": False}


async def told(teams: TwoTeams, policy: str, seconds: int) -> list[dict[str, Any]]:
    """What stands on the strip so long after an offer under this policy."""
    async with teams.served.phone(teams.city, "supervisor") as lead:
        await teams.must(lead, "help.policy", "policy-1", {**POLICY, "unanswered": policy, "on_call": lead.person})
        await teams.offer()
        await teams.later(seconds)
        return list((await teams.see(teams.desk, "alarm")).values())


@pytest.mark.parametrize(
    ("policy", "seconds", "kind"),
    [
        ("next_team", 61, "offer_unreached"),
        ("supervisor", 61, "offer_unreached"),
        ("nothing", 61, None),
        ("nothing", 91, "phone_them"),
        ("supervisor", 301, "offer_unanswered"),
        ("nothing", 301, "offer_unanswered"),
    ],
)
async def test_what_the_desk_is_told_is_the_policy_and_whom_to_phone_is_told_always(served, policy, seconds, kind):
    async with two_teams(served) as teams:
        alarms = await told(teams, policy, seconds)

        assert [each["kind"] for each in alarms] == ([] if kind is None else [kind])
        named = {each["name"] for alarm in alarms for each in alarm["people"]}
        decides = policy == "supervisor" or kind == "phone_them"
        assert bool(named) is decides


@pytest.mark.told_on("sqlite", "postgres")
async def test_the_policy_that_was_set_last_counts_and_stands_on_record(served):
    async with two_teams(served) as teams, served.phone(teams.city, "supervisor") as lead:
        await teams.must(lead, "help.policy", "policy-1", {**POLICY, "unanswered": "nothing"})
        await teams.must(lead, "help.policy", "policy-2", {**POLICY, "unanswered": "next_team"})
        await teams.offer()
        await teams.later(61)

        assert await teams.alarms() == ["offer_unreached"]
        rows = await teams.rows("SELECT number, unanswered FROM help_policy ORDER BY number")
        assert [row["unanswered"] for row in rows] == ["nothing", "next_team"]
