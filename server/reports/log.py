"""The outcome log as a manager reads it on a screen: newest calls first, a line per response."""

import base64
import hmac
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from schemas.exports import OutcomeLog, OutcomeLogRow
from schemas.records import OutcomeAnswers
from server.errors import Invalid
from server.reports import store
from server.reports.figures import outcome_state, waited_s
from server.reports.rules import hour, opaque, seconds
from server.storage.database import Row, Tx

PAGE: Final = 50
NONCE_BYTES: Final = 12


def page(tx: Tx, secret: bytes, since: int, until: int, after: str | None) -> OutcomeLog:
    """One page of the log of calls received in the span, after the place `after` that an earlier page gave.

    Raises:
        Invalid: `after` was not given by an earlier page.
    """
    at, entity = (until, "") if after is None else _placed(secret, after)
    calls = store.latest_calls(tx, since, at, entity, PAGE)
    rows = [line for call in calls for line in _lines(tx, secret, call)]
    total = store.totals(tx, since, until)
    more = _place(secret, calls[-1]["received_at"], calls[-1]["id"]) if len(calls) == PAGE else None
    return OutcomeLog(
        rows=tuple(rows), calls=total["calls"], open_logs=total["open_logs"], not_sent=total["not_sent"], more=more
    )


def _place(secret: bytes, at: int, entity: str) -> str:
    """Where a page ended, in words only this server reads: they tell no time and no id."""
    key = _place_key(secret)
    said = f"{at}.{entity}".encode()
    nonce = hmac.digest(key, said, "sha256")[:NONCE_BYTES]
    return base64.urlsafe_b64encode(nonce + AESGCM(key).encrypt(nonce, said, None)).rstrip(b"=").decode()


def _placed(secret: bytes, text: str) -> tuple[int, str]:
    """The time and id a place stands for."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        said = AESGCM(_place_key(secret)).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None).decode()
    except (ValueError, InvalidTag):
        raise Invalid("this place in the log was not given by an earlier page") from None
    at, _, entity = said.partition(".")
    return int(at), entity


def _place_key(secret: bytes) -> bytes:
    return hmac.digest(secret, b"place in the log", "sha256")


def _lines(tx: Tx, secret: bytes, call: Row) -> list[OutcomeLogRow]:
    responses = store.assignments_of(tx, call["id"])
    written = {row["assignment_id"]: row for row in store.encounters_of(tx, call["id"])}
    referrals = store.referrals_of(tx, call["id"])
    if not responses:
        return [_line(secret, call, None, None, 0)]
    return [
        _line(
            secret,
            call,
            response,
            written.get(response["id"]),
            sum(referral["unit_id"] == response["unit_id"] for referral in referrals),
        )
        for response in responses
    ]


def _line(secret: bytes, call: Row, response: Row | None, encounter: Row | None, referrals: int) -> OutcomeLogRow:
    answers = None if encounter is None else msgspec.json.decode(encounter["figures"], type=OutcomeAnswers)
    moved = None if answers is None else answers.transport
    times = response or {"arrived_at": None, "contact_at": None, "cleared_at": None}
    return OutcomeLogRow(
        call_key=opaque(secret, "call", call["id"]),
        response_key=opaque(secret, "response", None if response is None else response["id"]),
        hour=hour(call["received_at"]),
        area=call["area"],
        type_code=call["type_code"],
        priority=call["priority"],
        status=call["status"],
        triage_result=call["triage_result"],
        not_sent_reason=call["not_sent_reason"],
        state=None if response is None else response["state"],
        self_initiated=response is not None and bool(response["self_initiated"]),
        begun="offered" if response is None else response["begun"],
        outcome="none" if response is None else outcome_state(response),
        contact_result=None if answers is None else answers.contact_result,
        resolution=() if answers is None else answers.resolution or (),
        unmet_reason=None if answers is None else answers.unmet_reason,
        transport_by=None if moved is None else moved.by,
        transport_to=None if moved is None else moved.destination,
        others=() if answers is None else tuple(other.agency for other in answers.others_on_scene),
        referrals=referrals,
        wait_s=None if response is None else waited_s(call["received_at"], response),
        with_them_s=seconds(times["contact_at"] or times["arrived_at"], times["cleared_at"]),
    )
