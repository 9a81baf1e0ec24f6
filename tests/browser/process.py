"""The server as a process of its own, as `make run` starts it: stopped, killed and started again on one data folder."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from queue import Empty, Queue

import pytest

from tests.engines import Ground
from tests.ports import own_port

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60
SIGN_IN = re.compile(r"^\s+(?P<who>\S.*?)\s+(?P<link>http://localhost:\d+/enrol#\S+)$")


class ServerProcess:
    """`field727 serve --example` on a port of this machine and a data folder of the test."""

    def __init__(self, folder: Path, settings: Mapping[str, str] | None = None, code: Path = ROOT) -> None:
        self.folder = folder
        self.code = code
        self.settings = settings or {}
        self.port = own_port()
        self.origin = f"http://localhost:{self.port}"
        self.links: dict[str, str] = {}
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None

    def start(self) -> None:
        """Start it, and come back when it serves and has printed its sign-in lines."""
        self._process = subprocess.Popen(
            [sys.executable, "-u", "-m", "server", "serve", "--example"],
            cwd=self.code,
            env=self._environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        lines: Queue[str] = Queue()
        self._reader = threading.Thread(target=_pump, args=(self._process, lines), daemon=True)
        self._reader.start()
        said: list[str] = []
        while not any("HTTPS" in line for line in said):
            try:
                line = lines.get(timeout=PATIENCE_S)
            except Empty:
                line = ""
            if not line:
                self.kill()
                pytest.fail(f"the server did not start: {said}")
            said.append(line)
            if found := SIGN_IN.match(line.rstrip()):
                self.links[found["who"]] = found["link"]

    def _environment(self) -> dict[str, str]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("FIELD727_")}
        own = {"FIELD727_DATA": str(self.folder / "data"), "FIELD727_PORT": str(self.port)}
        return {**environment, **own, **self.settings}

    def ask(self, *words: str) -> str:
        """What the command line answers beside the running server."""
        told = subprocess.run(
            [sys.executable, "-m", "server", *words],
            cwd=self.code,
            env=self._environment(),
            check=True,
            capture_output=True,
            text=True,
        )
        return told.stdout

    def link(self, who: str) -> str:
        """The sign-in link of the one person whose line contains this."""
        found = [link for name, link in self.links.items() if who in name]
        assert len(found) == 1, (who, list(self.links))
        return found[0]

    def stop(self) -> None:
        """End it in good order, as Ctrl+C does."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """End it at once."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            if self._process.poll() is None:
                self._process.send_signal(how)
            self._process.wait(timeout=PATIENCE_S)
            if self._reader is not None:
                self._reader.join()
            if self._process.stdout is not None:
                self._process.stdout.close()
            self._process = None


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example as a first start makes it, to be copied: making it takes longer than many a test."""
    folder = tmp_path_factory.mktemp("example") / "server"
    made = ServerProcess(folder)
    made.start()
    made.stop()
    return folder


def on_example(example: Path, folder: Path, ground: Ground, **settings: str) -> ServerProcess:
    """A server with the example behind it, serving: on a copy, or made anew where the engine keeps no files."""
    if ground.engine == "sqlite":
        shutil.copytree(example, folder)
    made = ServerProcess(folder, {**ground.settings, **settings})
    made.start()
    return made


def _pump(process: "subprocess.Popen[str]", lines: "Queue[str]") -> None:
    assert process.stdout is not None
    for line in process.stdout:
        lines.put(line)
    lines.put("")
