"""SQL of calls. What is personal is ciphertext here and clear only in a record."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from schemas.commands import TakeCall
from schemas.records import Call
from server.journal import is_erased
from server.storage.database import Row, Tx, Value
from server.vault import Retention, Vault

KEPT: Final = Retention.CALL_PLACE
PERSONAL: Final = ("place", "callback", "said", "access_note")
COLUMNS: Final = (
    "id, number, status, source, type_code, priority, taxonomy_version, received_at, entered_at, triaged_at,"
    " first_offer_at, closed_at, triage_result, would_have_gone_to, not_sent_reason, screening, caller_role,"
    " location_kind, area, language, minor_involved, persons_count, sealed, version"
)


def next_number(tx: Tx, day: int) -> int:
    """The next spoken number of this day (days since 1970, UTC)."""
    row = tx.one(
        "INSERT INTO call_number (day, last) VALUES (:day, 1)"
        " ON CONFLICT (day) DO UPDATE SET last = call_number.last + 1 RETURNING last",
        day=day,
    )
    assert row is not None, "an upsert that returns answers a row"
    return int(row["last"])


def add(tx: Tx, call_id: str, args: TakeCall, *, sealed: bytes, **more: Value) -> None:
    """Write a new call."""
    tx.run(
        "INSERT INTO call (id, number, status, source, type_code, priority, taxonomy_version, received_at, entered_at,"
        " triaged_at, first_offer_at, closed_at, triage_result, would_have_gone_to, not_sent_reason, screening,"
        " caller_role, location_kind, area, language, minor_involved, persons_count, sealed, version)"
        " VALUES (:id, :number, :status, :source, :type_code, :priority, :taxonomy_version, :received_at, :entered_at,"
        " :triaged_at, NULL, NULL, :triage_result, :would_have_gone_to, NULL, :screening, :caller_role,"
        " :location_kind, :area, :language, :minor_involved, :persons_count, :sealed, 1)",
        id=call_id,
        source=args.source,
        type_code=args.type_code,
        priority=args.priority,
        received_at=args.received_at,
        triage_result=args.triage_result,
        would_have_gone_to=args.would_have_gone_to,
        screening=msgspec.json.encode(args.screening).decode(),
        caller_role=args.caller_role,
        location_kind=args.location_kind,
        area=args.area,
        language=args.language,
        minor_involved=args.minor_involved,
        persons_count=args.persons_count,
        sealed=sealed,
        **more,
    )


def find(tx: Tx, call_id: str) -> Row | None:
    """A call's coded row."""
    return tx.one(
        "SELECT id, status, priority, triaged_at, first_offer_at, closed_at, closed_by_hand, triage_result,"
        " not_sent_reason FROM call WHERE id = :id",
        id=call_id,
    )


def offered(tx: Tx, call_id: str, at: int) -> None:
    """Somebody was asked for the first time."""
    tx.run("UPDATE call SET first_offer_at = :at WHERE id = :id AND first_offer_at IS NULL", at=at, id=call_id)


def stand(tx: Tx, call_id: str, *, status: str, closed_at: int | None) -> None:
    """Keep where the call stands now."""
    tx.run(
        "UPDATE call SET status = :status, closed_at = :closed_at, version = version + 1 WHERE id = :id",
        id=call_id,
        status=status,
        closed_at=closed_at,
    )


def close(tx: Tx, call_id: str, *, triage_result: str, not_sent_reason: str | None, at: int) -> None:
    """The desk closed it."""
    tx.run(
        "UPDATE call SET closed_by_hand = 1, closed_at = :at, triage_result = :result, not_sent_reason = :reason"
        " WHERE id = :id",
        id=call_id,
        at=at,
        result=triage_result,
        reason=not_sent_reason,
    )


def load(tx: Tx, vault: Vault, ids: Sequence[str]) -> dict[str, Call]:
    """Calls as readers see them; an erased one is left out."""
    found = {call_id: _load(tx, vault, call_id) for call_id in ids}
    return {call_id: call for call_id, call in found.items() if call is not None}


def _load(tx: Tx, vault: Vault, call_id: str) -> Call | None:
    row = tx.one(f"SELECT {COLUMNS} FROM call WHERE id = :id", id=call_id)  # noqa: S608 - a constant list of columns
    if row is None or is_erased(tx, call_id):
        return None
    opened = vault.open(entity=call_id, retention=KEPT, sealed=bytes(row["sealed"])) or {}
    plain: Mapping[str, Any] = {name: value for name, value in row.items() if name != "sealed"}
    screening = msgspec.json.decode(row["screening"])
    return msgspec.convert({**plain, "screening": screening, **opened}, Call)
