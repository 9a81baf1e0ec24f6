"""Tests that share a server are given to one worker: else each worker makes what they share once more."""

import os
import subprocess
import sys

from tests.contracts.test_skips import BARE, PYTEST

TESTS = """
import os
from pathlib import Path
import pytest

@pytest.mark.parametrize("n", range(8))
@pytest.mark.xdist_group("shares a server")
def test_in_a_group(n): note("group")

@pytest.mark.parametrize("n", range(24))
def test_alone(n): note("alone")

def note(what):
    with open(Path(__file__).with_name(what), "a") as file:
        print(os.environ["PYTEST_XDIST_WORKER"], file=file)
"""


def test_tests_of_a_group_run_on_one_worker_though_there_are_two(tmp_path):
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "test_shared.py").write_text(TESTS)
    command = [sys.executable, *PYTEST, "-n", "2", "--dist", "loadgroup"]

    subprocess.run(
        [*command, "-c", tmp_path / "pytest.ini", tmp_path],
        check=True,
        cwd=tmp_path,
        env=os.environ | BARE,
        capture_output=True,
    )

    of_group, alone = ((tmp_path / name).read_text().split() for name in ("group", "alone"))
    assert len(set(of_group)) == 1
    assert {*of_group, *alone} == {"gw0", "gw1"}, "there was another worker to give them to"
