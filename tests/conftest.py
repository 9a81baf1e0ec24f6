"""What holds for the whole suite: no quiet skips, no wall clock in properties, one browser."""

import gc
import os
import sys
import tomllib
from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.room import roomy

pytest_plugins = [
    "tests.told",
    "tests.engines",
    "tests.postgres",
    "tests.served",
    "tests.browser.process",
]

os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(roomy()))

settings.register_profile("default", deadline=None, print_blob=True)
settings.register_profile("long", deadline=None, print_blob=True, max_examples=2_000)
settings.load_profile("default")

ALLOWED = tomllib.loads((Path(__file__).parent / "allowed_skips.toml").read_text()).get("skip", [])


def skip_reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    """The reason a test or a file gave for not running."""
    if hasattr(report, "wasxfail"):
        return str(report.wasxfail).removeprefix("reason: ")
    said = report.longrepr
    return (str(said[2]) if isinstance(said, tuple) else str(said)).removeprefix("Skipped: ")


def is_allowed(test: str, reason: str, allowed: Iterable[dict[str, Any]], *, platform: str, on_ci: bool) -> bool:
    """Whether an entry of allowed_skips.toml covers this skip, here."""
    return any(
        fnmatch(test, entry["test"])
        and entry["reason"] == reason
        and entry["platform"] in ("any", platform)
        and (entry["ci"] or not on_ci)
        for entry in allowed
    )


class SkipGate:
    """Fails the run when a test was skipped that nobody allowed to be."""

    def __init__(self) -> None:
        self.forbidden: list[tuple[str, str]] = []

    def look_at(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        """Remember a skip that no entry covers."""
        if not report.skipped:
            return
        test, reason, on_ci = report.nodeid, skip_reason(report), bool(os.environ.get("CI"))
        if not is_allowed(test, reason, ALLOWED, platform=sys.platform, on_ci=on_ci):
            self.forbidden.append((test, reason))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test said how it went."""
        self.look_at(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A file said whether it can be read."""
        self.look_at(report)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """The last word on the run."""
        if self.forbidden and session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say which."""
        for test, reason in self.forbidden:
            terminalreporter.write_line(f"SKIPPED, not in tests/allowed_skips.toml: {test}: {reason}", red=True)


def pytest_collection_finish() -> None:
    """Nobody looks again through what stays: five thousand collected tests cost every one of them a tenth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_configure(config: pytest.Config) -> None:
    """Only the process that sums up judges; its workers report to it."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(SkipGate(), "skip-gate")
