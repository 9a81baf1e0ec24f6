"""What rests on something that has not arrived waits in custody, and is applied when that comes, or after a day."""

import pytest

from server.identity import commands
from server.journal import verify
from server.sync.system import next_due, run_due
from tests.served import DAY, HOUR, NOON
from tests.stories.team import UNIT
from tests.sync.doors import THE_CALL, a_call, alarms, held, rows, send

pytestmark = pytest.mark.told_on("sqlite")

SAID = {"call_id": "call-1", "unit_id": UNIT}
GONE = SAID | {"answers": {"contact_result": "gone"}}
NO_SUCH = "0198f3a0-0000-7000-8000-00000000dead"


def a_row(phone, kind, entity, args, **more):
    """A row that is saved and not yet in the outbox."""
    row = phone.save(kind, entity, args, **more)
    phone.outbox.remove(row)
    return row


async def later(served, branch, seconds, *phones):
    """Time passes, what came due is done, tokens are renewed."""
    served.clock.forward(seconds)
    await run_due(branch, served.clock.now())
    for phone in phones:
        await phone.sign_token()


async def stages(city):
    """The stages reported, by the command that brought them."""
    return {row["command_id"] for row in await rows(city, "SELECT command_id FROM stage_time")}


async def strip(city):
    """The kinds of alarm that nobody has taken up."""
    return [row["kind"] for row in await rows(city, "SELECT kind FROM alarm WHERE resolved_at IS NULL ORDER BY kind")]


# ------------------------------------------------------------------ released


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_fact_waits_for_the_earlier_fact_it_names_and_is_applied_when_that_comes(city, branch, team):
    await team.take()
    first = a_row(team.ama, "assignment.stage", "assignment-1", SAID | {"stage": "enroute"})
    second = a_row(team.ama, "assignment.stage", "assignment-1", SAID | {"stage": "on_scene"}, after=first["id"])

    (ack,) = await send(team.ama, second)
    assert (ack["r"], ack["code"]) == ("held", "dependency")
    assert await stages(city) == set()
    assert len((await team.ama.pull()).of("held")) == 1

    await send(team.ama, first)

    assert await stages(city) == {first["id"], second["id"]}
    (kept,) = (await held(city)).values()
    assert (kept["resolution"], kept["sealed"]) == ("applied", None), "its bytes are not kept once they are applied"
    assert (await team.ama.pull()).of("held") == {}
    assert [row["kind"] for row in await rows(city, "SELECT kind FROM deadline WHERE kind LIKE 'held.%'")] == []
    (again,) = await send(team.ama, second)
    assert again == ack | {"again": True}, "the first answer stands"


async def test_out_of_order_in_one_batch_is_put_right(city, team):
    await team.take()
    first = a_row(team.ama, "assignment.stage", "assignment-1", SAID | {"stage": "enroute"})
    second = a_row(team.ama, "assignment.stage", "assignment-1", SAID | {"stage": "on_scene"}, after=first["id"])

    acks = await send(team.ama, second, first)

    assert [ack["r"] for ack in acks] == ["held", "ok"]
    assert await stages(city) == {first["id"], second["id"]}


@pytest.mark.parametrize("step", [-1, 2, 7], ids=["backwards", "every second", "every seventh"])
@pytest.mark.told_on("sqlite", "postgres")
async def test_a_long_chain_in_any_order_is_applied_to_the_last(city, team, step):
    await team.take()
    chain: list[dict[str, object]] = []
    for _ in range(60):
        after = chain[-1]["id"] if chain else None
        chain.append(a_row(team.ama, "assignment.stage", "assignment-1", SAID | {"stage": "enroute"}, after=after))
    mixed = [row for first in range(abs(step)) for row in chain[1:][first::step]] if step > 0 else chain[:0:-1]

    await send(team.ama, *mixed)
    assert await stages(city) == set()
    await send(team.ama, chain[0])

    assert await stages(city) == {row["id"] for row in chain}
    assert {row["resolution"] for row in (await held(city)).values()} == {"applied"}
    assert await city.database.read(verify) is None


async def test_a_fact_that_came_before_the_intent_it_names_is_applied_although_that_is_refused(city, team):
    await team.take()
    lost = a_row(team.ama, "assignment.accept", "no-such-offer", SAID)
    fact = a_row(team.ama, "assignment.stage", "assignment-1", SAID | {"stage": "on_scene"}, after=lost["id"])
    (waits,) = await send(team.ama, fact)
    assert (waits["r"], waits["code"]) == ("held", "dependency"), "nobody knows yet what it names"

    (refused,) = await send(team.ama, lost)

    assert refused["r"] == "held"
    assert await stages(city) == {fact["id"]}
    assert {key: row["resolution"] for key, row in (await held(city)).items()} == {
        fact["id"]: "applied",
        lost["id"]: None,
    }


async def test_what_names_nothing_waits_for_the_call_it_is_about(city, team):
    waiting = [
        a_row(team.ama, "assignment.stage", "assignment-1", SAID | {"stage": "on_scene"}),
        a_row(team.ama, "encounter.record", "encounter-1", GONE),
        a_row(team.desk, "call.close", "call-1", {"not_sent_reason": "timed_out"}),
    ]
    other = a_row(team.ama, "assignment.stage", "assignment-2", SAID | {"stage": "on_scene", "call_id": "call-2"})

    acks = await send(team.ama, *waiting[:2], other) + await send(team.desk, waiting[2])
    await team.take("call-1")

    assert {ack["code"] for ack in acks} == {"dependency"}
    resolved = {key: row["resolution"] for key, row in (await held(city)).items()}
    assert resolved == dict.fromkeys([row["id"] for row in waiting], "applied") | {other["id"]: None}
    assert len(await rows(city, "SELECT id FROM encounter_save")) == 1


async def test_the_end_of_a_shift_nobody_heard_of_waits_for_its_beginning(city, team):
    ending = a_row(team.ama, "shift.end", "shift-2", {"unit_id": UNIT})
    (ack,) = await send(team.ama, ending)
    assert ack["code"] == "dependency"

    await team.must(team.desk, "shift.start", "shift-2", {"unit_id": UNIT, "person_ids": [team.ama.person]})

    assert (await held(city))[ending["id"]]["resolution"] == "applied"
    assert (await team.see(team.desk, "unit"))[UNIT]["status"] == "off"


@pytest.mark.told_on("sqlite", "postgres")
async def test_what_a_team_did_before_the_desks_word_that_they_are_on_it_came_is_heard_with_that(served, city, team):
    async with served.phone(city, "responder") as dee, served.phone(city, "responder") as odd:
        await team.take()
        (early, never) = [
            (await send(phone, a_row(phone, "assignment.stage", name, SAID | {"stage": "on_scene"})))[0]
            for phone, name in ((dee, "assignment-1"), (odd, "assignment-2"))
        ]
        before = await stages(city)

        crew = {"unit_id": UNIT, "person_ids": [team.ama.person, dee.person]}
        await team.must(team.desk, "shift.start", "shift-2", crew)

        assert [(ack["r"], ack["code"]) for ack in (early, never)] == [("held", "forbidden")] * 2
        assert (before, await stages(city)) == (set(), {early["id"]})
        kept = await held(city)
        assert {name: row["resolution"] for name, row in kept.items()} == {early["id"]: "applied", never["id"]: None}


@pytest.mark.told_on("sqlite", "postgres")
async def test_what_nobody_let_them_say_for_a_day_is_a_supervisors_to_decide(served, city, branch, team):
    async with served.phone(city, "responder") as dee:
        await team.take()
        await send(dee, a_row(dee, "assignment.stage", "assignment-1", SAID | {"stage": "on_scene"}))
        await later(served, branch, 24 * HOUR + 1, team.desk, dee)

        crew = {"unit_id": UNIT, "person_ids": [team.ama.person, dee.person]}
        await team.must(team.desk, "shift.start", "shift-2", crew)

        assert await stages(city) == set()
        assert [row["resolution"] for row in (await held(city)).values()] == [None]


async def test_what_it_rests_on_counts_as_applied_long_after_its_receipt_was_pruned(city, branch, team):
    await team.take()
    first = a_row(team.ama, "assignment.stage", "assignment-1", SAID | {"stage": "enroute"})
    await send(team.ama, first)
    await team.ama.http.post(
        "/api/sync/hello", json=team.ama.hello_body() | {"low_water": first["dseq"]}, headers=team.ama.headers()
    )
    assert await rows(city, "SELECT * FROM receipt WHERE command_id = :id", id=first["id"]) == []

    second = a_row(team.ama, "assignment.stage", "assignment-1", SAID | {"stage": "on_scene"}, after=first["id"])
    (ack,) = await send(team.ama, second)

    assert ack["r"] == "ok"


async def test_a_fact_never_waits_for_an_intent(city, team):
    await team.take()
    accept = a_row(team.ama, "assignment.accept", "assignment-9", SAID)
    reached = a_row(team.ama, "assignment.stage", "assignment-9", SAID | {"stage": "on_scene"}, after=accept["id"])

    acks = await send(team.ama, accept, reached)

    assert [ack["r"] for ack in acks] == ["held", "ok"]
    assert await stages(city) == {reached["id"]}


async def test_a_held_row_holds_only_what_rests_on_it(city, team):
    await team.take()
    waiting = a_row(team.ama, "assignment.stage", "assignment-1", SAID | {"stage": "on_scene"}, after=NO_SUCH)
    free = a_row(team.ama, "assignment.stage", "assignment-1", SAID | {"stage": "enroute"})

    acks = await send(team.ama, waiting, free)

    assert [ack["r"] for ack in acks] == ["held", "ok"]


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_clock_put_right_meanwhile_does_not_move_what_was_told_before(served, city, team):
    """The skew measured when a row arrived is the one it was written under."""
    team.ama.skew_ms = 3_600_000
    await team.ama.hello()
    waiting = a_row(team.ama, "assignment.stage", "assignment-1", SAID | {"stage": "on_scene"})
    await send(team.ama, waiting)
    team.ama.skew_ms = 0
    await team.ama.hello()
    served.clock.forward(300)

    await team.must(team.desk, "call.take", "call-1", THE_CALL)

    (report,) = await rows(city, "SELECT device_at, corrected_at, received_at FROM stage_time")
    assert report == {"device_at": NOON + 3_600_000, "corrected_at": NOON, "received_at": NOON}


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_bug_met_while_releasing_does_not_fail_what_came_just_now(city, branch, team):
    waiting = a_row(team.ama, "assignment.stage", "assignment-1", SAID | {"stage": "on_scene"})
    await send(team.ama, waiting)
    working = branch.handlers["assignment.stage"]
    branch.handlers["assignment.stage"] = lambda *_: 1 / 0

    (ack,) = await send(team.desk, a_call(team.desk, "call-1"))

    branch.handlers["assignment.stage"] = working
    assert ack["r"] == "ok"
    kept = (await held(city))[waiting["id"]]
    assert (kept["code"], kept["resolved_at"], kept["waits_for"]) == ("handler_error", None, None)
    assert (await team.see(team.ama, "held"))[waiting["id"]]["code"] == "handler_error"


async def test_what_is_refused_when_its_turn_comes_stays_under_the_new_reason(served, city, branch, team):
    waiting = a_row(team.ama, "assignment.stage", "assignment-1", SAID | {"stage": "on_scene"})
    await send(team.ama, waiting)
    gate = served.gate(city)
    await gate.act(lambda tx: commands.revoke_device(tx, device_id=team.ama.device))

    await team.must(team.desk, "call.take", "call-1", THE_CALL)

    kept = (await held(city))[waiting["id"]]
    assert (kept["code"], kept["resolved_at"]) == ("after_revocation", None)


# ------------------------------------------------------------------ after a day


@pytest.mark.told_on("sqlite", "postgres")
async def test_after_a_day_a_fact_is_applied_without_what_it_rests_on_and_flagged(served, city, branch, team):
    await team.take()
    waiting = a_row(team.ama, "assignment.stage", "assignment-1", SAID | {"stage": "on_scene"}, after=NO_SUCH)
    await send(team.ama, waiting)

    await later(served, branch, DAY - 1, team.ama, team.desk)
    assert await stages(city) == set()
    await later(served, branch, 1, team.desk)

    assert await stages(city) == {waiting["id"]}
    assert (await held(city))[waiting["id"]]["resolution"] == "applied_late"
    assert await strip(city) == ["custody", "custody", "self_initiated"], "after 4 h, and for the want of it"
    (report,) = await rows(city, "SELECT corrected_at, received_at FROM stage_time")
    assert report == {"corrected_at": NOON, "received_at": NOON}
    assert await city.database.read(verify) is None


async def test_what_rests_on_a_fact_applied_late_follows_it(served, city, branch, team):
    await team.take()
    first = a_row(team.ama, "assignment.stage", "assignment-1", SAID | {"stage": "enroute"}, after=NO_SUCH)
    second = a_row(team.ama, "assignment.stage", "assignment-1", SAID | {"stage": "on_scene"}, after=first["id"])
    await send(team.ama, first)
    await later(served, branch, HOUR, team.ama)
    await send(team.ama, second)

    await later(served, branch, DAY - HOUR)

    assert await stages(city) == {first["id"], second["id"]}
    assert sorted(row["resolution"] for row in (await held(city)).values()) == ["applied", "applied_late"]


async def test_a_fact_about_a_call_nobody_told_us_of_stays_and_is_applied_should_it_still_come(
    served, city, branch, team
):
    waiting = a_row(team.ama, "assignment.stage", "assignment-1", SAID | {"stage": "on_scene"})
    await send(team.ama, waiting)

    await later(served, branch, DAY, team.desk)
    kept = (await held(city))[waiting["id"]]
    assert (kept["code"], kept["resolved_at"]) == ("invalid", None)
    assert await strip(city) == ["custody", "custody"]

    await team.must(team.desk, "call.take", "call-1", THE_CALL)
    assert await stages(city) == {waiting["id"]}


async def test_after_a_day_an_intent_is_over(served, city, branch, desk):
    offer = a_row(desk, "assignment.offer", "assignment-1", SAID, after=NO_SUCH)
    (ack,) = await send(desk, offer)
    assert ack["code"] == "dependency"

    await later(served, branch, DAY, desk)

    kept = (await held(city))[offer["id"]]
    assert (kept["code"], kept["resolved_at"]) == ("conflict", None)
    async with served.phone(city, "supervisor") as supervisor:
        assert (await supervisor.pull()).of("held")[offer["id"]]["code"] == "conflict"


async def test_whatever_lies_here_for_four_hours_stands_on_the_strip_once(served, city, branch, desk):
    (ack,) = await send(desk, b"5")
    assert ack["r"] == "held"

    await later(served, branch, 4 * HOUR - 1, desk)
    assert await alarms(desk) == []
    await later(served, branch, 1, desk)
    assert await alarms(desk) == ["custody"]

    await later(served, branch, 4 * HOUR, desk)
    assert await alarms(desk) == ["custody"]
    assert await next_due(branch) is None


# ------------------------------------------------------------------ erased


async def test_what_waits_about_a_call_that_is_erased_can_be_read_by_nobody_and_goes(served, city, branch, team):
    await team.take()
    noted = GONE | {"note": "CANARY"}
    waiting = a_row(team.ama, "encounter.record", "encounter-1", noted, after=NO_SUCH)
    await send(team.ama, waiting)
    async with served.phone(city, "privacy_officer") as officer:
        await team.must(officer, "call.erase", "call-1", {"reason": "asked for"})

    kept = (await held(city))[waiting["id"]]
    opened = city.vault.open(entity=waiting["id"], retention="held", sealed=bytes(kept["sealed"]))
    assert opened is None
    assert (await team.ama.pull()).of("held") == {}

    await later(served, branch, 4 * HOUR, team.desk)
    assert (await held(city))[waiting["id"]]["resolution"] == "erased"
    assert await strip(city) == [], "there is nothing to look at"
    assert await rows(city, "SELECT id FROM encounter_save") == []


async def test_a_row_refused_about_an_erased_call_leaves_nothing(served, city, team):
    await team.take()
    async with served.phone(city, "privacy_officer") as officer:
        await team.must(officer, "call.erase", "call-1", {"reason": "asked for"})
    forbidden = a_row(team.desk, "encounter.record", "encounter-1", GONE | {"note": "CANARY"})

    (ack,) = await send(team.desk, forbidden)

    assert (ack["r"], ack["code"]) == ("ok", "erased")
    assert await held(city) == {}
