"""How far what somebody was asked climbed towards a phone: sent to a socket, then stored by the phone (`got`).

A socket write is never called delivery. `got` is no command: it is told often, and only when it newly covers an open
offer or call-out does it become one system command.
"""

from server.access import Actor
from server.doors import Order, Undelivered
from server.storage.database import Tx
from server.sync import store
from server.sync.branch import Branch
from server.sync.changes import Position, parse


async def sent(branch: Branch, actor: Actor, cur: str) -> None:
    """These changes were written to this person's socket: note it for the open offers among them."""
    await _climb(branch, actor, parse(cur), branch.unsent, "sent")


async def got(branch: Branch, actor: Actor, cur: str) -> None:
    """This phone has stored everything up to the cursor: delivered, for the open offers it covers."""
    await _climb(branch, actor, parse(cur), branch.undelivered, "delivered")


async def _climb(
    branch: Branch, actor: Actor, position: Position, asked: list[tuple[str, Undelivered]], step: str
) -> None:
    def covered(tx: Tx) -> list[tuple[str, str]]:
        if position.epoch != store.head(tx)["epoch"]:
            return []
        return [
            (kind, entity)
            for kind, ask in asked
            for entity, scope in ask(tx, branch.vault, actor.person_id)
            if _covers(tx, position, scope, kind, entity)
        ]

    for kind, entity in await branch.database.read(covered):
        args = {"person_id": actor.person_id, "device_id": actor.device_id}
        await branch.give(Order(type=f"{kind}.{step}", entity=entity, args=args))


def _covers(tx: Tx, position: Position, scope: str, kind: str, entity: str) -> bool:
    line = store.line(tx, scope, kind, entity)
    return line is not None and line["seq"] <= position.scopes.get(scope, 0)
