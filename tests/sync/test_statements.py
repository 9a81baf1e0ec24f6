"""What the doors ask of the database does not grow with what is in it: on Postgres each statement is a way there."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from schemas.commands import AcceptAssignment, MakeReferral, RecordEncounter, ReportStage
from schemas.records import OutcomeAnswers
from schemas.wire import Page
from server.access import Actor
from server.sync import changes
from tests.counting import counted
from tests.stories.team import CALL, UNIT

FEW, MANY = 3, 12
KINDS = {"call", "assignment", "encounter", "referral", "unit"}
ANSWERS = OutcomeAnswers(contact_result="contact_made", resolution=("resolved_on_scene",))


async def a_day(team, first, upto):
    """The team goes to so many calls, and logs each."""
    for n in range(first, upto):
        await team.send(f"call-{n}", f"assignment-{n}")
        told = RecordEncounter(call_id=f"call-{n}", unit_id=UNIT, answers=ANSWERS, note="Slept in the park.")
        await team.must(team.ama, "encounter.record", f"encounter-{n}", told)
        made = MakeReferral(call_id=f"call-{n}", unit_id=UNIT, need="food", state="offered_declined", urgency="day")
        await team.must(team.ama, "referral.make", f"referral-{n}", made)


async def read_anew(team, branch):
    """Everything Ama may read, from the beginning; answers the kinds of rows and the statements."""
    team.ama.replica = type(team.ama.replica)()
    with counted(branch) as statements:
        await team.ama.pull()
    return {kind for kind in KINDS if team.ama.replica.of(kind)}, len(statements)


async def test_a_page_costs_as_many_statements_however_many_rows_it_shows(team, branch):
    await a_day(team, 0, FEW)
    kinds, few = await read_anew(team, branch)
    shown = len(team.ama.replica.of("encounter"))

    await a_day(team, FEW, MANY)
    _, many = await read_anew(team, branch)

    assert (shown, len(team.ama.replica.of("encounter"))) == (FEW, MANY)
    assert kinds == KINDS
    assert many == few


async def test_a_sync_without_news_is_one_message_and_the_same_few_statements(team, branch):
    spent = []
    for first, upto in ((0, FEW), (FEW, MANY)):
        await a_day(team, first, upto)
        for phone in (team.desk, team.ama):
            await phone.pull()
            with counted(branch) as statements:
                asked = {"cur": phone.replica.cur}
                answer = await phone.http.get("/api/sync/changes", params=asked, headers=phone.headers())
            page = answer.json()
            assert (page["puts"], page["dels"], page["more"]) == ([], [], False)
            spent.append(len(statements))

    assert spent == [spent[0]] * 4
    assert spent[0] > 0


@pytest.mark.parametrize("times", [1, 2])
async def test_a_row_that_comes_again_costs_one_statement(team, branch, times):
    await team.send()
    row = team.desk.save("call.take", "call-2", CALL)
    await team.desk.upload()

    with counted(branch) as statements:
        answer = await team.desk.http.post(
            "/api/sync/commands", json={"cmds": [row] * times}, headers=team.desk.headers()
        )

    assert [ack["again"] for ack in answer.json()["acks"]] == [True] * times
    # And one for the batch, to say how far the last backup reaches.
    assert len(statements) == times + 1


async def test_the_head_of_the_log_is_read_with_the_row_and_anew_only_after_a_change_of_our_own(team, branch):
    await team.send()
    team.ama.save("assignment.accept", "assignment-1", AcceptAssignment(call_id="call-1", unit_id=UNIT))

    with counted(branch) as of_an_answer:
        await team.ama.upload()
    await team.must(team.desk, "call.take", "call-2", CALL)
    team.ama.save("assignment.stage", "own-1", ReportStage(call_id="call-2", unit_id=UNIT, stage="enroute"))
    with counted(branch) as of_a_team_that_went_by_itself:
        await team.ama.upload()

    assert len([sql for sql in of_an_answer if sql.startswith("SELECT seq + 1")]) == 0
    assert len([sql for sql in of_a_team_that_went_by_itself if sql.startswith("SELECT seq + 1")]) == 1
    assert len([sql for sql in of_a_team_that_went_by_itself if sql.startswith("UPDATE log_head")]) == 2


@pytest.mark.parametrize("most", [FEW, MANY])
async def test_a_row_that_many_may_read_is_opened_once_for_all_who_ask_at_once(served, city, team, branch, most):
    async with AsyncExitStack() as stack:
        desks = [await stack.enter_async_context(served.phone(city, "dispatcher")) for _ in range(most)]
        for desk in desks:
            await desk.pull()
        await team.desk.do("call.take", "call-1", CALL)

        with counted(branch) as statements:
            actors = [Actor(person_id=desk.person, device_id=desk.device) for desk in desks]
            pages = await asyncio.gather(
                *(changes.page(branch, actor, desk.replica.cur) for actor, desk in zip(actors, desks, strict=True))
            )

        shown = [[put.id for put in page.puts] for page in pages if isinstance(page, Page)]
        assert shown == [["call-1"]] * most
        reads = [sql for sql in statements if sql.startswith("SELECT")]
        audits = [sql for sql in statements if "INTO disclosure" in sql]
        assert len(audits) == most, "each of them is on record"
        for rows in ("FROM call WHERE", "JOIN place_note"):
            assert len([sql for sql in reads if rows in sql]) == 1, rows
