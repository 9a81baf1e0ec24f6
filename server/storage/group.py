"""Group commit: one durable COMMIT for every work that waits, and what happens when the engine gives up.

No engine is named here. An engine gives a `Session`: one writing connection and the transactions on it.
"""

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final, Protocol

from server.errors import Busy, NotNow, Refusal, StorageBusy
from server.storage.database import Participant, Tx
from server.storage.lanes import Lane, Waiting, answer

MAX_GROUP: Final = 128
"""Works per COMMIT: at 100 a sync is nearly free for each, and the first must not wait long for the last."""

MAX_WAITING: Final = 4_096
"""Works that may wait: about a fifth of a second of them. Then the answer is *busy, retry*."""

log = logging.getLogger(__name__)


class Unanswered(Exception):
    """COMMIT was sent and the line broke: it happened, or it did not."""


class WorkingTx(Tx, Protocol):
    """A transaction handle that also tells the writer how the work went."""

    def is_sound(self) -> bool:
        """Whether the transaction still stands and the engine failed in nothing, even if the work hid it."""
        ...

    def failure(self) -> Exception:
        """What the engine failed with; asked only when it is not sound."""
        ...

    def finish(self) -> list[Callable[[], None]]:
        """End the handle: later use is a bug and raises. Answers the calls to make after the COMMIT."""
        ...


class Session(Protocol):
    """The one writing connection to a database."""

    def begin(self) -> None:
        """Start a transaction that holds the write lock from its first moment."""
        ...

    def commit(self) -> None:
        """Make it durable: when this returns, a power cut loses nothing.

        Raises: Unanswered, when nobody can say whether it is; anything else means that it is not.
        """
        ...

    def undo(self) -> None:
        """Leave no transaction open, whatever happened; never raises."""
        ...

    def tx(self) -> WorkingTx:
        """Give a handle for one work of the open transaction."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


class Writer:
    """Runs every write of one database: bounded, in order, grouped, each answered exactly once."""

    def __init__(self, session: Session, lane: Lane, participants: Sequence[Participant] = ()) -> None:
        """Write through this session, on this lane, in step with these participants."""
        self._session = session
        self._lane = lane
        self._participants = participants
        self._guard = threading.Lock()
        self._waiting: deque[Waiting] = deque()
        self._is_draining = False
        self._stopped: NotNow | None = None

    def put(self, work: Callable[[Tx], object], future: asyncio.Future[object]) -> None:
        """Let this work wait for the next group; its future completes after the COMMIT.

        Raises: Busy, NotNow.
        """
        self.put_all([Waiting(work, future)])

    def put_all(self, works: Sequence[Waiting]) -> None:
        """Let all of these wait, one behind the other, or none of them.

        Raises: Busy, NotNow.
        """
        with self._guard:
            if self._stopped is not None:
                raise _same(self._stopped)
            if len(self._waiting) + len(works) > MAX_WAITING:
                raise Busy("Too many writes are waiting")
            self._waiting.extend(works)
            if self._is_draining:
                return
            self._is_draining = True
        self._lane.submit(self._drain)

    def close(self) -> None:
        """Refuse new works, finish those that wait, let go of the file."""
        with self._guard:
            if self._stopped is None:
                self._stopped = NotNow("The database is closed")
        self._lane.close()
        self._session.close()

    def _drain(self) -> None:
        while group := self._next_group():
            try:
                self._write(group)
            except BaseException:
                # Not a fault of the engine but the end of this lane: nobody may be left waiting.
                self._stop(group)
                raise
            answer(group)

    def _next_group(self) -> list[Waiting]:
        with self._guard:
            group = [self._waiting.popleft() for _ in range(min(len(self._waiting), MAX_GROUP))]
            self._is_draining = bool(group)
            return group

    def _stop(self, group: list[Waiting]) -> None:
        with self._guard:
            self._stopped = StorageBusy("The writer has stopped; the server must be started again")
            group = [*group, *self._waiting]
            self._waiting.clear()
        for waiting in group:
            waiting.problem = _same(self._stopped)
        answer(group)

    def _write(self, group: list[Waiting]) -> None:
        """Commit the group together; if the engine gives up, each work in a transaction of its own."""
        if self._begin() is None and self._commit(group) is None:
            return
        log.warning("a group of %d writes was undone and is run one by one", len(group))
        blocked: NotNow | None = None
        for waiting in group:
            # Once not even BEGIN succeeds, the others need not wait to hear the same.
            blocked = blocked or self._begin()
            waiting.problem = _same(blocked) if blocked else self._commit([waiting]) or waiting.problem

    def _begin(self) -> NotNow | None:
        """None when a transaction is open, else why there is none."""
        try:
            self._session.begin()
        except Exception as fault:  # noqa: BLE001 - whatever it is, no work has run yet
            log.warning("no transaction can begin: %s", fault)
            self._undo()
            return fault if isinstance(fault, NotNow) else StorageBusy("No transaction can begin")
        return None

    def _commit(self, group: list[Waiting]) -> Exception | None:
        """None when the survivors of this group are durable; else what broke, with nothing kept."""
        try:
            for waiting in group:
                self._run(waiting)
            if all(waiting.problem is not None for waiting in group):
                self._undo()
                return None
            for participant in self._participants:
                _prepare(participant)
            self._session.commit()
        except Unanswered:
            log.warning("a COMMIT of %d writes was never answered", len(group))
            self._undo()
            _leave_open(group)
        except Exception as fault:
            log.warning("a transaction was undone: %s", fault, exc_info=not isinstance(fault, Refusal))
            self._undo()
            return fault
        for waiting in group:
            _call(waiting.calls)
        return None

    def _run(self, waiting: Waiting) -> None:
        """Run one work in its savepoint. Raises only when the engine gave up: then nothing of the group stands."""
        tx = self._session.tx()
        waiting.result, waiting.problem, waiting.calls = None, None, []
        try:
            waiting.result = tx.attempt(lambda: waiting.work(tx))
        except Exception as problem:  # noqa: BLE001 - whatever it is, it belongs to the caller
            waiting.problem = problem
        calls = tx.finish()
        if not tx.is_sound():
            raise tx.failure()
        if waiting.problem is None:
            waiting.calls = calls

    def _undo(self) -> None:
        self._session.undo()
        for participant in self._participants:
            participant.forget()


def _leave_open(group: list[Waiting]) -> None:
    """Let each caller ask again: doing it again here could do it twice.

    A refusal too: it may rest on what a neighbour wrote, and nobody knows whether that stands.
    """
    for waiting in group:
        waiting.problem = StorageBusy("Whether this was stored is not known; send it again")


def _prepare(participant: Participant) -> None:
    try:
        participant.prepare()
    except NotNow:
        raise
    except Exception as problem:
        log.exception("a participant could not prepare")
        raise StorageBusy("What must be stored beside the data could not be stored") from problem


def _same(fault: NotNow) -> NotNow:
    """One exception for each caller: a shared one would gather everybody's traceback."""
    return type(fault)(fault.detail)


def _call(calls: list[Callable[[], None]]) -> None:
    for call in calls:
        try:
            call()
        except Exception:
            log.exception("a call after the commit failed; the commit stands")
