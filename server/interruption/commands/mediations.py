"""Logging a conflict somebody worked on."""

from typing import Any

import msgspec

from schemas.commands import RecordMediation
from server.access import Actor
from server.doors import Received
from server.errors import Invalid
from server.interruption.rules import mediations as rules
from server.interruption.store import mediations as store
from server.journal import Change, key_name
from server.journal import record as note_down


def record(tx: Change, actor: Actor, command: Received[RecordMediation], now: int) -> None:
    """Keep a mediation for its author and the site lead, everything in it sealed; the log says only that there is one.

    Raises:
        Invalid: the area is too exact, the day cannot be, or the id is taken.
    """
    args = rules.by_our_clock(command.args, skew_ms=command.skew_ms, now=now)
    rules.check(args, now=now)
    if store.is_known(tx, command.entity):
        raise Invalid("This id already belongs to another entry: save it under a new one.")
    said: dict[str, Any] = {**msgspec.to_builtins(args), "by": actor.person_id}
    name = key_name("mediation", command.entity)
    sealed = tx.vault.seal(entity=name, subjects=(command.entity,), retention=store.KEPT, fields=said)
    store.add(tx, command.entity, sealed=sealed, now=now)
    note_down(
        tx,
        kind="mediation.recorded",
        entity_type="mediation",
        entity_id=command.entity,
        coded={},
        personal=said,
        retention=store.KEPT,
        subjects=(command.entity,),
        audience=(f"person:{actor.person_id}", "desk"),
    )
