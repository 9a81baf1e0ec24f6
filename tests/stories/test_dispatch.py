"""From a call to a team that is clear: taking, asking, the ladder, the answer, the stages, by phone and by voice."""

import pytest

from tests.served import HOUR, MINUTE, NOON
from tests.stories.team import CALL, UNIT
from tests.stories.two_teams import BY_VOICE, SPEAKER, THE_CALL, two_teams

pytestmark = pytest.mark.told_on("sqlite")

SECOND = 1000


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_call_goes_from_the_desk_to_a_team_that_is_clear(served):
    async with two_teams(served) as teams:
        assert (await teams.on_desk("call", "call-1"))["status"] == "queued"

        await teams.offer()
        assert (await teams.see(teams.ama, "call"))["call-1"]["place"] == CALL.place
        assert (await teams.see(teams.cleo, "call")) == {}
        await teams.must(teams.ama, "assignment.accept", "assignment-1", THE_CALL)
        assert (await teams.on_desk("call", "call-1"))["status"] == "assigned"
        seen = []
        for stage in ("enroute", "on_scene", "contact", "cleared"):
            served.clock.forward(2 * MINUTE)
            await teams.must(teams.ama, "assignment.stage", "assignment-1", {**THE_CALL, "stage": stage})
            unit, call = await teams.on_desk("unit", UNIT), await teams.on_desk("call", "call-1")
            seen.append((await teams.state(), unit["status"], call["status"]))

        assert seen == [
            ("enroute", "enroute", "assigned"),
            ("on_scene", "on_scene", "active"),
            ("contact", "on_scene", "active"),
            ("cleared", "available", "closed"),
        ]
        done = await teams.on_desk("assignment", "assignment-1")
        assert done["arrived_at"] == NOON + 4 * MINUTE * SECOND
        assert (done["outcome"], done["self_initiated"], done["origin"]) == ("due", False, "device")
        assert (await teams.on_desk("call", "call-1"))["closed_at"] == NOON + 8 * MINUTE * SECOND
        assert await teams.alarms() == []


async def test_an_offer_climbs_the_ladder_once_per_person(served):
    async with two_teams(served) as teams:
        await teams.offer()
        await teams.ama.pull()
        served.clock.forward(2)
        await teams.ama.got()
        served.clock.forward(2)
        await teams.must(teams.ama, "assignment.show", "assignment-1", {"shown_at": teams.ama.wall()})
        await teams.ama.pull()
        served.clock.forward(2)
        await teams.ama.got()
        await teams.must(teams.ama, "assignment.show", "assignment-1", {"shown_at": teams.ama.wall()})

        ladder = {rung["person_id"]: rung for rung in (await teams.on_desk("assignment", "assignment-1"))["ladder"]}

    assert ladder[teams.ama.person] == {
        "person_id": teams.ama.person,
        "sent_at": None,
        "delivered_at": NOON + 2 * SECOND,
        "shown_at": NOON + 4 * SECOND,
        **dict.fromkeys(("pushed_at", "push_failed_at", "texted_at", "text_failed_at", "rang_at")),
    }
    assert ladder[teams.ben.person]["delivered_at"] is None


async def test_the_desk_answers_for_a_team_by_voice_and_the_phone_agrees_later(served):
    async with two_teams(served) as teams:
        await teams.offer()
        said_at = teams.ama.wall() + 5 * SECOND
        served.clock.forward(20)
        await teams.must(teams.desk, "assignment.accept", "assignment-1", {**THE_CALL, **BY_VOICE})
        by_voice = await teams.on_desk("assignment", "assignment-1")
        ack = await teams.ama.do("assignment.accept", "assignment-1", THE_CALL, at=said_at)
        again = await teams.ben.do("assignment.accept", "assignment-1", THE_CALL)

        assert (by_voice["state"], by_voice["origin"]) == ("accepted", "manual")
        assert (by_voice["said_by"], by_voice["accepted_at"]) == (SPEAKER, NOON + 20 * SECOND)
        assert (ack["r"], again["r"]) == ("ok", "ok")
        agreed = await teams.on_desk("assignment", "assignment-1")
        assert (agreed["accepted_at"], agreed["origin"], agreed["said_by"]) == (said_at, "device", None)


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_stage_told_by_voice_and_by_phone_counts_from_the_earlier_time_and_both_reports_are_kept(served):
    async with two_teams(served) as teams:
        await teams.offer()
        await teams.must(teams.ama, "assignment.accept", "assignment-1", THE_CALL)
        reached = teams.desk.wall() - 90 * SECOND
        said = {**THE_CALL, **BY_VOICE, "stage": "on_scene", "reached_at": reached}
        await teams.must(teams.ama, "assignment.stage", "assignment-1", {**THE_CALL, "stage": "on_scene"})
        await teams.must(teams.desk, "assignment.stage", "assignment-1", said)

        assert (await teams.on_desk("assignment", "assignment-1"))["arrived_at"] == reached
        reports = await teams.rows("SELECT corrected_at, origin FROM stage_time ORDER BY corrected_at")
        assert reports == [{"corrected_at": reached, "origin": "manual"}, {"corrected_at": NOON, "origin": "device"}]


@pytest.mark.told_on("sqlite", "postgres")
async def test_who_spoke_stands_nowhere_in_clear(served):
    async with two_teams(served) as teams:
        await teams.offer()
        await teams.must(teams.desk, "assignment.accept", "assignment-1", {**THE_CALL, **BY_VOICE})
        await teams.must(teams.desk, "assignment.stage", "assignment-1", {**THE_CALL, **BY_VOICE, "stage": "enroute"})

        assert SPEAKER.encode() not in teams.bytes_on_disk()


async def test_a_wrong_clock_is_corrected_and_both_times_are_kept(served):
    async with two_teams(served) as teams:
        await teams.offer()
        teams.ama.skew_ms = 600 * SECOND
        await teams.ama.hello()
        await teams.must(teams.ama, "assignment.stage", "assignment-1", {**THE_CALL, "stage": "enroute"})

        assert (await teams.on_desk("assignment", "assignment-1"))["enroute_at"] == NOON
        assert await teams.rows("SELECT device_at, corrected_at, received_at FROM stage_time") == [
            {"device_at": NOON + 600 * SECOND, "corrected_at": NOON, "received_at": NOON}
        ]


async def test_an_offer_nobody_answers_expires_and_stands_on_the_strip(served):
    async with two_teams(served) as teams:
        await teams.offer()
        await teams.later(299)
        assert await teams.state() == "offered"
        await teams.later(1)

        assert await teams.state() == "expired"
        assert await teams.alarms() == ["offer_unanswered"]
        assert await teams.see(teams.ama, "call") == {}
        assert (await teams.on_desk("call", "call-1"))["status"] == "queued"
        (alarm,) = await teams.see(teams.desk, "alarm")
        await teams.must(teams.desk, "alarm.resolve", alarm, {})
        await teams.must(teams.desk, "alarm.resolve", alarm, {})
        assert await teams.alarms() == []


async def test_an_answered_offer_never_expires(served):
    async with two_teams(served) as teams:
        await teams.offer()
        await teams.must(teams.ama, "assignment.accept", "assignment-1", THE_CALL)
        await teams.later(HOUR)

        assert await teams.state() == "accepted"
        assert await teams.alarms() == []


async def test_two_hours_after_the_end_the_team_no_longer_reads_the_call(served):
    async with two_teams(served) as teams:
        await teams.offer()
        await teams.must(teams.ama, "assignment.stage", "assignment-1", {**THE_CALL, "stage": "cleared"})
        await teams.later(2 * HOUR - 1)
        assert "call-1" in await teams.see(teams.ama, "call")
        await teams.later(1)

        assert await teams.see(teams.ama, "call") == {}


async def test_a_closed_call_leaves_the_desk_after_an_hour(served):
    async with two_teams(served) as teams:
        await teams.must(teams.desk, "call.close", "call-1", {"not_sent_reason": "no_unit_available"})
        await teams.later(HOUR - 1)
        assert (await teams.on_desk("call", "call-1"))["not_sent_reason"] == "no_unit_available"
        await teams.later(1)

        assert await teams.see(teams.desk, "call") == {}


async def test_a_call_without_a_team_cannot_be_closed_without_a_reason(served):
    async with two_teams(served) as teams:
        ack = await teams.desk.do("call.close", "call-1", {})

        assert (ack["r"], ack["code"]) == ("held", "invalid")
        assert (await teams.on_desk("call", "call-1"))["status"] == "queued"
        by_phone = await teams.desk.do("call.close", "call-1", {"triage_result": "transfer_988"})
        assert by_phone["r"] == "ok"


@pytest.mark.told_on("sqlite", "postgres")
async def test_closing_a_call_takes_back_what_is_asked_and_calls_off_who_is_on_the_way(served):
    async with two_teams(served) as teams:
        await teams.offer()
        await teams.must(teams.ama, "assignment.accept", "assignment-1", THE_CALL)
        await teams.offer("unit-2", "assignment-2")
        await teams.must(teams.desk, "call.close", "call-1", {"not_sent_reason": "caller_cancelled"})

        assert (await teams.state("assignment-1"), await teams.state("assignment-2")) == (
            "cancelled_enroute",
            "withdrawn",
        )
        assert (await teams.on_desk("call", "call-1"))["status"] == "cancelled"
        assert (await teams.desk.do("assignment.offer", "assignment-3", THE_CALL))["code"] == "conflict"


async def test_the_same_call_told_twice_is_one_call_and_other_words_under_its_id_are_held(served):
    async with two_teams(served) as teams:
        again = await teams.desk.do("call.take", "call-1", CALL)
        other = await teams.desk.do("call.take", "call-1", {**_plain(), "place": "Elsewhere"})
        await teams.must(teams.desk, "call.take", "call-2", CALL)

        assert again["r"] == "ok"
        assert (other["r"], other["code"]) == ("held", "invalid")
        numbers = {call["id"]: call["number"] for call in (await teams.see(teams.desk, "call")).values()}
        assert numbers == {"call-1": "0001", "call-2": "0002"}


async def test_numbers_begin_again_each_day(served):
    async with two_teams(served) as teams:
        await teams.later(24 * HOUR)
        async with served.phone(teams.city, "dispatcher") as desk:
            await teams.must(desk, "call.take", "call-2", CALL)
            assert (await teams.see(desk, "call"))["call-2"]["number"] == "0001"


async def test_a_confidential_type_cannot_be_taken_at_a_citys_desk(served):
    async with two_teams(served) as teams:
        ack = await teams.desk.do("call.take", "call-2", {**_plain(), "type_code": "RETALIATION_RISK"})

        assert (ack["r"], ack["code"]) == ("held", "invalid")
        assert list(await teams.see(teams.desk, "call")) == ["call-1"]


def _plain():
    return {name: getattr(CALL, name) for name in CALL.__struct_fields__}
