"""An afternoon of the example city, played through the real doors by the clients of the demonstration."""

import asyncio
from collections import Counter
from typing import Any

import pytest
from msgspec.structs import replace

from schemas.commands import MakeReferral, RecordEncounter, ReportStage, TakeCall
from server.access import project
from server.client.replica import Replica
from server.demo.board import Board, unowned
from server.demo.city import City
from server.demo.desk import Desk
from server.demo.hand import Deed, Hand
from server.demo.plan import Day
from server.demo.play import arrive, settle
from server.example.people import example
from server.example.profile import MINUTE
from server.journal import verify
from server.organizations import Organization
from tests.demo import stepping
from tests.demo.stepping import Steps
from tests.phone import Phone, as_json
from tests.served import NOON, Served
from tests.stories.team import CALL

pytestmark = pytest.mark.told_on("sqlite")

AFTERNOON = Day(seed="139", begins=13, hours=8)
CAST = example().city
TOLD = (TakeCall, ReportStage, RecordEncounter, MakeReferral)
"""What leaves a line of its own whoever said it before."""


@pytest.fixture
async def entrance(served, city, server):
    async with stepping.entrance(served, city, server) as made:
        yield made


@pytest.fixture
def pace(served, entrance):
    return Steps(served, entrance.lines)


@pytest.fixture
async def before(served, city):
    """Two calls that somebody took before everybody comes: one waits for a team, one was never closed."""
    async with served.phone(city, "dispatcher") as desk:
        for name, result in (("call-before-1", "alt_only"), ("call-before-2", "police_only")):
            ack = await desk.do("call.take", name, replace(CALL, triage_result=result))
            assert ack["r"] == "ok"
    served.clock.forward(60)


async def the_ledger(served: Served, city: Organization) -> dict[tuple[str, str], Any]:
    """What the desk may see, read by the loaders and projected, without any page."""
    branch = served.app.branches.of(city.tag)

    def read(tx):
        lines = tx.all("SELECT type, id FROM feed WHERE scope = 'desk' AND op = 'put'")
        kinds = {line["type"]: [each["id"] for each in lines if each["type"] == line["type"]] for line in lines}
        return {
            (kind, entity): as_json(project("city", "desk", kind, record))
            for kind, ids in kinds.items()
            for entity, record in branch.loaders[kind](tx, branch.vault, ids).items()
        }

    return await city.database.read(read)


def shown_to_the_desk(board: Replica) -> dict[tuple[str, str], Any]:
    return {key: row for key, row in board.view().items() if "desk" in board.rows[key]}


async def in_the_journal(city: Organization) -> set[str]:
    rows = await city.database.read(lambda tx: tx.all("SELECT DISTINCT command_id FROM journal"))
    return {row["command_id"] for row in rows}


async def behind_their_backs(served: Served, city: Organization, call_id: str, unit_id: str) -> None:
    """Somebody of the team makes a referral on a phone that nobody here knows of."""
    async with served.http() as http:
        stranger = Phone(http, ids=served.ids, clock=served.clock)
        unit = next(unit for unit in CAST.units if unit.id == unit_id)
        await stranger.enrol(await served.code(city, CAST.person(unit.members[0]).id))
        args = MakeReferral(call_id=call_id, unit_id=unit_id, need="food", state="offered_declined", urgency="week")
        assert (await stranger.do("referral.make", "referral-x", args))["r"] == "ok"


async def happened(city: Organization) -> dict[str, int]:
    """What else an afternoon must have in it, so that the reckoning is one of something."""

    asked = {
        "sent late": "SELECT command_id FROM stage_time WHERE received_at - corrected_at >= 600000",
        "tapped twice": "SELECT stage FROM stage_time GROUP BY assignment_id, stage HAVING COUNT(*) > 1",
        "added by a partner": "SELECT seq FROM journal WHERE kind = 'encounter.added'",
        "alarms taken up": "SELECT id FROM alarm WHERE resolved_at IS NOT NULL",
        "closed for another": "SELECT id FROM call WHERE id = 'call-before-2' AND not_sent_reason = 'police_took'",
        "closed that waited before": "SELECT id FROM call WHERE id = 'call-before-1' AND closed_at IS NOT NULL",
    }
    return await city.database.read(lambda tx: {name: len(tx.all(sql)) for name, sql in asked.items()})


async def test_board_ledger_and_exports_say_what_those_who_were_there_know(before, served, city, entrance, pace):
    said: list[str] = []
    played = await arrive(AFTERNOON, CAST, entrance, pace, say=said.append)
    await played.run(asyncio.Event())
    reckoning = await settle(played, CAST, entrance)

    memory, board = played.memory(), played.desk.hand.device.replica
    assert reckoning.differences == ()
    # Nobody was left alone, and everything that was done was taken.
    assert played.left_alone == set()
    assert (memory.unanswered, memory.refused_facts()) == (0, [])
    assert shown_to_the_desk(board) == await the_ledger(served, city)
    assert {hand.device.device for hand in played.hands()} <= board.of("device").keys()
    assert {deed.id for deed in played.book if isinstance(deed.args, TOLD)} <= await in_the_journal(city)
    assert await city.database.read(verify) is None
    # It was an afternoon in which everything happened that the demonstration is to show.
    assert reckoning.known["calls"] == 18
    assert abs(reckoning.not_found / reckoning.ended - 0.30) < 0.15
    assert abs(reckoning.refused / reckoning.ended - 0.19) < 0.15
    states = Counter(response.state for response in memory.responses.values())
    assert states.keys() >= {"cleared", "declined", "not taken", "cancelled_enroute"}
    assert min((await happened(city)).values()) > 0, await happened(city)
    assert len(said) >= AFTERNOON.hours

    # And what is not as they know it would be noticed.
    ours = memory.ours()
    response = next(each for each in ours.values() if each.saves)
    await behind_their_backs(served, city, response.call_id, response.unit_id)
    tapped = next(
        deed for deed in played.book if isinstance(deed.args, ReportStage) and deed.args.call_id in memory.taken
    )
    played.book.remove(tapped)
    board.rows["unit", response.unit_id]["desk"][1]["name"] = "Nobody"
    differences = (await settle(played, CAST, entrance)).differences

    noticed = {line.partition(": ")[0]: line for line in differences}
    assert noticed.keys() == {"stages", "referrals", "the board"}
    assert "known to nobody" in noticed["stages"]
    assert "food" in noticed["referrals"]
    assert response.unit_id in noticed["the board"]


async def test_a_day_with_its_connections_cut_and_ended_early_comes_out_all_the_same(
    served, city, server, entrance, pace
):
    stop, cuts = asyncio.Event(), []

    def say(line: str) -> None:
        if line.startswith("14"):
            server.cut()
            cuts.append(line)
        elif cuts and " 0 with somebody" not in line:
            stop.set()

    played = await arrive(AFTERNOON, CAST, entrance, pace, say=say)
    await played.run(stop)
    reckoning = await settle(played, CAST, entrance)

    assert cuts
    assert played.desk.board().open_calls(), "it was ended in the middle of something"
    assert reckoning.differences == ()
    assert shown_to_the_desk(played.desk.hand.device.replica) == await the_ledger(served, city)
    assert reckoning.known["calls"] > 0


@pytest.mark.parametrize("went_by_itself", [True, False])
async def test_the_desk_calls_a_team_off_that_it_sent_and_none_that_went_by_itself(entrance, pace, went_by_itself):
    book: list[Deed] = []
    line = await entrance.line(CAST.with_role("dispatcher").id)
    desk = Desk(Hand(line, book), City(AFTERNOON, pace, began_at=NOON))
    row = {"id": "assignment-1", "call_id": "call-1", "state": "enroute", "self_initiated": went_by_itself}
    line.device.replica.rows["assignment", "assignment-1"] = {"desk": (1, row)}

    desk._call_off(row)

    assert [deed.type for deed in book] == ([] if went_by_itself else ["assignment.end", "call.close"])


def a_board(*, closed_at: int | None = None, state: str | None = None) -> Board:
    """One call, and a team on it in this state."""
    call = {"id": "call-1", "priority": "P2", "received_at": NOON, "closed_at": closed_at}
    assignment = {"id": "assignment-1", "call_id": "call-1", "offered_at": NOON, "state": state}
    return Board(calls={"call-1": call}, assignments={} if state is None else {"assignment-1": assignment}, units={})


@pytest.mark.parametrize(
    ("board", "looks", "alone"),
    [
        pytest.param(a_board(), {}, True, id="nobody"),
        pytest.param(a_board(state="declined"), {}, True, id="the team said no"),
        pytest.param(a_board(), {"call-1": NOON + 20 * MINUTE + 1}, True, id="the desk looks too late"),
        pytest.param(a_board(), {"call-1": NOON - 20 * MINUTE - 1}, True, id="the desk did not look"),
        pytest.param(a_board(), {"call-1": NOON + 20 * MINUTE}, False, id="the desk looks again"),
        pytest.param(a_board(state="offered"), {}, False, id="a team is asked"),
        pytest.param(a_board(state="enroute"), {}, False, id="a team goes"),
        pytest.param(a_board(closed_at=NOON), {}, False, id="it is over"),
    ],
)
def test_a_call_that_nobody_has_is_noticed(board, looks, alone):
    assert unowned(board, looks, NOON, bound_ms=20 * MINUTE) == (["call-1"] if alone else [])
