"""Sends written-down steps through the real handlers, each at its own time, with the deadlines that fall between."""

from collections.abc import Sequence
from typing import Final

from schemas.codes.dispatch import Role
from schemas.commands import COMMANDS
from server.access import Actor
from server.doors import Received
from server.example.past import Step
from server.ids import derived
from server.journal import Change
from server.storage.database import Tx
from server.sync.branch import Branch
from server.sync.system import run_due

BEAT_MS: Final = 30 * 60_000
"""How often deadlines are looked at while time is replayed: calls leave the desk, people lose sight of them."""


async def replay(branch: Branch, steps: Sequence[Step], roles: dict[str, frozenset[Role]]) -> None:
    """Have everything happen, in order. A step that is refused is a mistake in the example, and raises."""
    waiting: list[Step] = []
    beaten_at = 0
    for step in steps:
        if step.heard_at - beaten_at >= BEAT_MS:
            await _send(branch, waiting, roles)
            waiting, beaten_at = [], step.heard_at
            await run_due(branch, step.heard_at)
        waiting.append(step)
    await _send(branch, waiting, roles)


async def _send(branch: Branch, steps: Sequence[Step], roles: dict[str, frozenset[Role]]) -> None:
    def work(tx: Tx) -> None:
        for step in steps:
            _apply(branch, tx, step, roles[step.person])

    if steps:
        await branch.database.write(work)


def _apply(branch: Branch, tx: Tx, step: Step, roles: frozenset[Role]) -> None:
    command_id = derived("example", f"{step.type} {step.entity} {step.at}")
    actor = Actor(person_id=step.person, roles=roles)
    received = Received(
        id=command_id,
        type=step.type,
        v=COMMANDS[step.type].v,
        entity=step.entity,
        person=step.person,
        device_at=step.at,
        skew_ms=0,
        corrected_at=step.at,
        received_at=step.heard_at,
        args=step.args,
    )
    handler = branch.handlers[step.type]

    def change_set(change: Change) -> None:
        handler(change, actor, received, step.heard_at)

    branch.journal.change(tx, actor, change_set, command_id=command_id, now=step.heard_at)
