"""An old phone is never refused its upload: whatever a released app sealed comes out as the record it meant."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.commands import COMMANDS, SetUnitStatus, StartShift, upcast
from schemas.wire import OutboxRow
from server.dispatch.commands.shifts.units import add_unit
from server.identity import commands
from server.organizations import Organization
from server.sync.envelope import IV_BYTES
from tests.compat.recorded import FOLDER, SUMS, Recorded, holds, recorded, said, sum_of
from tests.phone import Phone
from tests.served import Served
from tests.stories.team import CALL, UNIT
from tests.sync.doors import held, rows, send

pytestmark = pytest.mark.told_on("sqlite")

RECORDED = recorded()

BOTH = {"call_id": "call-1", "unit_id": UNIT}
BEFORE: dict[str, tuple[str, str, str, Any]] = {
    "call": ("desk", "call.take", "call-1", CALL),
    "second": ("desk", "call.take", "call-2", CALL),
    "offer": ("desk", "assignment.offer", "assignment-1", BOTH),
    "accept": ("ama", "assignment.accept", "assignment-1", BOTH),
    "stage": ("ama", "assignment.stage", "assignment-1", BOTH | {"stage": "enroute"}),
    "arrived": ("ama", "assignment.stage", "assignment-1", BOTH | {"stage": "on_scene"}),
    "backup": ("ama", "backup.ask", "backup-1", BOTH | {"kind": "ems", "reason": "medical"}),
    "written": (
        "ama",
        "encounter.record",
        "encounter-1",
        BOTH | {"answers": {"contact_result": "gone"}},
    ),
    "consult": ("ama", "consult.ask", "consult-1", BOTH | {"reason": "hold"}),
    "help": ("ama", "help.call", "help-1", {"unit_id": UNIT}),
    "handoff": ("desk", "handoff.give", "handoff-1", {}),
    "roll": ("desk", "roll.call", "roll-1", {"why": "timers"}),
    "duty": ("author", "duty.say", "person-1", {"on_call": True}),
    "callout": (
        "lead",
        "callout.make",
        "callout-1",
        {"area": "east", "part_of_day": "night", "kind": "brewing", "people": 1},
    ),
    "note-1": ("desk", "call.note_place", "call-1", {"kind": "animal", "text": "a dog"}),
    "mistake": ("ama", "call.take", "call-1", {}),
}
"""What may have happened before: who did it, what, to what, saying what."""

SHOWN_TO_NOBODY = {"felt.say", "site.count"}
"""What changes no row of anybody's: it is applied, and that is all to be seen."""

People = Mapping[str, Phone]


async def signed_in(served: Served, organization: Any, stack: AsyncExitStack, person_id: str, role: Any) -> Phone:
    """Somebody of this id, on a phone of their own."""
    add = partial(
        commands.add_person, kind=organization.kind, person_id=person_id, name=f"Somebody {person_id}", roles=(role,)
    )
    await served.gate(organization).act(add)
    http = await stack.enter_async_context(served.http())
    return await Phone(http, ids=served.ids, clock=served.clock).enrol(await served.code(organization, person_id))


@asynccontextmanager
async def people(served: Served, kind: str) -> AsyncIterator[People]:
    """A city with a desk and two partners on shift, or a site with somebody who works there."""
    organization = served.found(kind)
    async with AsyncExitStack() as stack:
        enter = partial(signed_in, served, organization, stack)
        if kind == "site":
            yield {"author": await enter("person-1", "interrupter"), "lead": await enter("lead-1", "site_lead")}
            return
        await served.app.branches.of(organization.tag).act(lambda tx: add_unit(tx, unit_id=UNIT, name="Wren"))
        found = {"ama": await enter("person-1", "responder"), "ben": await enter("person-2", "responder")}
        found |= {"desk": await enter("desk-1", "dispatcher"), "officer": await enter("officer-1", "privacy_officer")}
        found["lead"] = await enter("lead-1", "supervisor")
        shift = StartShift(unit_id=UNIT, person_ids=("person-1", "person-2"))
        assert (await found["desk"].do("shift.start", "shift-1", shift))["r"] == "ok"
        yield found


def sealed_here(phone: Phone, each: Recorded) -> dict[str, Any]:
    """The row as the app of that release would have sealed it on this phone, to this organization."""
    return versioned(phone, each.row.v, each.row.type, each.row.entity, said(each), at=each.row.at)


def versioned(phone: Phone, v: int, kind: str, entity: str, args: Any, **more: Any) -> dict[str, Any]:
    """A row of this version, with some of its header given; it does not go into the outbox."""
    row = phone.save(kind, entity, args)
    phone.outbox.remove(row)
    unsealed = msgspec.convert(row | {"v": v, "sealed": ""} | more, OutboxRow)
    plain = msgspec.json.encode(args)
    sealed: dict[str, Any] = msgspec.to_builtins(phone.sealer.seal(unsealed, plain, iv=phone.ids.secret(IV_BYTES)))
    return sealed


# ------------------------------------------------------------------ every version there ever was


def test_every_version_of_every_command_has_its_recorded_row():
    assert RECORDED.keys() == {(name, v) for name, kind in COMMANDS.items() for v in range(1, kind.v + 1)}
    assert any(v > 1 for _, v in RECORDED), "some command was changed since the first release"


def test_a_recorded_row_is_never_changed():
    listed = {name: found for found, name in (line.split() for line in SUMS.read_text().splitlines())}

    assert {path.name: sum_of(path) for path in FOLDER.glob("*.json")} == listed


@pytest.mark.parametrize(("name", "v"), RECORDED)
async def test_what_a_released_app_sealed_comes_out_as_the_record_it_meant(served, name: str, v: int):
    each = RECORDED[name, v]
    async with people(served, "city" if "city" in COMMANDS[name].where else "site") as phones:
        for step in each.before:
            who, kind, entity, args = BEFORE[step]
            (ack,) = await send(phones[who], versioned(phones[who], COMMANDS[kind].v, kind, entity, args, id=step))
            assert ack["r"] == ("held" if step == "mistake" else "ok")

        (kind, entity), reader = each.shows, phones[each.seen_by]
        was_shown = (await reader.pull()).of(kind).get(entity)
        if name not in SHOWN_TO_NOBODY:
            assert was_shown is not None if each.record is None else not holds(each.record, was_shown)

        (ack,) = await send(phones[each.by], sealed_here(phones[each.by], each))

        assert ack["r"] == "ok", ack
        shown = (await reader.pull()).of(kind).get(entity)
        assert shown is None if each.record is None else holds(each.record, shown), shown


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
WORDS = st.sampled_from(["manual", *sorted({name for each in RECORDED.values() for name in said(each)})])


@pytest.mark.parametrize("name", [name for name, kind in COMMANDS.items() if kind.upcasters])
@given(args=st.dictionaries(WORDS, JSON | WORDS))
def test_an_upcaster_answers_for_any_object_and_leaves_what_it_was_given_alone(name: str, args: dict[str, Any]):
    before = msgspec.json.encode(args)

    assert isinstance(upcast(args, COMMANDS[name].upcasters), dict)

    assert msgspec.json.encode(args) == before


# ------------------------------------------------------------------ versions yet to come


class Newer(SetUnitStatus, frozen=True, kw_only=True):
    """What a release to come may say of a unit."""

    back_at: int | None = None


def a_status(phone: Phone, v: int, args: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A unit says how it is, in the words of this version."""
    return versioned(phone, v, "unit.status", UNIT, args, **more)


@pytest.mark.told_on("sqlite", "postgres")
async def test_what_only_a_newer_server_understands_waits_for_it_and_so_does_what_rests_on_it(served, monkeypatch):
    """The phones were brought up to date before their server."""
    known = COMMANDS["unit.status"]
    async with people(served, "city") as phones:
        newer = a_status(phones["ama"], known.v + 1, {"status": "meal", "back_at": 5})
        after = a_status(phones["ama"], known.v, {"status": "break"}, after=newer["id"])
        acks = await send(phones["ama"], newer, after)
        await served.app.metronome.beat(served.clock.now())

    assert [(ack["r"], ack["code"]) for ack in acks] == [("held", "unsupported_version"), ("held", "dependency")]
    assert {row["resolution"] for row in (await held(the_city(served))).values()} == {None}, "it is no newer server"
    served.close()
    newest = msgspec.structs.replace(known, args=Newer, upcasters=(*known.upcasters, dict))
    monkeypatch.setitem(COMMANDS, "unit.status", newest)
    restarted = Served(served.folder, served.ground)

    await restarted.app.metronome.beat(restarted.clock.now())

    city = the_city(restarted)
    assert {row["resolution"] for row in (await held(city)).values()} == {"applied"}
    assert [row["own_status"] for row in await rows(city, "SELECT own_status FROM unit")] == ["break"]
    restarted.close()


def the_city(served: Served) -> Organization:
    """The one organization there is."""
    (entry,) = served.organizations.list()
    return served.organizations.open(entry.tag)


async def test_an_older_version_is_brought_up_step_by_step(served, monkeypatch):
    steps = (lambda said: {"now": said["status"]}, lambda said: {"status": said["now"]})
    known = COMMANDS["unit.status"]
    monkeypatch.setitem(COMMANDS, "unit.status", msgspec.structs.replace(known, upcasters=(*known.upcasters, *steps)))
    async with people(served, "city") as phones:
        told = [{"status": "meal"}, {"now": "break"}, {"status": "resupply"}]
        for v, args in enumerate(told, known.v):
            (ack,) = await send(phones["ama"], a_status(phones["ama"], v, args))

            assert ack["r"] == "ok"
            assert (await phones["desk"].pull()).of("unit")[UNIT]["status"] == next(iter(args.values()))


@pytest.mark.parametrize("v", [0, 2**53 - 1])
async def test_a_version_that_never_was_is_held(served, v: int):
    async with people(served, "city") as phones:
        (ack,) = await send(phones["ama"], a_status(phones["ama"], v, {"status": "meal"}))

        assert (ack["r"], ack["code"]) == ("held", "unsupported_version" if v else "invalid")
