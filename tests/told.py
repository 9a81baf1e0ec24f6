"""On which engines a test is told: what is the same on either need not be told twice.

A test on Postgres costs four times as much as on SQLite. One that is marked `told_on("sqlite")` is told on Postgres by
`make test-long` alone. What could go wrong there is a statement that Postgres takes otherwise, so whatever the server
says in such a test must have been said to Postgres by another: a run of the whole suite fails where it was not.
"""

import re
import sys
from collections.abc import Generator
from typing import Any, Final

import pytest

from server.storage.postgres.driver import POSTGRES
from server.storage.statements import StatementTx

WORDS: Final = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
"""With which the server asks and writes; tables are made on every engine, and each has settings of its own."""

PARAMETERS: Final = re.compile(r":[a-z_]+\d+(, *:[a-z_]+\d+)*")
"""As many as there were things to ask for."""

NUMBER: Final = re.compile(r"\d+")


def shape(sql: str) -> str:
    """A statement without what differs from time to time."""
    one = NUMBER.sub("0", PARAMETERS.sub(":n", " ".join(sql.split())))
    return " UNION ALL ".join(dict.fromkeys(one.split(" UNION ALL ")))


class Told:
    """What was said to Postgres, and what the server said in tests that are told on SQLite alone."""

    def __init__(self) -> None:
        self.on_postgres: set[str] = set()
        self.on_sqlite_alone: set[str] = set()
        self.unsaid: list[str] = []
        self._is_alone = False

    def hear(self, tx: Any, sql: str) -> None:
        """A statement is said; whether the server says it or a test is looked up once."""
        if tx._engine is POSTGRES:
            self.on_postgres.add(sql)
        elif self._is_alone and sql not in self.on_sqlite_alone and _says_the_server():
            self.on_sqlite_alone.add(sql)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """A test begins, and is over."""
        self._is_alone = "postgres" not in engines_of(item)
        try:
            return (yield)
        finally:
            self._is_alone = False

    def pytest_testnodedown(self, node: Any) -> None:
        """A worker is done, and tells what it heard."""
        on_postgres, on_sqlite_alone = getattr(node, "workeroutput", {}).get("told", ((), ()))
        self.on_postgres |= set(on_postgres)
        self.on_sqlite_alone |= set(on_sqlite_alone)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Sum up: a worker for who sums up, and that one for all, when everything was told."""
        config: Any = session.config
        if hasattr(config, "workerinput"):
            config.workeroutput["told"] = sorted(self.on_postgres), sorted(self.on_sqlite_alone)
        elif session.exitstatus == pytest.ExitCode.OK and is_whole(config):
            self.unsaid = missing(self.on_sqlite_alone, self.on_postgres)
            session.exitstatus = pytest.ExitCode.TESTS_FAILED if self.unsaid else session.exitstatus

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say which."""
        for sql in self.unsaid:
            terminalreporter.write_line(f'NEVER SAID TO POSTGRES, see told_on("sqlite"): {sql}', red=True)


def missing(on_sqlite_alone: set[str], on_postgres: set[str]) -> list[str]:
    """What of the one was not said in the other."""
    asked = (sql for sql in on_sqlite_alone if sql.lstrip().startswith(WORDS))
    return sorted(set(map(shape, asked)) - set(map(shape, on_postgres)))


def is_whole(config: pytest.Config) -> bool:
    """Whether the whole suite was asked for, and not a part of it."""
    return config.args_source is pytest.Config.ArgsSource.TESTPATHS and not config.getoption("keyword")


def engines_of(item: pytest.Item) -> tuple[str, ...]:
    """On which engines `make test` tells it: the nearest mark has the word."""
    mark = item.get_closest_marker("told_on")
    return ("sqlite", "postgres") if mark is None else mark.args


def _says_the_server() -> bool:
    frame = sys._getframe(1)
    while frame.f_code.co_filename in (__file__, StatementTx.all.__code__.co_filename):
        assert frame.f_back is not None
        frame = frame.f_back
    return str(frame.f_globals.get("__name__")).startswith("server.")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave to the long run what is told on one engine, where it would be told on another."""
    for item in items:
        given = getattr(item, "callspec", None)
        if given is not None and "postgres" in given.params.values() and "postgres" not in engines_of(item):
            item.add_marker(pytest.mark.long)


def pytest_configure(config: pytest.Config) -> None:
    """Stand beside every handle and listen."""
    told = Told()
    config.pluginmanager.register(told, "told")
    do = StatementTx._do

    def heard(tx: Any, sql: str, *more: Any) -> Any:
        told.hear(tx, sql)
        return do(tx, sql, *more)

    handle: Any = StatementTx
    handle._do = heard
