"""Whether a client holds exactly what its scopes show. It never should not: each scope that differs is counted.

A client tells its sums in a hello, as of its cursor. A scope that moved since cannot be compared and is left for the
next time. One that differs is reset at the client's next page, and stands in the journal.
"""

from functools import partial
from typing import Final

from schemas.sums import sum_of
from schemas.wire import Hello
from server.access import Actor
from server.journal import Change, record
from server.storage.database import Tx
from server.sync import store
from server.sync.branch import Branch
from server.sync.changes import parse

NOTHING: Final = sum_of(())


async def compare(branch: Branch, actor: Actor, hello: Hello) -> None:
    """Have the scopes reset of which this client does not hold what it should."""
    if not hello.have or hello.cur is None or not branch.doubts.may_ask(hello.device):
        return
    wrong = await branch.database.read(partial(_wrong, branch, actor, hello))
    if wrong:
        branch.doubts.differs(hello.device, wrong)
        await branch.act(partial(_note, device_id=hello.device, scopes=wrong))


def _wrong(branch: Branch, actor: Actor, hello: Hello, tx: Tx) -> list[str]:
    position = parse(hello.cur or "")
    if position.epoch != store.head(tx)["epoch"]:
        return []
    told = {scope: (count, total) for scope, count, total in hello.have}
    mine = store.scopes_of(tx, [actor.person_id], branch.clock.now())[actor.person_id]
    settled = [scope for scope in mine if scope in position.scopes and scope not in position.since]
    moved = store.lines_since(tx, [(scope, position.scopes[scope]) for scope in settled], 1)
    still = [scope for scope, lines in zip(settled, moved, strict=True) if not lines]
    wrong = [scope for scope in still if told.get(scope, NOTHING) != sum_of(store.shown(tx, scope))]
    return wrong + [scope for scope, said in told.items() if scope not in position.scopes and said != NOTHING]


def _note(change: Change, *, device_id: str, scopes: list[str]) -> None:
    record(change, kind="device.differs", entity_type="device", entity_id=device_id, coded={"scopes": scopes})
