"""WebKitGTK, the engine of Safari's family that Linux has, driven by WebKit's own WebDriver in a window of `window.py`.

The driver and the page are of one release. Source: https://www.w3.org/TR/webdriver2/
"""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import httpx

from tests.browser.engines.driven import Driven
from tests.browser.engines.phones import PageLeft, Size, in_json
from tests.browser.engines.started import PATIENCE_S, Started
from tests.ports import own_port

DRIVER = "WebKitWebDriver"
SCREEN = "Xvfb"
PYTHON = "/usr/bin/python3"
"""Debian's, for which Debian packages WebKit."""

WINDOW = Path(__file__).with_name("window.py")
LATER = """const done = arguments[1];
(FUNCTION)(arguments[0]).then((value) => done({ value }), (error) => done({ error: `${error} ${error?.stack}` }));"""
LEFT = ("no such frame", "script timeout")
"""What the driver says when another page has come; now and then it does not notice, and waits."""

SCRIPT_MS = 5_000
"""So long a page may take for an answer: longer than anybody waits in one question."""
PROBLEM = re.compile(r"CONSOLE (JS|SECURITY) ERROR (?!Unrecognized Content-Security-Policy directive)")
"""In a line about an error nobody caught or a broken policy; words of a policy it does not know, it passes over."""

TRIES = 8
"""Connections to a driver that is just starting; the waits between them double, from half a second on."""


def is_there() -> bool:
    """Whether the driver, a screen to draw on, and the engine with its window are installed."""
    if not (shutil.which(DRIVER) and shutil.which(SCREEN) and shutil.which(PYTHON)):
        return False
    return subprocess.run([PYTHON, str(WINDOW)], check=False, capture_output=True).returncode == 0


class Screen:
    """A screen nobody sees."""

    def __init__(self) -> None:
        words = [SCREEN, "-displayfd", "1", "-screen", "0", "1024x1024x24", "-nolisten", "tcp"]
        self._started = Started(words)
        self.name = ":" + self._started.wait_for(r"^(\d+)$")

    def close(self) -> None:
        """Nobody draws on it any more."""
        self._started.kill()


class WebKit(Driven):
    """A phone in WebKitGTK. One CSS pixel is one of the screen's: GTK knows whole factors only, and layout none."""

    # Its driver has no finger on Linux.
    pointer = "mouse"

    def __init__(self, profile: Path, size: Size, screen: Screen) -> None:
        self.screen = screen
        super().__init__(profile, size)

    def _prepare(self) -> None:
        """It needs nothing."""

    def _start(self) -> None:
        port = own_port()
        environment = {"DISPLAY": self.screen.name, "HOME": str(self.profile), "NO_AT_BRIDGE": "1"}
        self._started = Started([DRIVER, f"--port={port}"], environment)
        self._heard = 0
        self._line = httpx.Client(
            base_url=f"http://127.0.0.1:{port}",
            timeout=PATIENCE_S,
            transport=httpx.HTTPTransport(retries=TRIES),
        )

    def _begin(self) -> None:
        size = [str(self.size.width), str(self.size.height)]
        options = {"binary": PYTHON, "args": [str(WINDOW), str(self.profile), *size]}
        wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        self._session = ""
        self._session = f"/session/{self._ask('POST', '/session', **wanted)['sessionId']}"
        self._ask("POST", "/timeouts", script=SCRIPT_MS)

    def _ask(self, method: str, path: str, **body: Any) -> Any:
        said = self._line.request(method, self._session + path, json=body if method == "POST" else None)
        answer = said.json()["value"]
        if not said.is_success and answer["error"] in LEFT:
            raise PageLeft(answer["message"])
        assert said.is_success, answer
        self._listen()
        return answer

    def _listen(self) -> None:
        lines = self._started.lines[self._heard :]
        self._heard += len(lines)
        self.problems.extend(line for line in lines if PROBLEM.search(line))

    def go(self, address: str) -> None:
        """Open an address and wait until it is loaded."""
        self._ask("POST", "/url", url=address)

    def call(self, function: str, *arguments: Any) -> Any:
        """What the page answers."""
        script = LATER.replace("FUNCTION", in_json(function))
        answer = self._ask("POST", "/execute/async", script=script, args=[json.dumps(arguments)])
        assert "value" in answer, answer["error"]
        return json.loads(answer["value"])

    def _act(self, source: dict[str, Any]) -> None:
        self._ask("POST", "/actions", actions=[source])
        self._ask("DELETE", "/actions")

    def kill(self) -> None:
        """End the window, the engine's processes and the driver at once."""
        self._started.kill()
        self._listen()
        self._line.close()
