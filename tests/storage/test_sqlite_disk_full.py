"""A disk that is really full: the library's own refusal, and the kernel's."""

import asyncio
import json
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from server.errors import StorageFull
from server.storage.database import Tx
from server.storage.lanes import InlineLane
from server.storage.sqlite.database import SqliteDatabase
from server.storage.sqlite.driver import open_connection
from server.storage.statements import Connection
from tests.storage.bench import SqliteBench
from tests.storage.works import ROOT, effect, stored

GROUP = 20
PADDING = "x" * 6_000
"""More than a page, so that every work needs space."""


class Limited:
    """Opens files whose writer may own only so many pages."""

    def __init__(self) -> None:
        self.writer: Connection | None = None

    def connect(self, path: Path, read_only: bool) -> Connection:
        opened = open_connection(path, read_only)
        if not read_only:
            self.writer = opened
        return opened

    def allow(self, pages: int) -> None:
        assert self.writer is not None
        self.writer.execute(f"PRAGMA max_page_count = {pages}").close()


def bulky(name: str, tx: Tx) -> str:
    tx.run("INSERT INTO effect (id, part) VALUES (:id, :part)", id=name, part=PADDING)
    tx.run("INSERT INTO effect (id, part) VALUES (:id, :part)", id=name, part=PADDING)
    return name


@pytest.mark.parametrize("room", range(4, 60, 7))
async def test_a_disk_that_fills_in_the_middle_of_a_group_keeps_whole_works_only(room: int, files: SqliteBench) -> None:
    limited = Limited()
    database = SqliteDatabase(files.path, old_library_ok=True, connect=limited.connect, lane=InlineLane)
    await database.write(effect("before"))
    limited.allow(room)
    names = [f"work-{n:02}" for n in range(GROUP)]

    results = await asyncio.gather(*(database.write(partial(bulky, name)) for name in names), return_exceptions=True)

    kept = {name for name, result in zip(names, results, strict=True) if result == name}
    refused = [result for result in results if not isinstance(result, str)]
    assert refused
    assert {type(result) for result in refused} == {StorageFull}
    assert {(result.advice, result.status) for result in refused if isinstance(result, StorageFull)} == {("retry", 507)}
    assert stored(files) == dict.fromkeys({"before", *kept}, 2)

    limited.allow(10_000)
    again = await asyncio.gather(*(database.write(partial(bulky, name)) for name in names if name not in kept))
    assert {*kept, *again} == set(names)
    assert stored(files) == dict.fromkeys({"before", *names}, 2)
    database.close()


def test_a_kernel_that_refuses_to_write_loses_nothing_acknowledged(files: SqliteBench) -> None:
    """A child process may not let any file grow over a limit: every write beyond it fails in the kernel."""
    child = subprocess.run(
        [sys.executable, "-m", "tests.storage.crowded", str(files.path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=ROOT,
    )

    assert child.returncode == 0, child.stderr
    first, second = (json.loads(line) for line in child.stdout.splitlines())
    assert first["advice"] == ["retry"]
    assert len(first["kept"]) < GROUP
    assert set(first["kept"]) | set(second["kept"]) == {f"work-{n:02}" for n in range(GROUP)}
    assert first["stored"] == dict.fromkeys(first["kept"], 2)
    assert stored(files) == dict.fromkeys([f"work-{n:02}" for n in range(GROUP)], 2)
