"""Editions of the call types: calls keep what they were taken by, and beside the desk's word what was proposed."""

from typing import Any

import pytest
from msgspec.structs import replace

from schemas.base import Words
from schemas.records.taxonomy import Edition, PriorityTimes, Question, Stop, TypeInUse
from server.dispatch.commands.taxonomies import set_edition
from tests.stories.team import CALL
from tests.stories.two_teams import TwoTeams, two_teams

NOISE = TypeInUse(type_code="NOISE", priority="P2", would_have_gone_to="police")
SHELTER = TypeInUse(type_code="UNHOUSED_NEED", would_have_gone_to="none")


DOG = Question(
    id="dog",
    words=Words(en="Is a dog loose there?", es="¿Hay un perro suelto?"),
    short=Words(en="dog", es="perro"),
    stops=(Stop(answer="yes", towards="standby"),),
)


async def set_next(teams: TwoTeams, edition_id: str, *types: TypeInUse, **more: Any) -> int:
    branch = teams.served.app.branches.of(teams.city.tag)
    edition = Edition(types=types, agreed_on="2026-11-02", **more)
    made = await branch.act(lambda tx: set_edition(tx, edition_id, edition))
    return made.number


async def editions(teams: TwoTeams, phone: Any) -> list[dict[str, Any]]:
    return sorted((await teams.see(phone, "taxonomy")).values(), key=lambda each: int(each["number"]))


@pytest.mark.told_on("sqlite", "postgres")
async def test_the_desk_has_the_newest_edition_and_a_call_keeps_the_one_it_was_taken_by(served):
    async with two_teams(served) as teams:
        before = await editions(teams, teams.desk)
        numbers = [await set_next(teams, "edition-a", SHELTER, NOISE)]
        by_2 = replace(CALL, taxonomy_version=2, would_have_gone_to_proposed="none")
        # The next edition leaves the call's type out before the desk, cut off, says that it took one by the other.
        numbers.append(await set_next(teams, "edition-b", NOISE))
        await teams.must(teams.desk, "call.take", "taken-by-2", by_2)

        first, now = await editions(teams, teams.desk)
        call = await teams.on_desk("call", "taken-by-2")
        stored = await teams.rows("SELECT id, number FROM taxonomy ORDER BY number")
        assert (before, numbers) == ([], [2, 3])
        assert (now["number"], [each["type_code"] for each in now["types"]]) == (3, ["NOISE"])
        assert (now["agreed_on"], now["by"], now["questions"]) == ("2026-11-02", None, None)
        assert first["number"] == 2, "for the calls that were taken by it"
        assert (call["type_code"], call["taxonomy_version"]) == ("UNHOUSED_NEED", 2)
        assert (call["would_have_gone_to"], call["would_have_gone_to_proposed"]) == ("police", "none")
        assert [row["number"] for row in stored] == [2, 3], "those before it stay on record"
        assert await editions(teams, teams.ama) == [], "phones take no calls"


@pytest.mark.told_on("sqlite", "postgres")
async def test_what_a_team_begins_has_the_edition_of_the_hour_and_an_unknown_one_refuses_no_call(served):
    async with two_teams(served) as teams:
        await set_next(teams, "edition-a", SHELTER)
        met = {"unit_id": "unit-1", "assignment_id": "met-1"}
        await teams.must(teams.ama, "call.meet", "met", met)
        await teams.must(teams.desk, "call.take", "newer", replace(CALL, taxonomy_version=9))
        await teams.must(teams.desk, "call.take", "older", CALL)

        numbers = [(await teams.on_desk("call", name))["taxonomy_version"] for name in ("met", "newer", "older")]
        assert numbers == [2, 9, 1]


async def test_a_question_of_the_city_and_its_answer_can_be_read_on_the_call_by_everybody_who_goes(served):
    async with two_teams(served) as teams:
        await set_next(teams, "edition-a", SHELTER, questions=(DOG,))
        asked = {"dog": DOG.short}
        told = replace(CALL, taxonomy_version=2, screening={"dog": "yes", "weapon": "no"}, asked=asked)
        await teams.must(teams.desk, "call.take", "call-dog", told)
        await set_next(teams, "edition-b", SHELTER)
        await teams.must(teams.desk, "assignment.offer", "a-1", {"call_id": "call-dog", "unit_id": "unit-1"})

        for phone in (teams.desk, teams.ama):
            call = (await teams.see(phone, "call"))["call-dog"]
            assert call["screening"] == {"dog": "yes", "weapon": "no"}
            assert (call["taxonomy_version"], call["asked"]) == (2, {"dog": {"en": "dog", "es": "perro"}})
        (then, _) = await editions(teams, teams.desk)
        assert [each["words"]["en"] for each in then["questions"]] == ["Is a dog loose there?"]


async def test_an_offer_waits_as_long_as_the_edition_of_the_hour_says(served):
    async with two_teams(served) as teams:
        await set_next(teams, "edition-a", SHELTER, priorities=(PriorityTimes(priority="P3", answer_s=600),))
        await teams.offer()

        offer = await teams.on_desk("assignment", "assignment-1")
        assert offer["answer_by"] - offer["offered_at"] == 600_000


async def test_the_desk_has_the_newest_editions_and_the_house_has_all(served):
    async with two_teams(served) as teams:
        for n in range(14):
            await set_next(teams, f"edition-{n}", NOISE)

        stored = await teams.rows("SELECT number FROM taxonomy")
        assert [each["number"] for each in await editions(teams, teams.desk)] == list(range(4, 16))
        assert len(stored) == 14


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_supervisor_makes_the_next_edition_and_one_made_from_an_older_is_refused_in_words(served):
    async with two_teams(served) as teams, served.phone(teams.city, "supervisor") as boss:
        second = {"follows": 1, "types": [{"type_code": "NOISE"}], "order": "as_listed"}
        await teams.must(boss, "taxonomy.set", "edition-2", second)
        stale = await boss.do("taxonomy.set", "edition-3", second | {"types": [{"type_code": "WELFARE"}]})
        by_desk = await teams.desk.do("taxonomy.set", "edition-4", second | {"follows": 2})
        wrong = await boss.do("taxonomy.set", "edition-5", {"follows": 2, "types": []})
        await teams.must(boss, "taxonomy.set", "edition-2", second)

        (now,) = await editions(teams, teams.desk)
        assert (now["number"], now["by"], now["order"]) == (2, boss.person, "as_listed")
        assert now["name"] != ""
        assert [(ack["r"], ack["code"]) for ack in (stale, by_desk, wrong)] == [
            ("held", "conflict"),
            ("held", "forbidden"),
            ("held", "invalid"),
        ]
