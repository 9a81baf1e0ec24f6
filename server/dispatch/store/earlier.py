"""SQL of earlier calls. A place or number is compared by its keyed fingerprint: at rest nobody can read it."""

from typing import Final

from schemas.records.earlier import Before, EarlierCall
from server.dispatch.rules.intake.earlier import SINCE_MS, same_number, same_place
from server.storage.database import Tx
from server.vault import Vault

_ROW: Final = (
    "SELECT COUNT(*) OVER () AS calls, id, number, status, type_code, received_at, triage_result, not_sent_reason"
    " FROM call"
)


def place_tag(vault: Vault, place: str | None) -> bytes | None:
    """The fingerprint of a place, if it says enough."""
    same = same_place(place)
    return None if same is None else vault.mac("place of a call", same.encode())


def number_tag(vault: Vault, callback: str | None) -> bytes | None:
    """The fingerprint of a number, if it is one."""
    same = same_number(callback)
    return None if same is None else vault.mac("number of a call", same.encode())


def tag(tx: Tx, vault: Vault, call_id: str, *, place: str | None, callback: str | None) -> None:
    """From now the call is known again by this place and number, for as long as they may be read."""
    tx.run(
        "UPDATE call SET place_tag = :place, number_tag = :number WHERE id = :id",
        id=call_id,
        place=place_tag(vault, place),
        number=number_tag(vault, callback),
    )


def move(tx: Tx, vault: Vault, call_id: str, place: str | None) -> None:
    """The place was put right: from now the call is known again by this one, or by none."""
    tx.run("UPDATE call SET place_tag = :place WHERE id = :id", id=call_id, place=place_tag(vault, place))


def forget_old(tx: Tx, now: int) -> None:
    """Drop the fingerprints of calls whose place may not be read any more."""
    tx.run(
        "UPDATE call SET place_tag = NULL, number_tag = NULL"
        " WHERE received_at < :before AND (place_tag IS NOT NULL OR number_tag IS NOT NULL)",
        before=now - SINCE_MS,
    )


def from_place(tx: Tx, tag: bytes | None, *, besides: str, now: int) -> Before | None:
    """Calls from this place; another call about the same event is none."""
    return _before(tx, "place_tag", tag, besides, now)


def from_number(tx: Tx, tag: bytes | None, *, besides: str, now: int) -> Before | None:
    """Calls from this number; another call about the same event is none."""
    return _before(tx, "number_tag", tag, besides, now)


def _before(tx: Tx, column: str, tag: bytes | None, besides: str, now: int) -> Before | None:
    if tag is None:
        return None
    last = tx.one(
        f"{_ROW} WHERE {column} = :tag AND received_at >= :since AND received_at <= :now AND id <> :besides"
        " AND triage_result <> 'duplicate' ORDER BY received_at DESC, id DESC LIMIT 1",
        tag=tag,
        since=now - SINCE_MS,
        now=now,
        besides=besides,
    )
    if last is None:
        return None
    coded = {name: last[name] for name in EarlierCall.__struct_fields__}
    return Before(calls=int(last["calls"]), last=EarlierCall(**coded))
