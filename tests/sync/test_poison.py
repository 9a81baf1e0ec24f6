"""A row that cannot be read, opened or applied costs its neighbours nothing, and is kept byte for byte.

Measured against every place in a batch, because whole batches rejected for one bad row, and queues standing behind one,
are how others lost data.
"""

import pytest

from server.journal import verify
from server.sync.incoming import BURST
from tests.phone import Phone
from tests.sync.doors import a_call, alarms, calls, held, opened, post, send, text
from tests.sync.poison import ODD_BUT_GOOD, UNOPENED, UNREAD, UNREADABLE, Make, edited, sealed

pytestmark = pytest.mark.told_on("sqlite")

BATCH = 20
PLACES = (0, 9, 19)
"""First, middle and last."""
ALL = {
    **dict.fromkeys(UNREAD, ("held", "invalid")),
    **dict.fromkeys(UNREADABLE, ("held", "invalid")),
    **{name: answer for name, (_, answer) in UNOPENED.items()},
}
MAKERS = UNREAD | UNREADABLE | {name: make for name, (make, _) in UNOPENED.items()}


async def spoiled(desk: Phone, name: str, poison: Make) -> tuple[list[tuple[str, str | None]], set[str], set[bytes]]:
    """Send a batch with such a row first, in the middle and last; answers what became of those, and the good calls."""
    calls_sent = [f"call-{name}-{n}" for n in range(BATCH - len(PLACES))]
    batch = [text(a_call(desk, each)) for each in calls_sent]
    for place in PLACES:
        batch.insert(place, poison(desk, f"poisoned-{name}-{place}"))

    acks = await send(desk, *batch)

    bad = [(acks[place]["r"], acks[place].get("code")) for place in PLACES]
    good = {ack["r"] for place, ack in enumerate(acks) if place not in PLACES}
    assert good == {"ok"}, name
    return bad, set(calls_sent), {batch[place] for place in PLACES}


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_batch_is_never_rejected_for_one_bad_row(served, city, desk):
    expected: set[str] = set()
    kept = 0
    for n, (name, make) in enumerate(MAKERS.items()):
        if n % (BURST // BATCH - 1) == 0:
            served.clock.forward(60)
            await desk.sign_token()

        bad, good, raws = await spoiled(desk, str(n), make)

        assert bad == [ALL[name]] * len(PLACES), name
        expected |= good
        kept += len(raws)

    assert set(await calls(city)) == expected
    assert len(await held(city)) == kept


async def test_a_row_under_a_used_id_or_of_another_organization_spoils_no_batch(served, city, desk):
    (first,) = await send(desk, used := a_call(desk, "call-first"))
    other = served.found("city")
    async with served.phone(other, "dispatcher") as stranger:
        stale, good, _ = await spoiled(desk, "stale", sealed(b'{"source":"walk_in"}', id=used["id"]))
        strange, more, _ = await spoiled(desk, "strange", lambda _desk, entity: text(a_call(stranger, entity)))

    assert first["r"] == "ok"
    assert stale == [("held", "id_reuse")] * len(PLACES)
    assert strange == [("held", "forbidden")] * len(PLACES)
    assert set(await calls(city)) == {"call-first"} | good | more
    assert await calls(other) == []


async def test_a_row_of_a_million_digits_is_too_large_by_itself_and_its_neighbours_go_in_halves(city, desk):
    huge = edited(b'"mono":', b'"mono":' + b"9" * 1_000_000)(desk, "call-huge")
    rows = [text(a_call(desk, f"call-{n:02}")) for n in range(BATCH - 1)]
    waiting = [[*rows[:9], huge, *rows[9:]]]
    alone = []
    while waiting:
        batch = waiting.pop()
        answer = await post(desk, batch)
        if answer.status_code == 200:
            assert {ack["r"] for ack in answer.json()["acks"]} == {"ok"}
        elif len(batch) == 1:
            alone.append((answer.status_code, answer.json()["advice"]))
        else:
            assert answer.status_code == 413
            waiting += [batch[: len(batch) // 2], batch[len(batch) // 2 :]]

    assert alone == [(413, "fix")]
    assert await calls(city) == [f"call-{n:02}" for n in range(BATCH - 1)]


@pytest.mark.told_on("sqlite", "postgres")
async def test_what_cannot_be_taken_is_kept_byte_for_byte_and_told_again(city, desk):
    for name, make in MAKERS.items():
        known = await held(city)
        raw = make(desk, "poisoned")

        (first,) = await send(desk, raw)
        (again,) = await send(desk, raw)

        (kept,) = [row for key, row in (await held(city)).items() if key not in known]
        assert opened(city, kept) == raw, name
        assert (kept["device"], kept["owner"], kept["code"]) == (desk.device, "supervisor", first["code"]), name
        assert again == first | {"again": True}, name
    assert await city.database.read(verify) is None


async def test_a_row_without_a_name_is_called_by_its_place(desk):
    batch = [text(a_call(desk, "call-1")), *(make(desk, "poisoned") for make in UNREAD.values())]

    acks = await send(desk, *batch)

    assert [ack["id"] for ack in acks[1:]] == [f"#{place}" for place in range(1, len(batch))]


async def test_a_row_with_a_name_is_called_by_it(desk):
    for name, make in UNREADABLE.items():
        raw = make(desk, "poisoned")

        (ack,) = await send(desk, raw)

        assert not ack["id"].startswith("#"), name
        assert ack["id"].encode() in raw, name


async def test_what_is_only_odd_is_applied_and_can_be_read(desk):
    desk.skew_ms = -90_000
    await desk.hello()
    for n, (name, make) in enumerate(ODD_BUT_GOOD.items()):
        (ack,) = await send(desk, make(desk, f"odd-{n}"))

        assert ack["r"] == "ok", name
        assert f"odd-{n}" in (await desk.pull()).of("call"), name


async def test_everything_at_once_is_answered_and_the_supervisor_sees_each(served, city, desk):
    batch = [make(desk, f"poisoned-{n}") for n, make in enumerate(MAKERS.values())]
    batch.append(text(a_call(desk, "call-1")))
    # Together they are more than one message may carry.
    middle = len(batch) // 2

    acks = await send(desk, *batch[:middle]) + await send(desk, *batch[middle:])

    assert [(ack["r"], ack.get("code")) for ack in acks] == [*ALL.values(), ("ok", None)]
    seen = (await desk.pull()).of("held")
    assert sorted(row["code"] for row in seen.values()) == sorted(code for _, code in ALL.values())
    assert await alarms(desk) == []


NO_BATCH = [
    *(b"", b"{", b"[]", b"null", b"{}", b"\xff", b'{"cmds":', b'{"cmds":[', b'{"cmds":[{"a":1}', b'{"cmds":5}'),
    *(b'{"cmds":{}}', b'{"cmds":[],"cmds":[]}', b'{"cmds":[],"surprise":1}', b'{"cmds":[,]}'),
    b'{"cmds":[{}],"x":"\\ud800"}',
]


async def test_what_is_no_batch_is_refused_with_advice(city, desk):
    headers = desk.headers() | {"content-type": "application/json"}
    for body in NO_BATCH:
        answer = await desk.http.post("/api/sync/commands", content=body, headers=headers)

        said = answer.json()
        assert (answer.status_code, said["code"], said["advice"]) == (400, "invalid", "fix"), body
        assert answer.headers["content-type"] == "application/problem+json"
    assert await held(city) == {}


async def test_a_batch_of_nothing_is_answered_with_nothing(desk):
    assert (await post(desk, [])).json()["acks"] == []


async def test_a_list_whose_name_is_written_oddly_is_still_read(city, desk):
    body = b'{"\\u0063mds":[' + text(a_call(desk, "call-1")) + b"]}"
    headers = desk.headers() | {"content-type": "application/json"}

    answer = await desk.http.post("/api/sync/commands", content=body, headers=headers)

    assert [ack["r"] for ack in answer.json()["acks"]] == ["ok"]
