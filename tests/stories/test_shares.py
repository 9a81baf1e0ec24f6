"""What opens a locked phone besides its PIN: the server's share, how long a phone may keep it, and its end."""

import pytest

from schemas.commands import AcceptAssignment, OfferAssignment, ReportStage
from server.identity import commands
from server.identity.locking.rules import GRACE_MS, LEASE_MS, kept_until, rows_kept_until
from server.sync.system import run_due
from server.vault import p256
from tests.served import HOUR, MINUTE, NOON
from tests.stories.coming_in import problem
from tests.stories.team import UNIT, a_team

HOUR_MS = int(HOUR * 1000)


async def share(phone):
    answer = await phone.http.post("/api/session/share", headers={"X-CSRF": phone.session["csrf"]})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_share_is_one_persons_on_one_device_and_stays_the_same(served):
    city = served.found("city")
    async with served.phone(city, "responder") as ama, served.phone(city, "responder") as ben:
        first, again, other = await share(ama), await share(ama), await share(ben)
        served.close()
        served.start()
        after_a_restart = await share(ama)

    assert len(p256.decode64(first["share"])) == 32
    assert first["share"] == again["share"] == after_a_restart["share"] != other["share"]
    assert first["share"].encode() not in served.bytes_on_disk()
    assert p256.decode64(first["share"]) not in served.bytes_on_disk()


async def test_a_share_may_be_kept_while_a_shift_lasts_or_a_call_is_theirs_and_two_hours_more(served):
    city = served.found("city")
    async with served.phone(city, "responder") as idle, a_team(served, city) as team:
        off_duty, on_shift = await share(idle), await share(team.ama)
        # When they go off shift they are still with somebody.
        await team.take()
        asked = OfferAssignment(call_id="call-1", unit_id=UNIT)
        await team.must(team.desk, "assignment.offer", "assignment-1", asked)
        of_call = AcceptAssignment(call_id="call-1", unit_id=UNIT)
        await team.must(team.ama, "assignment.accept", "assignment-1", of_call)
        await team.must(team.ama, "shift.end", "shift-1", {"unit_id": UNIT})
        still_there = await share(team.ama)
        cleared = ReportStage(call_id="call-1", unit_id=UNIT, stage="cleared")
        await team.must(team.ama, "assignment.stage", "assignment-1", cleared)
        afterwards = await share(team.ama)
        served.clock.forward(2 * HOUR)
        await run_due(served.app.branches.of(city.tag), served.clock.now())
        over = await share(team.ama)

    assert off_duty["until"] is None
    assert (on_shift["now"], on_shift["until"]) == (NOON, NOON + LEASE_MS)
    assert still_there["until"] == NOON + 2 * HOUR_MS
    assert afterwards["until"] == NOON + 2 * HOUR_MS
    assert over["until"] is None
    assert on_shift["share"] == over["share"]


async def test_a_phone_is_told_at_every_hello_how_long_it_keeps_its_rows_when_it_hears_nothing_more(served):
    city, site = served.found("city"), served.found("site")
    async with served.phone(city, "responder") as idle, a_team(served, city) as team:
        off_duty, on_shift = await idle.hello(), await team.ama.hello()
        served.clock.forward(25 * HOUR)
        await team.ama.sign_token()
        signed_out = await team.ama.hello()
    async with served.phone(site, "interrupter") as rae:
        at_the_site = await rae.hello()

    assert off_duty["keep_s"] == 2 * HOUR
    assert on_shift["keep_s"] == at_the_site["keep_s"] == 12 * HOUR
    # Who only hands over is shown nothing that it could keep for longer.
    assert signed_out["scopes"] == []
    assert signed_out["keep_s"] is None


@pytest.mark.parametrize("whom", ["device", "person"])
async def test_who_is_shut_out_opens_nothing_again_and_the_share_is_destroyed(served, whom):
    city = served.found("city")
    async with served.phone(city, "responder") as phone:
        before = await share(phone)
        async with served.phone(city, "responder") as partner:
            kept = await share(partner)
            gate = served.gate(city)
            if whom == "device":
                await gate.act(lambda tx: commands.revoke_device(tx, device_id=phone.device))
            else:
                await gate.act(lambda tx: commands.end_person(tx, person_id=phone.person))
            answer = await phone.http.post("/api/session/share", headers={"X-CSRF": phone.session["csrf"]})
            rows = await city.database.read(lambda tx: tx.all("SELECT device_id FROM share"))
            name = f"share/{phone.device}/{phone.person}"
            lines = [line.subject for line in city.vault.never_again_lines()]

            assert before["share"] != kept["share"]
            assert problem(answer) == (401, "revoked", "never")
            assert [row["device_id"] for row in rows] == [partner.device]
            assert name in lines
            assert (await share(partner))["share"] == kept["share"]


@pytest.mark.told_on("sqlite")
async def test_a_share_is_handed_to_whoever_is_signed_in_and_to_nobody_else(served):
    city = served.found("city")
    async with served.phone(city, "responder") as phone:
        csrf = {"X-CSRF": phone.session["csrf"]}
        no_form = await phone.http.post("/api/session/share")
        served.clock.forward(25 * HOUR)
        run_out = await phone.http.post("/api/session/share", headers=csrf)
    async with served.http() as stranger:
        nobody = await stranger.post("/api/session/share", headers=csrf)

    assert problem(no_form) == (403, "bad_csrf", "fix")
    assert problem(run_out) == problem(nobody) == (401, "not_signed_in", "fix")


@pytest.mark.told_on("sqlite")
def test_the_end_is_the_latest_of_what_they_may_read_and_never_beyond_the_lease():
    now, minute = NOON, int(MINUTE * 1000)
    grace = ("call:1", now + minute)

    assert kept_until("city", [("person:1", None), ("directory", None)], now) is None
    assert kept_until("city", [grace, ("call:2", now + 2 * minute)], now) == now + 2 * minute
    assert kept_until("city", [grace, ("unit:1", None)], now) == now + LEASE_MS
    assert kept_until("city", [("call:1", now + 2 * LEASE_MS)], now) == now + LEASE_MS
    assert kept_until("city", [("call:1", now)], now) is None
    assert kept_until("site", [("person:1", None)], now) == now + LEASE_MS


@pytest.mark.told_on("sqlite")
def test_rows_that_no_pin_guards_last_as_long_as_a_share_and_two_hours_at_least():
    now, minute = NOON, int(MINUTE * 1000)

    assert rows_kept_until("city", [("person:1", None)], now) == now + GRACE_MS
    assert rows_kept_until("city", [("call:1", now + minute)], now) == now + GRACE_MS
    assert rows_kept_until("city", [("unit:1", None)], now) == now + LEASE_MS
    assert rows_kept_until("site", [("person:1", None)], now) == now + LEASE_MS
