"""The two files beside the data: master keys, and the list of what never comes back."""

import multiprocessing
import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from server.errors import CannotStart, StorageBusy, StorageFull
from server.ids import SystemIds
from server.vault import Retention
from server.vault.masterkeys import MasterKeys
from server.vault.neveragain import NeverAgain, NeverAgainList

ERASED = NeverAgain(at=1, kind="destroyed", subject="call-1", retention=Retention.CALL_PLACE)
REVOKED = NeverAgain(at=2, kind="revoked", subject="device-1")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "master.json"


def the_keys(path: Path) -> MasterKeys:
    return MasterKeys(path, SystemIds())


# ------------------------------------------------------------------ master keys


def test_a_master_key_is_found_again_and_only_its_owner_can_read_the_file(path: Path):
    key = the_keys(path).make("aaaaaa")

    assert the_keys(path).of("aaaaaa") == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [each.name for each in path.parent.iterdir()] == ["master.json"], "nothing half-written stays behind"


def test_organizations_have_different_keys_and_a_second_does_not_touch_the_first(path: Path):
    first = the_keys(path).make("aaaaaa")
    second = the_keys(path).make("bbbbbb")

    assert first != second
    assert the_keys(path).of("aaaaaa") == first


def test_a_master_key_is_never_replaced(path: Path):
    key = the_keys(path).make("aaaaaa")

    with pytest.raises(CannotStart, match="already holds a key"):
        the_keys(path).make("aaaaaa")
    assert the_keys(path).of("aaaaaa") == key


def test_a_missing_key_is_one_clear_line(path: Path):
    with pytest.raises(CannotStart, match="holds no key for organization aaaaaa"):
        the_keys(path).of("aaaaaa")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_key_file_that_others_can_read_is_refused(path: Path, mode: int):
    the_keys(path).make("aaaaaa")
    path.chmod(mode)

    with pytest.raises(CannotStart, match="chmod 600"):
        the_keys(path).of("aaaaaa")


@pytest.mark.parametrize("text", ["", "[]", "{", '{"aaaaaa": 1}', '{"aaaaaa": "*"}', '{"aaaaaa": "AAAA"}'])
def test_a_file_that_is_no_key_file_is_refused_and_left_alone(path: Path, text: str):
    path.parent.mkdir()
    path.write_text(text)
    path.chmod(0o600)

    for use in (the_keys(path).of, the_keys(path).make):
        with pytest.raises(CannotStart, match="not a key file"):
            use("aaaaaa")
    assert path.read_text() == text


def test_a_crash_while_writing_leaves_the_old_file(path: Path):
    key = the_keys(path).make("aaaaaa")
    path.with_name("master.json.new").write_text('{"half')

    assert the_keys(path).of("aaaaaa") == key
    the_keys(path).make("bbbbbb")
    assert the_keys(path).of("aaaaaa") == key


def make_many(path: Path, first: str) -> None:
    for letter in "abcdefgh":
        the_keys(path).make(first + letter * 5)


def test_processes_that_make_keys_at_the_same_time_lose_none(path: Path):
    spawn = multiprocessing.get_context("spawn")
    workers = [spawn.Process(target=make_many, args=(path, first)) for first in "xyz"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    assert len({the_keys(path).of(first + letter * 5) for first in "xyz" for letter in "abcdefgh"}) == 24


# ------------------------------------------------------------------ never again


@pytest.fixture
def never(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "aaaaaa.never"


@contextmanager
def the_list(path: Path, *, is_new: bool = False) -> Iterator[NeverAgainList]:
    opened = NeverAgainList(path, is_new=is_new)
    yield opened
    opened.close()


def test_lines_are_read_again_in_order(never: Path):
    with the_list(never, is_new=True) as listed:
        listed.add(ERASED)
        listed.add(REVOKED)

    with the_list(never) as listed:
        assert listed.read() == [ERASED, REVOKED]
    assert stat.S_IMODE(never.stat().st_mode) == 0o600


def test_a_half_written_last_line_was_never_promised(never: Path):
    with the_list(never, is_new=True) as listed:
        listed.add(ERASED)
    whole = never.read_bytes()
    never.write_bytes(whole + whole[:20])

    with the_list(never) as listed:
        assert listed.read() == [ERASED]
        listed.add(REVOKED)
        assert listed.read() == [ERASED, REVOKED]


def test_a_damaged_line_stops_the_start_with_its_number(never: Path):
    with the_list(never, is_new=True) as listed:
        listed.add(ERASED)
        listed.add(REVOKED)
    never.write_bytes(never.read_bytes().replace(b'"revoked"', b'"forgiven"'))

    with the_list(never) as listed, pytest.raises(CannotStart, match="line 2"):
        listed.read()


@contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("room", [0, 1, 20])
def test_a_line_that_did_not_fit_is_refused_and_leaves_no_trace(never: Path, room: int):
    with the_list(never, is_new=True) as listed:
        listed.add(ERASED)
        with no_file_beyond(never.stat().st_size + room), pytest.raises((StorageBusy, StorageFull)):
            listed.add(REVOKED)
        listed.add(REVOKED)

        assert listed.read() == [ERASED, REVOKED]
