"""Making a referral in the street: sent, refused by the person, or impossible."""

from typing import Any

import msgspec

from schemas.commands import MakeReferral
from schemas.records import Consent
from server.access import Actor
from server.doors import Received
from server.errors import Dependency, Invalid, NotAllowed
from server.journal import Change, key_name, record
from server.referrals.rules import referral as rules
from server.referrals.store import referral as store


def make(tx: Change, actor: Actor, command: Received[MakeReferral], now: int) -> None:
    """Keep that a service was offered, and what came of it there and then.

    Raises:
        NotAllowed: this responder was never on the unit.
        Dependency: nothing is known of the call yet.
        Invalid: it does not say what it must, tells what nobody agreed to, or its id is taken.
    """
    args = command.args
    if not store.was_on(tx, actor.person_id, args.unit_id):
        raise NotAllowed("this team is not yours")
    if not store.is_call(tx, args.call_id):
        raise Dependency("Nothing is known of this call yet.")
    rules.check(args, device_at=command.device_at)
    if store.is_known(tx, command.entity):
        raise Invalid("This id already belongs to another referral: save it under a new one.")
    skew_ms = command.corrected_at - command.device_at
    consent = rules.corrected(args.consent, skew_ms=skew_ms) if args.consent else None
    shared = {str(field): value for field, value in args.shared.items()} or None
    making = store.Making(
        by=actor.person_id,
        made_at=command.corrected_at,
        received_at=now,
        consent=consent,
        shared=_sealed(tx, command, shared),
    )
    store.add(tx, command.entity, args, making)
    record(
        tx,
        kind="referral.made",
        entity_type="referral",
        entity_id=command.entity,
        coded=_coded(command, consent),
        personal=shared,
        retention=store.KEPT,
        subjects=(args.call_id,),
        audience=(f"call:{args.call_id}",),
    )


def _sealed(tx: Change, command: Received[MakeReferral], shared: dict[str, str] | None) -> bytes | None:
    if shared is None:
        return None
    about, name = (command.args.call_id,), key_name("referral", command.entity)
    return tx.vault.seal(entity=name, subjects=about, retention=store.KEPT, fields=shared)


def _coded(command: Received[MakeReferral], consent: Consent | None) -> dict[str, Any]:
    """Codes, ids and times, field by field: what a later version adds stays out until it is named here."""
    args = command.args
    return {
        "call_id": args.call_id,
        "unit_id": args.unit_id,
        "service_id": args.service_id,
        "need": args.need,
        "state": args.state,
        "unavailable_reason": args.unavailable_reason,
        "urgency": args.urgency,
        "shared_fields": args.shared_fields,
        "made_at": command.corrected_at,
        "consent": msgspec.to_builtins(consent),
    }
