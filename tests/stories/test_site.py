"""An interrupter's evening: a conflict worked on where there is no network, written on the phone, heard of days later.

The site's lead sees it. The city next door, under the same roof, never learns that there is anybody.
"""

import json
from typing import Any

import httpx
import pytest

from schemas.commands import RecordMediation
from server.journal import verify
from server.organizations import Organization
from server.storage.database import Tx
from tests.engines import tables
from tests.phone import Phone
from tests.served import DAY, Served
from tests.stories.team import CALL
from tests.walls.socket import a_socket, follow

pytestmark = pytest.mark.told_on("sqlite")

AREA = "Canaryquay"
WORKED_ON = RecordMediation(
    area=AREA,
    day="2026-09-21",
    part_of_day="night",
    how_learned="line727",
    conflict_type="retaliation",
    parties="4-6",
    actions=("shuttle_talk", "nonaggression_agreement"),
    outcome="resolved_conditions",
    retaliation_related="yes",
    retaliation_prevented="likely",
    look_again="72h",
)
EVERYTHING = "SELECT * FROM TABLE"


@pytest.fixture
def site(served: Served) -> Organization:
    return served.found("site")


@pytest.fixture
def city(served: Served) -> Organization:
    return served.found("city")


def opened_again(phone: Phone) -> Phone:
    """The same phone after its app was closed: its key, who uses it, and what it had saved."""
    again = Phone(phone.http, ids=phone.ids, clock=phone.clock)
    for name in ("key", "public", "device", "person", "nonce", "session", "sealer", "dseq"):
        setattr(again, name, getattr(phone, name))
    again.outbox = json.loads(json.dumps(phone.outbox))
    return again


async def test_what_was_written_without_a_network_is_with_the_lead_days_later_and_once(served, site):
    async with served.phone(site, "interrupter") as author, served.phone(site, "site_lead") as lead:
        saved = author.save("mediation.record", "mediation-1", WORKED_ON)
        assert AREA not in json.dumps(saved), "whoever finds the phone reads nothing in what waits there"
        assert (await lead.pull()).of("mediation") == {}

        served.clock.forward(0.9 * DAY)
        again = opened_again(author)
        await again.sign_token()
        acks = await again.upload() + await send_again(again, saved)

        await lead.sign_token()
        (row,) = (await lead.pull()).of("mediation").values()
        assert (await again.pull()).of("mediation") == {"mediation-1": row}
        assert [(ack["r"], ack.get("again", False)) for ack in acks] == [("ok", False), ("ok", True)]
        assert (row["by"], row["area"], row["outcome"]) == (author.person, AREA, "resolved_conditions")
        assert row["received_at"] == served.clock.now()
        assert await site.database.read(verify) is None


async def send_again(phone: Phone, row: dict[str, Any]) -> list[dict[str, Any]]:
    """The answer got lost: the very same bytes once more."""
    phone.outbox = [row]
    return await phone.upload()


async def test_a_phone_with_nobody_signed_in_hands_over_and_reads_nothing(served, site):
    async with served.phone(site, "interrupter") as author, served.phone(site, "site_lead") as lead:
        author.save("mediation.record", "mediation-1", WORKED_ON)
        served.clock.forward(3 * DAY)

        token = await author.sign_token()
        (ack,) = await author.upload()
        page = await author.http.get("/api/sync/changes", headers=author.headers())
        welcome = await author.hello()

        assert (token["kind"], ack["r"]) == ("upload", "ok")
        assert (page.status_code, page.json()["code"]) == (403, "upload_only")
        assert welcome["scopes"] == []
        async with served.http() as http:
            back = await Phone(http, ids=served.ids, clock=served.clock).enrol(await served.code(site, lead.person))
            assert set((await back.pull()).of("mediation")) == {"mediation-1"}


async def test_the_lead_hears_of_it_at_once_while_the_desk_of_the_site_is_open(served, site):
    async with (
        served.phone(site, "interrupter") as author,
        served.phone(site, "site_lead") as lead,
        a_socket(served) as socket,
    ):
        await follow(socket, lead)
        await author.do("mediation.record", "mediation-1", WORKED_ON)
        push = await socket.until("push")

    (put,) = push["puts"]
    assert (put["t"], put["s"], put["d"]["area"]) == ("mediation", ["desk"], AREA)


async def test_the_screens_of_an_interrupter_are_of_the_site_alone(served, site, city):
    async with served.phone(site, "interrupter") as author:
        assert author.session["org"]["kind"] == "site"
        assert author.session["org"]["tag"] == site.tag
        assert author.session["roles"] == ["interrupter"]
        welcome = await author.hello()
        refused = [await author.http.get(path) for path in ("/api/reports/outcomes", "/api/export/calls.csv")]

    assert welcome["scopes"] == ["directory", f"person:{author.person}"]
    assert {answer.status_code for answer in refused} == {403}


async def test_the_city_never_learns_of_the_site_its_people_or_what_they_did(served, site, city):
    roles = ("dispatcher", "supervisor", "responder", "manager", "admin", "privacy_officer")
    heard: list[str] = []

    async def hear(response: httpx.Response) -> None:
        await response.aread()
        heard.append(response.text)

    async with (
        served.phone(site, "interrupter") as author,
        served.phone(site, "site_lead") as lead,
        served.phone(city, *roles) as everybody,
    ):
        everybody.http.event_hooks = {"response": [hear]}
        await author.do("mediation.record", "mediation-1", WORKED_ON)
        await everybody.do("call.take", "call-1", CALL)
        await everybody.pull()
        for path in (
            "session",
            "reports/outcomes",
            "export/calls.csv",
            "export/dictionary.csv",
            "export/full/stages.csv",
        ):
            assert (await everybody.http.get(f"/api/{path}")).status_code == 200
        stored = await city.database.read(every_row)
        own = await site.database.read(every_row)

    assert "call-1" in stored
    assert "UNHOUSED_NEED" in "".join(heard)
    for words in (AREA, "mediation-1", author.person, author.device, lead.person, lead.device, site.tag):
        assert words in own or words == AREA, "the search finds it where it is"
        assert words not in stored
        assert words not in "".join(heard)


def every_row(tx: Tx) -> str:
    return str([[tuple(row.values()) for row in tx.all(EVERYTHING.replace("TABLE", table))] for table in tables(tx)])


@pytest.mark.parametrize("kind", ["CONFLICT_BREWING", "RETALIATION_RISK", "HOSP_BEDSIDE"])
async def test_a_citys_desk_takes_no_confidential_call_and_keeps_what_was_said_sealed(served, city, kind):
    told = {name: getattr(CALL, name) for name in CALL.__struct_fields__} | {"type_code": kind, "place": AREA}
    async with served.phone(city, "dispatcher", "supervisor", "responder") as desk:
        ack = await desk.do("call.take", "call-1", told)
        seen = (await desk.pull()).view()
        stored = await city.database.read(every_row)

    assert (ack["r"], ack["code"]) == ("held", "invalid")
    assert not [key for key in seen if key[0] == "call"]
    for words in (kind, AREA):
        assert words not in str(seen)
        assert words not in stored


async def test_a_site_has_no_calls_teams_or_referrals_of_persons(served, site):
    async with served.phone(site, "interrupter", "site_lead") as both:
        answers = [
            await both.do("call.take", "call-1", CALL),
            await both.do("shift.start", "shift-1", {"unit_id": "unit-1", "person_ids": [both.person]}),
            await both.do("referral.make", "referral-1", {"call_id": "call-1", "unit_id": "unit-1"}),
        ]
        there = await site.database.read(tables)

    assert {ack["r"] for ack in answers} == {"held"}
    assert {ack["code"] for ack in answers} <= {"forbidden", "invalid"}
    assert not set(there) & {"call", "unit", "assignment", "encounter", "referral"}
