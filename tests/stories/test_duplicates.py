"""One event entered twice, by two desks or from paper: each stays a call of its own, and only one is to be sent to."""

from typing import Any

import pytest
from msgspec.structs import replace

from tests.phone import Phone
from tests.stories.team import CALL
from tests.stories.test_checkins import MINUTE_MS
from tests.stories.two_teams import TwoTeams, two_teams

pytestmark = pytest.mark.told_on("sqlite")
"""What is said here to the database is said to the other engine by the stories of merging and closing."""

AGAIN = "call-again"
NUMBER = "303-555-0143"


async def enter_again(teams: TwoTeams, desk: Phone, kind: str, **args: Any) -> list[str]:
    """A desk that was alone enters from paper what call-1 is about, and says so in the same act."""
    received_at = teams.served.clock.now() - 20 * MINUTE_MS
    told = replace(CALL, label="B1", callback=NUMBER, on_paper=True, received_at=received_at)
    taken = desk.save("call.take", AGAIN, told)
    desk.save(kind, AGAIN, args, after=taken["id"])
    return [str(ack["r"]) for ack in await desk.upload()]


async def test_what_a_second_desk_enters_again_is_part_of_the_first_and_keeps_its_number_and_caller(served):
    async with two_teams(served) as teams, served.phone(teams.city, "supervisor") as other:
        assert await enter_again(teams, other, "call.merge", into="call-1") == ["ok", "ok"]

        first, again = await teams.on_desk("call", "call-1"), await teams.on_desk("call", AGAIN)
        assert (again["merged_into"], again["number"], again["callback"]) == ("call-1", "B1", NUMBER)
        assert again["closed_at"] is not None, "nobody is sent twice"
        assert (first["merged_into"], first["closed_at"]) == (None, None)


async def test_what_is_entered_again_after_the_first_was_over_is_closed_as_the_same(served):
    async with two_teams(served) as teams, served.phone(teams.city, "supervisor") as other:
        await teams.must(teams.desk, "call.close", "call-1", {"not_sent_reason": "caller_cancelled"})
        assert await enter_again(teams, other, "call.close", triage_result="duplicate") == ["ok", "ok"]

        again = await teams.on_desk("call", AGAIN)
        assert (again["triage_result"], again["number"], again["callback"]) == ("duplicate", "B1", NUMBER)
        assert again["closed_at"] is not None
