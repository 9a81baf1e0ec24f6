"""The door out: pages by cursor, for exactly the scopes somebody may read now, whole change sets only.

*Why paging is safe*: a page carries every line after each scope's position up to one number, never part of a change
set; a line that moves meanwhile has a higher number and comes again. So any pages add up to one large one.
"""

import asyncio
import base64
import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.client.replica import Replica
from server.doors import Slice
from server.identity import commands
from server.journal import LINES, Change, grant, hide, record, revoke, show
from server.sync import changes
from server.sync.branch import Branch
from server.sync.changes import PAGE_BYTES
from server.sync.system import run_due
from tests.engines import Ground
from tests.phone import Phone
from tests.served import Served
from tests.sync.doors import THE_CALL, a_call, rows, send
from tests.sync.shelf import KIND, Shelf, held_by, of_thing

pytestmark = pytest.mark.told_on("sqlite")

NOTHING: dict[str, Any] = {"puts": [], "dels": [], "add": [], "drop": [], "more": False}


async def asked(phone: Phone, **params: Any) -> dict[str, Any]:
    """One page, or whatever else is answered."""
    answer = await phone.http.get("/api/sync/changes", params=params, headers=phone.headers())
    assert answer.headers["cache-control"] == "no-store"
    return {**answer.json(), "status": answer.status_code}


def forged(*said: Any) -> str:
    """A cursor this server never made."""
    return base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()


def position(cur: str) -> tuple[int, dict[str, int]]:
    """What a cursor remembers."""
    found = changes.parse(cur)
    return found.epoch, dict(found.scopes)


# ------------------------------------------------------------------ cursors


GARBAGE = [
    *("nonsense", "", "%00", "é", "====", "A" * 7999, forged(), forged(1), forged(1, []), forged("1", {})),
    *(forged(1, {"desk": "1"}), forged(1, {"desk": 1.5}), forged(1, {"desk": None}), forged(1, {"desk": -1})),
    *(forged(1, {"desk": 2**70}), forged(2**70, {}), forged(1, {"desk": 1}, 1), forged(-1, {}), forged(True, {})),
]


async def test_a_cursor_nobody_made_is_refused_with_what_to_do(desk):
    for cur in GARBAGE:
        for path, send_it in (
            ("/api/sync/changes", lambda cur=cur: desk.http.get("/api/sync/changes", params={"cur": cur})),
            ("/api/sync/got", lambda cur=cur: desk.http.post("/api/sync/got", json={"cur": cur})),
        ):
            desk.http.headers.update(desk.headers())
            answer = await send_it()

            said = answer.json()
            assert (answer.status_code, said["code"], said["advice"]) == (400, "invalid", "fix"), (path, cur)


async def test_a_cursor_of_another_epoch_is_reset_and_read_again_from_the_beginning(city, desk):
    await send(desk, a_call(desk, "call-1"))
    cur = (await desk.pull()).cur
    await city.database.write(lambda tx: tx.run("UPDATE log_head SET epoch = epoch + 1"))

    told = await asked(desk, cur=cur)

    assert (told["m"], told["scope"], told["why"]) == ("reset", "*", "epoch")
    assert "call-1" in (await desk.pull()).of("call")


async def test_a_cursor_beyond_our_log_is_of_another_log(desk):
    """A server that came back from a copy and forgot to say so must not be quiet until it has caught up."""
    epoch, scopes = position((await asked(desk))["cur"])

    told = await asked(desk, cur=forged(epoch, scopes | {"desk": 10**6}))

    assert (told["m"], told["why"]) == ("reset", "epoch")


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_cursor_below_the_floor_resets_that_scope_only(city, desk):
    await send(desk, *(a_call(desk, f"call-{n}") for n in range(5)))
    epoch, scopes = position((await asked(desk))["cur"])
    await city.database.write(lambda tx: tx.run("UPDATE log_head SET floor = seq - 2"))

    told = await asked(desk, cur=forged(epoch, scopes | {"desk": 1}))
    gone = await asked(desk, cur=forged(epoch, scopes | {"unit:gone": 1}))
    fine = await asked(desk, cur=forged(epoch, scopes))

    assert (told["m"], told["scope"], told["why"]) == ("reset", "desk", "floor")
    assert (gone["m"], gone["drop"]) == ("page", ["unit:gone"]), "what is no longer read is dropped, not read again"
    assert fine["m"] == "page"


async def test_a_cursor_grants_nothing(city, desk):
    epoch, scopes = position((await asked(desk))["cur"])

    told = await asked(desk, cur=forged(epoch, {"person:somebody": 0, "call:secret": 0}))

    assert set(told["drop"]) == {"person:somebody", "call:secret"}
    assert set(told["add"]) == set(scopes)


# ------------------------------------------------------------------ scopes


@pytest.fixture
async def reader(served, city) -> Any:
    """Somebody who reads their own scope and the directory only."""
    async with served.phone(city, "responder") as phone:
        yield phone


async def put(branch: Branch, entity: str, *scopes: str) -> None:
    """A row that these scopes show from now."""

    def work(change: Change) -> None:
        record(change, kind="x", entity_type=KIND, entity_id=entity, coded={}, audience=scopes)

    await branch.act(work)


@pytest.fixture
def plain(branch: Branch) -> Branch:
    """The same city, in which every id has a row."""
    branch.loaders[KIND] = of_thing
    return branch


async def test_a_scope_that_is_gained_is_read_from_the_beginning(plain, reader):
    for n in range(3):
        await put(plain, f"row-{n}", "call:c")
    before = await asked(reader)

    await plain.act(lambda change: grant(change, reader.person, "call:c"))
    gained = await asked(reader, cur=before["cur"])

    assert before["puts"] == []
    assert gained["add"] == ["call:c"]
    assert [row["id"] for row in gained["puts"]] == ["row-0", "row-1", "row-2"]
    assert gained["prev"] == before["cur"]


async def test_a_scope_that_is_lost_is_dropped_and_nothing_of_it_comes_after(plain, reader):
    await plain.act(lambda change: grant(change, reader.person, "call:c"))
    await put(plain, "row-0", "call:c")
    before = await asked(reader)
    await plain.act(lambda change: revoke(change, reader.person, "call:c"))
    await put(plain, "row-1", "call:c")

    lost = await asked(reader, cur=before["cur"])
    after = await asked(reader, cur=lost["cur"])

    assert (lost["drop"], lost["puts"]) == (["call:c"], [])
    assert {name: after[name] for name in NOTHING} == NOTHING


async def test_a_scope_lost_and_won_back_between_two_looks_misses_nothing(plain, reader):
    await plain.act(lambda change: grant(change, reader.person, "call:c"))
    await put(plain, "row-0", "call:c")
    await reader.pull()
    await plain.act(lambda change: revoke(change, reader.person, "call:c"))
    await put(plain, "row-1", "call:c")
    await plain.act(lambda change: hide(change, "call:c", KIND, "row-0"))
    await plain.act(lambda change: grant(change, reader.person, "call:c"))

    assert set((await reader.pull()).of(KIND)) == {"row-1"}


async def test_at_the_end_of_its_time_a_scope_is_hidden_even_while_the_metronome_sleeps(served, plain, reader):
    until = served.clock.now() + 60_000
    await plain.act(lambda change: grant(change, reader.person, "call:c", until_at=until))
    await put(plain, "row-0", "call:c")
    assert "row-0" in (await reader.pull()).of(KIND)

    served.clock.forward(59.999)
    await put(plain, "row-1", "call:c")
    assert "row-1" in (await reader.pull()).of(KIND)
    served.clock.forward(0.001)

    assert (await reader.pull()).of(KIND) == {}
    await run_due(plain, served.clock.now())
    assert (await asked(reader, cur=reader.replica.cur))["drop"] == []


async def test_a_row_that_several_scopes_show_is_told_once_for_all_that_see_the_same(plain, reader):
    scopes = ("call:c", "unit:u")
    for scope in scopes:
        await plain.act(lambda change, scope=scope: grant(change, reader.person, scope))
    await put(plain, "row-0", *scopes)

    (row,) = (await asked(reader))["puts"]

    assert row["s"] == list(scopes)


# ------------------------------------------------------------------ pages


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_change_set_is_never_cut(plain, reader):
    await plain.act(lambda change: grant(change, reader.person, "call:c"))
    await put(plain, "first", "call:c")

    def bulk(change: Change) -> None:
        for n in range(LINES):
            show(change, "call:c", KIND, f"row-{n:03}")

    await plain.act(bulk)
    await put(plain, "last", "call:c")

    sizes, more, cur = [], True, None
    while more:
        page = await asked(reader, limit=10, **({} if cur is None else {"cur": cur}))
        assert page["prev"] == cur
        sizes.append(len(page["puts"]))
        more, cur = page["more"], page["cur"]

    assert sizes == [1, LINES, 1]


async def test_how_many_rows_a_page_holds_is_asked_for_within_limits(desk):
    await send(desk, *(a_call(desk, f"call-{n}") for n in range(4)))

    answers = {limit: await asked(desk, limit=limit) for limit in (0, 1, 500, 501)}

    assert {limit: answer["status"] for limit, answer in answers.items()} == {0: 400, 1: 200, 500: 200, 501: 400}
    assert (len(answers[1]["puts"]), answers[1]["more"]) == (1, True)
    assert (len(answers[500]["puts"]), answers[500]["more"]) == (4, False)


async def test_a_page_of_long_texts_is_cut_to_what_may_wait_for_a_slow_phone(served, desk):
    """Each of them as long as a text may be, in letters that take three bytes and four."""
    said = "\N{ANCHOR}\N{SLIGHTLY SMILING FACE}" * 4_000
    for _ in range(40):
        assert (await desk.do("call.take", desk.ids.new(), THE_CALL | {"said": said}))["r"] == "ok"

    sizes, more = [], True
    while more:
        page = await asked(desk, **({} if desk.replica.cur is None else {"cur": desk.replica.cur}))
        more = page["more"]
        sizes.append(len(json.dumps(page, ensure_ascii=False).encode()))
        desk.replica.take(page)

    assert len(desk.replica.of("call")) == 40
    assert max(sizes) < PAGE_BYTES
    assert sum(sizes) > PAGE_BYTES, "one page would have been too large"


@pytest.mark.told_on("sqlite", "postgres")
async def test_what_is_care_is_written_down_before_it_is_answered(city, desk):
    await desk.do("call.take", "call-1", THE_CALL | {"place": "a place"})
    await asked(desk)

    (entry,) = await rows(city, "SELECT person_id, device_id, purpose, shown FROM disclosure")
    assert (entry["person_id"], entry["device_id"], entry["purpose"]) == (desk.person, desk.device, "sync")
    assert json.loads(entry["shown"]) == [["call", "call-1"]]


async def test_every_answer_of_sync_is_kept_by_nobody(served, city, desk):
    cur = (await asked(desk))["cur"]
    await served.gate(city).act(
        lambda tx: commands.leave(tx, session="none", person_id=desk.person, device_id=desk.device)
    )
    answers = [
        await desk.http.post("/api/sync/hello", json=desk.hello_body(), headers=desk.headers()),
        await desk.http.post("/api/sync/commands", json={"cmds": []}, headers=desk.headers()),
        await desk.http.post("/api/sync/ask", json={"ids": []}, headers=desk.headers()),
        await desk.http.post("/api/sync/got", json={"cur": cur}, headers=desk.headers()),
        await desk.http.post("/api/sync/token", json={"device": desk.device}),
        await desk.http.get("/api/sync/changes", headers=desk.headers()),
        await desk.http.get("/api/sync/changes"),
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 204, 200, 200, 401]
    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}


# ------------------------------------------------------------------ any pages add up


things = st.integers(0, 5)
scopes = st.sampled_from(("desk", "unit:u", "call:c"))
STEPS = st.one_of(
    st.tuples(st.just("show"), st.lists(st.tuples(scopes, things), min_size=1, max_size=6)),
    st.tuples(st.just("hide"), scopes, things),
    st.tuples(st.just("grant"), scopes),
    st.tuples(st.just("revoke"), scopes),
    st.tuples(st.just("pull"), st.integers(1, 4), st.integers(1, 3)),
)


@pytest.fixture(scope="module")
def shelves(tmp_path_factory: pytest.TempPathFactory, lasting_ground: Ground) -> Iterator[Any]:
    """Readers, each with a feed of their own, in one city."""
    served = Served(Path(tmp_path_factory.mktemp("shelves")), lasting_ground)
    city, numbers = served.found("city"), count()
    branch = Branch(city, [Slice(loaders={KIND: of_thing})], clock=served.clock, ids=served.ids)
    yield lambda: Shelf(branch, f"reader-{next(numbers)}")
    served.close()


@settings(max_examples=200)
@given(steps=st.lists(STEPS, max_size=25), limit=st.integers(1, 5))
@pytest.mark.told_on("sqlite", "postgres")
def test_pages_of_any_size_at_any_time_add_up_to_what_one_page_shows(shelves, steps, limit):
    async def live() -> None:
        shelf = shelves()
        for name, *args in steps:
            await getattr(shelf, name)(*args)
        old = await shelf.read(shelf.replica, limit)
        small, large = await shelf.read(Replica(), 1), await shelf.read(Replica(), 500)
        assert held_by(old) == held_by(small) == held_by(large) == shelf.expected()
        assert old.rows == small.rows == large.rows

    asyncio.run(live())
