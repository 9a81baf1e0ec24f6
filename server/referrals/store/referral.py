"""SQL of referrals, and the record a reader is shown. What was shared is ciphertext here and clear only in a record."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from schemas.base import Struct
from schemas.commands import MakeReferral
from schemas.records import Consent, Referral
from server.journal import key_name
from server.storage.database import Row, Tx, listed
from server.vault import UNREADABLE, Retention, Vault

KEPT = Retention.PERSON_LINK
"""What a person agreed to share, for the clock that ends it: it says who the referral is about."""


def was_on(tx: Tx, person_id: str, unit_id: str) -> bool:
    """True when this person was ever on a shift of the unit: what they did there may come in long after it."""
    found = tx.one(
        "SELECT 1 AS yes FROM shift_member AS m JOIN shift AS s ON s.id = m.shift_id"
        " WHERE m.person_id = :person AND s.unit_id = :unit",
        person=person_id,
        unit=unit_id,
    )
    return found is not None


def is_call(tx: Tx, call_id: str) -> bool:
    """True when the call is known here."""
    return tx.one("SELECT 1 AS yes FROM call WHERE id = :call", call=call_id) is not None


def is_known(tx: Tx, referral_id: str) -> bool:
    """True when this id is taken."""
    return tx.one("SELECT id FROM referral WHERE id = :id", id=referral_id) is not None


class Making(Struct, frozen=True, kw_only=True):
    """What the server adds to a referral's own words: who and when by our clock, and what was shared, sealed."""

    by: str
    made_at: int
    received_at: int
    consent: Consent | None
    shared: bytes | None


def add(tx: Tx, referral_id: str, args: MakeReferral, making: Making) -> None:
    """Keep a referral as it was made."""
    consent = making.consent
    tx.run(
        "INSERT INTO referral (id, call_id, unit_id, person_id, service_id, need, state, unavailable_reason, urgency,"
        " made_at, received_at, shared_fields, consent_form, consent_given_at, consent_expires_at, shared, version)"
        " VALUES (:id, :call, :unit, :by, :service, :need, :state, :reason, :urgency, :made, :now, :fields, :form,"
        " :given, :expires, :shared, 1)",
        id=referral_id,
        call=args.call_id,
        unit=args.unit_id,
        by=making.by,
        service=args.service_id,
        need=args.need,
        state=args.state,
        reason=args.unavailable_reason,
        urgency=args.urgency,
        made=making.made_at,
        now=making.received_at,
        fields=msgspec.json.encode(args.shared_fields).decode(),
        form=consent.form if consent else None,
        given=consent.given_at if consent else None,
        expires=consent.expires_at if consent else None,
        shared=making.shared,
    )


def load(tx: Tx, vault: Vault, ids: Sequence[str]) -> dict[str, Referral]:
    """Referrals as readers see them. Those of an erased call are left out."""
    rows = listed(
        tx,
        "SELECT id, call_id, unit_id, person_id, service_id, need, state, unavailable_reason, urgency, made_at,"
        " received_at, shared_fields, consent_form, consent_given_at, consent_expires_at, shared, version"
        " FROM referral WHERE id IN (:ids) AND NOT EXISTS (SELECT 1 FROM erased WHERE subject = referral.call_id)",
        ids,
    )
    vault.expect(KEPT, [key_name("referral", row["id"]) for row in rows if row["shared"] is not None])
    return {row["id"]: _record(vault, row) for row in rows}


def _record(vault: Vault, row: Row) -> Referral:
    shared = _shared(vault, row)
    plain: dict[str, Any] = {
        **{name: value for name, value in row.items() if not name.startswith("consent_")},
        "by": row["person_id"],
        "shared_fields": msgspec.json.decode(row["shared_fields"]),
        "consent": _consent(row),
        **(UNREADABLE if shared is UNREADABLE else {"shared": shared}),
    }
    return msgspec.convert(plain, Referral)


def _consent(row: Row) -> dict[str, Any] | None:
    if row["consent_form"] is None:
        return None
    return {
        "form": row["consent_form"],
        "given_at": row["consent_given_at"],
        "expires_at": row["consent_expires_at"],
    }


def _shared(vault: Vault, row: Row) -> Mapping[str, Any] | None:
    if row["shared"] is None:
        return None
    return vault.show(entity=key_name("referral", row["id"]), retention=KEPT, sealed=bytes(row["shared"]))
