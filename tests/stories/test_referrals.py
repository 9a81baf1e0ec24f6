"""A service offered in the street: sent, refused, or impossible; and what was shared seen by those who may."""

import json

import pytest
from msgspec.structs import replace

from schemas.commands import EraseCall, MakeReferral
from schemas.records import Consent
from tests.served import DAY, NOON
from tests.stories.team import UNIT, a_team

pytestmark = pytest.mark.told_on("sqlite")

CANARY = "CANARY Rosa of the blue door"
DAY_MS = int(DAY * 1000)
SENT = MakeReferral(
    call_id="call-1",
    unit_id=UNIT,
    need="shelter_adult",
    state="sent",
    urgency="tonight",
    service_id="14",
    shared_fields=("need", "first_name"),
    shared={"first_name": CANARY},
    consent=Consent(form="verbal_witnessed", given_at=NOON, expires_at=NOON + 90 * DAY_MS),
)
SAID_NO = MakeReferral(call_id="call-1", unit_id=UNIT, need="food", state="offered_declined", urgency="day")
NOTHING = replace(SAID_NO, state="unavailable", unavailable_reason="no_bed")


@pytest.fixture
async def team(served):
    async with a_team(served, served.found("city")) as made:
        await made.send()
        yield made


async def test_what_was_sent_is_seen_by_both_partners_and_not_by_the_desk(team):
    await team.must(team.ama, "referral.make", "referral-1", SENT)

    seen = [await team.see(phone, "referral") for phone in (team.ama, team.ben, team.desk)]
    assert seen[0] == seen[1]
    assert seen[2] == {}
    row = seen[0]["referral-1"]
    assert (row["by"], row["state"], row["service_id"], row["made_at"]) == (team.ama.person, "sent", "14", NOON)
    assert row["shared"] == {"first_name": CANARY}
    assert row["shared_fields"] == ["need", "first_name"]
    assert row["consent"] == {"form": "verbal_witnessed", "given_at": NOON, "expires_at": NOON + 90 * DAY_MS}
    assert CANARY not in json.dumps(list(team.desk.replica.view().values()))


@pytest.mark.parametrize("made", [SAID_NO, NOTHING])
async def test_a_no_and_a_nothing_there_are_kept_without_the_person(team, made):
    await team.must(team.ama, "referral.make", "referral-1", made)

    row = (await team.see(team.ben, "referral"))["referral-1"]
    assert (row["state"], row["unavailable_reason"]) == (made.state, made.unavailable_reason)
    assert (row["shared"], row["shared_fields"], row["consent"]) == (None, [], None)


@pytest.mark.told_on("sqlite", "postgres")
@pytest.mark.parametrize(
    "wrong",
    [
        replace(SENT, consent=None),
        replace(SENT, service_id=None),
        replace(SENT, shared={"callback": "555 0100"}),
        replace(SAID_NO, shared={"first_name": CANARY}, shared_fields=("first_name",)),
        replace(NOTHING, unavailable_reason=None),
    ],
)
async def test_a_referral_that_lacks_something_or_tells_too_much_is_held_sealed(team, wrong):
    ack = await team.ama.do("referral.make", "referral-1", wrong)

    assert (ack["r"], ack["code"]) == ("held", "invalid")
    assert await team.see(team.ama, "referral") == {}
    assert CANARY.encode() not in team.bytes_on_disk()


async def test_the_times_of_a_yes_are_kept_by_our_clock_however_wrong_the_phones(team):
    team.ama.skew_ms = 400 * DAY_MS
    await team.ama.hello()
    ahead = Consent(form="verbal_witnessed", given_at=team.ama.wall(), expires_at=team.ama.wall() + 90 * DAY_MS)

    await team.must(team.ama, "referral.make", "referral-1", replace(SENT, consent=ahead))

    row = (await team.see(team.ben, "referral"))["referral-1"]
    assert row["made_at"] == NOON
    assert row["consent"]["expires_at"] == NOON + 90 * DAY_MS


async def test_a_second_referral_under_the_same_id_replaces_nothing(team):
    await team.must(team.ama, "referral.make", "referral-1", SENT)

    ack = await team.ben.do("referral.make", "referral-1", SAID_NO)

    assert (ack["r"], ack["code"]) == ("held", "invalid")
    assert (await team.see(team.ama, "referral"))["referral-1"]["state"] == "sent"


async def test_a_call_may_have_several_referrals(team):
    await team.must(team.ama, "referral.make", "referral-1", SENT)
    await team.must(team.ama, "referral.make", "referral-2", NOTHING)

    assert set(await team.see(team.ben, "referral")) == {"referral-1", "referral-2"}


async def test_nobody_refers_for_a_team_they_were_never_on(team):
    async with team.served.phone(team.city, "responder") as stranger:
        ack = await stranger.do("referral.make", "referral-1", SENT)

    assert (ack["r"], ack["code"]) == ("held", "forbidden")


async def test_of_a_call_nobody_has_heard_of_a_referral_waits(team):
    ack = await team.ama.do("referral.make", "referral-1", replace(SENT, call_id="call-9"))

    assert (ack["r"], ack["code"]) == ("held", "dependency")


@pytest.mark.told_on("sqlite", "postgres")
async def test_what_was_shared_lies_on_the_disk_only_as_ciphertext(team):
    await team.must(team.ama, "referral.make", "referral-1", SENT)

    assert CANARY.encode() not in team.bytes_on_disk()
    # The search itself works: the same words in clear are found.
    await team.city.database.write(lambda tx: tx.run("UPDATE unit SET name = :words", words=CANARY))
    assert CANARY.encode() in team.bytes_on_disk()


async def test_an_erased_call_takes_its_referrals_from_every_phone(team):
    await team.must(team.ama, "referral.make", "referral-1", SENT)
    await team.see(team.ama, "referral")
    async with team.served.phone(team.city, "privacy_officer") as officer:
        await team.must(officer, "call.erase", "call-1", EraseCall(reason="asked for it"))

    assert await team.see(team.ama, "referral") == {}
