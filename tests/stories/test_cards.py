"""Cards: an organization's own, on every phone by the same door as all else, replaced as a whole."""

from typing import Any

import pytest

from schemas.guidance.cards import first_cards
from server.guidance.commands import begin
from tests.stories.two_teams import TwoTeams, two_teams

SAID = {"en": "Heat", "es": "Calor"}
HEAT = {"id": "heat", "title": SAID, "when": SAID, "steps": [SAID], "source": "CDC", "types": ["WELFARE"]}
REVIEWED = HEAT | {"reviewed_by": "Dr. Example", "reviewed_on": "2026-11-02"}


async def begun(teams: TwoTeams) -> None:
    await teams.served.app.branches.of(teams.city.tag).act(lambda tx: begin(tx, "cards-first"))


def ids(cards: dict[str, Any]) -> list[str]:
    return [each["id"] for each in cards["cards"]]


@pytest.mark.told_on("sqlite", "postgres")
async def test_everybody_of_a_city_has_the_first_set_and_then_the_supervisors_alone(served):
    async with two_teams(served) as teams, served.phone(teams.city, "supervisor") as boss:
        await begun(teams)
        before = await teams.see(teams.ama, "cards")
        await teams.must(boss, "cards.set", "cards-2", {"follows": 1, "cards": [REVIEWED]})
        await teams.must(boss, "cards.set", "cards-2", {"follows": 1, "cards": [REVIEWED]})

        (first,) = before.values()
        assert ids(first) == [card.id for card in first_cards().cards]
        for phone in (teams.ama, teams.cleo, teams.desk, boss):
            (now,) = (await teams.see(phone, "cards")).values()
            assert (now["id"], now["number"], ids(now)) == ("cards-2", 2, ["heat"])
            assert (now["cards"][0]["reviewed_by"], now["cards"][0]["types"]) == ("Dr. Example", ["WELFARE"])
        stored = await teams.rows("SELECT number, set_by FROM guidance ORDER BY number")
        assert [(row["number"], row["set_by"]) for row in stored] == [(1, None), (2, boss.person)], "all stay on record"


async def test_an_organization_that_has_cards_does_not_begin_again(served):
    async with two_teams(served) as teams:
        await begun(teams)
        await teams.served.app.branches.of(teams.city.tag).act(lambda tx: begin(tx, "cards-again"))

        assert list(await teams.see(teams.ama, "cards")) == ["cards-first"]


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_set_that_is_none_or_made_from_an_older_one_is_refused_whole(served):
    async with two_teams(served) as teams, served.phone(teams.city, "supervisor") as boss:
        await begun(teams)
        stale = await boss.do("cards.set", "cards-2", {"follows": 0, "cards": [HEAT]})
        wrong = await boss.do("cards.set", "cards-3", {"follows": 1, "cards": [HEAT, HEAT | {"id": "x1", "steps": []}]})
        typing = await boss.do("cards.set", "cards-4", {"follows": 1, "cards": [HEAT | {"types": ["VAGRANT"]}]})
        by_desk = await teams.desk.do("cards.set", "cards-5", {"follows": 1, "cards": [HEAT]})
        by_team = await teams.ama.do("cards.set", "cards-6", {"follows": 1, "cards": [HEAT]})

        assert [(ack["r"], ack["code"]) for ack in (stale, wrong, typing, by_desk, by_team)] == [
            ("held", "conflict"),
            ("held", "invalid"),
            ("held", "invalid"),
            ("held", "forbidden"),
            ("held", "forbidden"),
        ]
        assert list(await teams.see(teams.ama, "cards")) == ["cards-first"]


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_site_has_cards_of_its_own_that_a_lead_sets(served):
    site = served.found("site")
    async with served.phone(site, "interrupter") as author, served.phone(site, "site_lead") as lead:
        said = {"follows": 0, "cards": [HEAT]}
        by_author = await author.do("cards.set", "cards-0", said)
        by_lead = await lead.do("cards.set", "cards-1", said)
        await author.pull()

        assert (by_author["code"], by_lead["r"]) == ("forbidden", "ok")
        assert [each["number"] for each in author.replica.of("cards").values()] == [1]
