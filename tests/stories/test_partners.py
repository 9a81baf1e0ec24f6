"""Two phones of one team, both with no link: both tap, both save, and it is one response with one outcome."""

from collections.abc import AsyncIterator, Sequence

import pytest
from msgspec.structs import replace

from schemas.records import OutcomeAnswers, SupplyGiven
from tests.phone import Phone
from tests.served import HOUR, NOON
from tests.stories.team import UNIT, Team, a_team
from tests.walls.evening import Table, fetch

pytestmark = pytest.mark.told_on("sqlite")

OF_CALL = {"call_id": "call-1", "unit_id": UNIT}
SECOND = 1000
MET = OutcomeAnswers(
    contact_result="contact_made",
    resolution=("resolved_on_scene",),
    services=("basic_needs",),
    supplies=(SupplyGiven(code="socks", quantity=2), SupplyGiven(code="water", quantity=1)),
    persons_count=1,
    team_safe=True,
)
OTHERWISE = replace(
    MET,
    resolution=("needs_followup",),
    services=("vitals",),
    supplies=(SupplyGiven(code="socks", quantity=2), SupplyGiven(code="water", quantity=3)),
    team_safe=False,
)
AHEAD, BEHIND = int(5 * HOUR) * SECOND, -int(7 * HOUR) * SECOND
ORDERS = [("ama", "ben"), ("ben", "ama")]


@pytest.fixture
async def team(served) -> AsyncIterator[Team]:
    async with a_team(served, served.found("city")) as made:
        await made.take()
        await made.must(made.desk, "assignment.offer", "assignment-1", OF_CALL)
        await made.must(made.ama, "assignment.accept", "assignment-1", OF_CALL)
        for phone, skew_ms in ((made.ama, AHEAD), (made.ben, BEHIND)):
            phone.skew_ms = skew_ms
            await phone.hello()
        yield made


def tap(phone: Phone, stage: str, after_s: int) -> None:
    """Somebody taps a stage so long after noon, by the clock of their own phone; nothing is sent."""
    at = NOON + after_s * SECOND + phone.skew_ms
    phone.save("assignment.stage", "assignment-1", {**OF_CALL, "stage": stage}, at=at)


def write(phone: Phone, encounter_id: str, answers: OutcomeAnswers, after_s: int) -> None:
    """Somebody saves the outcome so long after noon, by the clock of their own phone; nothing is sent."""
    args = {**OF_CALL, "assignment_id": "assignment-1", "answers": answers}
    phone.save("encounter.record", encounter_id, args, at=NOON + after_s * SECOND + phone.skew_ms)


async def both_work_offline(team: Team, order: Sequence[str]) -> None:
    """Ama is first on the way, Ben first there; both tap all, both save, Ben later and otherwise. Then they send."""
    for phone, taps in ((team.ama, (60, 630, 1500)), (team.ben, (90, 600, 1560))):
        for stage, after_s in zip(("enroute", "on_scene", "cleared"), taps, strict=True):
            tap(phone, stage, after_s)
    write(team.ama, "encounter-1", MET, 1620)
    write(team.ben, "encounter-2", OTHERWISE, 1680)
    team.served.clock.forward(2 * HOUR)
    for phone in (team.desk, team.ama, team.ben):
        await phone.sign_token()
    for name in order:
        await getattr(team, name).upload()
    assert {ack["r"] for phone in (team.ama, team.ben) for ack in phone.acks.values()} == {"ok"}


async def exported(team: Team) -> dict[str, Table]:
    """The manager's files, and the supervisor's."""
    files = {}
    async with team.served.phone(team.city, "manager") as priya, team.served.phone(team.city, "supervisor") as ruth:
        for name in ("calls", "responses", "encounters"):
            files[name] = await fetch(priya, f"{name}.csv")
        files["stages"] = await fetch(ruth, "full/stages.csv")
    return files


@pytest.mark.parametrize("order", ORDERS)
async def test_the_status_of_the_pair_is_the_earliest_corrected_time_whoever_is_heard_first(team, order):
    await both_work_offline(team, order)

    (row,) = (await team.see(team.desk, "assignment")).values()
    times = {name: row[name] for name in ("enroute_at", "arrived_at", "cleared_at")}
    assert times == {
        "enroute_at": NOON + 60 * SECOND,
        "arrived_at": NOON + 600 * SECOND,
        "cleared_at": NOON + 1500 * SECOND,
    }
    assert (row["state"], row["ended_at"], row["self_initiated"]) == ("cleared", NOON + 1500 * SECOND, False)
    assert await team.see(team.desk, "alarm") == {}


@pytest.mark.told_on("sqlite", "postgres")
@pytest.mark.parametrize("order", ORDERS)
async def test_the_pair_is_one_row_in_every_file_with_supplies_once_and_every_report_of_time_kept(team, order):
    await both_work_offline(team, order)

    files = await exported(team)
    (response,), (encounter,) = files["responses"], files["encounters"]
    assert (response["state"], response["outcome"]) == ("cleared", "saved")
    assert (response["turnout_s"], response["travel_s"], response["on_scene_s"]) == ("60", "540", "900")
    assert (encounter["additions"], encounter["supplies"]) == ("1", "socks:2;water:3")
    assert (encounter["resolution_1"], encounter["services"]) == ("needs_followup", "basic_needs;vitals")
    assert (encounter["team_safe"], encounter["saved_after_clear_s"]) == ("false", "120")
    assert len(files["stages"]) == 6
    assert {(row["stage"], row["skew_ms"]) for row in files["stages"]} == {
        (stage, str(-skew)) for stage in ("enroute", "on_scene", "cleared") for skew in (AHEAD, BEHIND)
    }


async def test_a_time_nobody_told_is_empty_and_never_midnight(team):
    await both_work_offline(team, ("ama", "ben"))

    (row,) = (await team.see(team.desk, "assignment")).values()
    files = await exported(team)
    assert [row[name] for name in ("staged_at", "contact_at", "transport_at", "dest_at")] == [None] * 4
    assert files["responses"][0]["to_contact_s"] == ""
    cells = [cell for table in files.values() for line in table for cell in line.values()]
    assert any("T14:" in cell for cell in cells), "times are in these files"
    assert not any("T00:00" in cell for cell in cells)


@pytest.mark.told_on("sqlite", "postgres")
@pytest.mark.parametrize("order", ORDERS)
async def test_both_of_the_pair_read_both_versions_and_the_desk_reads_neither(team, order):
    await both_work_offline(team, order)

    seen = [await team.see(phone, "encounter") for phone in (team.ama, team.ben, team.desk)]
    assert seen[0] == seen[1]
    assert seen[2] == {}
    (row,) = seen[0].values()
    (added,) = row["additions"]
    assert (row["by"], row["answers"]["resolution"]) == (team.ama.person, ["resolved_on_scene"])
    assert (added["by"], added["answers"]["resolution"]) == (team.ben.person, ["needs_followup"])


@pytest.mark.parametrize("order", ORDERS)
async def test_what_a_partner_saves_once_more_settles_it(team, order):
    await both_work_offline(team, order)

    write(team.ben, "encounter-3", MET, 3600)
    await team.ben.upload()

    (encounter,) = (await exported(team))["encounters"]
    assert (encounter["additions"], encounter["resolution_1"]) == ("2", "resolved_on_scene")


@pytest.mark.parametrize("order", ORDERS)
async def test_both_say_yes_and_it_is_one_acceptance_at_the_earlier_time(served, order):
    async with a_team(served, served.found("city")) as team:
        await team.take()
        await team.must(team.desk, "assignment.offer", "assignment-1", OF_CALL)
        for phone, after_s in ((team.ama, 40), (team.ben, 20)):
            phone.save("assignment.accept", "assignment-1", OF_CALL, at=NOON + after_s * SECOND)
        served.clock.forward(60)
        for name in order:
            await getattr(team, name).upload()

        (row,) = (await team.see(team.desk, "assignment")).values()
        assert (row["state"], row["accepted_at"]) == ("accepted", NOON + 20 * SECOND)
        assert {ack["r"] for phone in (team.ama, team.ben) for ack in phone.acks.values()} == {"ok"}


CORRECTED = [("ama", "ben", "fix"), ("fix", "ben", "ama"), ("ben", "fix", "ama")]


@pytest.mark.parametrize("order", CORRECTED)
async def test_a_partner_corrects_a_time_that_was_tapped_too_early_whatever_is_heard_first(team, order):
    """Ama's phone said arrived in her pocket; Ben says when it really was, and his word stands."""
    said = {}
    for name, phone, after_s in (("ama", team.ama, 60), ("ben", team.ben, 900)):
        tap(phone, "on_scene", after_s)
        said[name] = (phone, phone.outbox.pop())
    really = {**OF_CALL, "stage": "on_scene", "reached_at": NOON + 840 * SECOND + BEHIND, "corrects": True}
    fix = team.ben.save("assignment.stage", "assignment-1", really, at=NOON + 1000 * SECOND + BEHIND)
    said["fix"] = (team.ben, team.ben.outbox.pop())
    team.served.clock.forward(HOUR / 2)
    for phone in (team.desk, team.ama, team.ben):
        await phone.sign_token()
    for name in order:
        phone, row = said[name]
        phone.outbox = [row]
        await phone.upload()

    (row,) = (await team.see(team.desk, "assignment")).values()
    assert (row["state"], row["arrived_at"]) == ("on_scene", NOON + 840 * SECOND)
    assert team.ben.acks[fix["id"]]["r"] == "ok"
    told = (await exported(team))["stages"]
    assert sorted(line["corrects"] for line in told) == ["false", "false", "true"]
