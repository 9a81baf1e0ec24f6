"""What came of it: logged by either partner, online or days later, and counted once."""

import json

import pytest
from msgspec.structs import replace

from schemas.commands import EraseCall, RecordEncounter, ReportStage
from schemas.records import OutcomeAnswers, SupplyGiven
from server.journal import verify
from tests.served import NOON
from tests.stories.team import UNIT, Team, a_team

pytestmark = pytest.mark.told_on("sqlite")

CANARY = "CANARY asked for Rosa at the blue door"
MET = OutcomeAnswers(
    contact_result="contact_made",
    resolution=("resolved_on_scene",),
    services=("basic_needs",),
    supplies=(SupplyGiven(code="socks", quantity=2),),
    persons_count=1,
)
GONE = OutcomeAnswers(contact_result="gone")


def outcome(answers: OutcomeAnswers = MET, *, call_id="call-1", assignment_id="assignment-1", note=None):
    return RecordEncounter(call_id=call_id, unit_id=UNIT, assignment_id=assignment_id, answers=answers, note=note)


@pytest.fixture
async def team(served):
    async with a_team(served, served.found("city")) as made:
        yield made


async def figures(team: Team) -> list[dict]:
    """What counts, row by row, as the export reads it."""
    rows = await team.city.database.read(lambda tx: tx.all("SELECT figures FROM encounter ORDER BY id"))
    return [json.loads(row["figures"]) for row in rows]


async def test_an_outcome_is_seen_by_both_partners_and_not_by_the_desk(team):
    await team.send()

    await team.must(team.ama, "encounter.record", "encounter-1", outcome(note="Knows the shelter."))

    seen = [await team.see(phone, "encounter") for phone in (team.ama, team.ben, team.desk)]
    assert seen[0] == seen[1]
    assert seen[2] == {}
    row = seen[0]["encounter-1"]
    assert (row["call_id"], row["unit_id"], row["assignment_id"]) == ("call-1", UNIT, "assignment-1")
    assert (row["by"], row["note"], row["additions"]) == (team.ama.person, "Knows the shelter.", [])
    assert row["answers"]["supplies"] == [{"code": "socks", "quantity": 2}]


async def test_the_desk_sees_that_it_was_written_and_nothing_else_of_it(team):
    await team.send()
    before = (await team.see(team.desk, "assignment"))["assignment-1"]

    await team.must(team.ama, "encounter.record", "encounter-1", outcome(note=CANARY))

    after = (await team.see(team.desk, "assignment"))["assignment-1"]
    assert (before["outcome"], after["outcome"]) == ("due", "saved")
    assert CANARY not in json.dumps([list(team.desk.replica.view().values())])


async def test_a_second_save_is_kept_beside_the_first_and_supplies_are_not_doubled(team):
    await team.send()
    await team.must(team.ama, "encounter.record", "encounter-1", outcome(note="From Ama."))
    team.served.clock.forward(60)
    differing = replace(MET, resolution=("needs_followup",), supplies=(SupplyGiven(code="socks", quantity=3),))

    await team.must(team.ben, "encounter.record", "encounter-2", outcome(differing, note="From Ben."))

    seen = await team.see(team.ama, "encounter")
    assert list(seen) == ["encounter-1"]
    row = seen["encounter-1"]
    assert (row["by"], row["note"], row["answers"]["resolution"]) == (
        team.ama.person,
        "From Ama.",
        ["resolved_on_scene"],
    )
    (added,) = row["additions"]
    assert (added["by"], added["note"], added["answers"]["resolution"]) == (
        team.ben.person,
        "From Ben.",
        ["needs_followup"],
    )
    assert (row["first_saved_at"], row["final_at"], row["version"]) == (NOON, NOON + 60_000, 2)
    (counted,) = await figures(team)
    assert counted["supplies"] == [{"code": "socks", "quantity": 3}]
    assert counted["resolution"] == ["needs_followup"]


async def test_a_save_that_comes_late_stands_where_its_own_time_puts_it(team):
    await team.send()
    early = team.ben.save("encounter.record", "encounter-2", outcome(GONE))
    team.served.clock.forward(300)
    await team.must(team.ama, "encounter.record", "encounter-1", outcome())

    await team.ben.upload()

    assert team.ben.acks[early["id"]]["r"] == "ok"
    row = (await team.see(team.ama, "encounter"))["encounter-1"]
    assert (row["by"], row["answers"]["contact_result"]) == (team.ben.person, "gone")
    assert [added["by"] for added in row["additions"]] == [team.ama.person]
    assert (row["first_saved_at"], row["final_at"]) == (NOON, NOON + 300_000)
    assert [counted["contact_result"] for counted in await figures(team)] == ["contact_made"]


@pytest.mark.parametrize("order", [("ama", "ben"), ("ben", "ama")])
async def test_whoever_is_heard_first_the_figures_are_the_same(team, order):
    await team.send()
    team.ama.save("encounter.record", "encounter-1", outcome(), at=NOON + 1)
    team.ben.save("encounter.record", "encounter-2", outcome(replace(MET, services=("vitals",))), at=NOON + 2)

    for name in order:
        await getattr(team, name).upload()

    (counted,) = await figures(team)
    assert counted["services"] == ["basic_needs", "vitals"]
    assert counted["supplies"] == [{"code": "socks", "quantity": 2}]


async def test_the_same_save_sent_twice_is_one_save(team):
    await team.send()
    row = team.ama.save("encounter.record", "encounter-1", outcome())
    await team.ama.upload()
    team.ama.outbox = [row]

    (again,) = await team.ama.upload()

    assert (again["r"], again["again"]) == ("ok", True)
    assert (await team.see(team.ama, "encounter"))["encounter-1"]["additions"] == []


async def test_an_outcome_that_names_no_assignment_goes_to_the_last_time_the_unit_went(team):
    await team.send()

    await team.must(team.ama, "encounter.record", "encounter-1", outcome(assignment_id=None))

    assert (await team.see(team.ama, "encounter"))["encounter-1"]["assignment_id"] == "assignment-1"


async def test_an_outcome_without_any_offer_is_kept_on_an_assignment_the_desk_is_told_of(team):
    await team.take()

    await team.must(team.ama, "encounter.record", "encounter-1", outcome(assignment_id=None))

    assignments = await team.see(team.desk, "assignment")
    (assignment,) = assignments.values()
    assert (assignment["self_initiated"], assignment["outcome"]) == (True, "saved")
    assert [alarm["kind"] for alarm in (await team.see(team.desk, "alarm")).values()] == ["self_initiated"]
    assert len(await figures(team)) == 1


async def test_two_times_the_unit_went_are_two_outcomes(team):
    await team.send()
    await team.must(team.ama, "encounter.record", "encounter-1", outcome())
    await team.send("call-2", "assignment-2")

    await team.must(
        team.ama, "encounter.record", "encounter-2", outcome(GONE, call_id="call-2", assignment_id="assignment-2")
    )

    assert len(await figures(team)) == 2


@pytest.mark.told_on("sqlite", "postgres")
@pytest.mark.parametrize(
    ("answers", "code"),
    [
        (replace(MET, resolution=None), "invalid"),
        (replace(GONE, persons_count=1), "invalid"),
        (replace(MET, resolution=("need_unmet",)), "invalid"),
    ],
)
async def test_answers_that_contradict_each_other_are_held_and_count_nowhere(team, answers, code):
    await team.send()

    ack = await team.ama.do("encounter.record", "encounter-1", outcome(answers))

    assert (ack["r"], ack["code"]) == ("held", code)
    assert await figures(team) == []
    assert (await team.see(team.desk, "assignment"))["assignment-1"]["outcome"] == "due"


async def test_an_id_of_another_outcome_cannot_be_taken_over(team):
    await team.send()
    await team.must(team.ama, "encounter.record", "encounter-1", outcome())
    await team.send("call-2", "assignment-2")

    ack = await team.ama.do(
        "encounter.record", "encounter-1", outcome(GONE, call_id="call-2", assignment_id="assignment-2")
    )

    assert (ack["r"], ack["code"]) == ("held", "invalid")
    assert [counted["contact_result"] for counted in await figures(team)] == ["contact_made"]


async def test_nobody_writes_for_a_team_they_were_never_on(team):
    await team.send()
    async with team.served.phone(team.city, "responder") as stranger:
        ack = await stranger.do("encounter.record", "encounter-1", outcome())

    assert (ack["r"], ack["code"]) == ("held", "forbidden")
    assert await figures(team) == []


async def test_of_a_call_nobody_has_heard_of_an_outcome_waits(team):
    ack = await team.ama.do("encounter.record", "encounter-1", outcome(call_id="call-9", assignment_id=None))

    assert (ack["r"], ack["code"]) == ("held", "dependency")


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_note_lies_on_the_disk_only_as_ciphertext(team):
    await team.send()
    await team.must(team.ama, "encounter.record", "encounter-1", outcome(note=CANARY))
    await team.must(team.ben, "encounter.record", "encounter-2", outcome(note=CANARY))

    assert CANARY.encode() not in team.bytes_on_disk()
    # The search itself works: the same words in clear are found.
    await team.city.database.write(lambda tx: tx.run("UPDATE unit SET name = :words", words=CANARY))
    assert CANARY.encode() in team.bytes_on_disk()


async def test_an_erased_call_takes_its_outcomes_from_every_phone_and_leaves_the_chain_whole(team):
    await team.send()
    await team.must(team.ama, "encounter.record", "encounter-1", outcome(note=CANARY))
    await team.see(team.ama, "encounter")
    async with team.served.phone(team.city, "privacy_officer") as officer:
        await team.must(officer, "call.erase", "call-1", EraseCall(reason="asked for it"))

    assert await team.see(team.ama, "encounter") == {}
    assert await team.city.database.read(verify) is None
    late = await team.ben.do("encounter.record", "encounter-2", outcome(note=CANARY))
    assert (late["r"], late["code"]) == ("ok", "erased")
    assert CANARY not in json.dumps(list(team.ben.replica.view().values()))
    assert len(await figures(team)) == 1


async def test_a_unit_that_reached_the_place_before_its_accept_was_heard_still_writes_one_outcome(team):
    await team.take()
    reached = ReportStage(call_id="call-1", unit_id=UNIT, stage="on_scene")
    await team.must(team.ama, "assignment.stage", "assignment-9", reached)

    await team.must(team.ama, "encounter.record", "encounter-1", outcome(assignment_id="assignment-9"))
    await team.must(team.ben, "encounter.record", "encounter-2", outcome(assignment_id=None))

    assert len(await figures(team)) == 1
    assert len(await team.see(team.desk, "assignment")) == 1
