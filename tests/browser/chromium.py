"""A real Chromium: finding it, installing it, opening it for somebody, killing it the hard way.

`python -m tests.browser.chromium` makes sure that one is there, or says in one line what to do and fails.
"""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser as Process
    from playwright.sync_api import BrowserContext, Page, Playwright

# The shell is the same engine without a browser window around it, which nobody sees and every test pays for.
SHELL = "chromium-headless-shell"
WHOLE = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
MAC_APPS = (
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)
DEBIAN_BROWSERS = (SHELL, "chromium")
DEBIAN_FONTS = ("fonts-dejavu", "fonts-roboto-unhinted")
ADVICE = "The tests need Chromium: install it (Debian, as root: apt-get install chromium), then run them again."

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
"""A telephone held upright."""

NO_SYNC = "delete self.ServiceWorkerRegistration?.prototype.sync"
"""As on Firefox and Safari, which start no worker to send what waits: so nothing is sent behind a test's back."""

DESK: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
"""An office screen."""

PATIENCE_MS = 40_000
"""So long whatever is waited for may take, where nothing is named: a busy machine is no fault of a screen."""


def executable(playwright: "Playwright | None" = None, *, whole: bool = False) -> Path | None:
    """The system's Chromium, else the one Playwright downloaded, else None; the `whole` one shows notifications too."""
    for name in WHOLE if whole else (SHELL, *WHOLE):
        if found := shutil.which(name):
            return Path(found)
    for app in MAC_APPS:
        if app.is_file():
            return app
    if playwright is not None:
        own = Path(playwright.chromium.executable_path)
        return own if own.is_file() else None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        return executable(started, whole=whole)


def is_for_debian() -> bool:
    """Whether Debian's packages can be installed by us."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install() -> None:
    """Debian's package when we are root there, else Playwright's own download."""
    if is_for_debian():
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=environment)
        for browser in DEBIAN_BROWSERS:
            wanted = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", browser, *DEBIAN_FONTS]
            subprocess.run(wanted, check=False, env=environment, stdout=subprocess.DEVNULL)
    if executable(whole=True) is None:
        print("Downloading Chromium, about 170 MB.")
        wanted = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(wanted, check=False, capture_output=True)


def main() -> int:
    """0 when a Chromium is there afterwards; else 1 and one line that says what to do."""
    if executable(whole=True) is None or (is_for_debian() and shutil.which(SHELL) is None):
        install()
    if executable(whole=True) is None:
        print(ADVICE, file=sys.stderr)
        return 1
    return 0


def start(playwright: "Playwright") -> "Process":
    """One that several people are guests of."""
    return playwright.chromium.launch(executable_path=executable(playwright), args=_flags())


def _flags(*more: str) -> list[str]:
    return [*more, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


class Browser:
    """Somebody's Chromium on one profile folder. What it stored survives `kill` as it would on a person's device.

    Where they are `guest_of` a running one they share that process and nothing else, and nothing outlives them.
    """

    def __init__(
        self, playwright: "Playwright", profile: Path, options: dict[str, Any], *, guest_of: "Process | None" = None
    ) -> None:
        self.playwright = playwright
        self.profile = profile
        self.options = options
        self.host = guest_of
        self.whole = options.pop("whole", False)
        self.flags: list[str] = options.pop("flags", [])
        self.syncs_closed: bool = options.pop("syncs_closed", False)
        self.problems: list[str] = []
        """Uncaught errors and violations of the content security policy, on any page since the first opening."""
        self.context: BrowserContext = self._launch()

    def _launch(self) -> "BrowserContext":
        context = self._process() if self.host is None else self.host.new_context(**self.options)
        context.set_default_timeout(PATIENCE_MS)
        if not self.syncs_closed:
            context.add_init_script(NO_SYNC)
        context.on("weberror", lambda error: self.problems.append(str(error.error)))
        context.on("console", self._listen)
        return context

    def _process(self) -> "BrowserContext":
        return self.playwright.chromium.launch_persistent_context(
            self.profile,
            executable_path=executable(self.playwright, whole=self.whole),
            args=_flags(*self.flags),
            **self.options,
        )

    def _listen(self, message: Any) -> None:
        if "Content Security Policy" in message.text or "TrustedScript" in message.text:
            self.problems.append(message.text)

    @property
    def page(self) -> "Page":
        """The first open page; a new one when none is."""
        pages = self.context.pages
        return pages[0] if pages else self.context.new_page()

    def process_ids(self) -> list[int]:
        """The processes that run on this profile, and no others."""
        assert self.host is None, "a guest has no process and outlives none: say that it is lasting=True"
        listed = subprocess.run(["ps", "-axww", "-o", "pid=,args="], check=True, capture_output=True, text=True)
        mine = f"--user-data-dir={self.profile}"
        lines = [line.strip().split(" ", 1) for line in listed.stdout.splitlines()]
        return [int(pid) for pid, args in lines if mine in args.split(" ")]

    def kill(self) -> None:
        """End every process of the browser at once, as an empty battery would. Nothing is flushed or said."""
        with self.context.expect_event("close"):
            for pid in self.process_ids():
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

    def reopen(self) -> "Page":
        """Start the browser again on the same profile; its first page."""
        assert self.host is None, "a guest has no profile: say that it is lasting=True"
        self.context = self._launch()
        return self.page

    def close(self) -> None:
        """Leave in good order; harmless when it was killed."""
        self.context.close()


if __name__ == "__main__":
    raise SystemExit(main())
