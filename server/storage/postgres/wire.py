"""Bells over LISTEN/NOTIFY: two lines to the server per login, one that rings and one that listens.

Every organization has a channel of its own whose name is a secret, so that a login which may not read an organization
cannot hear when it works either. A ring goes out after COMMIT, never inside the writing transaction (that halves what
it can write, measured), and never makes a writer wait: what waits is bounded by the number of organizations.
"""

import logging
import threading
from collections.abc import Callable
from functools import partial
from typing import Final

from server.errors import NotNow
from server.storage.bell import Heard
from server.storage.postgres.driver import Connect, DriverError, PostgresConnection

AGAIN_S: Final = 1.0
"""Pause before a line that broke is opened again; meanwhile the safety tick finds what moved."""

LISTEN_S: Final = 0.5
"""How soon a new organization is listened for."""

NOTIFY: Final = "SELECT pg_notify(%s, %s)"

MOST: Final = 7_000
"""A NOTIFY carries less than 8,000 bytes."""

WAITING: Final = 64
"""Texts of one channel that may wait; beyond them others are told that something was lost."""

LOST: Final = ""
"""What is rung when texts were too long or too many: find out yourselves."""

log = logging.getLogger(__name__)


class Wire:
    """The bells of every organization that one login serves. Threads start with the first bell."""

    def __init__(self, url: str, *, connect: Connect = PostgresConnection) -> None:
        """Nobody rings and nobody listens yet."""
        self._url = url
        self._connect = connect
        self._guard = threading.Lock()
        self._rung = threading.Event()
        self._stopped = threading.Event()
        self._waiting: dict[str, list[str]] = {}
        self._listeners: dict[str, list[Heard]] = {}
        self._own: set[int] = set()
        self._goodbye = "f727_goodbye"
        self._threads: list[threading.Thread] = []

    def bell(self, channel: str) -> "WireBell":
        """The bell on this channel."""
        return WireBell(self, channel)

    def ring(self, channel: str, text: str) -> None:
        """Have this said on the channel soon."""
        with self._guard:
            texts = self._waiting.setdefault(channel, [])
            if len(text.encode()) > MOST or len(texts) >= WAITING:
                texts[:] = [LOST]
            elif texts != [LOST]:
                texts.append(text)
            self._start()
        self._rung.set()

    def listen(self, channel: str, heard: Heard) -> None:
        """Call this for what others say on the channel."""
        with self._guard:
            self._listeners.setdefault(channel, []).append(heard)
            self._start()

    def close(self) -> None:
        """Hang up both lines; what was not yet rung is not rung."""
        self._stopped.set()
        self._rung.set()
        for thread in self._threads:
            thread.join()

    def _start(self) -> None:
        if not self._threads and not self._stopped.is_set():
            self._threads = [
                threading.Thread(target=self._keep, args=(work,), name=f"bell-{name}", daemon=True)
                for name, work in (("rings", self._ring_on), ("listens", self._listen_on))
            ]
            for thread in self._threads:
                thread.start()

    def _keep(self, work: Callable[[PostgresConnection], None]) -> None:
        """Work on a line for ever; a new one when it breaks."""
        while not self._stopped.is_set():
            try:
                connection = self._connect(self._url)
            except NotNow:
                self._stopped.wait(AGAIN_S)
                continue
            pid = connection.line.info.backend_pid
            self._own.add(pid)
            try:
                work(connection)
            except DriverError:
                log.warning("a bell's line broke; it is opened again")
                self._stopped.wait(AGAIN_S)
            finally:
                self._own.discard(pid)
                connection.close()

    def _ring_on(self, connection: PostgresConnection) -> None:
        while not self._stopped.is_set():
            self._rung.wait()
            self._rung.clear()
            with self._guard:
                waiting, self._waiting = self._waiting, {}
            for channel, texts in waiting.items():
                for text in texts:
                    connection.line.execute(NOTIFY, (channel, text))
        connection.line.execute(NOTIFY, (self._goodbye, LOST))

    def _listen_on(self, connection: PostgresConnection) -> None:
        # Whoever listens sits in a system call: what wakes it for a stop is a ring of our own.
        self._goodbye = f"f727_goodbye_{connection.line.info.backend_pid}"
        connection.line.execute(f"LISTEN {self._goodbye}".encode())
        listened: set[str] = set()
        while not self._stopped.is_set():
            for channel in self._channels() - listened:
                connection.line.execute(f'LISTEN "{channel}"'.encode())
                listened.add(channel)
                # Whatever was said before somebody listened is lost.
                self._tell(channel, None)
            for said in connection.line.notifies(timeout=LISTEN_S):
                if said.channel == self._goodbye:
                    return
                if said.pid not in self._own:
                    self._tell(said.channel, said.payload or None)

    def _channels(self) -> set[str]:
        with self._guard:
            return set(self._listeners)

    def _tell(self, channel: str, text: str | None) -> None:
        with self._guard:
            listeners = list(self._listeners.get(channel, ()))
        for heard in listeners:
            try:
                heard(text)
            except Exception:
                log.exception("somebody could not hear a bell")


class WireBell:
    """One organization's bell on a wire."""

    def __init__(self, wire: Wire, channel: str) -> None:
        """The bell on this channel."""
        self.ring = partial(wire.ring, channel)
        self.listen = partial(wire.listen, channel)
