"""A phone that was copied: both are found out, neither loses a record, and the copy becomes a device of its own."""

import copy

import httpx
import pytest

from server.client import web
from server.identity import commands
from server.vault import p256
from tests.served import DAY
from tests.stories.team import UNIT, a_team
from tests.sync.doors import rows

pytestmark = pytest.mark.told_on("sqlite")

AWAY = {"status": "break"}


@pytest.fixture
async def team(served):
    """A team on shift."""
    async with a_team(served, served.found("city")) as made:
        yield made


def copied(phone):
    """The same browser profile on another phone: keys, outbox, replica and all it was told."""
    other = copy.copy(phone)
    other.outbox, other.acks = list(phone.outbox), dict(phone.acks)
    other.replica = copy.deepcopy(phone.replica)
    return other


async def found_out(phone):
    """A copy of this phone that was told it is one."""
    twin = copied(phone)
    await phone.hello()
    await phone.hello()
    await twin.hello()
    assert (phone.is_copy, twin.is_copy) == (False, True)
    return twin


async def code_of(error):
    """What the server said instead."""
    return error.value.response.json()["code"]


async def test_a_welcome_that_was_lost_makes_nobody_a_copy(team):
    before = team.ama.nonce
    await team.ama.hello()
    team.ama.nonce = before

    await team.ama.hello()

    assert not team.ama.is_copy


@pytest.mark.told_on("sqlite", "postgres")
async def test_the_copy_becomes_a_device_of_its_own_and_reads_and_sends_as_the_same_person(team):
    twin = await found_out(team.ama)
    old = twin.device

    await web.become(twin, twin.http)
    await twin.sign_token()
    await twin.hello()

    assert twin.device != old == team.ama.device
    assert not twin.is_copy
    assert (await twin.pull()).view() == (await team.ama.pull()).view()
    assert (await twin.do("unit.status", UNIT, AWAY))["r"] == "ok"
    for phone in (team.ama, twin, team.ama, twin):
        await phone.hello()
        assert not phone.is_copy, "each is told its own nonces"
    (kept,) = await rows(team.city, "SELECT forked_from, cloned_at FROM device WHERE id = :id", id=twin.device)
    assert (kept["forked_from"], kept["cloned_at"]) == (old, None)


async def test_what_both_still_held_is_applied_once_whoever_sends_it(team):
    saved = team.ama.save("unit.status", UNIT, AWAY)
    twin = await found_out(team.ama)
    own = twin.save("unit.status", UNIT, {"status": "meal"})
    await web.become(twin, twin.http)
    await twin.sign_token()

    first, second = await team.ama.upload(), await twin.upload()

    assert [(ack["id"], ack["r"]) for ack in first] == [(saved["id"], "ok")]
    assert [(ack["id"], ack["r"], ack.get("again", False)) for ack in second] == [
        (saved["id"], "ok", True),
        (own["id"], "ok", False),
    ]


async def test_a_copy_with_nobody_signed_in_hands_over_and_reads_nothing(served, team):
    twin = await found_out(team.ama)
    twin.save("unit.status", UNIT, AWAY)
    served.clock.forward(2 * DAY)

    await web.become(twin, twin.http)
    token = await twin.sign_token()

    assert token["kind"] == "upload"
    assert [ack["r"] for ack in await twin.upload()] == ["ok"]


async def test_only_a_device_that_was_copied_can_become_another(team):
    with pytest.raises(httpx.HTTPStatusError) as refused:
        await web.become(team.ama, team.ama.http)

    assert await code_of(refused) == "invalid"


async def test_only_who_holds_the_key_can_and_only_once_for_each_nonce(team):
    twin = await found_out(team.ama)
    stranger = copied(twin)
    stranger.key = p256.private_key(twin.ids.secret(p256.SECRET_BYTES))
    with pytest.raises(httpx.HTTPStatusError) as unsigned:
        await web.become(stranger, twin.http)
    nonce = (await twin.http.post("/api/sync/token", json={"device": twin.device})).json()["nonce"]
    body = twin.become_body(nonce)
    other_key = body | {"device_public": stranger.become_body(nonce)["device_public"]}

    answers = [await twin.http.post("/api/sync/device", json=each) for each in (other_key, body, body)]

    assert await code_of(unsigned) == "bad_signature"
    assert [answer.status_code for answer in answers] == [401, 200, 401]


async def test_whoever_is_shut_out_takes_its_copies_along(served, team):
    twin = await found_out(team.ama)
    await web.become(twin, twin.http)
    await twin.sign_token()
    assert (await twin.pull()).of("unit")

    await served.gate(team.city).act(lambda tx: commands.revoke_device(tx, device_id=team.ama.device))

    with pytest.raises(httpx.HTTPStatusError) as refused:
        await twin.pull()
    assert await code_of(refused) in {"upload_only", "revoked"}
    third = copied(team.ama)
    with pytest.raises(httpx.HTTPStatusError) as again:
        await web.become(third, third.http)
    assert await code_of(again) == "revoked"


async def test_a_device_that_is_copied_again_and_again_is_for_somebody_to_look_at(team):
    twin = await found_out(team.ama)
    for _ in range(commands.COPIES):
        await web.become(copied(twin), twin.http)

    with pytest.raises(httpx.HTTPStatusError) as refused:
        await web.become(copied(twin), twin.http)

    assert await code_of(refused) == "invalid"
