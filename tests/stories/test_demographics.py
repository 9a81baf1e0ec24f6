"""What the person who was met said of themselves: sealed, read by whoever was there, and in no figure and no file."""

import json
from typing import Any

import msgspec
import pytest

from schemas.commands import EraseCall, RecordEncounter
from schemas.records import Demographics
from server.encounters.store.outcomes import KEPT
from server.journal import verify
from tests.stories.team import UNIT, a_team
from tests.stories.test_encounters import GONE, MET, figures
from tests.walls.evening import fetch

pytestmark = pytest.mark.told_on("sqlite")

CANARY = "CANARY muxe of the isthmus"
HERS: dict[str, Any] = {
    "gender": {"how": "asked", "answer": [], "words": CANARY},
    "language": {"how": "asked", "answer": "es"},
    "race_ethnicity": {"how": "declined", "answer": []},
    "age_band": {"how": "observed", "answer": "25-39"},
}
HIS: dict[str, Any] = {
    "age_band": {"how": "asked", "answer": "18-24"},
    "veteran": {"how": "asked", "answer": "no"},
}


def written(about: dict[str, Any] | None, answers=MET, note=None, presenting=()) -> RecordEncounter:
    told = None if about is None else msgspec.convert(about, Demographics)
    args: Any = {"answers": answers, "note": note, "demographics": told, "presenting": presenting}
    return RecordEncounter(call_id="call-1", unit_id=UNIT, **args)


def told(row: dict[str, Any]) -> dict[str, Any]:
    """What a row of a phone says of the person, question by question."""
    return {name: each for name, each in (row["demographics"] or {}).items() if each is not None}


@pytest.fixture
async def team(served):
    async with a_team(served, served.found("city")) as made:
        yield made


@pytest.mark.told_on("sqlite", "postgres")
async def test_what_a_person_said_is_read_by_both_partners_and_lies_on_the_disk_only_as_ciphertext(team):
    await team.send()

    await team.must(team.ama, "encounter.record", "encounter-1", written(HERS, note="Knows the shelter."))

    for phone in (team.ama, team.ben):
        row = (await team.see(phone, "encounter"))["encounter-1"]
        assert (told(row), row["note"]) == (HERS, "Knows the shelter.")
    assert await team.see(team.desk, "encounter") == {}
    assert CANARY not in json.dumps(list(team.desk.replica.view().values()))
    assert CANARY.encode() not in team.bytes_on_disk()
    # The search itself works: the same words in clear are found.
    await team.city.database.write(lambda tx: tx.run("UPDATE unit SET name = :words", words=CANARY))
    assert CANARY.encode() in team.bytes_on_disk()


async def test_partners_who_were_told_different_things_stand_side_by_side_in_either_order(team):
    await team.send()
    team.ama.save("encounter.record", "encounter-1", written(HERS))
    team.served.clock.forward(60)
    team.ben.save("encounter.record", "encounter-2", written(HIS))

    for phone in (team.ben, team.ama):
        await phone.upload()

    for phone in (team.ama, team.ben):
        (row,) = (await team.see(phone, "encounter")).values()
        assert (row["by"], told(row)) == (team.ama.person, HERS)
        assert [(each["by"], told(each)) for each in row["additions"]] == [(team.ben.person, HIS)]


@pytest.mark.told_on("sqlite", "postgres")
async def test_what_a_team_noticed_is_read_by_the_pair_and_lies_on_the_disk_only_as_ciphertext(team):
    await team.send()

    await team.must(team.ama, "encounter.record", "encounter-1", written(None, presenting=("suicidal", "grief")))
    await team.must(team.ben, "encounter.record", "encounter-2", written(None, presenting=("weather_exposure",)))

    for phone in (team.ama, team.ben):
        (row,) = (await team.see(phone, "encounter")).values()
        assert (row["presenting"], row["demographics"]) == (["suicidal", "grief"], None)
        assert [each["presenting"] for each in row["additions"]] == [["weather_exposure"]]
    assert await team.see(team.desk, "encounter") == {}
    assert b"weather_exposure" not in team.bytes_on_disk()
    assert b"resolved_on_scene" in team.bytes_on_disk(), "the search finds what is coded"


async def test_a_later_save_that_says_nothing_of_the_person_takes_nothing_back(team):
    await team.send()
    await team.must(team.ama, "encounter.record", "encounter-1", written(HERS))
    team.served.clock.forward(60)

    await team.must(team.ama, "encounter.record", "encounter-2", written(None, note="One more word."))

    row = (await team.see(team.ben, "encounter"))["encounter-1"]
    assert (told(row), row["additions"][0]["note"]) == (HERS, "One more word.")
    assert row["additions"][0]["demographics"] is None


@pytest.mark.told_on("sqlite", "postgres")
@pytest.mark.parametrize(
    "about",
    [
        {"race_ethnicity": {"how": "observed", "answer": ["white"]}},
        {"gender": {"how": "declined", "words": CANARY}},
        {"veteran": {"how": "asked"}},
    ],
)
async def test_what_cannot_be_true_waits_with_a_supervisor_and_is_not_lost(team, about):
    await team.send()
    said = {"call_id": "call-1", "unit_id": UNIT, "answers": MET, "demographics": about}

    ack = await team.ama.do("encounter.record", "encounter-1", said)

    assert (ack["r"], ack["code"]) == ("held", "invalid")
    assert await figures(team) == []
    assert CANARY.encode() not in team.bytes_on_disk()


async def test_of_somebody_nobody_met_nothing_is_written_down(team):
    await team.send()

    for entity, said in (
        ("encounter-1", written(HERS, answers=GONE)),
        ("encounter-3", written(None, GONE, None, ("alcohol",))),
    ):
        ack = await team.ama.do("encounter.record", entity, said)

        assert (ack["r"], ack["code"]) == ("held", "invalid")
    assert (await team.ama.do("encounter.record", "encounter-2", written(None, answers=GONE)))["r"] == "ok"


async def test_no_figure_and_no_file_changes_by_what_was_said_of_the_person(team):
    await team.send()
    await team.must(team.ama, "encounter.record", "encounter-1", written(None))
    async with team.served.phone(team.city, "manager") as manager:
        files = ("calls.csv", "responses.csv", "encounters.csv")
        before = (await figures(team), [await fetch(manager, name) for name in files])
        await team.must(team.ben, "encounter.record", "encounter-2", written(HERS, presenting=("weather_exposure",)))

        after = (await figures(team), [await fetch(manager, name) for name in files])

    assert after[0] == before[0]
    for was, now in zip(before[1], after[1], strict=True):
        # That a partner saved as well is all there is to see of it.
        assert [row | {"additions": "0"} if "additions" in row else row for row in now] == was
    assert all(word not in json.dumps(after) for word in (CANARY, "25-39", "race", "gender", "weather_exposure"))
    assert "resolved_on_scene" in json.dumps(after), "the search finds what is exported"


async def test_an_erased_call_takes_it_along_and_the_words_are_nowhere(team):
    await team.send()
    await team.must(team.ama, "encounter.record", "encounter-1", written(HERS))
    assert CANARY in json.dumps(await team.see(team.ben, "encounter"))

    async with team.served.phone(team.city, "privacy_officer") as officer:
        await team.must(officer, "call.erase", "call-1", EraseCall(reason="asked for it"))

    assert await team.see(team.ben, "encounter") == {}
    assert CANARY not in json.dumps(list(team.ben.replica.view().values()))
    assert await team.city.database.read(verify) is None
    late = await team.ama.do("encounter.record", "encounter-2", written(HERS))
    assert (late["r"], late["code"]) == ("ok", "erased")
    assert CANARY.encode() not in team.bytes_on_disk()


async def test_when_the_key_of_care_notes_ends_the_outcome_stays_without_it(team):
    await team.send()
    await team.must(team.ama, "encounter.record", "encounter-1", written(HERS, note="Knows the shelter."))

    await team.city.database.write(lambda _tx: team.city.vault.condemn("call-1", KEPT))
    team.city.vault.destroy("call-1", KEPT)

    team.ben.replica = type(team.ben.replica)()
    row = (await team.see(team.ben, "encounter"))["encounter-1"]
    assert (row["demographics"], row["note"], row["unreadable"]) == (None, None, False)
    assert row["answers"]["resolution"] == ["resolved_on_scene"]
