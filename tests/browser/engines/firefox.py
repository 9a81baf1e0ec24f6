"""Firefox as it is installed, spoken to in WebDriver BiDi, which it understands without a driver beside it.

Source: https://w3c.github.io/webdriver-bidi/
"""

import json
import shutil
from contextlib import ExitStack
from itertools import count
from typing import Any

from websockets.sync.client import connect

from tests.browser.engines.driven import Driven
from tests.browser.engines.phones import PageLeft, in_json
from tests.browser.engines.started import PATIENCE_S, Started

NAMES = ("firefox-esr", "firefox")
LEFT = "destroyed"
"""What Firefox says of the page that was asked, when another has come; now and then it says nothing at all."""

SCRIPT_S = 5
"""So long a page may take for an answer: longer than anybody waits in one question."""

BARS = 'user_pref("ui.useOverlayScrollbars", 1);'
"""As on a phone, where they lie on the page and take no room from it."""


def executable() -> str | None:
    """The system's Firefox."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Firefox(Driven):
    """A phone in Firefox."""

    def _prepare(self) -> None:
        (self.profile / "user.js").write_text(BARS)

    def _start(self) -> None:
        self._numbers = count(1)
        words = [executable() or NAMES[0], "--headless", "--no-remote", "--remote-debugging-port=0"]
        self._started = Started([*words, "--profile", str(self.profile)], {"HOME": str(self.profile)})
        self._closing = ExitStack()

    def _begin(self) -> None:
        address = self._started.wait_for(r"WebDriver BiDi listening on (ws://\S+)")
        self._line = self._closing.enter_context(connect(f"{address}/session"))
        self._ask("session.new", capabilities={})
        self._ask("session.subscribe", events=["log.entryAdded"])
        self._page = self._ask("browsingContext.getTree")["contexts"][0]["context"]
        viewport = {"width": self.size.width, "height": self.size.height}
        self._ask_page("browsingContext.setViewport", viewport=viewport, devicePixelRatio=self.size.scale)

    def _ask(self, method: str, *, within_s: float = PATIENCE_S, **params: Any) -> Any:
        number = next(self._numbers)
        self._line.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer = json.loads(self._line.recv(timeout=within_s))
            if answer.get("type") == "event":
                self._listen(answer["params"])
            elif answer["id"] == number:
                if answer["type"] == "error" and LEFT in answer["message"]:
                    raise PageLeft(answer["message"])
                assert answer["type"] == "success", answer
                return answer["result"]

    def _ask_page(self, method: str, **params: Any) -> Any:
        return self._ask(method, context=self._page, **params)

    def _listen(self, entry: dict[str, Any]) -> None:
        if entry["level"] == "error" and entry["type"] == "javascript":
            self.problems.append(entry["text"])

    def go(self, address: str) -> None:
        """Open an address and wait until it is loaded."""
        self._ask_page("browsingContext.navigate", url=address, wait="complete")

    def call(self, function: str, *arguments: Any) -> Any:
        """What the page answers."""
        try:
            answer = self._ask(
                "script.callFunction",
                within_s=SCRIPT_S,
                functionDeclaration=in_json(function),
                arguments=[{"type": "string", "value": json.dumps(arguments)}],
                awaitPromise=True,
                target={"context": self._page},
            )
        except TimeoutError as silence:
            raise PageLeft("it never answered") from silence
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return json.loads(answer["result"]["value"])

    def _act(self, source: dict[str, Any]) -> None:
        self._ask_page("input.performActions", actions=[source])
        self._ask_page("input.releaseActions")

    def kill(self) -> None:
        """End every process of it at once."""
        self._started.kill()
        self._closing.close()
