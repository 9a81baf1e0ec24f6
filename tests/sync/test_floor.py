"""The feed stays bounded: what went long ago is forgotten, and whoever was away longer reads that scope anew."""

from functools import partial

import pytest

from schemas.wire import Page, Reset
from server.client.replica import Replica
from server.journal import LINES, Change, hide, record, show
from server.sync import changes
from server.sync.upkeep.pruning import KEPT_MS, prune
from tests.phone import as_json
from tests.served import DAY, HOUR
from tests.sync.doors import rows
from tests.sync.shelf import KIND, Shelf, held_by, of_thing

pytestmark = pytest.mark.told_on("sqlite")


@pytest.fixture
def shelf(branch):
    """A reader of two scopes of their own."""
    branch.loaders[KIND] = of_thing
    return Shelf(branch, "ann")


async def pulled(shelf, replica, limit=500):
    """Read to the end, taking every reset; answers the resets."""
    resets = []
    while True:
        page = await changes.page(shelf.branch, shelf.actor, replica.cur, limit)
        if isinstance(page, Reset):
            resets.append(page)
            replica.reset(as_json(page))
            continue
        assert isinstance(page, Page)
        replica.take(as_json(page))
        if not page.more:
            return resets


async def things(shelf, scope, numbers):
    await shelf.show([(scope, n) for n in numbers])


async def pruned(served, branch, days):
    """Something is written, days pass, and what is old enough is dropped."""
    await written(branch)
    served.clock.forward(days * DAY)
    await written(branch)
    await prune(branch, served.clock.now())


async def written(branch):
    """A row in the journal, which says what time it is."""
    await branch.act(lambda change: record(change, kind="a.day", entity_type="day", entity_id="today", coded={}))


async def tombstones(city):
    return (await rows(city, "SELECT COUNT(*) AS n FROM feed WHERE op = 'del'"))[0]["n"]


async def floor(city):
    return (await rows(city, "SELECT floor FROM log_head"))[0]["floor"]


@pytest.mark.told_on("sqlite", "postgres")
async def test_a_line_that_says_gone_is_dropped_after_sixty_days_and_no_sooner(served, city, branch, shelf):
    await shelf.grant("a")
    await things(shelf, "a", range(5))
    await shelf.hide("a", 1)
    await pruned(served, branch, 59.9)
    assert (await tombstones(city), await floor(city)) == (1, 0)

    await pruned(served, branch, 0.2)

    assert await tombstones(city) == 0
    assert await floor(city) > 0
    assert held_by(await shelf.read(Replica(), 500)) == shelf.expected()


async def test_whoever_was_away_longer_is_told_and_reads_only_that_scope_anew(served, city, branch, shelf):
    for scope in ("a", "b"):
        await shelf.grant(scope)
        await things(shelf, scope, range(3))
    away = await shelf.read(Replica(), 500)
    # Of `b` somebody else's page was read in between, so only `a` is behind.
    cur = changes.parse(away.cur)
    await shelf.hide("a", 1)
    await pruned(served, branch, 61)
    fresh = {**cur.scopes, shelf.own("b"): await floor(city) + 1}
    away.cur = changes.encode(changes.Position(epoch=cur.epoch, scopes=fresh))

    resets = await pulled(shelf, away)

    assert [(reset.scope, reset.why) for reset in resets] == [(shelf.own("a"), "floor")]
    assert held_by(away) == shelf.expected(), "the row that went is gone here too"


async def test_a_first_reading_in_many_pages_is_never_told_to_begin_again(served, city, branch, shelf):
    await shelf.grant("a")
    for n in range(6):
        await things(shelf, "a", [n])
    await shelf.hide("a", 5)
    await pruned(served, branch, 61)
    assert await floor(city) > 0

    replica = Replica()
    assert await pulled(shelf, replica, limit=1) == []

    assert held_by(replica) == shelf.expected()


async def test_a_first_reading_that_stopped_for_sixty_days_begins_again(served, city, branch, shelf):
    await shelf.grant("a")
    for n in range(6):
        await things(shelf, "a", [n])
    await shelf.pull(limit=2, pages=1)
    assert len(held_by(shelf.replica)) == 2
    await shelf.hide("a", 0)
    await pruned(served, branch, 61)

    resets = await pulled(shelf, shelf.replica, limit=1)

    assert [reset.why for reset in resets] == ["floor"]
    assert held_by(shelf.replica) == shelf.expected()


async def test_a_phone_that_only_listens_never_falls_below_the_floor(served, city, branch, shelf):
    await shelf.grant("a")
    await things(shelf, "a", [0])
    replica = await shelf.read(Replica(), 500)
    for day in range(70):
        await things(shelf, "b", [day])
        await shelf.hide("b", day)
        await pruned(served, branch, 1)
        assert await pulled(shelf, replica) == [], "nothing of its own, and yet its cursor moves"

    assert await floor(city) > 0
    assert held_by(replica) == shelf.expected()


async def test_the_feed_grows_no_larger_than_what_is_there_and_sixty_days_of_what_went(served, city, branch, shelf):
    await shelf.grant("a")
    most = 0
    for day in range(130):
        await things(shelf, "a", [day])
        await shelf.hide("a", day)
        await pruned(served, branch, 1)
        most = max(most, await tombstones(city))

    assert 60 <= most <= 62


async def test_more_than_one_change_set_may_move_is_dropped_in_several_parts(served, city, branch, shelf):
    await shelf.grant("a")

    def hidden(change: Change, first: int) -> None:
        for n in range(first, first + 450):
            show(change, shelf.own("a"), KIND, f"thing-{n}")
            hide(change, shelf.own("a"), KIND, f"thing-{n}")

    for first in (0, 450):
        await branch.act(partial(hidden, first=first))
    assert await tombstones(city) == 900 > LINES

    await pruned(served, branch, 61)

    assert await tombstones(city) == 0


async def test_the_metronome_prunes_once_an_hour(served, city, branch, shelf):
    await shelf.grant("a")
    await things(shelf, "a", [0])
    await shelf.hide("a", 0)
    await written(branch)
    await served.app.metronome.beat(served.clock.now())
    served.clock.forward(KEPT_MS / 1000 - HOUR / 2)
    await written(branch)
    await served.app.metronome.beat(served.clock.now())
    served.clock.forward(HOUR * 0.6)

    await served.app.metronome.beat(served.clock.now())
    assert await tombstones(city) == 1, "it is not an hour yet"
    served.clock.forward(HOUR * 0.4)
    await served.app.metronome.beat(served.clock.now())

    assert await tombstones(city) == 0
