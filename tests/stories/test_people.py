"""Who works here: what is said of somebody can change, whoever may sees it at once, and it never lies in the clear."""

import pytest

from server.errors import Invalid, NotFound
from server.identity import commands, store
from server.vault import Retention
from tests.stories.team import UNIT, a_team

pytestmark = pytest.mark.told_on("sqlite")

NUMBER = "+1 555 555 0188"


@pytest.fixture
async def city(served):
    return served.found("city")


@pytest.fixture
async def team(served, city):
    async with a_team(served, city) as made:
        yield made


async def change(team, person_id: str, **what) -> None:
    await team.served.gate(team.city).act(
        lambda tx: commands.change_person(tx, kind="city", person_id=person_id, **what)
    )


async def languages(team, phone) -> dict[str, list[str]]:
    unit = (await team.see(phone, "unit"))[UNIT]
    return {member["person_id"]: member["languages"] for member in unit["members"]}


async def test_the_desk_and_the_partner_see_what_somebody_on_a_team_speaks(team):
    assert await languages(team, team.desk) == {team.ama.person: [], team.ben.person: []}

    await change(team, team.ama.person, languages=["so", "es", "es"])

    spoken = {team.ama.person: ["es", "so"], team.ben.person: []}
    assert await languages(team, team.desk) == spoken
    assert await languages(team, team.ben) == spoken


async def test_what_is_not_given_stays_and_nothing_of_it_lies_in_the_clear(team):
    await change(team, team.ama.person, languages=["es"])
    await change(team, team.ama.person, phone=NUMBER)

    vault, ama = team.city.vault, team.ama.person
    row = await team.city.database.read(lambda tx: store.person(tx, ama))
    opened = vault.open(entity=ama, retention=Retention.STAFF, sealed=row["sealed"])
    assert opened["phone"] == NUMBER
    assert (await languages(team, team.desk))[ama] == ["es"]
    assert opened["name"]
    assert NUMBER.encode() not in team.bytes_on_disk()


async def test_nobody_is_changed_who_does_not_work_here_and_no_number_kept_that_is_none(team):
    with pytest.raises(Invalid):
        await change(team, team.ama.person, phone="at home")
    with pytest.raises(NotFound):
        await change(team, "person-nowhere", languages=["es"])

    assert (await languages(team, team.desk))[team.ama.person] == []


async def test_the_desk_can_phone_whoever_is_on_a_team_and_a_partner_is_told_no_number(team):
    await change(team, team.ama.person, phone=NUMBER)

    units = {who: (await team.see(who, "unit"))[UNIT] for who in (team.desk, team.ben)}

    assert units[team.desk]["phones"] == {team.ama.person: NUMBER}
    assert "phones" not in units[team.ben]
    assert NUMBER.encode() not in team.bytes_on_disk()
