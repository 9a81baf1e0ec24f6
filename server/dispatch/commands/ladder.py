"""An offer climbs its ladder: pushes and texts are queued with it, the desk is told step by step. It ends with it.

What a provider did is noted as what we did, beside what the phone itself says: it is never called delivery.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from schemas.codes.intake import Priority
from schemas.records import Assignment, Rung
from server.dispatch.commands.settling import note, raise_alarm, take_down
from server.dispatch.rules import ladder as rules
from server.dispatch.store import assignments, calls, deliveries, policies, units
from server.doors import Order, Outward
from server.journal import Change, due_at, is_erased, refresh, send_later
from server.storage.database import Tx
from server.vault import Vault

DEADLINE: Final = "assignment.climb"

STEP_OF: Final[Mapping[tuple[str, bool], deliveries.Step]] = {
    ("push", True): "pushed_at",
    ("push", False): "push_failed_at",
    ("alarm", True): "rang_at",
    ("sms", True): "texted_at",
    ("sms", False): "text_failed_at",
}
"""What is noted of a person's rung when an effect of this kind was carried or not, or an alarm stood on a phone."""


def start(tx: Change, offered: Assignment, priority: Priority, people: Iterable[str]) -> None:
    """Queue what tells these people of the offer, and when the desk hears that nobody answers."""
    run = rules.times(priority)
    given = [rules.digits_of(n) for n in deliveries.numbers_given(tx, tx.at - rules.TOLD_MS)]
    digits = rules.drawn(given, int.from_bytes(tx.vault.mac("texts digits", offered.id.encode())))
    for person_id in people:
        deliveries.expect(tx, offered.id, person_id)
        n = rules.next_number(deliveries.last_number(tx, person_id), digits)
        deliveries.number(tx, offered.id, person_id, n, tx.at)
        about = {"entity": offered.id, "person_id": person_id}
        push = {"about": "offer.push", **about, "unless_listening_until": tx.at + run.push_ms}
        send_later(tx, kind="push", key=f"push {offered.id} {person_id}", payload=push)
        text = {"about": "offer.text", **about}
        send_later(tx, kind="sms", key=f"sms {offered.id} {person_id}", payload=text, at=tx.at + run.text_ms)
    due_at(tx, kind=DEADLINE, entity_id=offered.id, at=tx.at + run.raise_ms)


def run_anew(tx: Change, offered: Assignment, before: Priority, after: Priority) -> None:
    """The desk hears that nobody answers when the new priority says so: at once, if that is over."""
    since, now = offered.offered_at, tx.at
    has_come = rules.step_at(after, offered_at=since, now=now)
    is_new = has_come is not None and has_come != rules.step_at(before, offered_at=since, now=now)
    at = now if is_new else rules.next_at(after, offered_at=since, now=now)
    if at is not None:
        due_at(tx, kind=DEADLINE, entity_id=offered.id, at=at)


def climb(tx: Change, order: Order, now: int) -> None:
    """Nobody has answered yet: the desk is told, and what it was told before leaves the strip for that.

    What fell into a gap is told as well while the offer is open: the desk is no outward place.
    """
    offered = assignments.find(tx, order.entity)
    if offered is None or not _is_open(tx, offered, now):
        return
    call = calls.find(tx, offered.call_id)
    assert call is not None, "an assignment has a call"
    step = rules.step_at(call.priority, offered_at=offered.offered_at, now=now)
    if step is not None:
        ladder = deliveries.ladders(tx, [offered.id]).get(offered.id, ())
        is_reached = any(rung.delivered_at is not None or rung.shown_at is not None for rung in ladder)
        take_down(tx, offered, rules.STOPPED)
        if rules.is_told(step, policies.unanswered(tx)):
            raise_alarm(tx, rules.alarm_of(step, is_reached=is_reached), offered)
    at = rules.next_at(call.priority, offered_at=offered.offered_at, now=now)
    if at is not None:
        due_at(tx, kind=DEADLINE, entity_id=offered.id, at=at)


def told(tx: Change, order: Order, now: int) -> None:
    """A provider took what we had for this person, or did not; or a phone of theirs rang."""
    offered, person_id = assignments.find(tx, order.entity), order.args["person_id"]
    step = STEP_OF[order.args["kind"], order.args["is_carried"]]
    if offered is not None and deliveries.climb(tx, offered.id, person_id, step, now):
        coded: dict[str, Any] = {"person_id": person_id, step: now}
        note(tx, offered, kind=order.type, **coded)
        refresh(tx, "assignment", offered.id)


def _needs_push(tx: Tx, _vault: Vault, payload: Mapping[str, Any], now: int) -> bool:
    found = _waits(tx, payload, now)
    return found is not None and rules.needs_push(found[1], offered_at=found[0].offered_at, now=now)


def _needs_text(tx: Tx, _vault: Vault, payload: Mapping[str, Any], now: int) -> bool:
    found = _waits(tx, payload, now)
    return found is not None and rules.needs_text(found[1])


def _waits(tx: Tx, payload: Mapping[str, Any], now: int) -> tuple[Assignment, Rung] | None:
    """The offer, if it still waits for this person, who is still on the team."""
    offered = assignments.find(tx, payload["entity"])
    if offered is None or not _is_open(tx, offered, now):
        return None
    if payload["person_id"] not in units.members_now(tx, offered.unit_id):
        return None
    ladder = deliveries.ladders(tx, [offered.id]).get(offered.id, ())
    return next(((offered, rung) for rung in ladder if rung.person_id == payload["person_id"]), None)


def _is_open(tx: Tx, offered: Assignment, now: int) -> bool:
    is_over = offered.answer_by is not None and offered.answer_by <= now
    return offered.state == "offered" and not is_over and not is_erased(tx, offered.call_id)


OUTWARD: Final = {
    "offer.push": Outward(is_wanted=_needs_push, told="assignment.told"),
    "offer.text": Outward(is_wanted=_needs_text, told="assignment.told"),
}
