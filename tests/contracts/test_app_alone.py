"""The app's own tests, in Node, beside all others: while their longest one walks alone, the other core is not idle."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TALLY = re.compile(r"^ +Tests +(\d+) passed \(\1\)$", re.MULTILINE)


@pytest.mark.timeout(600)
def test_the_app_keeps_its_own_promises():
    run = subprocess.run(
        [sys.executable, "client_pwa/build.py", "--run", "vitest", "run", "--reporter=dot", "--no-color"],
        check=False,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )

    assert run.returncode == 0, run.stdout
    assert TALLY.search(run.stdout), f"nothing was skipped, and something was there: {run.stdout}"
