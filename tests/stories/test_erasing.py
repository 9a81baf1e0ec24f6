"""Erasing a call: its key is destroyed, and with it every copy of what was personal, yesterday's included."""

from pathlib import Path

import pytest

from schemas.commands import RecordEncounter
from schemas.records import OutcomeAnswers
from server.dispatch.store.calls import KEPT
from server.journal import is_erased, verify
from server.storage.database import Tx
from tests.served import Served
from tests.stories.team import CALL, UNIT, Team, a_team

pytestmark = pytest.mark.told_on("sqlite")

CANARY = "CANARY under the third bridge"


async def lived(team: Team) -> None:
    """A call with something personal in it was taken, gone to and written up; everybody has read it."""
    await team.must(team.desk, "call.take", "call-1", {**_plain(), "place": CANARY, "said": CANARY})
    await team.must(team.desk, "assignment.offer", "assignment-1", {"call_id": "call-1", "unit_id": UNIT})
    await team.must(team.ama, "assignment.accept", "assignment-1", {"call_id": "call-1", "unit_id": UNIT})
    for stage in ("on_scene", "cleared"):
        args = {"call_id": "call-1", "unit_id": UNIT, "stage": stage}
        await team.must(team.ama, "assignment.stage", "assignment-1", args)
    answers = OutcomeAnswers(contact_result="gone")
    noted = RecordEncounter(call_id="call-1", unit_id=UNIT, answers=answers, note=CANARY)
    await team.must(team.ama, "encounter.record", "encounter-1", noted)


def _plain() -> dict[str, object]:
    return {name: getattr(CALL, name) for name in CALL.__struct_fields__}


async def test_after_erasing_a_call_its_words_are_nowhere_and_the_chain_holds(served: Served):
    city = served.found("city")
    async with a_team(served, city) as team, served.phone(city, "privacy_officer") as officer:
        await lived(team)
        for phone in (team.desk, team.ama, team.ben):
            assert CANARY in str((await phone.pull()).view()), "before, whoever may see it does"

        ack = await officer.do("call.erase", "call-1", {"reason": "the person asked"})

        assert ack["r"] == "ok"
        for phone in (team.desk, team.ama, team.ben):
            assert CANARY not in str((await phone.pull()).view())
            assert not {"call", "assignment", "encounter"} & {kind for kind, _ in phone.replica.rows}
        assert await city.database.read(verify) is None
        assert CANARY.encode() not in served.bytes_on_disk()


async def test_a_late_command_for_an_erased_call_is_answered_as_done_and_stores_nothing(served: Served):
    city = served.found("city")
    async with a_team(served, city) as team, served.phone(city, "privacy_officer") as officer:
        await lived(team)
        await officer.do("call.erase", "call-1", {"reason": "the person asked"})

        answers = OutcomeAnswers(contact_result="gone")
        late = RecordEncounter(call_id="call-1", unit_id=UNIT, answers=answers, note=CANARY)
        ack = await team.ben.do("encounter.record", "encounter-2", late)

        assert (ack["r"], ack["code"]) == ("ok", "erased")
        saves = await city.database.read(lambda tx: tx.all("SELECT id FROM encounter_save"))
        assert len(saves) == 1
        assert await city.database.read(verify) is None


async def test_yesterdays_copy_of_the_data_says_nothing_about_a_call_erased_today(served: Served, tmp_path: Path):
    city = served.found("city")
    async with a_team(served, city) as team, served.phone(city, "privacy_officer") as officer:
        await lived(team)
        before = served.ground.copied(city, tmp_path / "yesterday.db")
        opened = await city.database.read(lambda tx: opens(tx, team))
        assert opened == CANARY, "until it is erased the key opens it"

        await officer.do("call.erase", "call-1", {"reason": "the person asked"})

        assert CANARY.encode() not in before.bytes()
        assert before.read(lambda tx: opens(tx, team)) is None


def opens(tx: Tx, team: Team) -> object:
    """What the vault of today makes of the call in this copy."""
    row = tx.one("SELECT sealed FROM call WHERE id = 'call-1'")
    assert row is not None
    fields = team.city.vault.open(entity="call/call-1", retention=KEPT, sealed=bytes(row["sealed"]))
    return None if fields is None else fields.get("place")


async def test_an_erasing_that_was_promised_is_carried_through_at_the_next_beat(served: Served):
    """After the line on the never-again list there is no way back, whatever became of the command."""
    city = served.found("city")
    async with a_team(served, city) as team:
        await lived(team)
        for phone in (team.desk, team.ama):
            await phone.pull()
        city.vault.condemn("call-1")

        await served.app.metronome.beat(served.clock.now())

        for phone in (team.desk, team.ama):
            assert not {"call", "assignment", "encounter"} & {kind for kind, _ in (await phone.pull()).rows}
        late = {"call_id": "call-1", "unit_id": UNIT, "stage": "contact"}
        ack = await team.ben.do("assignment.stage", "assignment-1", late)
        assert (ack["r"], ack["code"]) == ("ok", "erased")
        assert await city.database.read(verify) is None
        assert city.vault.promised == ()


async def test_a_restart_finishes_an_erasing_that_a_crash_cut_short(served: Served, tmp_path: Path):
    city = served.found("city")
    async with a_team(served, city) as team:
        await lived(team)
        city.vault.condemn("call-1")
    served.close()

    again = Served(tmp_path, served.ground)
    try:
        reopened = again.organizations.open(city.tag)
        row = await reopened.database.read(lambda tx: tx.one("SELECT sealed FROM call WHERE id = 'call-1'"))
        assert row is not None
        assert reopened.vault.open(entity="call/call-1", retention=KEPT, sealed=bytes(row["sealed"])) is None
        await again.app.metronome.beat(again.clock.now())
        assert await reopened.database.read(lambda tx: is_erased(tx, "call-1"))
    finally:
        again.close()
