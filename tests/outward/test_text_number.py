"""Where a text would go is told to its own person alone, and by its end."""

import pytest

from tests.outward.test_texts import numbered, team

pytestmark = pytest.mark.told_on("sqlite")

__all__ = ["team"]


async def ends(phone):
    """What this phone's person is told of the number their texts go to."""
    answer = await phone.http.get("/api/session/number")
    assert answer.status_code == 200
    return answer.json()


async def test_everybody_is_told_how_their_own_number_ends_and_nothing_more_of_any(served, team, city):
    assert await ends(team.ama) == {"ends": "0101"}
    assert await ends(team.ben) == {"ends": "0102"}
    assert await ends(team.desk) == {"ends": None}

    # Another number counts from the next time they look; a short one, as a pager's, is not told whole.
    await numbered(served, city, team.ama.person, "+44 20 7946-0999")
    await numbered(served, city, team.ben.person, "4711")
    assert await ends(team.ama) == {"ends": "0999"}
    assert await ends(team.ben) == {"ends": "11"}


async def test_nobody_is_told_the_end_of_a_number_without_a_session(served, team):
    async with served.http() as stranger:
        answer = await stranger.get("/api/session/number")

    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
