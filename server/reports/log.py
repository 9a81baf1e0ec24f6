"""The outcome log as a manager reads it on a screen: newest calls first, a line per response."""

from typing import Final

import msgspec

from schemas.exports import OutcomeLog, OutcomeLogRow
from schemas.records import OutcomeAnswers
from server.errors import Invalid
from server.reports import store
from server.reports.figures import outcome_state
from server.reports.rules import hour, opaque, place, placed, seconds
from server.storage.database import Row, Tx

PAGE: Final = 50


def page(tx: Tx, secret: bytes, since: int, until: int, after: str | None) -> OutcomeLog:
    """One page of the log of calls received in the span, after the place `after` that an earlier page gave.

    Raises:
        Invalid: `after` was not given by an earlier page.
    """
    at, entity = (until, "") if after is None else _place(secret, after)
    calls = store.latest_calls(tx, since, at, entity, PAGE)
    rows = [line for call in calls for line in _lines(tx, secret, call)]
    total = store.totals(tx, since, until)
    more = place(secret, calls[-1]["received_at"], calls[-1]["id"]) if len(calls) == PAGE else None
    return OutcomeLog(
        rows=tuple(rows), calls=total["calls"], open_logs=total["open_logs"], not_sent=total["not_sent"], more=more
    )


def _place(secret: bytes, after: str) -> tuple[int, str]:
    found = placed(secret, after)
    if found is None:
        raise Invalid("this place in the log was not given by an earlier page")
    return found


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
        wait_s=seconds(call["received_at"], times["arrived_at"]),
        with_them_s=seconds(times["contact_at"] or times["arrived_at"], times["cleared_at"]),
    )
