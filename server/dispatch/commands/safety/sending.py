"""Whom the desk sends to somebody who calls for help, by which policy. A person decides; the policy only proposes."""

from collections.abc import Mapping
from typing import Any, Final

from schemas.commands import SendHelp, SetHelpPolicy
from server.access import Actor
from server.dispatch.commands.safety.helps import known_help, tell
from server.dispatch.store import helps, policies, units
from server.doors import Outward, Received
from server.journal import Change, hide, record, send_later
from server.storage.database import Tx
from server.vault import Vault


def send(tx: Change, actor: Actor, command: Received[SendHelp], _now: int) -> None:
    """Somebody goes there, as the desk says, and so the desk has it. A team's phones are rung and show it.

    Raises:
        Dependency: nothing is known yet of this call for help.
    """
    known_help(tx, command.entity)
    args, at = command.args, command.happened_at(command.args.at)
    unit_id = args.unit_id if args.unit_id is not None and units.find(tx, args.unit_id) is not None else None
    is_new = helps.add_sent(tx, command.id, command.entity, args, unit_id=unit_id, by=actor.person_id, at=at)
    helps.take(tx, command.entity, by=actor.person_id, at=at)
    sent: dict[str, int | str] = {
        "to": args.to,
        "sent_unit_id": unit_id or "",
        "at_risk": int(args.at_risk),
        "policy": args.policy,
    }
    tell(tx, command.entity, "help.sent", at=at, **sent)
    if is_new and unit_id is not None:
        for person_id in units.members_now(tx, unit_id):
            payload = {"about": "help.sent", "entity": command.entity, "person_id": person_id, "unit_id": unit_id}
            send_later(tx, kind="push", key=f"help sent {command.id} {person_id}", payload=payload)


def set_policy(tx: Change, actor: Actor, command: Received[SetHelpPolicy], _now: int) -> None:
    """From now this is who is sent; the desk sees it in place of the one before."""
    before, args = policies.newest(tx), command.args
    number = policies.add(tx, command.entity, args, by=actor.person_id, at=tx.at)
    if before is not None and before["id"] != command.entity:
        hide(tx, "desk", "help_policy", before["id"])
    record(
        tx,
        kind="help.policy_set",
        entity_type="help_policy",
        entity_id=command.entity,
        coded={"number": number, "order": list(args.order), "police_preset": int(args.police_preset)},
        audience=("desk",),
    )


def _needs_push(tx: Tx, _vault: Vault, payload: Mapping[str, Any], _now: int) -> bool:
    """Whoever was sent is still on that team, and it is not over."""
    found = helps.find(tx, payload["entity"])
    is_open = found is not None and found["ended_at"] is None
    return is_open and payload["person_id"] in units.members_now(tx, payload["unit_id"])


OUTWARD: Final = {"help.sent": Outward(is_wanted=_needs_push, told="help.told")}
