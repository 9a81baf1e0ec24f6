"""Whoever owns what is held reads what it says, as far as the matrix lets them, and closes it by a command."""

import pytest

from schemas.commands import RecordMediation
from tests.compat.test_released import versioned
from tests.served import HOUR
from tests.stories.team import UNIT, a_team
from tests.sync.doors import THE_CALL, a_call, alarms, held, rows, send, text
from tests.sync.test_waiting import later

pytestmark = pytest.mark.told_on("sqlite")

CANARY = "CANARY of the blue door"
NOTED = {"call_id": "call-1", "unit_id": UNIT, "answers": {"contact_result": "nonsense"}, "note": CANARY}


async def read(phone, held_id):
    """What this person is answered."""
    return await phone.http.get(f"/api/custody/{held_id}")


async def disclosed(city):
    """Who was shown what is held."""
    found = await rows(city, "SELECT person_id, shown FROM disclosure WHERE purpose = 'custody' ORDER BY at, id")
    return [(row["person_id"], row["shown"]) for row in found]


@pytest.mark.told_on("sqlite", "postgres")
async def test_the_supervisor_reads_what_is_held_and_that_is_written_down(served):
    city = served.found("city")
    async with a_team(served, city) as team, served.phone(city, "supervisor") as supervisor:
        row = team.ama.save("encounter.record", "encounter-1", NOTED)
        await team.ama.upload()

        answer = await read(supervisor, row["id"])

        said = answer.json()
        assert answer.headers["cache-control"] == "no-store"
    assert (said["id"], said["type"], said["v"], said["code"]) == (row["id"], "encounter.record", 1, "invalid")
    assert (said["person_id"], said["entity"], said["saved_at"]) == (team.ama.person, "encounter-1", row["at"])
    assert (said["args"], said["withheld"]) == (NOTED, [])
    assert await disclosed(city) == [(supervisor.person, f'[["held","{row["id"]}"]]')]


async def test_nobody_but_an_owner_reads_it_and_the_reader_learns_nothing_from_being_refused(served):
    city = served.found("city")
    async with a_team(served, city) as team, served.phone(city, "supervisor") as supervisor:
        row = team.ama.save("encounter.record", "encounter-1", NOTED)
        await team.ama.upload()
        assert (await read(supervisor, row["id"])).status_code == 200

        for other in (team.desk, team.ama, team.ben):
            refused, unknown = await read(other, row["id"]), await read(other, "no-such-thing")
            assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
            assert refused.json() == unknown.json()
    assert len(await disclosed(city)) == 1


async def test_what_the_matrix_closes_to_the_owner_is_named_and_not_shown(served):
    """A supervisor who is no dispatcher either reads no address: but every supervisor of a city sees the desk."""
    site = served.found("site")
    async with served.phone(site, "interrupter") as author, served.phone(site, "site_lead") as lead:
        exact = RecordMediation(
            area="12 Canary Street " * 4,
            day="2026-09-21",
            part_of_day="evening",
            how_learned="own_network",
            conflict_type="money_debt",
            parties="2-3",
            actions=("separated",),
            outcome="resolved",
        )
        row = author.save("mediation.record", "mediation-1", exact)
        strange = author.save("unit.status", UNIT, {"status": "meal", "surprise": CANARY})
        await author.upload()

        open_to_lead = (await read(lead, row["id"])).json()
        closed = (await read(lead, strange["id"])).json()

    assert open_to_lead["args"]["area"].startswith("12 Canary"), "the class of a mediation is open to the lead"
    assert (closed["args"], closed["withheld"]) == ({}, ["status", "surprise"]), "how a team is, is not for a site"


async def test_what_nobody_can_read_says_so(served):
    city = served.found("city")
    async with served.phone(city, "responder") as sender, served.phone(city, "supervisor") as supervisor:
        unknown_key = a_call(sender, "call-1") | {"kid": "k-unknown"}
        await send(sender, unknown_key, b'{"broken": true}')
        kept = await held(city)

        told = [(await read(supervisor, held_id)).json() for held_id in kept]

    assert [(each["args"], each["withheld"]) for each in told] == [(None, []), (None, [])]
    assert sorted(each["v"] or 0 for each in told) == [0, 1]


async def test_an_older_version_is_shown_in_the_words_of_today(served):
    city = served.found("city")
    async with served.phone(city, "dispatcher") as desk, served.phone(city, "supervisor") as supervisor:
        old = {"call_id": "call-1", "unit_id": UNIT, "origin": "manual", "said_by": "Ama", "stage": "flying"}
        row = versioned(desk, 1, "assignment.stage", "assignment-1", old)
        await send(desk, row)

        said = (await read(supervisor, row["id"])).json()

    assert (said["v"], said["args"]["voice"]) == (1, {"said_by": "Ama"})


# ------------------------------------------------------------------ seen to


async def a_mistake(phone, call_id="call-1"):
    """A row that is held as invalid; answers its id."""
    row = a_call(phone, call_id) | {"v": 0}
    (ack,) = await send(phone, text(row))
    assert ack["code"] == "invalid"
    return row["id"]


@pytest.mark.told_on("sqlite", "postgres")
@pytest.mark.parametrize("how", ["fixed", "nothing_to_do", "told_person"])
async def test_what_was_seen_to_leaves_every_list_raises_no_alarm_and_stays_as_it_came(served, how):
    city = served.found("city")
    branch = served.app.branches.of(city.tag)
    async with served.phone(city, "dispatcher") as desk, served.phone(city, "supervisor") as supervisor:
        held_id = await a_mistake(desk)
        before = (await held(city))[held_id]["sealed"]
        assert held_id in (await supervisor.pull()).of("held")
        fix = await desk.do("call.take", "call-2", THE_CALL)

        for _ in range(2):
            ack = await supervisor.do("custody.resolve", held_id, {"how": how, "fixed_by": fix["id"]})
            assert ack["r"] == "ok", "saying so twice changes nothing"

        assert (await supervisor.pull()).of("held") == (await desk.pull()).of("held") == {}
        assert (await read(supervisor, held_id)).status_code == 404
        await later(served, branch, 5 * HOUR, desk)
        assert await alarms(desk) == []
    kept = (await held(city))[held_id]
    assert (kept["resolution"], kept["sealed"]) == (how, before)
    journal = "SELECT person, envelope FROM journal WHERE kind = 'command.resolved'"
    (told,) = await rows(city, journal)
    assert told["person"] == supervisor.person
    assert fix["id"] in told["envelope"]


async def test_a_fact_that_waits_is_applied_all_the_same_when_somebody_only_looked(served):
    city = served.found("city")
    async with a_team(served, city) as team, served.phone(city, "supervisor") as supervisor:
        early = {"call_id": "call-1", "unit_id": UNIT, "stage": "on_scene"}
        (first, second) = [await team.ama.do("assignment.stage", name, early) for name in ("assignment-1", "a-2")]
        assert (first["code"], second["code"]) == ("dependency", "dependency")

        await supervisor.do("custody.resolve", first["id"], {"how": "nothing_to_do"})
        await supervisor.do("custody.resolve", second["id"], {"how": "fixed"})
        assert (await supervisor.pull()).of("held") == {}
        await team.take()

        resolutions = {key: row["resolution"] for key, row in (await held(city)).items()}
    assert resolutions == {first["id"]: "applied", second["id"]: "fixed"}


async def test_only_an_owner_closes_it_and_only_what_is_there(served):
    city = served.found("city")
    async with a_team(served, city) as team, served.phone(city, "supervisor") as supervisor:
        held_id = await a_mistake(team.desk)

        by_others = [await p.do("custody.resolve", held_id, {"how": "fixed"}) for p in (team.ama, team.desk)]
        of_nothing = await supervisor.do("custody.resolve", "no-such-thing", {"how": "fixed"})

    assert [(ack["r"], ack["code"]) for ack in by_others] == [("held", "forbidden")] * 2
    assert (of_nothing["r"], of_nothing["code"]) == ("held", "invalid")
    assert (await held(city))[held_id]["resolution"] is None


async def test_the_lead_of_a_site_sees_to_it_there(served):
    site = served.found("site")
    async with served.phone(site, "interrupter") as author, served.phone(site, "site_lead") as lead:
        row = author.save("mediation.record", "mediation-1", {"day": "never"})
        await author.upload()
        assert row["id"] in (await lead.pull()).of("held")

        ack = await lead.do("custody.resolve", row["id"], {"how": "told_person"})

        assert ack["r"] == "ok"
        assert (await lead.pull()).of("held") == {}
