"""One process per data folder, one holder per organization's file."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from server.errors import AlreadyRunning
from server.storage.lock import lock_file, lock_folder
from tests.storage.works import ROOT

HOLD = """
import sys
from pathlib import Path
from server.storage.lock import lock_folder
lock = lock_folder(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.readline()
"""


def test_a_second_server_is_refused_with_one_line_that_names_the_first(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"

        with pytest.raises(AlreadyRunning) as refusal:
            lock_folder(tmp_path)

        assert str(first.pid) in str(refusal.value)
        assert str(tmp_path) in str(refusal.value)
        assert "\n" not in str(refusal.value)
        first.send_signal(signal.SIGKILL)
    lock_folder(tmp_path).close()


def test_the_same_process_is_refused_too_until_it_lets_go(tmp_path: Path) -> None:
    held = lock_folder(tmp_path / "data")

    with pytest.raises(AlreadyRunning):
        lock_folder(tmp_path / "data")

    held.close()
    held.close()
    with lock_folder(tmp_path / "data"):
        pass


def test_each_organization_has_a_lock_of_its_own(tmp_path: Path) -> None:
    with lock_folder(tmp_path), lock_file(tmp_path / "abc234.db"), lock_file(tmp_path / "xyz567.db"):
        with pytest.raises(AlreadyRunning) as refusal:
            lock_file(tmp_path / "abc234.db")

        assert "abc234.db" in str(refusal.value)


def test_the_folder_and_the_lock_are_private(tmp_path: Path) -> None:
    with lock_folder(tmp_path / "data"):
        assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
        assert (tmp_path / "data" / "server.lock").stat().st_mode & 0o777 == 0o600
