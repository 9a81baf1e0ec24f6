"""A team at a call asks a supervisor, who answers; both have their times, and the words die with the call."""

import json
from collections.abc import AsyncIterator

import pytest

from schemas.commands import EraseCall
from server.encounters.store.consults import KEPT
from server.journal import key_name, verify
from tests.phone import Phone
from tests.served import DAY, HOUR, MINUTE, NOON
from tests.stories.team import UNIT, Team, a_team
from tests.sync.doors import rows

pytestmark = pytest.mark.told_on("sqlite")

CANARY = "CANARY his sister has the keys"
BOTH = {"call_id": "call-1", "unit_id": UNIT}
ASKED = BOTH | {"reason": "hold"}
ANSWER = {"answer": "no_hold", "note": CANARY}


@pytest.fixture
async def seat(served) -> AsyncIterator[tuple[Team, Phone]]:
    """A team at a call, and a supervisor."""
    city = served.found("city")
    async with a_team(served, city) as team, served.phone(city, "supervisor") as lead:
        await team.take()
        await team.must(team.desk, "assignment.offer", "assignment-1", BOTH)
        await team.must(team.ama, "assignment.accept", "assignment-1", BOTH)
        await team.must(team.ama, "assignment.stage", "assignment-1", BOTH | {"stage": "on_scene"})
        yield team, lead


async def seen(phone: Phone) -> dict:
    """The one consult that somebody sees."""
    [consult] = (await phone.pull()).of("consult").values()
    return consult


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_team_asks_a_supervisor_answers_and_the_team_reads_it_with_the_times(seat):
    team, lead = seat
    team.served.clock.forward(60)
    await team.must(team.ama, "consult.ask", "consult-1", ASKED)
    asked = await seen(lead)
    assert (asked["call_id"], asked["unit_id"], asked["by"]) == ("call-1", UNIT, team.ama.person)
    assert (asked["reason"], asked["asked_at"], asked["answered_at"]) == ("hold", NOON + 60_000, None)
    assert asked["name"]

    team.served.clock.forward(60)
    await team.must(lead, "consult.answer", "consult-1", ANSWER)

    for phone in (team.ama, team.ben, lead):
        told = await seen(phone)
        [answer] = told["answers"]
        assert (told["answered_at"], answer["at"]) == (NOON + 120_000, NOON + 120_000)
        assert (answer["by"], answer["answer"], answer["note"]) == (lead.person, "no_hold", CANARY)
        assert answer["name"]
    assert await team.city.database.read(verify) is None


async def test_the_desk_sees_that_it_was_asked_and_answered_and_nothing_of_what(seat):
    team, lead = seat
    await team.must(team.ama, "consult.ask", "consult-1", ASKED)
    team.served.clock.forward(60)
    await team.must(lead, "consult.answer", "consult-1", ANSWER)

    told = await seen(team.desk)

    assert (told["asked_at"], told["answered_at"]) == (NOON, NOON + 60_000)
    assert {"reason", "answers"}.isdisjoint(told)
    assert CANARY not in json.dumps(list(team.desk.replica.view().values()))
    async with team.served.phone(team.city, "manager") as manager:
        assert (await manager.pull()).of("consult") == {}


async def test_it_needs_no_reason_and_no_note(seat):
    team, lead = seat
    await team.must(team.ama, "consult.ask", "consult-1", BOTH)
    await team.must(lead, "consult.answer", "consult-1", {"answer": "phone_me", "note": "  "})

    told = await seen(team.ama)

    assert (told["reason"], [(each["answer"], each["note"]) for each in told["answers"]]) == (
        None,
        [("phone_me", None)],
    )


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_second_answer_stands_beside_the_first_and_the_first_time_stays(seat):
    team, lead = seat
    await team.must(team.ama, "consult.ask", "consult-1", ASKED)
    async with team.served.phone(team.city, "supervisor") as other:
        for phone, answer in ((lead, "stay"), (other, "seek_hold")):
            team.served.clock.forward(60)
            await team.must(phone, "consult.answer", "consult-1", {"answer": answer, "note": f"{answer} {CANARY}"})

    told = await seen(team.ama)

    assert [each["answer"] for each in told["answers"]] == ["stay", "seek_hold"]
    assert told["answers"][1]["note"] == f"seek_hold {CANARY}"
    assert told["answered_at"] == NOON + 60_000


async def test_what_was_asked_offline_has_the_time_it_was_asked_at(seat):
    team, lead = seat
    team.ama.save("consult.ask", "consult-1", ASKED)
    team.served.clock.forward(240)

    await team.ama.upload()

    asked = await seen(lead)
    assert (asked["asked_at"], asked["received_at"]) == (NOON, NOON + 240_000)


async def test_only_the_team_asks_and_only_a_supervisor_answers(seat):
    team, _ = seat
    await team.must(team.ama, "consult.ask", "consult-1", ASKED)
    async with team.served.phone(team.city, "responder") as stranger:
        refused = [
            await stranger.do("consult.ask", "consult-2", ASKED),
            await team.desk.do("consult.ask", "consult-3", ASKED),
            await team.desk.do("consult.answer", "consult-1", ANSWER),
            await team.ama.do("consult.answer", "consult-1", ANSWER),
        ]
        assert (await stranger.pull()).of("consult") == {}

    assert [(ack["r"], ack["code"]) for ack in refused] == [("held", "forbidden")] * 4
    assert (await seen(team.ama))["answers"] == []


async def test_of_what_nobody_has_heard_of_the_word_waits(seat):
    team, lead = seat

    early = await lead.do("consult.answer", "consult-1", ANSWER)
    unknown = await team.ama.do("consult.ask", "consult-9", ASKED | {"call_id": "call-9"})
    assert [(ack["r"], ack["code"]) for ack in (early, unknown)] == [("held", "dependency")] * 2

    await team.must(team.ama, "consult.ask", "consult-1", ASKED)
    assert [each["answer"] for each in (await seen(team.ama))["answers"]] == ["no_hold"], "it came when it could"


async def test_unanswered_it_stays_and_answered_it_leaves_after_a_day(seat):
    team, _ = seat
    await team.must(team.ama, "consult.ask", "consult-1", ASKED)
    team.served.clock.forward(11 * HOUR)
    await team.served.app.metronome.beat(team.served.clock.now())
    async with team.served.phone(team.city, "supervisor") as later:
        assert (await seen(later))["answers"] == []
        await team.must(later, "consult.answer", "consult-1", ANSWER)
    for passed, there in ((DAY - MINUTE, 1), (2 * MINUTE, 0)):
        team.served.clock.forward(passed)
        await team.served.app.metronome.beat(team.served.clock.now())
        async with team.served.phone(team.city, "supervisor") as later:
            assert len((await later.pull()).of("consult")) == there


@pytest.mark.told_on("sqlite", "postgres")
async def test_the_words_lie_on_the_disk_only_as_ciphertext_and_die_with_the_call(seat):
    team, lead = seat
    await team.must(team.ama, "consult.ask", "consult-1", ASKED)
    await team.must(lead, "consult.answer", "consult-1", ANSWER)
    [kept] = await rows(team.city, "SELECT note FROM consult_answer")

    def opened():
        name = key_name("consult", "consult-1")
        return team.city.vault.show(entity=name, retention=KEPT, sealed=bytes(kept["note"]))

    assert CANARY.encode() not in team.bytes_on_disk()
    assert opened() == {"note": CANARY}
    await team.must(team.ama, "assignment.stage", "assignment-1", BOTH | {"stage": "cleared"})
    async with team.served.phone(team.city, "privacy_officer") as officer:
        await team.must(officer, "call.erase", "call-1", EraseCall(reason="asked for it"))

    assert opened() is None
    for phone in (team.ama, team.desk, lead):
        assert (await phone.pull()).of("consult") == {}
    late = await lead.do("consult.answer", "consult-1", ANSWER)
    assert (late["r"], late["code"]) == ("ok", "erased")
    assert await team.city.database.read(verify) is None
