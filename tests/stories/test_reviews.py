"""Last night's list: what a supervisor is to look at, who looked and when, and what stays until somebody has."""

import json
from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace

from schemas.commands import EraseCall
from schemas.records import OutcomeAnswers
from server.journal import verify
from tests.phone import Phone
from tests.served import DAY, HOUR, MINUTE, NOON
from tests.stories.team import UNIT, Team, a_team
from tests.stories.test_encounters import outcome
from tests.sync.doors import rows

pytestmark = pytest.mark.told_on("sqlite")

CANARY = "CANARY she said it at the blue door"
HOLD = OutcomeAnswers(contact_result="contact_made", resolution=("hold_involuntary",))
UNMET = OutcomeAnswers(contact_result="contact_made", resolution=("need_unmet",), unmet_reason="no_bed")
PLAIN = OutcomeAnswers(contact_result="contact_made", resolution=("resolved_on_scene",))


@pytest.fixture
async def seat(served) -> AsyncIterator[tuple[Team, Phone, Phone]]:
    """A team that was at a call, and two supervisors."""
    city = served.found("city")
    async with (
        a_team(served, city) as team,
        served.phone(city, "supervisor") as lead,
        served.phone(city, "supervisor") as other,
    ):
        await team.send()
        yield team, lead, other


async def listed(phone: Phone) -> list[dict]:
    """The lines that somebody has before them, the latest first."""
    return sorted((await phone.pull()).of("review").values(), key=lambda line: -line["at"])


async def reads(phone: Phone, review_id: str):
    """What the server answers to whoever opens a line."""
    return await phone.http.get(f"/api/reviews/{review_id}")


async def after(team: Team, seconds: float) -> None:
    """So much later."""
    team.served.clock.forward(seconds)
    await team.served.app.metronome.beat(team.served.clock.now())


@pytest.mark.told_on("sqlite", "postgres")
@pytest.mark.parametrize("sign", ["suicidal", "self_harm"])
async def test_a_risk_of_suicide_that_a_team_noticed_stands_before_every_supervisor_whatever_is_added(seat, sign):
    team, lead, _ = seat
    quiet = replace(outcome(PLAIN), presenting=("grief",))
    await team.must(team.ama, "encounter.record", "encounter-1", quiet)
    assert await listed(lead) == [], "grief alone is nobody else's"
    await team.must(team.ama, "encounter.record", "encounter-2", replace(outcome(PLAIN), presenting=("grief", sign)))
    await team.must(team.ben, "encounter.record", "encounter-3", quiet)

    [line] = await listed(lead)
    assert (line["about_id"], line["reasons"]) == ("encounter-1", ["suicide_risk"])
    assert sign.encode() not in team.bytes_on_disk(), "why is for who opens the outcome"


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_hold_stands_before_every_supervisor_until_one_has_looked_and_then_says_who(seat):
    team, lead, other = seat
    await team.must(team.ama, "encounter.record", "encounter-1", outcome(HOLD, note=CANARY))
    [line] = await listed(lead)
    assert (line["about"], line["about_id"], line["call_id"]) == ("encounter", "encounter-1", "call-1")
    assert (line["number"] is not None, line["team"], line["at"]) == (True, "Wren", NOON)
    assert (line["reasons"], line["seen"], line["reviewed_at"], line["name"]) == (["hold"], [], None, None)

    team.served.clock.forward(60)
    await team.must(lead, "review.sign", line["id"], {"reasons": ["hold"]})

    for phone in (lead, other):
        [seen] = await listed(phone)
        assert (seen["seen"], seen["reviewed_at"], seen["by"]) == (["hold"], NOON + 60_000, lead.person)
        assert seen["name"]
    assert await team.city.database.read(verify) is None


async def test_only_supervisors_have_the_list_and_nobodys_words_stand_on_it(seat):
    team, lead, _ = seat
    async with team.served.phone(team.city, "manager") as manager:
        await team.must(team.ama, "encounter.record", "encounter-1", outcome(HOLD, note=CANARY))

        assert len(await listed(lead)) == 1
        for phone in (team.desk, team.ama, team.ben, manager):
            assert await listed(phone) == []
        assert CANARY not in json.dumps(await listed(lead))
        for phone in (team.desk, team.ama):
            ack = await phone.do("review.sign", "review-1", {"reasons": []})
            assert (ack["r"], ack["code"]) == ("held", "forbidden")


async def test_an_ordinary_outcome_is_not_on_the_list(seat):
    team, lead, _ = seat

    await team.must(team.ama, "encounter.record", "encounter-1", outcome(PLAIN))

    assert await listed(lead) == []


@pytest.mark.told_on("sqlite", "postgres")
async def test_what_a_partner_adds_later_is_to_be_looked_at_although_the_rest_was(seat):
    team, lead, _ = seat
    await team.must(team.ama, "encounter.record", "encounter-1", outcome(UNMET))
    [line] = await listed(lead)
    await team.must(lead, "review.sign", line["id"], {"reasons": ["need_unmet"]})

    await team.must(team.ben, "encounter.record", "encounter-2", outcome(HOLD))

    [again] = await listed(lead)
    assert (again["id"], again["reasons"], again["seen"]) == (line["id"], ["hold", "need_unmet"], ["need_unmet"])
    await after(team, 25 * HOUR)
    async with team.served.phone(team.city, "supervisor") as later:
        assert len(await listed(later)) == 1, "it does not leave while there is something to look at"


async def test_who_looked_before_the_hold_was_heard_of_has_not_seen_it(seat):
    team, lead, _ = seat
    await team.must(team.ama, "encounter.record", "encounter-1", outcome(UNMET))
    [line] = await listed(lead)
    lead.save("review.sign", line["id"], {"reasons": ["need_unmet"]})
    await team.must(team.ben, "encounter.record", "encounter-2", outcome(HOLD))

    await lead.upload()

    [now] = await listed(lead)
    assert (now["reasons"], now["seen"]) == (["hold", "need_unmet"], ["need_unmet"])


async def test_a_line_leaves_a_day_after_somebody_looked_and_not_before_anybody_did(seat):
    team, _, _ = seat
    await team.must(team.ama, "encounter.record", "encounter-1", outcome(HOLD))
    await after(team, 3 * DAY)
    async with team.served.phone(team.city, "supervisor") as today:
        [line] = await listed(today)
        await team.must(today, "review.sign", line["id"], {"reasons": line["reasons"]})
        await after(team, DAY - MINUTE)
        async with team.served.phone(team.city, "supervisor") as still:
            assert len(await listed(still)) == 1
            await after(team, 2 * MINUTE)
            assert await listed(still) == []


async def test_a_second_supervisor_who_signs_the_same_changes_nothing(seat):
    team, lead, other = seat
    await team.must(team.ama, "encounter.record", "encounter-1", outcome(HOLD))
    [line] = await listed(lead)
    await team.must(lead, "review.sign", line["id"], {"reasons": ["hold"]})
    before = await listed(lead)

    await team.must(other, "review.sign", line["id"], {"reasons": ["hold"]})

    assert await listed(lead) == before


async def test_of_something_nobody_has_heard_of_the_word_waits(seat):
    _, lead, _ = seat

    ack = await lead.do("review.sign", "review-9", {"reasons": ["hold"]})

    assert (ack["r"], ack["code"]) == ("held", "dependency")


# ------------------------------------------------------------------ calls for help


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_call_for_help_is_on_the_list_with_the_call_the_team_was_on(seat):
    team, lead, _ = seat
    await team.take("call-2")
    about = {"call_id": "call-2", "unit_id": UNIT}
    await team.must(team.desk, "assignment.offer", "assignment-2", about)
    await team.must(team.ama, "assignment.accept", "assignment-2", about)
    team.served.clock.forward(60)

    await team.must(team.ama, "help.call", "help-1", {"unit_id": UNIT})

    [line] = await listed(lead)
    assert (line["about"], line["about_id"], line["reasons"]) == ("help", "help-1", ["help_pressed"])
    assert (line["call_id"], line["team"], line["at"]) == ("call-2", "Wren", NOON + 60_000)
    assert (await reads(lead, line["id"])).status_code == 404, "there is nothing more to read of it"


async def test_help_called_by_somebody_on_no_call_is_on_the_list_too(seat):
    team, lead, _ = seat
    team.served.clock.forward(60)
    async with team.served.phone(team.city, "responder") as stranger:
        await team.must(stranger, "help.call", "help-1", {"unit_id": UNIT})

    [line] = await listed(lead)
    assert (line["call_id"], line["unit_id"], line["team"]) == (None, None, None)


# ------------------------------------------------------------------ opening one


@pytest.mark.told_on("sqlite", "postgres")
async def test_who_opens_a_line_reads_the_outcome_and_that_is_on_the_disk_first(seat):
    team, lead, _ = seat
    await team.must(team.ama, "encounter.record", "encounter-1", outcome(HOLD, note=CANARY))
    await team.must(team.ben, "encounter.record", "encounter-2", outcome(PLAIN, note="Quiet by then."))
    [line] = await listed(lead)

    answer = await reads(lead, line["id"])

    said = answer.json()
    assert answer.headers["cache-control"] == "no-store"
    assert (said["id"], said["note"], said["answers"]["resolution"]) == ("encounter-1", CANARY, ["hold_involuntary"])
    assert [added["note"] for added in said["additions"]] == ["Quiet by then."]
    looked = await rows(team.city, "SELECT person_id, shown FROM disclosure WHERE purpose = 'review'")
    assert looked == [{"person_id": lead.person, "shown": '[["encounter","encounter-1"]]'}]


async def test_nobody_else_opens_one(seat):
    team, lead, _ = seat
    await team.must(team.ama, "encounter.record", "encounter-1", outcome(HOLD, note=CANARY))
    [line] = await listed(lead)

    for phone in (team.desk, team.ama):
        answer = await reads(phone, line["id"])
        assert answer.status_code == 403
        assert CANARY not in answer.text
    assert (await reads(lead, "no-such-line")).status_code == 404
    assert await rows(team.city, "SELECT id FROM disclosure WHERE purpose = 'review'") == []
    assert (await reads(lead, line["id"])).status_code == 200


async def test_a_call_that_is_erased_goes_from_the_list_and_nobody_opens_it(seat):
    team, lead, _ = seat
    await team.must(team.ama, "encounter.record", "encounter-1", outcome(HOLD, note=CANARY))
    [line] = await listed(lead)
    async with team.served.phone(team.city, "privacy_officer") as officer:
        await team.must(officer, "call.erase", "call-1", EraseCall(reason="asked for it"))

    assert await listed(lead) == []
    assert (await reads(lead, line["id"])).status_code == 404
    await team.must(lead, "review.sign", line["id"], {"reasons": ["hold"]})
    assert await listed(lead) == []


async def test_differing_answers_that_say_no_more_do_not_bring_it_back(seat):
    team, lead, _ = seat
    await team.must(team.ama, "encounter.record", "encounter-1", outcome(HOLD))
    [line] = await listed(lead)
    await team.must(lead, "review.sign", line["id"], {"reasons": ["hold"]})
    before = await listed(lead)

    await team.must(team.ben, "encounter.record", "encounter-2", outcome(replace(HOLD, persons_count=2)))

    assert await listed(lead) == before
