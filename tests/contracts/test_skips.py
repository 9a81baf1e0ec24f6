"""No test is skipped quietly."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import is_allowed

ROOT = Path(__file__).parents[2]
PYTEST = ("-m", "pytest", "-p", "xdist", "-p", "no:cacheprovider")
BARE = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
"""Plugins that other tests need take seconds to load."""

ENTRY = {"test": "tests/sync/test_*.py::*", "reason": "needs a Mac", "platform": "linux", "ci": False}
A_TEST = """
import pytest

def test_that_runs(): pass

@pytest.mark.skip(reason="not today")
def test_that_is_skipped(): pass
"""
A_FILE = """
import pytest

pytest.skip("not here", allow_module_level=True)
"""


@pytest.mark.parametrize(
    ("test", "reason", "platform", "on_ci", "allowed"),
    [
        ("tests/sync/test_door.py::test_a", "needs a Mac", "linux", False, True),
        ("tests/sync/test_door.py::test_a", "another reason", "linux", False, False),
        ("tests/live/test_door.py::test_a", "needs a Mac", "linux", False, False),
        ("tests/sync/test_door.py::test_a", "needs a Mac", "darwin", False, False),
        ("tests/sync/test_door.py::test_a", "needs a Mac", "linux", True, False),
    ],
)
def test_an_entry_allows_one_test_for_one_reason_on_one_platform(test, reason, platform, on_ci, allowed):
    assert is_allowed(test, reason, [ENTRY], platform=platform, on_ci=on_ci) is allowed


@pytest.mark.parametrize("workers", [pytest.param("0", marks=pytest.mark.long), "1"])
def test_a_skipped_test_and_a_skipped_file_fail_the_run(tmp_path, workers):
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "test_one.py").write_text(A_TEST)
    (tmp_path / "test_two.py").write_text(A_FILE)
    command = [sys.executable, *PYTEST, "-p", "tests.conftest", "-n", workers]

    run = subprocess.run(
        [*command, "-c", tmp_path / "pytest.ini", tmp_path],
        check=False,
        cwd=ROOT,
        env=os.environ | BARE,
        capture_output=True,
        text=True,
    )

    assert run.returncode == 1, run.stdout
    assert "not in tests/allowed_skips.toml: test_one.py::test_that_is_skipped: not today" in run.stdout
    assert "not in tests/allowed_skips.toml: test_two.py: not here" in run.stdout
