"""One durable transaction for somebody who waits for it: the registry, the keys, migrations."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from server.errors import Refusal
from server.storage.database import Tx

if TYPE_CHECKING:
    from server.storage.group import Session

T = TypeVar("T")


def transact(session: "Session", work: Callable[[Tx], T]) -> T:
    """Run `work` in one transaction of this session, synced when this returns; if it raises, nothing was changed.

    Raises: what the work raised, `StorageFull`, `StorageBusy`.
    """
    session.begin()
    tx = session.tx()
    try:
        result = work(tx)
        calls = tx.finish()
        if not tx.is_sound():
            raise tx.failure()  # noqa: TRY301 - the same undo as for what the work raises
        session.commit()
    except Exception as problem:
        is_sound = tx.is_sound()
        session.undo()
        if is_sound or isinstance(problem, Refusal):
            raise
        raise tx.failure() from problem
    except BaseException:
        session.undo()
        raise
    for call in calls:
        call()
    return result
