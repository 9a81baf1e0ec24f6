"""Who is listening, and waking them after a COMMIT.

The hub carries no data that is kept, and so can lose none: a wake-up only sets a flag, and each connection reads its
own page from its own cursor. Memory per connection is one flag however fast things change or slow the phone is; a phone
that does not take its frames in time is closed and catches up when it returns.
"""

import asyncio
import threading
from collections.abc import Callable
from collections.abc import Set as AbstractSet

from schemas.asides import Writer, Writing
from schemas.base import Struct
from server.journal import Woken
from server.live.writing import Forms


class Patience(Struct, frozen=True, kw_only=True):
    """How long a conversation waits, in seconds (protocol.md §5)."""

    hello_s: float = 5.0
    heartbeat_s: float = 15.0
    send_s: float = 10.0
    close_s: float = 2.0


class Connection:
    """One live phone or desk: whose it is, what it reads, and whether something changed since it last looked."""

    def __init__(self, *, tag: str, person_id: str, device_id: str, scopes: frozenset[str] = frozenset()) -> None:
        """A connection that has read nothing yet."""
        self.tag = tag
        self.person_id = person_id
        self.device_id = device_id
        self.scopes = scopes
        self.stirred = asyncio.Event()

    def cares(self, woken: Woken) -> bool:
        """True when what changed may be visible here, or changes what is visible here."""
        return woken.moved(self.scopes | {f"person:{self.person_id}"})


class Hub:
    """Every live connection of this process, by organization."""

    def __init__(self, patience: Patience | None = None) -> None:
        """A hub nobody is connected to."""
        self.patience = patience or Patience()
        # In the order in which they came, so that a simulation wakes them in the same order every time.
        self._connections: dict[str, dict[Connection, None]] = {}
        self._forms: dict[str, Forms] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._guard = threading.Lock()
        self._heard: list[Woken] = []

    def start(self) -> None:
        """Belong to the running event loop."""
        self._loop = asyncio.get_running_loop()

    def attach(self, connection: Connection) -> None:
        """From now on this connection is woken."""
        self._connections.setdefault(connection.tag, {})[connection] = None

    def detach(self, connection: Connection) -> None:
        """The connection is gone, and so is what it had open."""
        self._news(connection, self._forms_of(connection).closed(connection))
        left = self._connections.get(connection.tag, {})
        left.pop(connection, None)
        if not left:
            self._connections.pop(connection.tag, None)
            self._forms.pop(connection.tag, None)

    def writes(self, connection: Connection, told: Writing, now: int) -> None:
        """This phone has the form of an outcome open, or none: its partners' phones are told."""
        self._news(connection, self._forms_of(connection).said(connection, told, now))

    def form(self, connection: Connection) -> tuple[str, Writer] | None:
        """The form that this phone has open, and the scope that is told."""
        return self._forms_of(connection).of(connection)

    def writers(self, connection: Connection, is_heard: Callable[[str], bool]) -> tuple[Writer, ...]:
        """Who else of this phone's team has such a form open."""
        return self._forms_of(connection).seen_by(connection, is_heard)

    def _forms_of(self, connection: Connection) -> Forms:
        return self._forms.setdefault(connection.tag, Forms())

    def _news(self, by: Connection, scope: str | None) -> None:
        if scope is None:
            return
        for connection in self._of(by.tag):
            if connection is not by and scope in connection.scopes:
                connection.stirred.set()

    def count(self) -> int:
        """How many are connected."""
        return sum(map(len, self._connections.values()))

    def heard(self, tag: str, device_id: str) -> bool:
        """True while this device has a live socket here."""
        return any(connection.device_id == device_id for connection in self._of(tag))

    def woken(self, woken: Woken) -> None:
        """A change set was committed; called on the writer's thread.

        The event loop is called once for all that is committed before it comes to it. Whoever attaches later reads
        what was committed by then.
        """
        if self._loop is None or self._loop.is_closed() or woken.tag not in self._connections:
            return
        with self._guard:
            self._heard.append(woken)
            is_called = len(self._heard) > 1
        if not is_called:
            self._loop.call_soon_threadsafe(self._stir)

    def _stir(self) -> None:
        with self._guard:
            heard, self._heard = self._heard, []
        for woken in heard:
            for connection in self._of(woken.tag):
                if not connection.stirred.is_set() and connection.cares(woken):
                    connection.stirred.set()

    def _of(self, tag: str) -> AbstractSet[Connection]:
        return self._connections.get(tag, {}).keys()
