"""What was deleted or shut out since a copy was taken stays so when the copy is restored."""

from pathlib import Path
from typing import Any

import pytest

from schemas.commands import RecordEncounter, ReportStage
from schemas.records import OutcomeAnswers
from server.backup import shelf
from server.dispatch.store.calls import KEPT
from server.identity import commands as identity
from server.identity import store as people
from server.journal import verify
from server.organizations import Organization
from server.storage.database import Tx
from server.storage.sqlite.files import read_file
from server.vault import Vault
from tests.backup.conftest import Shelves
from tests.phone import Phone
from tests.served import Served
from tests.stories.team import CALL, UNIT, Team, a_team

CANARY = "CANARY under the third bridge"
LATE = RecordEncounter(call_id="call-1", unit_id=UNIT, answers=OutcomeAnswers(contact_result="gone"), note=CANARY)


def place(vault: Vault, tx: Tx) -> object:
    """Where the call was, as far as these keys open it."""
    row = tx.one("SELECT sealed FROM call WHERE id = 'call-1'")
    assert row is not None
    if row["sealed"] is None:
        return None
    fields = vault.open(entity="call/call-1", retention=KEPT, sealed=bytes(row["sealed"]))
    return None if fields is None else fields["place"]


async def back_again(served: Served, city: Organization, phone: Phone) -> Phone:
    """Signed in anew on the device they had."""
    await phone.enrol(await served.code(city, phone.person))
    await phone.upload()
    return phone


async def a_call_with_a_canary(team: Team) -> None:
    plain = {name: getattr(CALL, name) for name in CALL.__struct_fields__}
    await team.must(team.desk, "call.take", "call-1", {**plain, "place": CANARY})
    for stage in ("on_scene", "cleared"):
        reached = ReportStage(call_id="call-1", unit_id=UNIT, stage=stage)
        await team.must(team.ama, "assignment.stage", "assignment-1", reached)


@pytest.mark.parametrize("next_key_copy", ["taken", "not yet taken"])
async def test_a_call_erased_since_the_backup_is_erased_in_what_is_restored(
    served: Served, shelves: Shelves, next_key_copy: str
):
    city = served.found("city")
    async with a_team(served, city) as team, served.phone(city, "privacy_officer") as officer:
        await a_call_with_a_canary(team)
        await shelves.take(city)
        yesterday = shelf.copies(shelves.data / city.tag)[0]
        records = yesterday / shelf.RECORDS
        assert read_file(records, lambda tx: place(city.vault, tx)) == CANARY, "until it is erased the key opens it"
        await officer.do("call.erase", "call-1", {"reason": "the person asked"})
        if next_key_copy == "taken":
            await shelves.take(city)

        restored = shelves.restore(source=yesterday)

        assert restored.undone == 1
        city = served.organizations.open(city.tag)
        assert await city.database.read(lambda tx: place(city.vault, tx)) is None
        assert read_file(records, lambda tx: place(city.vault, tx)) is None, "yesterday's copy included"
        for phone in (team.desk, team.ama, officer):
            await back_again(served, city, phone)
        acks = [await team.ama.do("encounter.record", "encounter-1", LATE)]
        acks.append(await officer.do("call.erase", "call-1", {"reason": "the person asked"}))
        assert [(ack["r"], ack["code"]) for ack in acks] == [("ok", "erased")] * 2
        assert await city.database.read(lambda tx: tx.all("SELECT id FROM encounter_save")) == []
        for phone in (team.desk, team.ama):
            assert CANARY not in str((await phone.pull()).view())
            assert not {"call", "assignment"} & {kind for kind, _ in phone.replica.rows}
        assert await city.database.read(verify) is None
        everywhere = served.bytes_on_disk() + every_byte(shelves.data) + every_byte(shelves.keys)
        assert CANARY.encode() not in everywhere
        unit = (await team.desk.pull()).of("unit")[UNIT]
        assert unit["status"] == "available", "nobody is held by a call that is gone"


async def test_a_key_that_was_destroyed_is_in_no_key_copy_after_the_next_backup(served: Served, shelves: Shelves):
    city = served.found("city")
    async with a_team(served, city) as team, served.phone(city, "privacy_officer") as officer:
        await a_call_with_a_canary(team)
        await shelves.take(city)
        wrapped = await wrapped_key(shelves, city)
        assert wrapped in every_byte(shelves.keys), "before, it is"

        await officer.do("call.erase", "call-1", {"reason": "the person asked"})
        await shelves.take(city)

        assert wrapped not in every_byte(shelves.keys)
        assert wrapped not in served.bytes_on_disk()


async def wrapped_key(shelves: Shelves, city: Organization) -> bytes:
    """The call's key as it lies in the newest key copy."""
    keys = shelf.copies(shelves.keys / city.tag)[0] / shelf.KEYS
    row = read_file(keys, lambda tx: tx.one("SELECT wrapped FROM data_key WHERE entity = 'call/call-1'"))
    assert row is not None
    return bytes(row["wrapped"])


async def test_a_person_who_was_erased_has_no_name_on_any_phone_nor_in_yesterdays_copy(
    served: Served, shelves: Shelves
):
    city = served.found("city")
    async with a_team(served, city) as team:
        gate, name = served.gate(city), "Ada Example"
        shown = (await team.desk.pull()).of("unit")[UNIT]["members"]
        assert [member["name"] for member in shown] == [name, name]
        await shelves.take(city)
        yesterday = shelf.copies(shelves.data / city.tag)[0]

        for _ in range(2):
            await gate.act(lambda tx: identity.erase_person(tx, kind="city", person_id=team.ben.person))

        shown = (await team.desk.pull()).of("unit")[UNIT]["members"]
        assert {member["person_id"]: member["name"] for member in shown} == {team.ama.person: name}
        ack = await team.ama.do("encounter.record", "encounter-1", LATE)
        assert ack["r"] == "held", "there is no such call, and nobody else is touched"

        shelves.restore(source=yesterday)

        city = served.organizations.open(city.tag)
        names = await city.database.read(
            lambda tx: [people.name_of(tx, city.vault, phone.person) for phone in (team.desk, team.ama, team.ben)]
        )
        assert names == [name, name, ""]
        desk = await back_again(served, city, team.desk)
        assert name not in [
            m["name"] for m in (await desk.pull()).of("unit")[UNIT]["members"] if m["person_id"] == team.ben.person
        ]
        assert await city.database.read(verify) is None
        ack = (await handed_over(team.ben))[-1]
        assert (ack["r"], ack["code"]) == ("held", "after_revocation"), "what they still hold has an owner"


async def handed_over(phone: Phone) -> list[dict[str, Any]]:
    """What becomes of something a phone that was shut out saves and sends."""
    phone.save("assignment.stage", "assignment-9", ReportStage(call_id="call-9", unit_id=UNIT, stage="on_scene"))
    await phone.sign_token()
    await phone.hello()
    return await phone.upload()


async def test_whoever_was_shut_out_since_the_backup_is_shut_out_of_what_is_restored(served: Served, shelves: Shelves):
    city = served.found("city")
    async with a_team(served, city) as team:
        await shelves.take(city)
        gate = served.gate(city)
        await gate.act(lambda tx: identity.revoke_device(tx, device_id=team.ama.device))
        await gate.act(lambda tx: identity.end_person(tx, person_id=team.ben.person))

        assert shelves.restore().undone == 2

        for phone in (team.ama, team.ben):
            ack = (await handed_over(phone))[-1]
            assert (ack["r"], ack["code"]) == ("held", "after_revocation")
            answer = await phone.http.get("/api/sync/changes", headers=phone.headers())
            assert answer.json()["code"] == "upload_only"
        await shelves.take(city := served.organizations.open(city.tag))
        assert shelves.restore().undone == 0, "once"


def every_byte(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
