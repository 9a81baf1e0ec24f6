"""What teams should know of a place: written at a call, read with the next from there, gone when its days are over."""

from typing import Any

import pytest

from server.dispatch.store.intake.notes import KEPT
from server.journal import key_name, verify
from tests.served import DAY, MINUTE
from tests.stories.team import UNIT, Team, a_team
from tests.stories.test_earlier import PLACE, ask, rows, take

pytestmark = pytest.mark.told_on("sqlite")

CANARY = "CANARY the dog behind the gate"
DOG = {"kind": "animal", "text": CANARY}


async def goes(team: Team, call_id: str, assignment_id: str) -> None:
    """Ama's team is asked for the call and takes it."""
    about = {"call_id": call_id, "unit_id": UNIT}
    await team.must(team.desk, "assignment.offer", assignment_id, about)
    await team.must(team.ama, "assignment.accept", assignment_id, about)


async def reads(phone: Any, call_id: str) -> list[Any]:
    """The notes that somebody reads with this call."""
    await phone.pull()
    row = phone.replica.view()["call", call_id]
    return [(note["kind"], note["text"], note["by"], note["role"]) for note in row["place_notes"]]


async def told(team: Team, place: str = PLACE) -> list[str]:
    """The notes that the desk is told of while it takes a call from there."""
    return [note["text"] for note in (await ask(team.desk, place=place)).json()["place_notes"]]


def opens(team: Team, note: dict[str, Any]) -> Any:
    """What its key makes of these bytes."""
    name = key_name("place_note", note["id"])
    return team.city.vault.show(entity=name, retention=KEPT, sealed=bytes(note["sealed"]))


async def day_after(team: Team, days: float) -> None:
    """So many days later, with everybody signed in again."""
    team.served.clock.forward(days * DAY)
    await team.served.app.metronome.beat(team.served.clock.now())


@pytest.mark.told_on("sqlite", "postgres")
async def test_who_was_there_warns_whoever_takes_the_next_call_and_the_team_that_goes(served):
    city = served.found("city")
    async with a_team(served, city) as team:
        await take(team, "call-1")
        await goes(team, "call-1", "assignment-1")
        await team.must(team.ama, "call.note_place", "call-1", DOG)
        assert [note[:2] for note in await reads(team.desk, "call-1")] == [("animal", CANARY)]
        for stage in ("on_scene", "cleared"):
            await team.must(
                team.ama, "assignment.stage", "assignment-1", {"call_id": "call-1", "unit_id": UNIT, "stage": stage}
            )
        await team.must(team.desk, "call.close", "call-1", {})
        assert await reads(team.desk, "call-1") == [], "a call that is over warns nobody"

        assert await told(team) == [CANARY]
        assert await told(team, "Fifth and Pine") == []
        await take(team, "call-2", place=PLACE.upper())
        await take(team, "call-3", place="Fifth and Pine")
        await goes(team, "call-2", "assignment-2")

        [(kind, text, by, role)] = await reads(team.ama, "call-2")
        assert (kind, text, role) == ("animal", CANARY, "responder")
        assert by is not None, "whoever wrote it is named"
        assert await reads(team.desk, "call-3") == []
        looked = await rows(team, "SELECT shown FROM disclosure WHERE purpose LIKE 'earlier%'")
        assert any('"place_note"' in each["shown"] for each in looked), "who was told of it stands on record"


@pytest.mark.told_on("sqlite", "postgres")
@pytest.mark.parametrize("how", ["its days are over", "somebody says so"])
async def test_when_it_ends_its_words_are_nowhere(served, how):
    city = served.found("city")
    async with a_team(served, city) as team:
        await take(team, "call-1")
        ack = await team.desk.do("call.note_place", "call-1", {**DOG, "days": 1})
        assert ack["r"] == "ok"
        [note] = await rows(team, "SELECT id, sealed FROM place_note")
        assert opens(team, note) == {"text": CANARY}
        assert len(await reads(team.desk, "call-1")) == 1
        version = team.desk.replica.view()["call", "call-1"]["version"]

        if how == "its days are over":
            served.clock.forward(DAY - MINUTE)
            await served.app.metronome.beat(served.clock.now())
            assert len(await rows(team, "SELECT id FROM place_note")) == 1, "not before"
            await day_after(team, 1)
        else:
            await team.must(team.desk, "call.end_place_note", "call-1", {"note": note["id"]})

        assert await rows(team, "SELECT id FROM place_note") == []
        [row] = await rows(team, "SELECT version FROM call")
        assert row["version"] > version, "whoever reads the call is told"
        assert opens(team, note) is None, "what a copy has of it opens for nobody"
        assert CANARY.encode() not in served.bytes_on_disk()
        assert await city.database.read(verify) is None


async def test_while_it_holds_its_words_are_ciphertext_and_its_key_opens_them(served):
    city = served.found("city")
    async with a_team(served, city) as team:
        await take(team, "call-1")
        await team.must(team.desk, "call.note_place", "call-1", DOG)

        assert [text for _, text, _, _ in await reads(team.desk, "call-1")] == [CANARY]
        assert CANARY.encode() not in served.bytes_on_disk()
        kept = await rows(team, "SELECT COUNT(*) AS n FROM journal WHERE kind = 'place.noted' AND sealed IS NOT NULL")
        assert kept == [{"n": 1}]


async def test_a_note_goes_with_the_call_it_was_written_at_when_its_place_is_put_right(served):
    city = served.found("city")
    async with a_team(served, city) as team:
        await take(team, "call-1", place="somewhere else")
        await take(team, "call-2", place="Somewhere Else")
        await take(team, "call-3")
        await team.must(team.desk, "call.note_place", "call-1", DOG)
        shown = [len(await reads(team.desk, call)) for call in ("call-1", "call-2", "call-3")]

        await team.must(team.desk, "call.correct", "call-1", {"place": PLACE})

        assert shown == [1, 1, 0]
        assert [len(await reads(team.desk, call)) for call in ("call-1", "call-2", "call-3")] == [1, 0, 1]
        assert await told(team) == [CANARY]
        assert await told(team, "somewhere else") == []


async def test_written_at_a_vague_place_it_is_read_with_that_call_alone(served):
    city = served.found("city")
    async with a_team(served, city) as team:
        await take(team, "call-1", place_within="m200")
        await take(team, "call-2", place_within="m200")

        await team.must(team.desk, "call.note_place", "call-1", DOG)

        assert [len(await reads(team.desk, call)) for call in ("call-1", "call-2")] == [1, 0]
        assert await told(team) == []


async def test_a_call_that_is_erased_leaves_what_is_known_of_its_place_and_nothing_that_says_it_was_there(served):
    city = served.found("city")
    async with a_team(served, city) as team, served.phone(city, "privacy_officer") as officer:
        await take(team, "call-1")
        await take(team, "call-2")
        await take(team, "call-3", place_within="m200")
        await team.must(team.desk, "call.note_place", "call-1", DOG)
        await team.must(team.desk, "call.note_place", "call-3", {"kind": "access", "text": "by the side door"})
        of = {note["kind"]: note for note in await rows(team, "SELECT id, kind, sealed FROM place_note")}

        await team.must(officer, "call.erase", "call-1", {"reason": "asked for it"})
        await team.must(officer, "call.erase", "call-3", {"reason": "asked for it"})

        assert [text for _, text, _, _ in await reads(team.desk, "call-2")] == [CANARY]
        assert await told(team) == [CANARY]
        assert await rows(team, "SELECT id, call_id FROM place_note") == [{"id": of["animal"]["id"], "call_id": None}]
        on_record = await rows(team, "SELECT envelope FROM journal WHERE entity_type = 'place_note'")
        assert on_record
        assert not any("call-" in str(each["envelope"]) for each in on_record)
        assert opens(team, of["animal"]) == {"text": CANARY}
        assert opens(team, of["access"]) is None, "what no other call would show has ended"


async def test_only_who_was_asked_for_the_call_writes_and_only_its_author_or_a_supervisor_ends(served):
    city = served.found("city")
    async with (
        a_team(served, city) as team,
        served.phone(city, "responder") as stranger,
        served.phone(city, "dispatcher") as other,
        served.phone(city, "supervisor") as boss,
    ):
        await take(team, "call-1")
        refused = await stranger.do("call.note_place", "call-1", DOG)
        await team.must(team.desk, "call.note_place", "call-1", DOG)
        [note] = await rows(team, "SELECT id FROM place_note")
        not_theirs = await other.do("call.end_place_note", "call-1", {"note": note["id"]})

        assert (refused["r"], not_theirs["r"]) == ("held", "held")
        assert await told(team) == [CANARY]
        await team.must(boss, "call.end_place_note", "call-1", {"note": note["id"]})
        assert await told(team) == []


async def test_what_arrives_when_its_days_are_over_is_on_record_without_its_words(served):
    city = served.found("city")
    async with a_team(served, city) as team:
        await take(team, "call-1")
        at = served.clock.now() - round(2 * DAY * 1000)

        await team.must(team.desk, "call.note_place", "call-1", {**DOG, "days": 1, "at": at})

        assert await told(team) == []
        assert await rows(team, "SELECT kind, sealed FROM journal WHERE entity_type = 'place_note'") == [
            {"kind": "place.noted_late", "sealed": None}
        ]
