"""Taking a call, closing it, and erasing it for good."""

from typing import Final

from schemas.codes import TAXONOMY_VERSION
from schemas.commands import CloseCall, EraseCall, TakeCall
from server.access import Actor
from server.dispatch.commands.settling import settle_call
from server.dispatch.rules import status
from server.dispatch.rules.assignments import NEVER_WENT
from server.dispatch.store import assignments, calls
from server.doors import Received
from server.errors import Conflict, Invalid, NotFound
from server.journal import Change, erase, record

DAY_MS: Final = 86_400_000


def take(tx: Change, _actor: Actor, command: Received[TakeCall], now: int) -> None:
    """Write down a call. It gets the day's next spoken number.

    Raises:
        Invalid: a call with this id was taken before.
    """
    call_id, args = command.entity, command.args
    if calls.find(tx, call_id) is not None:
        raise Invalid("This id already belongs to a call: take it under a new one.")
    personal = {name: getattr(args, name) for name in calls.PERSONAL if getattr(args, name) is not None}
    triaged = args.triage_result != "not_triaged"
    calls.add(
        tx,
        call_id,
        args,
        sealed=tx.vault.seal(entity=call_id, subjects=(), retention=calls.KEPT, fields=personal),
        number=status.spoken(calls.next_number(tx, now // DAY_MS)),
        status="queued" if triaged else "received",
        entered_at=command.corrected_at,
        triaged_at=command.corrected_at if triaged else None,
        taxonomy_version=TAXONOMY_VERSION,
    )
    record(
        tx,
        kind="call.taken",
        entity_type="call",
        entity_id=call_id,
        coded={"source": args.source, "type_code": args.type_code, "priority": args.priority},
        personal=personal,
        retention=calls.KEPT,
        subjects=(call_id,),
        audience=("desk", f"call:{call_id}"),
    )


def close(tx: Change, _actor: Actor, command: Received[CloseCall], _now: int) -> None:
    """Close a call by hand: solved without a team, or nobody could be sent, and why.

    Raises:
        NotFound: no such call.
        Invalid: nobody went, and there is neither a reason nor a result that needs no team.
    """
    call_id, args = command.entity, command.args
    row = calls.find(tx, call_id)
    if row is None:
        raise NotFound("no such call")
    went = any(going.state not in NEVER_WENT for going in assignments.of_call(tx, call_id))
    result = args.triage_result or row["triage_result"]
    reason = args.not_sent_reason or row["not_sent_reason"]
    status.check_closing(went=went, triage_result=result, not_sent_reason=reason)
    calls.close(tx, call_id, triage_result=result, not_sent_reason=reason, at=command.corrected_at)
    record(
        tx,
        kind="call.closed",
        entity_type="call",
        entity_id=call_id,
        coded={"triage_result": result, "not_sent_reason": reason},
        subjects=(call_id,),
    )
    settle_call(tx, call_id)


def erase_call(tx: Change, _actor: Actor, command: Received[EraseCall], _now: int) -> None:
    """Destroy everything personal about a call, on every phone and in every copy. Its coded row stays for the figures.

    Raises:
        NotFound: no such call.
        Conflict: a team is still going on it.
    """
    call_id = command.entity
    row = calls.find(tx, call_id)
    if row is None:
        raise NotFound("no such call")
    if row["status"] in ("assigned", "active"):
        raise Conflict("A team is still on this call: erase it when they are clear.")
    record(tx, kind="call.erased", entity_type="call", entity_id=call_id, coded={}, subjects=(call_id,))
    erase(tx, call_id)
