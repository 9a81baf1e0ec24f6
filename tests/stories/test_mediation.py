"""A conflict worked on, logged in a site: coded, sealed, and seen by its author and the site lead only."""

import pytest
from msgspec.structs import replace

from schemas.commands import RecordMediation
from server.journal import erase
from server.storage.database import Tx

pytestmark = pytest.mark.told_on("sqlite")

CANARY = "Canaryquay"
CALM = RecordMediation(
    area=CANARY,
    day="2026-09-21",
    part_of_day="evening",
    how_learned="own_network",
    conflict_type="money_debt",
    parties="2-3",
    actions=("separated", "shuttle_talk"),
    outcome="resolved_temporarily",
    look_again="24h",
)


@pytest.fixture
def site(served):
    return served.found("site")


async def test_the_author_and_the_site_lead_see_a_mediation_and_nobody_else_does(served, site):
    async with (
        served.phone(site, "interrupter") as author,
        served.phone(site, "interrupter") as colleague,
        served.phone(site, "site_lead") as lead,
    ):
        ack = await author.do("mediation.record", "mediation-1", CALM)
        seen = [(await phone.pull()).of("mediation") for phone in (author, lead, colleague)]

    assert ack["r"] == "ok"
    assert seen[0] == seen[1]
    row = seen[0]["mediation-1"]
    assert (row["by"], row["area"], row["outcome"]) == (author.person, CANARY, "resolved_temporarily")
    assert row["actions"] == ["separated", "shuttle_talk"]
    assert seen[2] == {}


@pytest.mark.told_on("sqlite", "postgres")
async def test_nothing_a_mediation_says_lies_on_the_disk_in_clear(served, site):
    async with served.phone(site, "interrupter") as author:
        await author.do("mediation.record", "mediation-1", CALM)

    found = served.bytes_on_disk()
    assert CANARY.encode() not in found
    assert b"money_debt" not in found
    # The search itself works: the id, which is kept in clear, is found, and so is a canary planted in clear.
    assert b"mediation-1" in found
    await site.database.write(lambda tx: plant(tx, CANARY))
    assert CANARY.encode() in served.bytes_on_disk()


def plant(tx: Tx, canary: str) -> None:
    tx.run("INSERT INTO effect (key, kind, payload, created_at) VALUES ('1', 'planted', :canary, 0)", canary=canary)


@pytest.mark.told_on("sqlite", "postgres")
async def test_the_log_says_only_that_a_mediation_was_written(served, site):
    async with served.phone(site, "interrupter") as author:
        await author.do("mediation.record", "mediation-1", CALM)

    rows = await site.database.read(lambda tx: tx.all("SELECT envelope FROM journal WHERE kind = 'mediation.recorded'"))
    assert [row["envelope"] for row in rows] == ["{}"]


@pytest.mark.told_on("sqlite", "postgres")
@pytest.mark.parametrize("wrong", [{"area": "2600 Middlefield Road"}, {"day": "2027-01-01"}, {"day": "2026-02-30"}])
async def test_what_is_too_exact_or_cannot_be_is_taken_into_custody_sealed(served, site, wrong):
    async with served.phone(site, "interrupter") as author:
        ack = await author.do("mediation.record", "mediation-1", replace(CALM, **wrong))
        seen = (await author.pull()).of("mediation")

    assert (ack["r"], ack["code"]) == ("held", "invalid")
    assert seen == {}
    assert b"Middlefield" not in served.bytes_on_disk()


async def test_a_second_entry_under_the_same_id_replaces_nothing(served, site):
    async with served.phone(site, "interrupter") as author:
        await author.do("mediation.record", "mediation-1", CALM)
        ack = await author.do("mediation.record", "mediation-1", replace(CALM, outcome="violence_occurred"))
        seen = (await author.pull()).of("mediation")

    assert (ack["r"], ack["code"]) == ("held", "invalid")
    assert seen["mediation-1"]["outcome"] == "resolved_temporarily"


async def test_an_erased_mediation_is_gone_from_every_phone(served, site):
    branch = served.app.branches.of(site.tag)
    async with served.phone(site, "interrupter") as author, served.phone(site, "site_lead") as lead:
        await author.do("mediation.record", "mediation-1", CALM)
        await author.pull()
        await branch.act(lambda tx: erase(tx, "mediation-1"))
        seen = [(await phone.pull()).of("mediation") for phone in (author, lead)]

    assert seen == [{}, {}]


@pytest.mark.told_on("sqlite", "postgres")
async def test_no_city_takes_a_mediation(served):
    city = served.found("city")
    async with served.phone(city, "responder") as responder:
        ack = await responder.do("mediation.record", "mediation-1", CALM)

    assert (ack["r"], ack["code"]) == ("held", "forbidden")
    assert CANARY.encode() not in served.bytes_on_disk()


async def test_a_phone_that_lives_in_next_week_logs_what_was_today(served, site):
    async with served.phone(site, "interrupter") as author, served.phone(site, "site_lead") as lead:
        author.skew_ms = 7 * 86_400_000
        assert (await author.do("mediation.record", "mediation-0", replace(CALM, day="2026-09-28")))["r"] == "held"
        await author.hello()
        ack = await author.do("mediation.record", "mediation-1", replace(CALM, day="2026-09-28"))

        shown = (await lead.pull()).of("mediation")

    assert ack["r"] == "ok"
    assert {name: row["day"] for name, row in shown.items()} == {"mediation-1": "2026-09-21"}
