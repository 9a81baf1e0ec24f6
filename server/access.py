"""Asks the access matrix, purely: who may send what, what a scope sees, and what an opened record discloses.

No storage and no clock here. ``project`` filters an opened record, ``holds_care`` says whether care-tier fields are
among what is left, and ``disclosure`` is the audit entry that must be committed *before* any of it is answered.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from schemas.base import Struct
from schemas.codes.dispatch import Role
from schemas.commands import COMMANDS
from schemas.matrix import CARE, FIELDS, projection
from server.errors import NotAllowed


class Actor(Struct, frozen=True, kw_only=True):
    """Who acts: a person with roles on a device, or the server itself (``system``, no device)."""

    person_id: str
    device_id: str | None = None
    roles: frozenset[Role] = frozenset()


SYSTEM = Actor(person_id="system")
"""The server acting for itself: deadlines, deliveries, self-initiated assignments."""


class Disclosure(Struct, frozen=True, kw_only=True):
    """One audit entry: these records' care-tier fields were shown to this person through this scope."""

    person_id: str
    device_id: str | None
    purpose: str
    shown: tuple[tuple[str, str], ...]


def require(actor: Actor, command_type: str, kind: str) -> None:
    """Let the command through, or raise.

    Raises:
        NotAllowed: no role of the actor may send it, or it does not exist in this kind of organization.
    """
    known = COMMANDS.get(command_type)
    if known is None or kind not in known.where or not known.roles & actor.roles:
        raise NotAllowed(f"{command_type} is not for this person")


def project(kind: str, scope: str, record_type: str, record: Struct) -> dict[str, Any]:
    """The fields of a record this scope may see, as plain JSON values."""
    plain = msgspec.to_builtins(record)
    return {field: plain[field] for field in projection(kind, scope, record_type)}


def holds_care(record_type: str, shown: Mapping[str, Any]) -> bool:
    """True when a care-tier field with something in it is among what is shown."""
    classes = FIELDS[record_type]
    return any(classes[field] in CARE and value not in (None, [], {}) for field, value in shown.items())


def disclosure(actor: Actor, purpose: str, shown: Iterable[tuple[str, str]]) -> Disclosure | None:
    """The audit entry for rows with care-tier fields ``(record type, id)`` about to be answered; None for no row."""
    once = tuple(dict.fromkeys(shown))
    if not once:
        return None
    return Disclosure(person_id=actor.person_id, device_id=actor.device_id, purpose=purpose, shown=once)
