"""Whose word counts: devices and people that were shut out, promises never to send again, copies, clocks."""

import asyncio

import pytest

from server.identity import commands
from server.journal import Change
from server.organizations import Organization
from tests.phone import Phone
from tests.served import DAY, NOON
from tests.sync.doors import a_call, calls, held, opened, rows, send, text

pytestmark = pytest.mark.told_on("sqlite")

MINUTE_MS = 60_000
DAY_MS = 86_400_000
LATEST = 2**53 - 1


@pytest.fixture
async def gate(served, city):
    """Where devices and people are shut out."""
    return served.gate(city)


async def greeted(phone: Phone, **told):
    """Say hello with other words; answers the welcome."""
    answer = await phone.http.post("/api/sync/hello", json=phone.hello_body() | told, headers=phone.headers())
    assert answer.status_code == 200, answer.text
    welcome = answer.json()
    phone.nonce = welcome["nonce"]
    return welcome


async def new_epoch(city: Organization):
    """What a restored backup begins with."""
    await city.database.write(lambda tx: tx.run("UPDATE log_head SET epoch = epoch + 1"))


async def log_of(city, device):
    """What was noted of a device, in order."""
    found = await rows(city, "SELECT kind FROM journal WHERE entity_id = :id AND seq > 0 ORDER BY seq, n", id=device)
    return [row["kind"] for row in found if row["kind"] != "device.enrolled"]


# ------------------------------------------------------------------ shut out


async def test_what_a_shut_out_device_hands_over_is_taken_into_custody_and_it_reads_nothing(city, gate, desk):
    await send(desk, a_call(desk, "call-1"))
    page = await desk.http.get("/api/sync/changes", headers=desk.headers())
    await gate.act(lambda tx: commands.revoke_device(tx, device_id=desk.device))

    row = a_call(desk, "call-2")
    token = await desk.sign_token()
    welcome = await greeted(desk)
    (ack,) = await send(desk, row)
    (again,) = await send(desk, row)
    reads = [
        await desk.http.get("/api/sync/changes", headers=desk.headers()),
        await desk.http.get("/api/sync/changes", params={"cur": page.json()["cur"]}, headers=desk.headers()),
        await desk.http.post("/api/sync/got", json={"cur": page.json()["cur"]}, headers=desk.headers()),
    ]

    assert token["kind"] == "upload"
    assert welcome["scopes"] == []
    assert (ack["r"], ack["code"]) == ("held", "after_revocation")
    assert again == ack | {"again": True}
    assert [(answer.status_code, answer.json()["code"]) for answer in reads] == [(403, "upload_only")] * 3
    assert await calls(city) == ["call-1"]
    (kept,) = (await held(city)).values()
    assert opened(city, kept) == text(row)


async def test_a_person_shut_out_has_nothing_applied_from_any_device_and_others_on_it_work_on(served, city, gate, desk):
    """A phone in a van serves several."""
    partner = await served.person(city, "dispatcher")
    code = await served.code(city, partner)
    first = desk.person
    answer = await desk.http.post(
        "/api/session/enrol",
        json={
            "code": code,
            "device_public": desk.public,
            "nonce": desk.nonce,
            "app": "test",
            "device": desk.device,
            "sig": desk.signed(f"field727 enrol {desk.device} {code}"),
        },
    )
    assert answer.status_code == 200, answer.text
    await gate.act(lambda tx: commands.end_person(tx, person_id=first))

    old = a_call(desk, "call-1")
    desk.person = partner
    await desk.sign_token()
    acks = await send(desk, old, a_call(desk, "call-2"))

    assert [(ack["r"], ack.get("code")) for ack in acks] == [("held", "after_revocation"), ("ok", None)]


async def test_somebody_signed_out_still_hands_over(served, city, desk):
    row = a_call(desk, "call-1")
    served.clock.forward(3 * DAY)
    token = await desk.sign_token()

    (ack,) = await send(desk, row)

    assert (token["kind"], ack["r"]) == ("upload", "ok")
    assert (await desk.http.get("/api/sync/changes", headers=desk.headers())).status_code == 403


async def test_rows_of_a_person_who_was_never_on_this_device_are_held(served, city, desk):
    async with served.phone(city, "dispatcher") as other:
        foreign = a_call(other, "call-1")

    (ack,) = await send(desk, foreign)

    assert (ack["r"], ack["code"]) == ("held", "forbidden")


# ------------------------------------------------------------------ promises


@pytest.mark.told_on("sqlite", "postgres")
async def test_what_a_phone_promised_never_to_send_again_is_a_duplicate(city, desk):
    sent = [a_call(desk, f"call-{n}") for n in range(4)]
    await send(desk, *sent)

    await greeted(desk, low_water=sent[1]["dseq"])

    kept = [row["command_id"] for row in await rows(city, "SELECT command_id FROM receipt ORDER BY dseq")]
    assert kept == [row["id"] for row in sent[2:]]
    acks = await send(desk, *sent)
    assert [(ack["r"], ack.get("again", False)) for ack in acks] == [("dup", False)] * 2 + [("ok", True)] * 2
    assert len(await calls(city)) == 4


async def test_a_promise_is_not_taken_back_within_its_epoch(city, desk):
    sent = a_call(desk, "call-1")
    await send(desk, sent)
    await greeted(desk, low_water=sent["dseq"])
    await greeted(desk, low_water=0)

    (ack,) = await send(desk, sent)

    assert ack["r"] == "dup"


async def test_in_a_new_epoch_a_promise_counts_only_when_everything_was_sent_again(city, desk):
    sent = [a_call(desk, f"call-{n}") for n in range(2)]
    await send(desk, *sent)
    await greeted(desk, low_water=sent[0]["dseq"])
    await new_epoch(city)

    await greeted(desk, low_water=1000)
    later = a_call(desk, "call-9")
    acks = await send(desk, *sent, later)
    assert [(ack["r"], ack.get("again", False)) for ack in acks] == [("dup", False), ("ok", True), ("ok", False)]

    await greeted(desk, low_water=1000, resent=True)
    acks = await send(desk, *sent, later, a_call(desk, "call-10"))
    assert [ack["r"] for ack in acks] == ["dup"] * 4
    assert await calls(city) == ["call-0", "call-1", "call-9"]


@pytest.mark.told_on("sqlite", "postgres")
async def test_even_where_a_promise_is_broken_and_not_believed_nothing_happens_twice(city, desk):
    """A copied phone's receipts are gone, and its word counts for nothing: the log itself still knows."""
    applied, refused = a_call(desk, "call-1"), desk.save("assignment.offer", "assignment-1", {"call_id": "x"})
    await send(desk, applied, refused)
    await city.database.write(lambda tx: tx.run("DELETE FROM receipt"))
    await city.database.write(lambda tx: tx.run("UPDATE device SET cloned_at = 1"))

    acks = await send(desk, applied, refused)

    assert [ack["r"] for ack in acks] == ["dup", "dup"]
    assert (await calls(city), len(await held(city))) == (["call-1"], 1)


async def test_one_devices_promise_is_nobody_elses(served, city, desk):
    async with served.phone(city, "dispatcher") as other:
        row = a_call(other, "call-1")
        await greeted(desk, low_water=1000)

        (ack,) = await send(other, row)

    assert ack["r"] == "ok"


# ------------------------------------------------------------------ copies


def copy_of(phone: Phone) -> Phone:
    """The same device on another phone: everything it knows, and its key."""
    made = Phone(phone.http, ids=phone.ids, clock=phone.clock)
    vars(made).update({name: value for name, value in vars(phone).items() if name != "replica"})
    made.outbox = []
    return made


async def test_a_copied_device_is_found_and_its_promises_count_for_nothing(city, desk):
    copy = copy_of(desk)
    for phone in (desk, desk, copy):
        await greeted(phone)

    mine, theirs = a_call(desk, "call-1"), a_call(copy, "call-2")
    assert mine["dseq"] == theirs["dseq"], "each counts on by itself"
    await send(desk, mine)
    await greeted(desk, low_water=mine["dseq"])
    (ack,) = await send(copy, theirs)

    assert (ack["r"], ack.get("code")) == ("ok", None), "or the record of the other phone would be lost"
    assert await calls(city) == ["call-1", "call-2"]
    assert await log_of(city, desk.device) == ["device.cloned"], "once"


async def test_a_welcome_that_got_lost_makes_no_copy(city, desk):
    for _ in range(3):
        nonce = desk.nonce
        await greeted(desk)
        desk.nonce = nonce
        await greeted(desk)
        await greeted(desk)

    assert await log_of(city, desk.device) == []


@pytest.mark.told_on("sqlite", "postgres")
async def test_two_tabs_that_greet_at_once_make_no_copy(city, desk):
    for _ in range(3):
        told = await asyncio.gather(*(greeted(tab) for tab in (desk, copy_of(desk), copy_of(desk))))
        assert len({welcome["nonce"] for welcome in told}) == 1

    assert await log_of(city, desk.device) == []


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_phone_that_greeted_after_the_backup_was_made_is_no_copy(city, desk):
    for _ in range(3):
        await greeted(desk)
    await city.database.write(lambda tx: tx.run("UPDATE device SET nonce = 'old', nonce_before = 'older'"))
    await new_epoch(city)

    await greeted(desk)

    assert await log_of(city, desk.device) == []


# ------------------------------------------------------------------ clocks


@pytest.mark.parametrize("off_ms", [0, 2 * MINUTE_MS, -2 * MINUTE_MS, 2 * MINUTE_MS + 1, -3 * DAY_MS, LATEST - NOON])
@pytest.mark.told_on("sqlite", "postgres")
async def test_a_clock_that_is_off_is_measured_and_flagged_and_never_a_reason_to_refuse(city, desk, off_ms):
    desk.skew_ms = off_ms

    welcome = await greeted(desk)
    (ack,) = await send(desk, a_call(desk, "call-1"))

    assert welcome["skew_ms"] == -off_ms
    assert ack["r"] == "ok"
    assert await rows(city, "SELECT skew_ms FROM device WHERE id = :id", id=desk.device) == [{"skew_ms": -off_ms}]
    assert await log_of(city, desk.device) == (["device.clock_off"] if abs(off_ms) > 2 * MINUTE_MS else [])
    assert [row["entered_at"] for row in (await desk.pull()).of("call").values()] == [desk.clock.now()]


async def test_a_clock_is_noted_when_it_goes_off_and_when_it_is_right_again(city, desk):
    for off_ms in (0, 10 * MINUTE_MS, 10 * MINUTE_MS + 5, 0, 0):
        desk.skew_ms = off_ms
        await greeted(desk)

    assert await log_of(city, desk.device) == ["device.clock_off", "device.clock_right"]


async def test_a_hello_in_the_name_of_another_device_is_refused(served, city, desk):
    async with served.phone(city, "responder") as other:
        body = desk.hello_body() | {"device": other.device}
        answer = await desk.http.post("/api/sync/hello", json=body, headers=desk.headers())

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_change_of_roles_counts_from_the_next_command(city, gate, desk):
    def demote(tx: Change):
        tx.run("DELETE FROM role WHERE person_id = :id", id=desk.person)

    await gate.act(demote)

    (ack,) = await send(desk, a_call(desk, "call-1"))

    assert (ack["r"], ack["code"]) == ("held", "forbidden")
