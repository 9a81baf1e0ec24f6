"""What a shift leaves to whoever takes over: made by itself at sign-off, read and confirmed, an alarm if it is not."""

import json

import pytest

from schemas.commands import EraseCall, MakeReferral, RecordEncounter, StartShift
from schemas.records import Consent, OutcomeAnswers, SupplyGiven
from server.ids import derived
from server.sync.system import run_due
from tests.served import HOUR, MINUTE, NOON
from tests.stories.team import CALL, UNIT, Team, a_team

pytestmark = pytest.mark.told_on("sqlite")

CANARY = "CANARY the dog at the blue door bites"
OF_THE_FIRST = derived("shift-1", "handoff")
OF_THE_SECOND = derived("shift-2", "handoff")
TONIGHT = MakeReferral(
    call_id="call-1",
    unit_id=UNIT,
    need="shelter_adult",
    state="sent",
    urgency="tonight",
    service_id="14",
    shared_fields=("need",),
    consent=Consent(form="verbal_witnessed", given_at=NOON, expires_at=NOON + 86_400_000),
)
HANDED_OUT = OutcomeAnswers(
    contact_result="contact_made",
    resolution=("resolved_on_scene",),
    services=("basic_needs",),
    supplies=(SupplyGiven(code="socks", quantity=2),),
    persons_count=1,
)


@pytest.fixture
async def team(served):
    async with a_team(served, served.found("city")) as made:
        yield made


async def signs_off(team: Team, shift_id: str = "shift-1", phone=None, **more) -> None:
    await team.must(phone or team.ama, "shift.end", shift_id, {"unit_id": UNIT, **more})


async def signs_on(team: Team, shift_id: str, *phones) -> None:
    crew = StartShift(unit_id=UNIT, person_ids=tuple(phone.person for phone in phones))
    await team.must(team.desk, "shift.start", shift_id, crew)


async def passes(team: Team, seconds: float) -> None:
    team.served.clock.forward(seconds)
    await run_due(team.served.app.branches.of(team.city.tag), team.served.clock.now())
    for phone in (team.desk, team.ama, team.ben):
        await phone.sign_token()


@pytest.mark.told_on("sqlite", "postgres")
async def test_what_goes_on_is_read_by_the_next_shift_and_the_desk_sees_who_read_it_and_when(served):
    async with a_team(served, served.found("city")) as team, served.phone(team.city, "responder") as dana:
        await team.must(team.desk, "call.take", "call-2", {**_plain(), "screening": {"weapon": "yes"}})
        await team.send()
        for kind, entity, args in (
            ("encounter.record", "encounter-1", RecordEncounter(call_id="call-1", unit_id=UNIT, answers=HANDED_OUT)),
            ("referral.make", "referral-1", TONIGHT),
            ("assignment.stage", "assignment-2", {"call_id": "call-2", "unit_id": UNIT, "stage": "on_scene"}),
        ):
            await team.must(team.ama, kind, entity, args)
        await signs_off(team, note=CANARY)
        await signs_on(team, "shift-2", dana)

        unread = (await team.see(dana, "handoff"))[OF_THE_FIRST]
        await passes(team, 5 * MINUTE)
        await dana.sign_token()
        await team.must(dana, "handoff.read", OF_THE_FIRST, {})
        at_desk = (await team.see(team.desk, "handoff"))[OF_THE_FIRST]

        assert [(it["call_id"], it["number"]) for it in unread["calls"]] == [("call-2", "0001")]
        assert [it["id"] for it in unread["referrals"]] == ["referral-1"]
        assert (unread["logs"], unread["notes"], unread["read_at"]) == ([], [CANARY], None)
        assert unread["hazards"] == [{"area": "east", "key": "weapon"}]
        assert unread["supplies"] == [{"code": "socks", "quantity": 2}]
        assert (at_desk["read_by"], at_desk["read_at"]) == (dana.person, NOON + 5 * 60_000)
        assert (at_desk["promised"], "referrals" in at_desk) == (1, False), "what was promised whom is not the desk's"
        assert CANARY.encode() not in team.bytes_on_disk()


def _plain() -> dict[str, object]:
    return {name: getattr(CALL, name) for name in CALL.__struct_fields__}


async def test_a_shift_that_leaves_nothing_has_no_handover(team):
    await signs_off(team)

    assert await team.see(team.desk, "handoff") == {}


async def test_what_nobody_reads_within_the_hour_is_an_alarm_until_somebody_at_the_desk_does(team):
    await team.send()
    await signs_off(team)
    await passes(team, HOUR - 1)
    before = (await team.see(team.desk, "handoff"))[OF_THE_FIRST]
    await passes(team, 1)
    late = (await team.see(team.desk, "handoff"))[OF_THE_FIRST]
    await team.must(team.desk, "handoff.read", OF_THE_FIRST, {})
    read = (await team.see(team.desk, "handoff"))[OF_THE_FIRST]

    assert (before["late_at"], late["late_at"]) == (None, NOON + 60 * 60_000)
    assert [it["id"] for it in late["logs"]] == ["assignment-1"]
    assert read["read_by"] == team.desk.person


async def test_what_was_read_in_time_is_never_an_alarm(team):
    await team.send()
    await signs_off(team)
    await team.must(team.desk, "handoff.read", OF_THE_FIRST, {})
    await passes(team, 2 * HOUR)

    assert (await team.see(team.desk, "handoff"))[OF_THE_FIRST]["late_at"] is None


async def test_partners_who_both_sign_off_leave_one_with_both_their_notes(team):
    await signs_off(team, note="The van pulls to the left.")
    await signs_off(team, phone=team.ben, note="Out of socks.")

    (one,) = (await team.see(team.desk, "handoff")).values()
    assert one["notes"] == ["The van pulls to the left.", "Out of socks."]


async def test_whoever_stays_on_the_team_knows_and_the_shift_leaves_nothing(served):
    async with a_team(served, served.found("city")) as team, served.phone(team.city, "responder") as dana:
        await team.send()
        await signs_on(team, "shift-2", team.ben, dana)

        assert await team.see(team.desk, "handoff") == {}


async def test_who_was_never_on_the_team_reads_none_and_the_desk_does_not_take_over_from_itself(served):
    async with a_team(served, served.found("city")) as team, served.phone(team.city, "responder") as dana:
        await team.send()
        await signs_off(team)
        await team.must(team.desk, "handoff.give", "handoff-1", {"note": CANARY})

        refused = [
            await dana.do("handoff.read", OF_THE_FIRST, {}),
            await team.ama.do("handoff.read", "handoff-1", {}),
            await team.desk.do("handoff.read", "handoff-1", {}),
        ]
        assert [ack["code"] for ack in refused] == ["forbidden"] * 3
        assert await team.see(dana, "handoff") == {}


@pytest.mark.told_on("sqlite", "postgres")
async def test_the_desk_hands_over_every_call_without_an_end(served):
    async with a_team(served, served.found("city")) as team, served.phone(team.city, "supervisor") as boss:
        await team.take("call-1")
        await team.take("call-2")
        await team.must(team.desk, "call.close", "call-1", {"not_sent_reason": "outside_area"})
        await team.must(team.desk, "handoff.give", "handoff-1", {"note": CANARY})
        await passes(team, HOUR)
        await boss.sign_token()
        late = (await team.see(boss, "handoff"))["handoff-1"]
        await team.must(boss, "handoff.read", "handoff-1", {})

        assert ([it["id"] for it in late["calls"]], late["unit_id"], late["notes"]) == (["call-2"], None, [CANARY])
        assert late["late_at"] is not None
        assert (await team.see(team.desk, "handoff"))["handoff-1"]["read_by"] == boss.person
        assert await team.see(team.ama, "handoff") == {}


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_reason_left_to_do_stays_on_the_desk_and_goes_with_the_handover_until_it_is_said(team):
    for call_id in ("call-1", "call-2"):
        await team.take(call_id)
        await team.must(team.desk, "call.close", call_id, {"to_do": True})
    await team.must(team.desk, "call.close", "call-2", {"not_sent_reason": "timed_out"})
    refused = await team.desk.do("call.close", await team.take("call-3"), {})
    await passes(team, 2 * HOUR)
    kept = await team.see(team.desk, "call")
    await team.must(team.desk, "handoff.give", "handoff-1", {})
    (left,) = (await team.see(team.desk, "handoff"))["handoff-1"]["reasons"]
    await team.must(team.desk, "call.close", "call-1", {"not_sent_reason": "no_unit_available"})
    filled = (await team.see(team.desk, "call"))["call-1"]
    await passes(team, HOUR)

    assert refused["code"] == "invalid", "a reason is left out on purpose, or not at all"
    assert kept.keys() == {"call-1", "call-3"}
    assert left["id"] == "call-1"
    assert (filled["not_sent_reason"], filled["closed_at"]) == ("no_unit_available", kept["call-1"]["closed_at"])
    assert (await team.see(team.desk, "call")).keys() == {"call-3"}


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_promise_that_a_phone_without_signal_sends_after_the_shift_is_read_as_well(team):
    await team.send()
    made_at = team.served.clock.now()
    await passes(team, MINUTE)
    await signs_off(team)
    await team.must(team.desk, "handoff.read", OF_THE_FIRST, {})
    await team.must(team.ben, "referral.make", "referral-1", TONIGHT, at=made_at)
    await signs_on(team, "shift-2", team.ama)

    late = (await team.see(team.ama, "handoff"))[derived("referral-1", "handoff")]
    assert ([it["id"] for it in late["referrals"]], late["read_at"]) == (["referral-1"], None)
    assert late["by"] == team.ben.person


@pytest.mark.told_on("sqlite", "postgres")
async def test_what_the_next_shift_took_over_and_did_not_see_to_goes_on_with_it(team):
    await team.send()
    await team.must(team.ama, "referral.make", "referral-1", TONIGHT)
    await team.must(team.ama, "referral.make", "referral-2", TONIGHT)
    await signs_off(team)
    await passes(team, MINUTE)
    await signs_on(team, "shift-2", team.ben)
    await team.must(team.ben, "handoff.read", OF_THE_FIRST, {})
    await team.must(team.ben, "handoff.read", OF_THE_FIRST, {"done": ["referral-2"]})
    await signs_off(team, "shift-2", team.ben)
    await signs_on(team, "shift-3", team.ama)

    then = (await team.see(team.ama, "handoff"))[OF_THE_SECOND]
    assert [it["id"] for it in then["referrals"]] == ["referral-1"]
    assert [it["id"] for it in then["logs"]] == ["assignment-1"]


async def test_an_erased_call_goes_from_the_handover_with_every_note_of_it(served):
    async with a_team(served, served.found("city")) as team, served.phone(team.city, "privacy_officer") as officer:
        await team.send()
        await team.must(team.desk, "call.take", "call-2", CALL)
        about = {"call_id": "call-2", "unit_id": UNIT}
        await team.must(team.ama, "assignment.stage", "assignment-2", {**about, "stage": "on_scene"})
        await signs_off(team, note=CANARY)
        seen = json.dumps((await team.see(team.desk, "handoff"))[OF_THE_FIRST])
        await team.must(officer, "call.erase", "call-1", EraseCall(reason="asked for"))

        row = (await team.see(team.desk, "handoff"))[OF_THE_FIRST]
        assert CANARY in seen
        assert (row["notes"], row["logs"]) == ([], [])
        assert [it["call_id"] for it in row["calls"]] == ["call-2"], "what goes on is still somebody's to take over"


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_shift_ends_whatever_of_it_was_erased_and_says_that_its_note_was_not_kept(served):
    async with a_team(served, served.found("city")) as team, served.phone(team.city, "privacy_officer") as officer:
        await team.send()
        await team.must(team.desk, "call.take", "call-2", CALL)
        about = {"call_id": "call-2", "unit_id": UNIT}
        await team.must(team.ama, "assignment.stage", "assignment-2", {**about, "stage": "on_scene"})
        await team.must(officer, "call.erase", "call-1", EraseCall(reason="asked for"))

        ended = await team.ama.do("shift.end", "shift-1", {"unit_id": UNIT, "note": CANARY})
        row = (await team.see(team.desk, "handoff"))[OF_THE_FIRST]

        assert (ended["r"], ended.get("code")) == ("ok", None)
        assert (await team.see(team.desk, "unit"))[UNIT]["shift_id"] is None
        assert ([it["call_id"] for it in row["calls"]], row["logs"]) == (["call-2"], [])
        assert (row["notes"], row["unkept"]) == ([], 1)
        assert CANARY.encode() not in team.bytes_on_disk()


async def test_a_partners_note_that_comes_after_the_erasure_is_told_and_not_kept_and_the_first_is_gone(served):
    async with a_team(served, served.found("city")) as team, served.phone(team.city, "privacy_officer") as officer:
        await team.send()
        await signs_off(team, note="The van pulls to the left.")
        await team.must(officer, "call.erase", "call-1", EraseCall(reason="asked for"))
        late = await team.ben.do("shift.end", "shift-1", {"unit_id": UNIT, "note": CANARY})
        row = (await team.see(team.desk, "handoff"))[OF_THE_FIRST]

        assert (late["r"], late.get("code")) == ("ok", None)
        assert (row["notes"], row["unkept"], row["logs"]) == ([], 1, [])


async def test_the_desk_hands_over_with_its_note_after_a_call_without_an_end_was_erased(served):
    async with a_team(served, served.found("city")) as team, served.phone(team.city, "privacy_officer") as officer:
        await team.take("call-1")
        await team.take("call-2")
        await team.take("call-3")
        await team.must(team.desk, "call.close", "call-3", {"to_do": True})
        await team.must(officer, "call.erase", "call-1", EraseCall(reason="asked for"))
        await team.must(officer, "call.erase", "call-3", EraseCall(reason="asked for"))
        given = await team.desk.do("handoff.give", "handoff-1", {"note": CANARY})
        row = (await team.see(team.desk, "handoff"))["handoff-1"]

        assert (given["r"], given.get("code")) == ("ok", None)
        assert ([it["id"] for it in row["calls"]], row["reasons"]) == (["call-2"], [])
        assert (row["notes"], row["unkept"]) == ([CANARY], 0)


async def test_what_was_taken_over_and_then_erased_does_not_go_on_with_the_next_shift(served):
    async with a_team(served, served.found("city")) as team, served.phone(team.city, "privacy_officer") as officer:
        await team.send()
        await team.must(team.ama, "referral.make", "referral-1", TONIGHT)
        await signs_off(team)
        await passes(team, MINUTE)
        await signs_on(team, "shift-2", team.ben)
        await team.must(team.ben, "handoff.read", OF_THE_FIRST, {})
        await officer.sign_token()
        await team.must(officer, "call.erase", "call-1", EraseCall(reason="asked for"))
        await signs_off(team, "shift-2", team.ben, note=CANARY)

        then = (await team.see(team.desk, "handoff"))[OF_THE_SECOND]
        assert (then["promised"], then["logs"], then["notes"], then["unkept"]) == (0, [], [CANARY], 0)


async def test_what_a_handover_never_promised_is_seen_to_in_it_only_so_often_and_what_it_did_always(team):
    await team.send()
    await signs_off(team)
    for n in range(3):
        foreign = [f"other-{n}-{i}" for i in range(199)]
        await team.must(team.desk, "handoff.read", OF_THE_FIRST, {"done": foreign})
    await team.must(team.desk, "handoff.read", OF_THE_FIRST, {"done": ["assignment-1"]})

    done = (await team.see(team.desk, "handoff"))[OF_THE_FIRST]["done"]
    assert (len(done), done[-1]) == (201, "assignment-1")
