"""Twelve ways in which others lost data (protocol.md §8), each with a test of its name: here, or where `TWELVE` says.

Each fails when its rule is removed; its docstring says what was removed to see that.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from server.client.replica import Replica
from server.journal import grant
from server.organizations import Organization
from tests.engines import Ground
from tests.phone import Phone
from tests.served import DAY, HOUR, Served
from tests.storage.faults import Faults
from tests.stories.team import UNIT, Team, a_team
from tests.sync.doors import THE_CALL, a_call, calls, rows, send, text
from tests.sync.poison import UNOPENED, UNREADABLE

ROOT = Path(__file__).parents[2]

HERE = "tests/faults/test_twelve_ways.py"
APP = "client_pwa/tests/sync"

TWELVE: dict[str, list[tuple[str, str]]] = {
    "cursor stored before the rows": [
        (HERE, "test_a_cursor_is_never_stored_before_its_rows"),
        (f"{APP}/replica.test.ts", "has a page whole or not at all, wherever the app is killed"),
    ],
    "sequence cursor over concurrent commits": [(HERE, "test_a_cursor_never_passes_a_commit_that_is_still_to_come")],
    "whole batch rejected for one bad row": [
        ("tests/sync/test_poison.py", "test_a_batch_is_never_rejected_for_one_bad_row")
    ],
    "strict device order behind a poison command": [(HERE, "test_no_queue_stands_behind_a_poison_command")],
    "401 or 404 taken as delete from queue": [
        (HERE, "test_no_refusal_of_the_caller_empties_the_queue"),
        (f"{APP}/client.test.ts", "is kept through a 401 and goes up by the device's key when the session is over"),
        (f"{APP}/client.test.ts", "is kept when the server knows this device no more"),
    ],
    "dedupe by body equality": [(HERE, "test_an_edit_back_to_an_old_value_is_not_a_duplicate")],
    "retry timer that ends passive": [
        (f"{APP}/engine.test.ts", "never ends: after a thousand failures there is a next try within a minute")
    ],
    "refusing uploads of old apps": [(HERE, "test_an_old_app_is_never_refused_its_upload")],
    "revoked rows only filtered, never removed": [(HERE, "test_what_one_may_no_longer_see_is_taken_from_the_phone")],
    "newly granted rows older than the cursor never sent": [
        (HERE, "test_rows_older_than_the_cursor_are_sent_when_they_are_granted")
    ],
    "ack before fsync": [
        ("tests/faults/test_sync_before_answer.py", "test_every_answer_follows_the_sync_of_the_bytes_it_confirms")
    ],
    "dedupe window of minutes for phones offline for weeks": [
        (HERE, "test_a_command_sent_again_after_months_is_done_once")
    ],
}
LEAK_S = 0.5
"""How long a commit that waits for nobody may take to be seen; whoever is right uses all of it."""


@pytest.fixture
def city(served: Served) -> Organization:
    """A city in it."""
    return served.found("city")


@pytest.fixture
async def desk(served: Served, city: Organization) -> AsyncIterator[Phone]:
    """Somebody at its desk."""
    async with served.phone(city, "dispatcher") as phone:
        yield phone


@pytest.fixture
async def team(served: Served, city: Organization) -> AsyncIterator[Team]:
    """Its desk, and two partners on shift."""
    async with a_team(served, city) as made:
        yield made


class Torn(list[Any]):
    """The rows of a page on a phone whose battery ends before the nth."""

    def __init__(self, rows: list[Any], at: int) -> None:
        super().__init__(rows)
        self.at = at

    def __iter__(self) -> Iterator[Any]:
        for n, row in enumerate(super().__iter__()):
            if n == self.at:
                raise KeyboardInterrupt
            yield row


async def test_a_cursor_is_never_stored_before_its_rows(desk: Phone):
    """Checked by setting `cur` first in `Replica.take`: every kill then loses rows for good."""
    for n in range(5):
        await send(desk, a_call(desk, f"call-{n}"))
    answer = await desk.http.get("/api/sync/changes", headers=desk.headers())
    page = answer.json()
    whole = Replica()
    whole.take(page)

    for at in range(len(page["puts"])):
        phone = Replica()
        with pytest.raises(KeyboardInterrupt):
            phone.take(page | {"puts": Torn(page["puts"], at)})

        assert phone.cur is None, "it goes on from where it stood"
        phone.take(page)
        assert phone.view() == whole.view()


class Gate:
    """Lets a COMMIT wait until somebody opens."""

    def __init__(self) -> None:
        self.is_armed = False
        self.reached = threading.Event()
        self.open = threading.Event()

    def around(self, sql: str) -> None:
        if self.is_armed and sql == "COMMIT":
            self.is_armed = False
            self.reached.set()
            assert self.open.wait(60)


async def test_a_cursor_never_passes_a_commit_that_is_still_to_come(tmp_path: Path, ground: Ground):
    """One has its number and waits at its COMMIT; another comes, by another process where the engine allows one.

    Checked by drawing numbers without the log's lock, as a sequence would (Postgres): the other commits a higher one,
    the reader's cursor passes the first, and the first call is never shown.
    """
    gate = Gate()
    faults = Faults(around=gate.around)
    first = Served(tmp_path, ground, engine=faults.engine(ground))
    city = first.found("city")
    other = first if ground.engine == "sqlite" else Served(tmp_path / "other", ground, beside=first)
    there = city if other is first else other.organizations.open(city.tag)
    async with AsyncExitStack() as stack:
        slow = await stack.enter_async_context(first.phone(city, "dispatcher"))
        quick, reader = [await stack.enter_async_context(other.phone(there, "dispatcher")) for _ in range(2)]
        # The two have no row in common but the log's head.
        await quick.do("call.take", "call-quick", THE_CALL)
        await reader.pull()
        gate.is_armed = True

        waiting = asyncio.create_task(send(slow, a_call(slow, "call-slow")))
        await asyncio.to_thread(gate.reached.wait, 60)
        coming = asyncio.create_task(quick.do("call.close", "call-quick", {"triage_result": "phone_resolved"}))
        await asyncio.wait({coming}, timeout=LEAK_S)
        await reader.pull()
        gate.open.set()
        assert ((await waiting)[0]["r"], (await coming)["r"]) == ("ok", "ok")
        shown = (await reader.pull()).of("call")

        assert shown["call-quick"]["status"] == "closed"
        assert "call-slow" in shown
    for each in {first, other}:
        each.close()


@pytest.mark.parametrize("poison", ["an unknown type", "deep arguments", "no number", "an unknown key"])
async def test_no_queue_stands_behind_a_poison_command(city: Organization, desk: Phone, poison: str):
    """Checked by answering *retry* in place of *held*: the outbox is then never empty."""
    make = UNREADABLE.get(poison) or UNOPENED[poison][0]
    await send(desk, a_call(desk, "call-before"))
    bad = make(desk, "call-poisoned")

    for _ in range(2):
        (ack,) = await send(desk, bad)
        assert ack["r"] == "held", "it is off the phone"
    later = [await desk.do("call.take", f"call-{n}", THE_CALL) for n in range(3)]

    assert {ack["r"] for ack in later} == {"ok"}
    assert desk.outbox == []
    assert await calls(city) == ["call-0", "call-1", "call-2", "call-before"]


@pytest.mark.parametrize(("token", "status"), [("", 401), ("nonsense", 401)])
async def test_no_refusal_of_the_caller_empties_the_queue(city: Organization, desk: Phone, token: str, status: int):
    """Checked by emptying the outbox in `Phone.upload` when the answer is none."""
    desk.save("call.take", "call-1", THE_CALL)
    kept, desk.token = list(desk.outbox), token

    with pytest.raises(httpx.HTTPStatusError) as refused:
        await desk.upload()

    assert refused.value.response.status_code == status
    assert desk.outbox == kept
    await desk.sign_token()
    await desk.upload()
    assert (desk.outbox, await calls(city)) == ([], ["call-1"])


async def test_an_edit_back_to_an_old_value_is_not_a_duplicate(city: Organization, team: Team):
    """Checked by knowing a receipt by its arguments: the third is then taken for the first."""
    acks = [await team.ama.do("unit.status", UNIT, {"status": status}) for status in ("oos", "available", "oos")]

    assert [(ack["r"], ack.get("again", False)) for ack in acks] == [("ok", False)] * 3
    assert (await team.see(team.desk, "unit"))[UNIT]["status"] == "oos"
    assert len(await rows(city, "SELECT seq FROM journal WHERE kind = 'unit.status'")) == 3


@pytest.mark.parametrize("app", ["0.0.1", "2019-01-01"])
async def test_an_old_app_is_never_refused_its_upload(city: Organization, desk: Phone, app: str):
    """Checked by refusing a hello by its `app`. What old apps say is in `tests/sync`, a recording for each version."""
    desk.app = app
    await desk.hello()

    ack = await desk.do("call.take", "call-1", THE_CALL)

    assert (ack["r"], desk.outbox, await calls(city)) == ("ok", [], ["call-1"])


async def test_what_one_may_no_longer_see_is_taken_from_the_phone(served: Served, team: Team):
    """Checked by leaving `drop` out of the page: the phone then shows the call for ever."""
    await team.send("call-1")
    ama = team.ama
    assert "call-1" in await team.see(ama, "call")

    served.clock.forward(3 * HOUR)
    await ama.sign_token()

    assert "call-1" not in await team.see(ama, "call")
    old = ama.replica
    ama.replica = Replica()
    assert (await ama.pull()).view() == old.view()
    assert old.of("unit"), "and nothing else went"


async def test_rows_older_than_the_cursor_are_sent_when_they_are_granted(team: Team):
    """Checked by beginning a new scope at the cursor's number: the call then never comes."""
    await team.take("call-old")
    await team.take("call-newer")
    before = await team.ama.pull()
    assert before.cur is not None
    assert before.of("call") == {}

    branch = team.served.app.branches.of(team.city.tag)
    await branch.act(lambda change: grant(change, team.ama.person, "desk"))

    assert {"call-old", "call-newer"} <= (await team.see(team.ama, "call")).keys()


async def test_a_command_sent_again_after_months_is_done_once(served: Served, city: Organization, desk: Phone):
    """Checked by pruning receipts by age, and the log's own memory of a command with them."""
    row = text(a_call(desk, "call-1"))
    (first,) = await send(desk, row)

    for days in (1, 30, 200):
        served.clock.forward(days * DAY)
        await served.app.metronome.beat(served.clock.now())
        await desk.sign_token()
        (again,) = await send(desk, row)

        assert again == first | {"again": True}
    assert await calls(city) == ["call-1"]


def test_every_one_of_the_twelve_has_its_test():
    assert len(TWELVE) == 12
    for way, tests in TWELVE.items():
        for place, name in tests:
            told = f"def {name}(" if place.endswith(".py") else f'it("{name}"'
            assert told in (ROOT / place).read_text(), way
