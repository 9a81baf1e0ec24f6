"""A server of its own process, as `field727 serve` starts it, and people who come to it over HTTP."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import httpx
import pytest

from server import control
from server.clock import SystemClock
from server.ids import SystemIds
from tests.phone import Phone
from tests.ports import own_port

ROOT = Path(__file__).parents[1]
START_S = 60


class Server:
    """A server process that can be killed and started again on one folder and one port."""

    def __init__(
        self,
        folder: Path,
        under: Sequence[str] = (),
        settings: Mapping[str, str] | None = None,
        program: str = "server",
    ) -> None:
        """Nothing runs yet; `under` are words of a command that starts it, `program` is what plays the server."""
        self.data = folder / "data"
        self.settings = settings or {}
        self.under = under
        self.program = program
        self.port = own_port()
        self.process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """Where it serves."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Come back when it serves."""
        given = {"FIELD727_DATA": str(self.data), "FIELD727_PORT": str(self.port), "PYTHONUNBUFFERED": "1"}
        given |= self.settings
        environment = {name: value for name, value in os.environ.items() if not name.startswith("FIELD727_")} | given
        command = [*self.under, sys.executable, "-m", self.program, "serve"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        if "serves" not in said:
            self.end(signal.SIGKILL)
            pytest.fail(f"the server did not start: {said}")

    def end(self, how: signal.Signals) -> int:
        """Send it this signal; answers how it ended."""
        assert self.process is not None
        self.process.send_signal(how)
        code = self.process.wait(START_S)
        assert self.process.stdout is not None
        self.process.stdout.close()
        self.process = None
        return code


async def enrolled(server: Server, http: httpx.AsyncClient, *roles: str) -> Phone:
    """Somebody with these roles in the one city there is; at its desk if nothing is said."""
    made = await asyncio.to_thread(
        ask, server, "person.add", {"name": "Ada Example", "roles": roles or ("dispatcher",)}
    )
    code = str(made["code"]).replace("-", "").replace(" ", "")
    return await Phone(http, ids=SystemIds(), clock=SystemClock()).enrol(code)


def ask(server: Server, command: str, args: dict) -> dict:
    """What the command line asks a running server."""
    answer = control.ask(server.data, command, args, lambda _line: None)
    assert isinstance(answer, dict)
    return answer
