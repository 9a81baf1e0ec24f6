"""Whatever goes wrong in a city, no promise is broken: the invariants of protocol.md §6 at the end of many worlds.

*Why this is a proof of something*: the server is the real application on a real database, the seed decides everything
that happens, and `test_removals` shows that each rule of the protocol is missed when it is gone.
"""

import os
import subprocess
import sys
import threading

import pytest

from tests.simulation.campaign import Grounds, live_through

WORLDS = 200
SLICE = 20
TROUBLES = (
    *("kills", "lost", "doubled", "ghosts", "copies", "erased", "superseded"),
    *("DISK_FULL", "DISK_FULL_ENDS_ALL", "IO_ERROR", "IO_ERROR_ENDS_ALL", "LOCKED", "SILENT_END"),
)
"""Each of them comes in twenty worlds."""
RARE = ("restored", "shut_out")
"""Twenty worlds may do without one of these, not without both."""


@pytest.mark.parametrize("first", range(1, WORLDS, SLICE))
def test_in_no_world_is_a_promise_broken_though_every_trouble_comes(files: Grounds, first: int):
    endings = list(live_through(range(first, first + SLICE), files))

    assert {ending.seed: ending.violations for ending in endings if ending.violations} == {}
    # Worlds in which little happens prove little; the average of all of them is above 100 commands and 5 crashes.
    assert sum(ending.commands for ending in endings) >= 90 * SLICE
    assert sum(ending.crashes for ending in endings) >= 3 * SLICE
    met = sum((ending.met for ending in endings), start=type(endings[0].met)())
    assert {trouble: met[trouble] for trouble in TROUBLES if not met[trouble]} == {}
    assert any(met[trouble] for trouble in RARE)
    assert met["pushed"] >= 10 * SLICE, "whoever has a socket is told by it"
    assert met["largest_group"] >= 20, "a fault must meet a group of twenty"


@pytest.mark.long
@pytest.mark.parametrize("first", range(1, WORLDS, SLICE))
def test_in_no_world_with_a_busy_desk_is_a_promise_broken(busy_files: Grounds, first: int):
    endings = list(live_through(range(first, first + SLICE), busy_files))

    assert {ending.seed: ending.violations for ending in endings if ending.violations} == {}
    met = sum((ending.met for ending in endings), start=type(endings[0].met)())
    assert {each: met[each] for each in ("merged", "corrected", "entered", "given", "read") if not met[each]} == {}


@pytest.mark.parametrize("seed", [3, 11])
def test_the_same_seed_gives_the_same_trace(files: Grounds, seed: int):
    first, other, again = (next(live_through([each], files)) for each in (seed, seed + 1, seed))

    assert first.trace == again.trace
    assert first.trace != other.trace


def test_the_same_seed_gives_the_same_trace_in_another_process(files: Grounds):
    here = next(live_through([5], files)).trace
    program = (
        "import logging; logging.disable(50)\n"
        "from tests.simulation.campaign import Grounds, live_through\n"
        "with Grounds('sqlite') as grounds: print(next(live_through([5], grounds)).trace)"
    )

    told = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "7"},
    )

    assert told.stdout.strip() == here


@pytest.mark.parametrize("first", range(1, 21, 5))
def test_in_no_world_on_postgres_is_a_promise_broken(schemas: Grounds, first: int):
    before = threading.active_count()

    endings = list(live_through(range(first, first + 5), schemas))

    assert {ending.seed: ending.violations for ending in endings if ending.violations} == {}
    assert sum(ending.crashes for ending in endings) > 5
    assert threading.active_count() == before, "a server that died listens to no bell"
