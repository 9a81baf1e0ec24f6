"""What the server says to its terminal when it fails: where, and never about whom."""

import subprocess
import sys

FAILS = """
import logging
from server.cli import logs

def read(note):
    raise ValueError("a mistake of ours")

logs.to_terminal()
try:
    read("CANARY" + " of the blue door")
except ValueError:
    logging.getLogger("field727.web").exception("a request failed", extra={"code": "internal_error"})
"""


def test_a_failure_is_told_with_its_place_and_without_the_values_it_met():
    told = subprocess.run([sys.executable, "-c", FAILS], check=True, capture_output=True, text=True).stderr

    assert "ValueError: a mistake of ours" in told
    assert "in read" in told
    assert "code=internal_error" in told
    assert "blue door" not in told
