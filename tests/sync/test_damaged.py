"""One damaged row on the disk stops nobody: everything else flows, nothing is made up, and somebody is told."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from schemas.records import Demographics, TribeTold
from server.cli.clerk import Clerk
from server.client.replica import Replica
from server.organizations import Organization
from server.storage.database import Tx
from server.sync.system import run_due
from tests.phone import Phone
from tests.served import DAY, Served
from tests.stories.team import UNIT, a_team
from tests.stories.test_encounters import outcome
from tests.stories.test_mediation import CALM
from tests.sync.doors import THE_CALL, alarms, held, rows, send

PLACE = "a green tent behind the mill"
HAZARD = "a dog that bites"
NOTE = "slept rough for a week"


@pytest.fixture
def city(served: Served) -> Organization:
    """A city."""
    return served.found("city")


def flip(table: str, column: str, where: str) -> Callable[[Tx], object]:
    """One bit of a sealed field becomes another."""

    told = {"COLUMN": column, "A_TABLE": table, "THIS": where}
    select, update = "SELECT COLUMN AS sealed FROM A_TABLE WHERE THIS", "UPDATE A_TABLE SET COLUMN = :sealed WHERE THIS"
    for word, name in told.items():
        select, update = select.replace(word, name), update.replace(word, name)

    def work(tx: Tx) -> object:
        (row,) = tx.all(select)
        was = bytes(row["sealed"])
        return tx.run(update, sealed=was[:-1] + bytes([was[-1] ^ 1]))

    return work


async def fresh(phone: Phone, kind: str) -> dict[str, dict[str, Any]]:
    """What a phone is shown that holds nothing yet."""
    phone.replica = Replica()
    return (await phone.pull()).of(kind)


async def verified(served: Served) -> tuple[list[str], list[str]]:
    """What `field727 verify` says, and which organizations it calls broken."""
    said: list[str] = []
    clerk = Clerk(served.app, served.settings, clock=served.clock, ids=served.ids)
    told: Any = await clerk.commands()["verify"]({}, said.append)
    return said, told["broken"]


async def amber(served: Served, phone: Phone) -> set[str]:
    """What readiness says that somebody should look at; it is ready all the same."""
    await served.app.metronome.beat(served.clock.now())
    answer = await phone.http.get("/readyz")
    assert answer.status_code == 200
    return {check["name"].partition(" ")[2] for check in answer.json()["checks"] if check["amber"]}


@pytest.mark.parametrize("column", ["sealed", "said"])
async def test_a_damaged_call_is_shown_without_what_cannot_be_read_and_says_so(
    served: Served, city: Organization, column: str
):
    told = THE_CALL | {"place": PLACE, "access_note": HAZARD, "said": "help"}
    lost = {"sealed": {"place", "access_note"}, "said": {"said"}}[column]
    async with a_team(served, city) as team:
        for n in range(3):
            await team.must(team.desk, "call.take", f"call-{n}", told)
        await team.must(team.desk, "assignment.offer", "offer-1", {"call_id": "call-1", "unit_id": UNIT})
        await city.database.write(flip("call", column, "id = 'call-1'"))

        for phone, seen in ((team.desk, {"call-0", "call-1", "call-2"}), (team.ama, {"call-1"})):
            calls = await fresh(phone, "call")
            assert calls.keys() == seen
            assert {each for each, call in calls.items() if call["unreadable"]} == {"call-1"}
            for field in ("place", "access_note", "said"):
                assert calls["call-1"][field] == (None if field in lost else told[field])
        assert (await fresh(team.ama, "assignment")).keys() == {"offer-1"}


async def test_the_desk_is_told_once_and_whoever_watches_and_verify_names_it(served: Served, city: Organization):
    async with served.phone(city, "dispatcher") as desk:
        for n in range(3):
            await desk.do("call.take", f"call-{n}", THE_CALL | {"place": PLACE})
        await desk.pull()
        before = await amber(served, desk), await verified(served)
        await city.database.write(flip("call", "sealed", "id = 'call-1'"))

        said, broken = await verified(served)
        after = [await amber(served, desk) for _ in range(2)]
        alarm = next(iter((await desk.pull()).of("alarm").values()))
        assert await alarms(desk) == ["unreadable"]
        served.close()
        served.start()
        await fresh(desk, "call")
        await served.app.metronome.beat(served.clock.now())

        assert await alarms(desk) == ["unreadable"], "another life of the server tells it no second time"
    assert (alarm["kind"], alarm["call_id"]) == ("unreadable", "call-1")
    assert (before[0], before[1][1]) == (set(), [])
    assert after == [{"records"}, {"records"}]
    assert (said[1:], broken) == ([f"{city.tag} call/call-1 cannot be read"], [city.tag])


async def test_a_damaged_note_hides_no_outcome(served: Served, city: Organization):
    async with a_team(served, city) as team:
        await team.send("call-1", "assignment-1")
        about = Demographics(tribal=TribeTold(how="asked", words="Yurok"))
        told = replace(outcome(note=NOTE), demographics=about)
        await team.must(team.ama, "encounter.record", "encounter-1", told)
        await team.must(team.ben, "encounter.record", "encounter-2", outcome(note="a second word"))
        whole = await fresh(team.ama, "encounter")
        await city.database.write(flip("encounter_save", "note", f"person_id = '{team.ama.person}'"))

        (damaged,) = (await fresh(team.ama, "encounter")).values()

        (was,) = whole.values()
        assert (was["note"], was["unreadable"]) == (NOTE, False)
        assert was["demographics"]["tribal"]["words"] == "Yurok"
        assert (damaged["note"], damaged["demographics"], damaged["unreadable"]) == (None, None, True)
        assert damaged["additions"][0]["note"] == "a second word"
        assert damaged["answers"] == was["answers"]


async def test_of_a_damaged_mediation_nothing_is_said_and_whoever_has_it_keeps_it(served: Served):
    site = served.found("site")
    async with served.phone(site, "interrupter") as author, served.phone(site, "site_lead") as lead:
        for n in range(2):
            await author.do("mediation.record", f"mediation-{n}", CALM)
        whole = await fresh(author, "mediation")
        await site.database.write(flip("mediation", "sealed", "id = 'mediation-0'"))
        await author.do("mediation.record", "mediation-2", CALM)

        assert (await fresh(lead, "mediation")).keys() == {"mediation-1", "mediation-2"}
        kept = (await author.pull()).of("mediation")
        assert kept["mediation-0"] == whole["mediation-0"]
        assert kept.keys() == {"mediation-0", "mediation-1", "mediation-2"}
        assert await amber(served, lead) == {"records"}


async def test_a_damaged_row_in_custody_stays_there_and_stops_nobody_it_waited_for(served: Served, city: Organization):
    said = {"call_id": "call-1", "unit_id": UNIT}
    async with a_team(served, city) as team:
        await team.take()
        first = team.ama.save("assignment.stage", "assignment-1", said | {"stage": "enroute"})
        second = team.ama.save("assignment.stage", "assignment-1", said | {"stage": "on_scene"}, after=first["id"])
        assert (await send(team.ama, second))[0]["code"] == "dependency"
        (waits,) = await held(city)
        await city.database.write(flip("held", "sealed", "resolved_at IS NULL"))

        (ack,) = await send(team.ama, first)
        served.clock.forward(2 * DAY)
        await run_due(served.app.branches.of(city.tag), served.clock.now())

        assert ack["r"] == "ok"
        assert (await held(city))[waits]["resolved_at"] is None
        told = await rows(city, "SELECT kind FROM alarm WHERE kind = 'custody'")
        assert len(told) == 2, "when it was left for hours, and when it was overdue"
        assert (await verified(served))[0][1:] == [f"{city.tag} {waits} cannot be read"]


async def test_a_damaged_name_is_an_empty_one(served: Served, city: Organization):
    async with a_team(served, city) as team:
        await city.database.write(flip("person", "sealed", f"id = '{team.ben.person}'"))

        (unit,) = (await fresh(team.desk, "unit")).values()

        names = {member["person_id"]: member["name"] for member in unit["members"]}
        assert (names[team.ben.person], bool(names[team.ama.person])) == ("", True)
        assert (await verified(served))[0][1:] == [f"{city.tag} {team.ben.person} cannot be read"]
