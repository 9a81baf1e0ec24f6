"""A client that does not hold what it should is found out, reads that scope anew, and is counted."""

import json
from pathlib import Path
from typing import Any

import pytest

from schemas.sums import sum_of
from server.client.replica import Replica
from tests.live.line import following
from tests.served import MINUTE
from tests.stories.team import a_team
from tests.sync.doors import rows

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "sums.json").read_text())


@pytest.fixture
async def team(served):
    """A team whose desk has read three calls."""
    async with a_team(served, served.found("city")) as made:
        for n in range(3):
            await made.take(f"call-{n}")
        await made.desk.pull()
        made.desk.tells_sums = True
        yield made


@pytest.fixture
def doubts(served, team):
    """How many scopes were ever found to differ."""
    return served.app.branches.of(team.city.tag).doubts


async def journal(team):
    """What the log says of devices that differ."""
    found = await rows(team.city, "SELECT entity_id, envelope FROM journal WHERE kind = 'device.differs'")
    return [(row["entity_id"], json.loads(row["envelope"])["scopes"]) for row in found]


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_a_sum_is_what_every_client_makes_of_it(case):
    assert sum_of((kind, entity, ver) for kind, entity, ver in case["rows"]) == (case["count"], case["xor"])
    assert sum_of(tuple(row) for row in reversed(case["rows"])) == (case["count"], case["xor"])


def lost(replica: Replica) -> None:
    del replica.rows["call", "call-1"]


def too_old(replica: Replica) -> None:
    ver, shown = replica.rows["call", "call-1"]["desk"]
    replica.rows["call", "call-1"]["desk"] = (ver - 1, shown)


def too_many(replica: Replica) -> None:
    replica.rows["call", "call-9"] = {"desk": (3, {})}


def everything_lost(replica: Replica) -> None:
    replica.rows.clear()


@pytest.mark.parametrize("spoil", [lost, too_old, too_many, everything_lost])
async def test_a_scope_that_differs_is_read_anew_and_no_other(team, doubts, spoil):
    whole = dict(team.desk.replica.rows)
    spoil(team.desk.replica)
    others = {key: row for key, row in team.desk.replica.rows.items() if "desk" not in row}

    await team.desk.hello()
    answer = await team.desk.http.get(
        "/api/sync/changes", params={"cur": team.desk.replica.cur}, headers=team.desk.headers()
    )

    reset = answer.json()
    assert (reset["m"], reset["scope"], reset["why"]) == ("reset", "desk", "checksum")
    team.desk.replica.reset(reset)
    assert {key: row for key, row in team.desk.replica.rows.items() if "desk" not in row} == others
    await team.desk.pull()
    assert team.desk.replica.rows.keys() == whole.keys()
    assert doubts.count == 1
    assert await journal(team) == [(team.desk.device, ["desk"])]


async def test_whoever_holds_what_it_should_is_never_reset(served, team, doubts):
    for _ in range(3):
        await team.desk.hello()
        await team.desk.pull()
        await team.take(f"call-after-{served.clock.now()}")
        await team.desk.pull()
        served.clock.forward(MINUTE)

    assert (doubts.count, await journal(team)) == (0, [])
    assert team.desk.replica.of("call")


async def test_what_moved_since_cannot_be_compared_and_is_left(team, doubts):
    lost(team.desk.replica)
    await team.take("call-later")

    await team.desk.hello()

    assert doubts.count == 0


async def test_a_broken_client_has_its_sums_made_once_a_minute(served, team, doubts):
    for _ in range(5):
        await team.desk.hello()
    lost(team.desk.replica)
    await team.desk.hello()
    assert doubts.count == 0, "not within the minute"

    served.clock.forward(MINUTE)
    await team.desk.hello()

    assert doubts.count == 1


async def test_a_rows_scope_that_the_cursor_never_knew_is_found_too(team, doubts):
    team.desk.replica.rows["call", "call-1"]["call:call-1"] = (1, {})

    await team.desk.hello()

    assert await journal(team) == [(team.desk.device, ["call:call-1"])]


async def test_sums_come_with_the_last_page_where_they_are_asked_for(served, team):
    fresh = Replica()
    params: dict[str, Any] = {"limit": 2, "sums": 1}
    headers = team.desk.headers()
    while True:
        page = (await team.desk.http.get("/api/sync/changes", params=params, headers=headers)).json()
        fresh.take(page)
        params["cur"] = fresh.cur
        if not page["more"]:
            break
        assert page["sums"] == []
        served.clock.forward(MINUTE)

    told = [tuple(one) for one in page["sums"]]
    assert told == fresh.sums()
    assert {scope for scope, count, _ in told if count} >= {"desk"}


async def test_a_socket_is_told_them_as_well(served, team):
    team.desk.tells_sums = False
    async with following(served, team.desk) as line:
        await line.say(m="sub", cur=team.desk.replica.cur, sums=True)
        page = await line.hear()

    assert [tuple(one) for one in page["sums"]] == team.desk.replica.sums()


async def test_the_watcher_sees_how_many_ever_differed(served, team):
    lost(team.desk.replica)
    await team.desk.hello()

    answer = (await team.desk.http.get("/readyz")).json()

    (check,) = [check for check in answer["checks"] if check["name"].endswith("checksums")]
    assert (check["ok"], check["detail"]) == (True, "1 scopes differed since the start")
