"""Whoever takes a call is told of earlier ones from there, and nobody can read from the records who called."""

from typing import Any

import pytest
from msgspec.structs import replace

from tests.phone import Phone
from tests.served import DAY
from tests.stories.team import CALL, Team, a_team

pytestmark = pytest.mark.told_on("sqlite")

PLACE = "Bus shelter, Fern Street"
NUMBER = "303-555-0143"


async def take(team: Team, call_id: str, **told: Any) -> None:
    args = replace(CALL, **{"place": PLACE, "callback": NUMBER, "received_at": team.served.clock.now(), **told})
    await team.must(team.desk, "call.take", call_id, args)


async def ask(phone: Phone, **told: Any) -> Any:
    body = {"call_id": "call-now", "place": "", "callback": "", **told}
    return await phone.http.post("/api/calls/earlier", json=body, headers={"X-CSRF": phone.session["csrf"]})


async def counts(desk: Phone, **told: Any) -> tuple[int, int]:
    """How many calls from the place, and from the number."""
    said = (await ask(desk, **told)).json()
    place, number = (0 if said[each] is None else said[each]["calls"] for each in ("place", "number"))
    return place, number


async def rows(team: Team, sql: str) -> list[dict[str, Any]]:
    """What is stored."""
    return await team.city.database.read(lambda tx: [dict(row) for row in tx.all(sql)])


async def tagged(team: Team) -> list[str]:
    """Calls that could still be known again."""
    found = await rows(team, "SELECT id FROM call WHERE place_tag IS NOT NULL OR number_tag IS NOT NULL")
    return [str(each["id"]) for each in found]


@pytest.mark.told_on("sqlite", "postgres")
async def test_the_desk_hears_of_earlier_calls_from_a_place_or_number_however_it_is_written(served):
    city = served.found("city")
    async with a_team(served, city) as team:
        await take(team, "call-1")
        served.clock.forward(60)
        await take(team, "call-2", place="somewhere else", type_code="WELFARE", callback="+1 (303) 555 0143")
        await take(team, "call-3", triage_result="duplicate", callback=None)

        answer = await ask(team.desk, place="BUS SHELTER fern street", callback="3035550143")

        said = answer.json()
        assert answer.headers["cache-control"] == "no-store"
        assert (said["days"], said["place"]["calls"], said["number"]["calls"]) == (30, 1, 2)
        assert (said["place"]["last"]["id"], said["number"]["last"]["type_code"]) == ("call-1", "WELFARE")
        await team.must(team.desk, "call.correct", "call-2", {"place": "Fifth and Pine"})
        assert await counts(team.desk, place="somewhere else") == (0, 0), "where it was not after all"
        assert await counts(team.desk, place="fifth and pine") == (1, 0)
        assert await counts(team.desk, call_id="call-1", place=PLACE) == (0, 0), "a call is not earlier than itself"
        assert await counts(team.desk, place="x", callback="911") == (0, 0), "too little to tell places apart"
        kept = await rows(team, "SELECT person_id, purpose, shown FROM disclosure WHERE purpose LIKE 'earlier%'")
        assert [(each["person_id"], each["shown"]) for each in kept] == [
            (team.desk.person, '[["call","call-1"],["call","call-2"]]'),
            (team.desk.person, '[["call","call-2"]]'),
        ], "each look that found something is written down"


async def test_nobody_but_the_desk_hears_of_earlier_calls(served):
    city = served.found("city")
    async with a_team(served, city) as team:
        await take(team, "call-1")

        refused = await ask(team.ama, place=PLACE)

        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
        assert await counts(team.desk, place=PLACE) == (1, 0)


async def test_a_place_is_known_again_for_as_long_as_it_may_be_read_and_not_after_it_was_erased(served):
    city = served.found("city")
    async with a_team(served, city) as team, served.phone(city, "privacy_officer") as officer:
        await take(team, "call-1")
        await take(team, "call-2")
        await team.must(officer, "call.erase", "call-2", {"reason": "asked for it"})
        assert await counts(team.desk, place=PLACE, callback=NUMBER) == (1, 1)

        served.clock.forward(30 * DAY + 1)

        async with served.phone(city, "dispatcher") as desk:
            assert await counts(desk, place=PLACE, callback=NUMBER) == (0, 0)
            assert await tagged(team) == ["call-1"]
            args = replace(CALL, place="somewhere else", received_at=served.clock.now())
            await team.must(desk, "call.take", "call-3", args)
        assert await tagged(team) == ["call-3"], "the old fingerprints are gone"
