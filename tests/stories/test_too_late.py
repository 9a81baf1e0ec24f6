"""The team whose yes came too late, offline, and that went all the same: all it did is on the board and in the files.

Nobody does anything for it by hand. Its yes alone is held, with an owner; the desk is told, and sees who is where.
"""

from collections.abc import Sequence
from typing import Any

import pytest

from schemas.records import OutcomeAnswers
from tests.phone import Phone
from tests.served import HOUR, MINUTE, NOON
from tests.stories.two_teams import BY_PLOVER, BY_VOICE, PLOVER, THE_CALL, TwoTeams, two_teams
from tests.walls.evening import Table, fetch

pytestmark = pytest.mark.told_on("sqlite")

SECOND = 1000
MET = OutcomeAnswers(contact_result="contact_made", resolution=("resolved_on_scene",), persons_count=1)
REFERRED = {
    **BY_PLOVER,
    "need": "food",
    "state": "unavailable",
    "unavailable_reason": "closed",
    "urgency": "day",
}


async def asked_and_gone(teams: TwoTeams) -> dict[str, Any]:
    """Both teams are asked; Cleo of Plover, with no link, says yes, goes, logs and refers; answers her yes, unsent."""
    await teams.offer()
    await teams.offer(PLOVER, "assignment-2")
    return went(teams.cleo)


def went(cleo: Phone) -> dict[str, Any]:
    """What Cleo taps and saves with no link, from noon on."""
    accept = cleo.save("assignment.accept", "assignment-2", BY_PLOVER)
    for minute, stage in ((1, "enroute"), (5, "on_scene"), (20, "cleared")):
        at = NOON + minute * 60 * SECOND
        cleo.save("assignment.stage", "assignment-2", {**BY_PLOVER, "stage": stage}, at=at)
    outcome = {**BY_PLOVER, "assignment_id": "assignment-2", "answers": MET}
    cleo.save("encounter.record", "encounter-2", outcome, at=NOON + 21 * 60 * SECOND)
    cleo.save("referral.make", "referral-2", REFERRED, at=NOON + 22 * 60 * SECOND)
    return accept


async def wren_accepts(teams: TwoTeams) -> None:
    await teams.must(teams.ama, "assignment.accept", "assignment-1", THE_CALL)


async def wren_is_done(teams: TwoTeams) -> None:
    """Wren was first, came, and is clear: the call is closed."""
    await wren_accepts(teams)
    for stage in ("on_scene", "cleared"):
        await teams.must(teams.ama, "assignment.stage", "assignment-1", {**THE_CALL, "stage": stage})


async def wren_is_long_done(teams: TwoTeams) -> None:
    """So long that the call left the desk."""
    await wren_is_done(teams)
    await teams.later(3 * HOUR)
    assert await teams.see(teams.desk, "call") == {}


async def the_desk_closes(teams: TwoTeams) -> None:
    """Nobody answered in time, and the desk closed the call."""
    await teams.later(6 * MINUTE)
    await teams.must(teams.desk, "call.close", "call-1", {"not_sent_reason": "timed_out"})


async def nobody_answers(teams: TwoTeams) -> None:
    await teams.later(6 * MINUTE)


async def the_desk_takes_it_back(teams: TwoTeams) -> None:
    await teams.must(teams.desk, "assignment.end", "assignment-2", {"ending": "withdrawn"})


MEANWHILE = [wren_accepts, wren_is_done, wren_is_long_done, the_desk_closes, nobody_answers, the_desk_takes_it_back]


async def exported(teams: TwoTeams) -> dict[str, Table]:
    """The manager's files, and the supervisor's."""
    files = {}
    async with teams.served.phone(teams.city, "manager") as priya, teams.served.phone(teams.city, "supervisor") as ruth:
        for name in ("calls", "responses", "encounters", "referrals"):
            files[name] = await fetch(priya, f"{name}.csv")
        files["stages"] = await fetch(ruth, "full/stages.csv")
    return files


def of_who_went(files: dict[str, Table]) -> dict[str, Any]:
    """The lines of the one team that went too late, with how they say that it did."""
    (response,) = [row for row in files["responses"] if row["begun"] == "too_late"]
    (encounter,) = [row for row in files["encounters"] if row["response_key"] == response["response_key"]]
    (referral,) = [row for row in files["referrals"] if row["unit_key"] == response["unit_key"]]
    stages = [row for row in files["stages"] if row["unit"] == "Plover"]
    return {
        "response": (response["state"], response["self_initiated"], response["outcome"], response["on_scene_s"]),
        "encounter": (encounter["contact_result"], encounter["self_initiated"]),
        "referral": (referral["need"], referral["self_initiated"]),
        "stages": [(row["stage"], row["self_initiated"]) for row in stages],
    }


ALL_OF_IT = {
    "response": ("cleared", "true", "saved", "900"),
    "encounter": ("contact_made", "true"),
    "referral": ("food", "true"),
    "stages": [("enroute", "true"), ("on_scene", "true"), ("cleared", "true")],
}


async def hand_over(teams: TwoTeams, order: Sequence[int] | None = None) -> None:
    """The link is back, hours later: Cleo's phone sends, in this order if one is given."""
    await teams.later(2 * HOUR)
    if order is not None:
        teams.cleo.outbox = [teams.cleo.outbox[n] for n in order]
    await teams.cleo.upload()


OTHER_ORDERS = [(5, 4, 3, 2, 1, 0), (4, 1, 5, 0, 3, 2)]


@pytest.mark.parametrize(
    ("meanwhile", "order"),
    [
        *((meanwhile, None) for meanwhile in MEANWHILE),
        *((wren_accepts, order) for order in OTHER_ORDERS),
        (wren_is_long_done, OTHER_ORDERS[1]),
        pytest.param(wren_is_long_done, OTHER_ORDERS[0], marks=pytest.mark.told_on("sqlite", "postgres")),
    ],
)
async def test_whatever_became_of_the_offer_all_of_it_is_kept_and_only_the_yes_is_held(served, meanwhile, order):
    async with two_teams(served) as teams:
        accept = await asked_and_gone(teams)
        await meanwhile(teams)
        await hand_over(teams, order)

        answers = {row: ack["r"] for row, ack in teams.cleo.acks.items()}
        assert answers.pop(accept["id"]) == "held"
        assert teams.cleo.acks[accept["id"]]["code"] == "conflict"
        assert set(answers.values()) == {"ok"}
        files = await exported(teams)
        assert of_who_went(files) == ALL_OF_IT
        assert [row["responses"] for row in files["calls"]] == ["3"]


@pytest.mark.parametrize("meanwhile", MEANWHILE, ids=lambda it: it.__name__)
async def test_the_desk_is_told_in_words_of_its_own_and_sees_every_team_of_the_call(served, meanwhile):
    async with two_teams(served) as teams:
        await asked_and_gone(teams)
        await meanwhile(teams)
        await hand_over(teams)

        board = (await teams.see(teams.desk, "assignment")).values()
        (late,) = [row for row in board if row["begun"] == "too_late"]
        assert (late["unit_id"], late["state"], late["outcome"]) == (PLOVER, "cleared", "saved")
        assert (late["offered_at"], late["accepted_at"]) == (NOON + 60 * SECOND, None)
        assert {(row["unit_id"], row["begun"]) for row in board if row is not late} == {
            ("unit-1", "offered"),
            (PLOVER, "offered"),
        }
        assert "call-1" in await teams.see(teams.desk, "call")
        raised = (await teams.see(teams.desk, "alarm")).values()
        (alarm,) = [row for row in raised if row["kind"] == "too_late"]
        assert (alarm["call_id"], alarm["unit_id"], alarm["assignment_id"]) == ("call-1", PLOVER, late["id"])
        assert "self_initiated" not in {row["kind"] for row in raised}


async def test_its_yes_lies_in_custody_with_an_owner_and_its_own_phone_is_told(served):
    async with two_teams(served) as teams, served.phone(teams.city, "supervisor") as ruth:
        accept = await asked_and_gone(teams)
        await wren_accepts(teams)
        await hand_over(teams)
        await ruth.sign_token()

        for phone in (teams.cleo, ruth):
            (held,) = (await teams.see(phone, "held")).values()
            assert (held["id"], held["type"], held["code"]) == (accept["id"], "assignment.accept", "conflict")
            assert (held["person_id"], held["owner"]) == (teams.cleo.person, "supervisor")


async def test_its_own_phone_sees_what_it_did_and_that_another_team_has_the_call(served):
    async with two_teams(served) as teams:
        await asked_and_gone(teams)
        await wren_accepts(teams)
        await hand_over(teams)

        seen = await teams.see(teams.cleo, "assignment")
        own = {row["begun"]: row["state"] for row in seen.values() if row["unit_id"] == PLOVER}
        assert own == {"offered": "superseded", "too_late": "cleared"}
        assert [row["state"] for row in seen.values() if row["unit_id"] != PLOVER] == ["accepted"]
        assert "call-1" in await teams.see(teams.cleo, "call")
        assert [row["unit_id"] for row in (await teams.see(teams.cleo, "encounter")).values()] == [PLOVER]


async def test_while_it_is_still_there_both_teams_are_on_the_call_and_one_of_them_by_an_accepted_offer(served):
    async with two_teams(served) as teams:
        await asked_and_gone(teams)
        del teams.cleo.outbox[3:]
        await wren_accepts(teams)
        await hand_over(teams)

        board = (await teams.see(teams.desk, "assignment")).values()
        going = {(row["unit_id"], row["state"]) for row in board if row["state"] in ("accepted", "on_scene")}
        assert going == {("unit-1", "accepted"), (PLOVER, "on_scene")}
        assert [row["unit_id"] for row in board if row["accepted_at"] is not None] == ["unit-1"]
        assert (await teams.on_desk("unit", PLOVER))["status"] == "on_scene"
        assert (await teams.on_desk("call", "call-1"))["status"] == "active"


async def test_a_yes_that_arrives_after_what_it_led_to_is_refused_all_the_same(served):
    """Whether Plover is still there when the yes is heard must make no difference to it."""
    async with two_teams(served) as teams:
        accept = await asked_and_gone(teams)
        await wren_accepts(teams)
        yes, *facts = teams.cleo.outbox
        teams.cleo.outbox = facts[:2]
        await teams.cleo.upload()
        assert await teams.state("assignment-1") == "accepted"
        teams.cleo.outbox = [yes]
        await teams.cleo.upload()

        assert teams.cleo.acks[accept["id"]]["code"] == "conflict"


@pytest.mark.told_on("sqlite", "postgres")
async def test_the_other_way_round_the_team_that_is_heard_first_has_the_call(served):
    async with two_teams(served) as teams:
        await asked_and_gone(teams)
        yes = teams.ama.save("assignment.accept", "assignment-1", THE_CALL)
        await teams.cleo.upload()
        await teams.ama.upload()

        assert teams.ama.acks[yes["id"]]["code"] == "conflict"
        assert (await teams.state("assignment-2"), await teams.alarms()) == ("cleared", [])


async def test_a_team_that_goes_on_after_the_desk_ended_it_is_no_team_without_an_offer(served):
    async with two_teams(served) as teams:
        await teams.offer()
        await wren_accepts(teams)
        await teams.later(MINUTE)
        await teams.must(teams.desk, "assignment.end", "assignment-1", {"ending": "cancelled"})
        await teams.later(MINUTE)
        await teams.must(teams.ama, "assignment.stage", "assignment-1", {**THE_CALL, "stage": "on_scene"})

        board = (await teams.see(teams.desk, "assignment")).values()
        assert {(row["state"], row["begun"]) for row in board} == {
            ("cancelled_enroute", "offered"),
            ("on_scene", "after_end"),
        }
        assert await teams.alarms() == ["after_end"]


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_team_that_was_there_before_it_was_called_off_was_called_off_there_also_when_that_is_heard_later(
    served,
):
    async with two_teams(served) as teams:
        await teams.offer()
        await wren_accepts(teams)
        await teams.later(MINUTE)
        teams.ama.save("assignment.stage", "assignment-1", {**THE_CALL, "stage": "on_scene"})
        await teams.later(MINUTE)
        await teams.must(teams.desk, "assignment.end", "assignment-1", {"ending": "cancelled"})
        assert await teams.state("assignment-1") == "cancelled_enroute"

        await teams.ama.upload()

        assert await teams.state("assignment-1") == "cancelled_on_scene"
        assert await teams.alarms() == []
        (response,) = (await exported(teams))["responses"]
        assert (response["state"], response["self_initiated"]) == ("cancelled_on_scene", "false")


async def test_a_team_that_said_no_and_went_after_all_went_by_itself(served):
    async with two_teams(served) as teams:
        await teams.offer()
        await teams.must(teams.ama, "assignment.decline", "assignment-1", {"reason": "too_far"})
        await teams.must(teams.ama, "assignment.stage", "assignment-1", {**THE_CALL, "stage": "on_scene"})

        board = (await teams.see(teams.desk, "assignment")).values()
        assert {(row["state"], row["begun"]) for row in board} == {("declined", "offered"), ("on_scene", "by_itself")}
        assert await teams.alarms() == ["self_initiated"]


async def test_a_late_yes_by_voice_is_refused_at_once_and_what_the_desk_then_enters_counts(served):
    async with two_teams(served) as teams:
        await teams.offer()
        await teams.offer(PLOVER, "assignment-2")
        await wren_accepts(teams)
        said = await teams.desk.do("assignment.accept", "assignment-2", {**BY_PLOVER, **BY_VOICE})
        told = {**BY_PLOVER, **BY_VOICE, "stage": "on_scene"}
        await teams.must(teams.desk, "assignment.stage", "assignment-2", told)

        assert (said["r"], said["code"]) == ("held", "conflict")
        (late,) = [row for row in (await teams.see(teams.desk, "assignment")).values() if row["begun"] == "too_late"]
        assert (late["state"], late["unit_id"]) == ("on_scene", PLOVER)
