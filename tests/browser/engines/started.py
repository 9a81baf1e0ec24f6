"""A program that a browser is made of: started, listened to, and ended with everybody it started itself."""

import os
import re
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from queue import Empty, Queue

PATIENCE_S = 60


class Started:
    """A program in a group of processes of its own; what it and its children say is kept in `lines`."""

    def __init__(self, words: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        self.lines: list[str] = []
        self._said: Queue[str] = Queue()
        self._process = subprocess.Popen(
            words,
            env={**os.environ, **(environment or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.lines.append(line.rstrip("\n"))
            self._said.put(line)
        self._said.put("")

    def wait_for(self, pattern: str) -> str:
        """The first group of the first line that holds this pattern, among those nobody has waited for yet."""
        while True:
            try:
                line = self._said.get(timeout=PATIENCE_S)
            except Empty:
                line = ""
            assert line, f"{self._process.args!r} never said {pattern!r}: {self.lines}"
            if found := re.search(pattern, line):
                return found[1]

    def kill(self) -> None:
        """End all of them at once, as an empty battery would. Harmless a second time."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(timeout=PATIENCE_S)
        self._reader.join()
        if self._process.stdout is not None:
            self._process.stdout.close()
