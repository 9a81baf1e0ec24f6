"""An organization's own wording: for everybody who works there, held to the sentences that the app has."""

from typing import Any

import pytest

from server.guidance import store
from tests.stories.two_teams import two_teams

HOME = "shell:app.home"
MINE = {"en": "Back to my desk", "es": "Volver a mi mesa"}


def told(follows: int, **sentences: Any) -> dict[str, Any]:
    return {"follows": follows, "sentences": {HOME: MINE} | sentences}


@pytest.mark.told_on("sqlite", "postgres")
async def test_everybody_has_the_newest_wording_beside_ours_and_can_be_given_ours_again(served):
    async with two_teams(served) as teams, served.phone(teams.city, "supervisor") as boss:
        before = await teams.see(teams.ama, "wording")
        await teams.must(boss, "wording.set", "wording-1", told(0))
        await teams.must(boss, "wording.set", "wording-1", told(0))

        assert before == {}, "the app speaks as we made it"
        for phone in (teams.ama, teams.cleo, teams.desk, boss):
            (now,) = (await teams.see(phone, "wording")).values()
            assert now["sentences"] == [{"key": HOME, "ours": "Go to my pages", **MINE}]
        await teams.must(boss, "wording.set", "wording-2", {"follows": 1, "sentences": {}})
        (now,) = (await teams.see(teams.ama, "wording")).values()
        assert (now["id"], now["sentences"]) == ("wording-2", [])


@pytest.mark.told_on("sqlite", "postgres")
async def test_one_wrong_sentence_refuses_the_whole_and_so_does_an_older_wording(served):
    async with two_teams(served) as teams, served.phone(teams.city, "supervisor") as boss:
        await teams.must(boss, "wording.set", "wording-1", told(0))
        stale = await boss.do("wording.set", "wording-2", told(0))
        promise = await boss.do("wording.set", "wording-3", told(1, **{"shell:save.done": MINE}))
        lacking = await boss.do("wording.set", "wording-4", told(1, **{"phone:home.team": MINE}))
        by_team = await teams.ama.do("wording.set", "wording-5", told(1))

        assert [(ack["r"], ack["code"]) for ack in (stale, promise, lacking, by_team)] == [
            ("held", "conflict"),
            ("held", "invalid"),
            ("held", "invalid"),
            ("held", "forbidden"),
        ]
        assert list(await teams.see(teams.ama, "wording")) == ["wording-1"]


async def test_a_site_has_a_wording_of_its_own_that_a_lead_sets(served):
    site = served.found("site")
    async with served.phone(site, "interrupter") as author, served.phone(site, "site_lead") as lead:
        by_author = await author.do("wording.set", "wording-0", told(0))
        by_lead = await lead.do("wording.set", "wording-1", told(0))
        await author.pull()

        assert (by_author["code"], by_lead["r"]) == ("forbidden", "ok")
        assert [each["number"] for each in author.replica.of("wording").values()] == [1]


async def test_while_the_app_is_not_built_a_wording_stays_with_whoever_said_it(served, monkeypatch, tmp_path):
    monkeypatch.setattr(store, "SENTENCES", tmp_path / "none.json")
    store.sentences.cache_clear()
    async with two_teams(served) as teams, served.phone(teams.city, "supervisor") as boss:
        ack = await boss.do("wording.set", "wording-1", told(0))

        assert (ack["r"], ack["code"]) == ("retry", "not_now")
