"""Who is asked and who gets it: several teams, the first yes, one more, no, called off, and who is on shift."""

import pytest

from schemas.codes.dispatch import Skill
from schemas.commands import StartShift
from tests.served import MINUTE, NOON
from tests.stories.team import UNIT
from tests.stories.two_teams import BY_PLOVER, PLOVER, THE_CALL, two_teams

pytestmark = pytest.mark.told_on("sqlite")

NO_BED = {"need": "shelter_adult", "state": "unavailable", "unavailable_reason": "no_bed", "urgency": "tonight"}


async def test_of_two_teams_that_are_asked_the_first_to_say_yes_has_it(served):
    async with two_teams(served) as teams:
        await teams.offer()
        await teams.offer(PLOVER, "assignment-2")
        await teams.must(teams.cleo, "assignment.accept", "assignment-2", BY_PLOVER)
        late = await teams.ama.do("assignment.accept", "assignment-1", THE_CALL)

        assert (late["r"], late["code"]) == ("held", "conflict")
        assert (await teams.state("assignment-1"), await teams.state("assignment-2")) == ("superseded", "accepted")
        assert await teams.see(teams.ama, "call") == {}
        assert (await teams.see(teams.ama, "assignment"))["assignment-1"]["state"] == "superseded"


async def test_asking_again_after_a_yes_asks_for_one_more(served):
    async with two_teams(served) as teams:
        await teams.offer()
        await teams.must(teams.ama, "assignment.accept", "assignment-1", THE_CALL)
        await teams.offer(PLOVER, "assignment-2")
        await teams.must(teams.cleo, "assignment.accept", "assignment-2", BY_PLOVER)

        assert (await teams.state("assignment-1"), await teams.state("assignment-2")) == ("accepted", "accepted")
        await teams.must(teams.ama, "assignment.stage", "assignment-1", {**THE_CALL, "stage": "cleared"})
        assert (await teams.on_desk("call", "call-1"))["status"] == "assigned"
        await teams.must(teams.cleo, "assignment.stage", "assignment-2", {**BY_PLOVER, "stage": "cleared"})
        assert (await teams.on_desk("call", "call-1"))["status"] == "closed"


async def test_a_no_with_its_reason_leaves_the_call_waiting(served):
    async with two_teams(served) as teams:
        await teams.offer()
        await teams.must(teams.ama, "assignment.decline", "assignment-1", {"reason": "conflict_of_interest"})

        declined = await teams.on_desk("assignment", "assignment-1")
        assert (declined["state"], declined["decline_reason"]) == ("declined", "conflict_of_interest")
        assert (await teams.on_desk("call", "call-1"))["status"] == "queued"
        assert await teams.see(teams.ben, "call") == {}
        assert (await teams.on_desk("unit", UNIT))["status"] == "available"
        after = await teams.ben.do("assignment.accept", "assignment-1", THE_CALL)
        assert (after["r"], after["code"]) == ("held", "conflict")


async def test_a_team_needed_elsewhere_frees_the_call_with_its_age(served):
    async with two_teams(served) as teams:
        await teams.offer()
        await teams.must(teams.ama, "assignment.accept", "assignment-1", THE_CALL)
        served.clock.forward(MINUTE)
        await teams.must(teams.desk, "assignment.end", "assignment-1", {"ending": "preempted"})

        call = await teams.on_desk("call", "call-1")
        assert (call["status"], call["received_at"], call["first_offer_at"]) == ("queued", NOON, NOON)
        assert (await teams.on_desk("unit", UNIT))["status"] == "available"
        wrong = await teams.desk.do("assignment.end", "assignment-1", {"ending": "cancelled"})
        assert (wrong["r"], wrong["code"]) == ("held", "conflict")


async def test_a_yes_to_a_lost_offer_of_a_team_that_has_the_call_adds_nothing(served):
    async with two_teams(served) as teams:
        await teams.offer()
        await teams.later(5 * MINUTE)
        await teams.offer(UNIT, "assignment-2")
        await teams.must(teams.desk, "assignment.accept", "assignment-2", {**THE_CALL, "voice": {}})
        late = await teams.ama.do("assignment.accept", "assignment-1", THE_CALL)
        await teams.must(teams.ama, "assignment.stage", "assignment-1", {**THE_CALL, "stage": "enroute"})

        assert late["r"] == "ok"
        assert (await teams.state("assignment-1"), await teams.state("assignment-2")) == ("expired", "enroute")


async def test_a_team_is_asked_once_at_a_time_and_only_with_somebody_on_it(served):
    async with two_teams(served) as teams:
        await teams.offer()
        await teams.offer()
        again = await teams.desk.do("assignment.offer", "assignment-2", THE_CALL)
        await teams.must(teams.cleo, "shift.end", "shift-2", {"unit_id": PLOVER})
        nobody = await teams.desk.do("assignment.offer", "assignment-3", BY_PLOVER)
        taken = await teams.desk.do("assignment.offer", "assignment-1", BY_PLOVER)

        assert (again["code"], nobody["code"], taken["code"]) == ("conflict", "conflict", "invalid")
        assert list(await teams.see(teams.desk, "assignment")) == ["assignment-1"]


async def test_going_off_duty_takes_back_what_was_asked_and_leaves_what_is_under_way(served):
    async with two_teams(served) as teams:
        await teams.offer()
        await teams.offer(PLOVER, "assignment-2")
        await teams.must(teams.cleo, "assignment.stage", "assignment-2", {**BY_PLOVER, "stage": "enroute"})
        await teams.must(teams.cleo, "shift.end", "shift-2", {"unit_id": PLOVER})
        await teams.must(teams.cleo, "shift.end", "shift-2", {"unit_id": PLOVER})

        assert await teams.state("assignment-2") == "enroute"
        assert await teams.see(teams.cleo, "unit") == {}
        assert "call-1" in await teams.see(teams.cleo, "call")
        await teams.later(2 * 60 * MINUTE)
        assert await teams.see(teams.cleo, "call") == {}
        await teams.must(teams.desk, "assignment.stage", "assignment-2", {**BY_PLOVER, "stage": "cleared"})
        assert (await teams.on_desk("unit", PLOVER))["status"] == "off"


@pytest.mark.told_on("sqlite", "postgres")
async def test_who_joins_a_team_later_reads_what_it_is_asked_and_who_leaves_does_not(served):
    async with two_teams(served) as teams:
        await teams.offer()
        crew = StartShift(unit_id=UNIT, person_ids=(teams.ben.person, teams.cleo.person))
        await teams.must(teams.desk, "shift.start", "shift-3", crew)

        assert "call-1" in await teams.see(teams.cleo, "call")
        assert "call-1" in await teams.see(teams.ben, "call")
        assert await teams.see(teams.ama, "call") == {}
        assert await teams.see(teams.ama, "unit") == {}
        assert list(await teams.see(teams.cleo, "unit")) == [UNIT]
        assert (await teams.on_desk("unit", PLOVER))["status"] == "off"
        ladder = (await teams.on_desk("assignment", "assignment-1"))["ladder"]
        assert teams.cleo.person in {rung["person_id"] for rung in ladder}


async def test_a_units_skills_and_names_are_those_of_who_is_on_it(served):
    async with two_teams(served) as teams:
        skills: dict[str, tuple[Skill, ...]] = {teams.ama.person: ("CLIN",), teams.ben.person: ("PEER", "MEDIC")}
        crew = StartShift(unit_id=UNIT, person_ids=(teams.ama.person, teams.ben.person), skills=skills)
        await teams.must(teams.ama, "shift.start", "shift-3", crew)
        both = await teams.on_desk("unit", UNIT)
        await teams.must(teams.ben, "shift.start", "shift-4", StartShift(unit_id=UNIT, person_ids=(teams.ben.person,)))
        alone = await teams.on_desk("unit", UNIT)

        assert both["skills"] == ["CLIN", "MEDIC", "PEER"]
        assert {member["name"] for member in both["members"]} == {"Ada Example"}
        assert (alone["skills"], len(alone["members"])) == (["MEDIC", "PEER"], 1)


async def test_a_shift_that_arrives_after_a_later_one_only_says_who_was_on(served):
    async with two_teams(served) as teams:
        crew = StartShift(unit_id=UNIT, person_ids=(teams.cleo.person,))
        await teams.must(teams.cleo, "shift.start", "shift-0", crew, at=NOON - 60 * 60_000)

        assert (await teams.on_desk("unit", UNIT))["shift_id"] == "shift-1"
        assert list(await teams.see(teams.cleo, "unit")) == [PLOVER]
        went = {**THE_CALL, "stage": "on_scene"}
        await teams.must(teams.cleo, "assignment.stage", "long-ago", went, at=NOON - 30 * 60_000)


async def test_a_responder_signs_on_only_together_with_themselves_and_with_responders(served):
    async with two_teams(served) as teams:
        others = StartShift(unit_id=PLOVER, person_ids=(teams.ama.person,))
        refused = await teams.cleo.do("shift.start", "shift-3", others)
        desk_too = StartShift(unit_id=PLOVER, person_ids=(teams.cleo.person, teams.desk.person))
        stranger = await teams.cleo.do("shift.start", "shift-4", desk_too)

        assert (refused["code"], stranger["code"]) == ("forbidden", "invalid")


async def test_a_unit_says_how_it_is_and_its_call_says_more(served):
    async with two_teams(served, priority="P1") as teams:
        await teams.must(teams.ama, "unit.status", UNIT, {"status": "break"})
        assert (await teams.on_desk("unit", UNIT))["status"] == "break"
        await teams.offer()
        await teams.must(teams.ama, "assignment.accept", "assignment-1", THE_CALL)
        await teams.must(teams.ama, "unit.status", UNIT, {"status": "meal"})
        assert (await teams.on_desk("unit", UNIT))["status"] == "assigned"
        await teams.must(teams.ama, "assignment.stage", "assignment-1", {**THE_CALL, "stage": "cleared"})
        assert (await teams.on_desk("unit", UNIT))["status"] == "meal"

        foreign = await teams.cleo.do("unit.status", UNIT, {"status": "oos"})
        assert foreign["code"] == "forbidden"


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_call_with_a_team_on_it_is_not_erased_and_an_offer_of_an_erased_one_is_gone(served):
    async with two_teams(served) as teams, served.phone(teams.city, "privacy_officer") as officer:
        await teams.offer()
        await teams.must(teams.ama, "assignment.accept", "assignment-1", THE_CALL)
        early = await officer.do("call.erase", "call-1", {"reason": "asked for"})
        assert (early["r"], early["code"]) == ("held", "conflict")
        await teams.must(teams.ama, "assignment.stage", "assignment-1", {**THE_CALL, "stage": "cleared"})
        await teams.offer(PLOVER, "assignment-2")

        await teams.must(officer, "call.erase", "call-1", {"reason": "asked for"})

        for kind, args in (("assignment.show", {"shown_at": NOON}), ("assignment.decline", {"reason": "too_far"})):
            ack = await teams.cleo.do(kind, "assignment-2", args)
            assert (ack["r"], ack["code"]) == ("ok", "erased")
        assert await teams.see(teams.cleo, "assignment") == {}
        assert (await teams.on_desk("unit", PLOVER))["status"] == "available"
        assert b"asked for" not in teams.bytes_on_disk()


async def test_a_team_that_is_only_asked_reads_the_call_and_nothing_of_what_another_team_wrote_or_does(served):
    async with two_teams(served) as teams:
        await teams.offer()
        await teams.must(teams.ama, "assignment.stage", "assignment-1", {**THE_CALL, "stage": "on_scene"})
        written = {**THE_CALL, "answers": {"contact_result": "gone"}, "note": "Behind the blue door."}
        await teams.must(teams.ama, "encounter.record", "encounter-1", written)
        await teams.must(teams.ama, "referral.make", "referral-1", {**THE_CALL, **NO_BED})
        await teams.offer(PLOVER, "assignment-2")

        assert (await teams.see(teams.cleo, "call"))["call-1"]["place"] == "Somewhere by the river"
        assert list(await teams.see(teams.cleo, "assignment")) == ["assignment-2"]
        assert await teams.see(teams.cleo, "encounter") == {}
        assert await teams.see(teams.cleo, "referral") == {}

        await teams.must(teams.cleo, "assignment.accept", "assignment-2", BY_PLOVER)
        assert (await teams.see(teams.cleo, "encounter"))["encounter-1"]["note"] == "Behind the blue door."
        assert list(await teams.see(teams.cleo, "referral")) == ["referral-1"]


async def test_the_call_never_leaves_the_phone_of_who_says_yes(served):
    async with two_teams(served) as teams:
        await teams.offer()
        await teams.see(teams.ama, "call")
        await teams.must(teams.ama, "assignment.accept", "assignment-1", THE_CALL)
        cur = teams.ama.replica.cur
        answer = await teams.ama.http.get("/api/sync/changes", params={"cur": cur}, headers=teams.ama.headers())

        page = answer.json()
        assert (page["drop"], page["add"]) == (["ask:call-1"], ["call:call-1"])
        assert [row["id"] for row in page["puts"] if row["t"] == "call"] == ["call-1"]
