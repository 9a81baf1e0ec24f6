"""The door in: the first answer stands, the same id means the same bytes, and every limit is where it is told."""

import asyncio

import msgspec
import pytest
from msgspec.structs import replace

from schemas.commands import COMMANDS
from schemas.wire import BATCH, OutboxRow
from server.doors import Slice
from server.errors import Conflict
from server.journal import verify
from server.sync.branch import Branch
from server.sync.incoming import BURST, RATE
from tests.stories.team import UNIT
from tests.sync.doors import a_call, alarms, calls, held, opened, rows, send, text

pytestmark = pytest.mark.told_on("sqlite")

# ------------------------------------------------------------------ the first answer stands


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_command_sent_again_gets_the_first_answer_and_has_its_effect_once(city, desk):
    row = a_call(desk, "call-1")

    (first,) = await send(desk, row)
    (again,) = await send(desk, row)

    assert first["r"] == "ok"
    assert again == first | {"again": True}
    taken = "SELECT n FROM journal WHERE command_id = :id AND kind = 'call.taken'"
    assert len(await rows(city, taken, id=row["id"])) == 1


async def test_a_refused_command_sent_again_gets_the_first_answer_and_is_held_once(city, desk):
    row = desk.save("assignment.offer", "assignment-1", {"call_id": "call-1", "unit_id": UNIT})

    (first,) = await send(desk, row)
    await send(desk, a_call(desk, "call-1"))
    (again,) = await send(desk, row)

    assert (first["r"], first["code"]) == ("held", "invalid")
    assert again == first | {"again": True}, "also when it could be done by now"
    assert list(await held(city)) == [row["id"]]


async def test_twice_in_one_batch_is_once(city, desk):
    row = a_call(desk, "call-1")

    first, again = await send(desk, row, row)

    assert again == first | {"again": True}
    assert await calls(city) == ["call-1"]


@pytest.mark.told_on("sqlite", "postgres")
async def test_at_the_same_moment_on_two_connections_is_once(city, desk):
    batch = [a_call(desk, f"call-{n}") for n in range(20)]

    answers = await asyncio.gather(*(send(desk, *batch) for _ in range(4)))

    for acks in zip(*answers, strict=True):
        assert {(ack["r"], ack["seq"]) for ack in acks} == {("ok", acks[0]["seq"])}
        assert [ack.get("again", False) for ack in acks].count(False) == 1
    assert len(await calls(city)) == 20


async def test_after_a_lost_answer_the_server_tells_what_it_has(desk):
    kept, unknown = a_call(desk, "call-1"), a_call(desk, "call-2")
    (first,) = await send(desk, kept)
    other = kept | {"at": kept["at"] + 1}

    pairs = [[row["id"], desk.hash_of(row)] for row in (kept, unknown, other)]
    answer = await desk.http.post("/api/sync/ask", json={"ids": pairs}, headers=desk.headers())

    assert answer.json()["acks"] == [first | {"again": True}]


# ------------------------------------------------------------------ the same id with other bytes


async def test_other_bytes_under_a_known_id_are_kept_beside_the_first_and_somebody_is_told(city, desk):
    first = a_call(desk, "call-1")
    other = a_call(desk, "call-2") | {"id": first["id"]}
    await send(desk, first)

    (ack,) = await send(desk, other)
    (again,) = await send(desk, other)
    (original,) = await send(desk, first)

    assert (ack["r"], ack["code"], ack["id"]) == ("held", "id_reuse", first["id"])
    assert again == ack | {"again": True}
    assert original["r"] == "ok"
    assert await calls(city) == ["call-1"]
    (kept,) = (await held(city)).values()
    assert opened(city, kept) == text(other)
    assert await alarms(desk) == ["id_reuse"]


async def test_each_other_content_is_kept_by_itself(city, desk):
    first = a_call(desk, "call-1")
    others = [a_call(desk, f"call-{n}") | {"id": first["id"]} for n in (2, 3)]

    acks = await send(desk, first, *others, *others)

    assert [ack["r"] for ack in acks] == ["ok", *["held"] * 4]
    assert [ack.get("again", False) for ack in acks] == [False, False, False, True, True]
    assert len(await held(city)) == 2
    assert await alarms(desk) == ["id_reuse"] * 2


async def test_an_id_taken_by_somebody_else_tells_nothing_of_theirs(served, city, desk):
    theirs = a_call(desk, "call-1")
    await send(desk, theirs)
    async with served.phone(city, "responder") as stranger:
        (ack,) = await send(stranger, a_call(stranger, "call-2") | {"id": theirs["id"]})

    assert (ack["r"], ack["code"]) == ("held", "id_reuse")


# ------------------------------------------------------------------ how much, how fast


async def test_whoever_sends_too_fast_keeps_the_rest_and_loses_nothing(served, city, desk):
    batches = [[a_call(desk, f"call-{b}-{n}") for n in range(BATCH)] for b in range(3)]

    acks = [await send(desk, *batch) for batch in batches]

    assert [{(ack["r"], ack.get("code")) for ack in of} for of in acks] == [
        {("ok", None)},
        {("ok", None)},
        {("retry", "too_many_tries")},
    ]
    assert [ack["id"] for ack in acks[2]] == [row["id"] for row in batches[2]]
    assert len(await calls(city)) == BURST

    served.clock.forward(3)
    later = await send(desk, *batches[2])

    assert [ack["r"] for ack in later] == ["ok"] * int(3 * RATE) + ["retry"] * int(BATCH - 3 * RATE)
    served.clock.forward(60)
    assert {ack["r"] for ack in await send(desk, *batches[2])} == {"ok"}
    assert len(await calls(city)) == 3 * BATCH


async def test_one_devices_haste_is_nobody_elses(served, city, desk):
    async with served.phone(city, "dispatcher") as other:
        for b in range(3):
            await send(desk, *(a_call(desk, f"call-{b}-{n}") for n in range(BATCH)))

        (ack,) = await send(other, a_call(other, "call-1"))

    assert ack["r"] == "ok"


# ------------------------------------------------------------------ bugs of ours


def broken(problem: Exception) -> Slice:
    """A slice of ours with a bug in one handler."""

    def fail(tx, actor, command, now):
        tx.run("UPDATE desk SET phone = 'half done' WHERE one = 1")
        raise problem

    return Slice(handlers={"call.close": fail})


@pytest.mark.parametrize(
    ("problem", "level"), [(RuntimeError("a bug"), "ERROR"), (Conflict("no fact is refused for that"), "ERROR")]
)
@pytest.mark.told_on("sqlite", "postgres")
async def test_a_bug_in_a_handler_costs_no_record(served, city, branch, desk, caplog, problem, level):
    parts = [replace_handler(part, broken(problem)) for part in branch.slices]
    joined = Branch(city, parts, clock=served.clock, ids=served.ids)
    branch.handlers = joined.handlers
    closing = desk.save("call.close", "call-1", {"not_sent_reason": "timed_out"})

    before, ack, after = await send(desk, a_call(desk, "call-1"), closing, a_call(desk, "call-2"))

    assert (before["r"], after["r"]) == ("ok", "ok")
    assert (ack["r"], ack["code"]) == ("held", "handler_error")
    assert opened(city, (await held(city))[closing["id"]]) == text(closing)
    assert await rows(city, "SELECT phone FROM desk") == [{"phone": None}], "nothing half done"
    assert [record.levelname for record in caplog.records if record.name == "field727.sync"] == [level]
    assert await city.database.read(verify) is None


def replace_handler(part: Slice, bug: Slice) -> Slice:
    """The slice, with the bug in it if it has such a handler."""
    found = {name: bug.handlers[name] for name in bug.handlers if name in part.handlers}
    return replace(part, handlers=dict(part.handlers) | found)


async def test_every_command_is_a_fact_or_an_intent_and_only_an_intent_meets_a_conflict(team):
    """What the desk and a team may do twice, late or in the wrong order: facts are applied each time."""
    await team.send()
    said = {"call_id": "call-1", "unit_id": UNIT}
    late = [
        (team.ama, "assignment.accept", "assignment-1", said),
        (team.ama, "assignment.decline", "assignment-1", {"reason": "too_far"}),
        (team.desk, "assignment.end", "assignment-1", {"ending": "withdrawn"}),
        (team.desk, "assignment.offer", "assignment-2", said),
        (team.desk, "call.close", "call-1", {}),
        (team.desk, "call.close", "call-1", {}),
        (team.desk, "assignment.offer", "assignment-3", said),
        (team.ama, "assignment.stage", "assignment-1", said | {"stage": "enroute"}),
        (team.ben, "assignment.stage", "assignment-2", said | {"stage": "contact"}),
        (team.ben, "assignment.show", "assignment-1", {"shown_at": team.ben.wall()}),
        (team.ben, "assignment.show", "assignment-9", {"shown_at": team.ben.wall()}),
        (team.ama, "unit.status", UNIT, {"status": "break"}),
        (team.ama, "shift.end", "shift-1", {"unit_id": UNIT}),
        (team.ama, "shift.end", "shift-1", {"unit_id": UNIT}),
        (team.ama, "encounter.record", "encounter-1", said | {"answers": {"contact_result": "gone"}}),
        (team.desk, "alarm.resolve", "alarm-9", {}),
    ]

    acks = [(kind, await phone.do(kind, entity, args)) for phone, kind, entity, args in late]

    refused = {kind for kind, ack in acks if ack["r"] != "ok"}
    assert refused
    assert {COMMANDS[kind].nature for kind in refused} == {"intent"}


# ------------------------------------------------------------------ what is in a row


async def test_a_row_is_the_same_row_only_byte_for_byte_of_what_it_says(desk):
    row = a_call(desk, "call-1")
    turned = dict(reversed(list(row.items())))

    first, again = await send(desk, row, b" " + text(turned).replace(b",", b" , ") + b" ")

    assert again == first | {"again": True}, "the header and the seal, not how the JSON is written"
    assert desk.hash_of(row) == desk.hash_of(msgspec.to_builtins(msgspec.convert(turned, OutboxRow)))
