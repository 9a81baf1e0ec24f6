"""kill -9 of a process that writes: what it acknowledged is there, and nothing is there twice."""

import signal
import subprocess
import sys

import pytest

from tests.storage.bench import Bench
from tests.storage.stream import LANES
from tests.storage.works import ROOT, stored

ROUNDS = 4


def run_and_kill(address: str, starts: list[int], acknowledged: int) -> list[str]:
    """Start a writer, read this many acknowledgements, kill it, and read what it had still said."""
    command = [sys.executable, "-m", "tests.storage.stream", address, ",".join(map(str, starts))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as child:
        assert child.stdout is not None
        said = [child.stdout.readline() for _ in range(acknowledged)]
        child.send_signal(signal.SIGKILL)
        said += child.stdout.readlines()
    assert child.returncode == -signal.SIGKILL
    return [line.strip() for line in said if line.endswith("\n")]


@pytest.mark.parametrize("acknowledged", [1, 200, *(pytest.param(most, marks=pytest.mark.long) for most in (7, 1_000))])
def test_killed_writers_lose_nothing_acknowledged_and_repeat_nothing(acknowledged: int, bench: Bench) -> None:
    said: list[str] = []
    for _ in range(ROUNDS):
        done = [max((int(name[2:]) for name in said if name[0] == str(n)), default=-1) for n in range(LANES)]
        said += run_and_kill(bench.address, [last + 1 for last in done], acknowledged)

    found = stored(bench)

    assert len(said) >= ROUNDS * acknowledged
    assert set(said) <= set(found), "every acknowledged work is there"
    assert set(found.values()) == {2}, "whole, and none twice"
    assert len(found) - len(set(said)) <= LANES, "and at most one unacknowledged work of each lane"
