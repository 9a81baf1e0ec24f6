"""What processes ask of the kernel, in order: which bytes they wrote, what they synced, what they then told a phone.

`python -m tests.faults.strace` makes sure that the tool is there, or says in one line what to do and fails.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ADVICE = "The tests need strace: install it (Debian, as root: apt-get install strace), then run them again."

WRITES = frozenset({"write", "pwrite64", "writev", "pwritev", "pwritev2"})
SENDS = frozenset({"sendto", "sendmsg"})
SYNCS = frozenset({"fsync", "fdatasync"})

SHOWN = 1_000_000
"""Bytes of a call that are written down: Postgres writes many pages of its log at once."""

CALL = re.compile(r"^(?P<pid>\d+) +(?:<\.\.\. )?(?P<name>\w+)(?: resumed>|\()(?P<rest>.*)$")
FILE = re.compile(r"^\d+<(?P<file>.*?)>[,)]? ?")


@dataclass(frozen=True)
class Asked:
    """One call: what it was about, what it said, and where in the order of all it began and ended."""

    name: str
    file: str
    said: str
    began: int
    ended: int
    is_well: bool


@contextmanager
def traced(pids: Sequence[int], out: Path) -> Iterator[None]:
    """Write down what these processes ask, and whoever they start, until the `with` ends."""
    names = ",".join(sorted(WRITES | SENDS | SYNCS))
    words = ["strace", "-f", "-yy", "-s", str(SHOWN), "-e", f"trace={names}", "-e", "signal=none", "-o", str(out)]
    words += [word for pid in pids for word in ("-p", str(pid))]
    tracer = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
    assert tracer.stderr is not None
    waited_for = set(map(str, pids))
    while waited_for:
        line = tracer.stderr.readline()
        assert "attached" in line, f"strace could not look: {line}"
        waited_for.discard(line.partition("Process ")[2].partition(" ")[0])
    try:
        yield
    finally:
        tracer.send_signal(signal.SIGINT)
        tracer.communicate(timeout=60)


def calls(lines: Iterable[str]) -> list[Asked]:
    """Every call, in the order of their ends."""
    done: list[Asked] = []
    begun: dict[str, tuple[str, int]] = {}
    for n, line in enumerate(lines):
        found = CALL.match(line)
        if found is None:
            continue
        rest, began = found["rest"], n
        if rest.endswith("<unfinished ...>"):
            begun[found["pid"]] = (rest, n)
            continue
        if " resumed>" in line[:60] and found["pid"] in begun:
            first, began = begun.pop(found["pid"])
            rest = first + rest
        about = FILE.match(rest)
        if about is not None:
            is_well = " = -1 " not in rest[-60:]
            done.append(Asked(found["name"], about["file"], rest, began, n, is_well))
    return done


def early(done: Sequence[Asked], told: Iterable[str], log: str) -> list[str]:
    """Which of these commands were answered before the bytes that confirm them were synced to such a log."""
    written = [call for call in done if call.name in WRITES and log in call.file]
    synced = [call for call in done if call.name in SYNCS and log in call.file and call.is_well]
    return [command for command in told if not _kept_first(command, _answer(done, command), written, synced)]


def _answer(done: Sequence[Asked], command: str) -> Asked:
    """Where a phone was first told of it."""
    answers = [
        call for call in done if call.name in WRITES | SENDS and call.file.startswith("TCP") and command in call.said
    ]
    assert answers, f"{command} was never answered"
    return min(answers, key=lambda call: call.began)


def _kept_first(command: str, answer: Asked, written: Sequence[Asked], synced: Sequence[Asked]) -> bool:
    carrying = [call for call in written if command in call.said and call.ended < answer.began]
    return any(
        sync.file == write.file and write.ended < sync.began and sync.ended < answer.began
        for write in carrying
        for sync in synced
    )


def install() -> None:
    """Debian's package, when we are root there."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=environment)
        wanted = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", "strace"]
        subprocess.run(wanted, check=False, env=environment, stdout=subprocess.DEVNULL)


def main() -> int:
    """0 when it is there afterwards, or where it does not exist; else 1 and one line that says what to do."""
    if sys.platform != "linux" or shutil.which("strace"):
        return 0
    install()
    if shutil.which("strace") is None:
        print(ADVICE, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
