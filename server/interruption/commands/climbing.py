"""A call-out climbs its ladder: whoever is on call is asked, then more of them, then the leads are told by name.

What changes of a call-out goes through `keep`: the sealed row, the log, who sees it, and its timers. The log says in
clear only that something of it changed.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from schemas.records import Callout
from server.doors import Order, Outward
from server.interruption.commands.parts import part_of
from server.interruption.rules import callouts as rules
from server.interruption.store import callouts as store
from server.interruption.store import people
from server.journal import Change, cancel, due_at, erase, record, send_later
from server.ladder import PUSH_MS, is_silent, needs_push
from server.storage.database import Tx
from server.vault import Vault

CLIMB: Final = "callout.climb"
CHECK: Final = "callout.check"
FORGET: Final = "callout.forget"

PUSH: Final = "callout"
"""What the payload of its pushes is about."""

STEP_OF: Final[Mapping[tuple[str, bool], rules.Rung]] = {
    ("push", True): "pushed_at",
    ("push", False): "push_failed_at",
    ("alarm", True): "rang_at",
}
"""What is noted of a person when a push was carried or not, or an alarm stood on a phone."""


def keep(tx: Change, callout_id: str, before: rules.CalledOut | None, after: rules.CalledOut, *, what: str) -> None:
    """Keep what changed of a call-out and of anybody's part in it, show it to whom it concerns, and set its timers."""
    if after == before:
        return
    was = {} if before is None else {part.id: part for part in before.asked}
    changed = [part for part in after.asked if part != was.get(part.id)]
    is_seen = before is None or _face(before) != _face(after)
    kept = rules.numbered(
        after, {part.id for part in changed if part.id in was}, is_seen=is_seen and before is not None
    )
    store.put(tx, tx.vault, callout_id, kept, now=tx.at)
    if is_seen:
        audience = ("desk", *(f"person:{part.person_id}" for part in kept.asked))
        _note(tx, "callout", callout_id, callout_id, said={"what": what, **_face(kept)}, audience=audience)
    for part in changed:
        if part.id not in was:
            store.add_part(tx, part.id, callout_id)
        said = {"what": what, **msgspec.to_builtins(part)}
        _note(tx, "coming", part.id, callout_id, said=said, audience=("desk", f"person:{part.person_id}"))
        _time_check(tx, part, was.get(part.id))
        if part.asked_at is not None and part.id not in was:
            _ring(tx, callout_id, part.person_id, "asked")
    _time(tx, callout_id, before, kept)
    if kept.step is not None and (before is None or before.step != kept.step):
        for person_id in people.leads(tx):
            _ring(tx, callout_id, person_id, kept.step)


def advance(tx: Change, callout_id: str, callout: rules.CalledOut) -> rules.CalledOut:
    """The next step of a call-out to which not enough come, with who is asked by it."""
    on_call = people.on_call(tx, tx.vault, tx.at)
    after, asked = rules.next_step(
        callout, on_call, lambda person_id: tx.vault.mac("lot", f"{callout_id} {person_id}".encode())
    )
    for person_id in asked:
        after = rules.with_part(after, part_of(after, callout_id, person_id, asked_at=tx.at))
    return after


def ask_anew(tx: Change, callout_id: str, before: rules.CalledOut, after: rules.CalledOut) -> rules.CalledOut:
    """After a no: where nobody is left who could still answer, or too few come again, the next step comes at once."""
    if after is before or after.state != "open":
        return after
    is_short_again = before.state == "filled"
    if is_short_again or not rules.is_waited_for(after, people.on_call(tx, tx.vault, tx.at)):
        return advance(tx, callout_id, after) if after.step is None else after
    return after


def climb(tx: Change, order: Order, _now: int) -> None:
    """Not enough come yet. After a gap nobody is asked for what may be over: it stands before the leads."""
    before = store.find(tx, tx.vault, order.entity)
    if before is not None and before.state == "open":
        after = rules.told_next(before) if order.is_late else advance(tx, order.entity, before)
        keep(tx, order.entity, before, after, what="climbed")


def sent(tx: Change, order: Order, now: int) -> None:
    """A socket carried it to somebody who was asked."""
    _reached(tx, order, "sent_at", now)


def delivered(tx: Change, order: Order, now: int) -> None:
    """A phone of somebody who was asked has it."""
    _reached(tx, order, "delivered_at", now)


def told(tx: Change, order: Order, now: int) -> None:
    """A push service took what we had for somebody who was asked, or did not; or a phone of theirs rang."""
    if order.args["why"] == "asked":
        _reached(tx, order, STEP_OF[order.args["kind"], order.args["is_carried"]], now)


def _reached(tx: Change, order: Order, rung: rules.Rung, now: int) -> None:
    before = store.find(tx, tx.vault, order.entity)
    part = None if before is None else before.of(order.args["person_id"])
    if before is not None and part is not None:
        keep(tx, order.entity, before, rules.climbed(before, part, rung, now), what=rung)


def look(tx: Change, order: Order, now: int) -> None:
    """Somebody should have been heard from. What came due while nobody was there was missed by nobody: it begins anew.

    That their phones are silent too is said with it.
    """
    callout_id = store.callout_of(tx, order.entity)
    before = None if callout_id is None else store.find(tx, tx.vault, callout_id)
    part = None if before is None else before.by_id(order.entity)
    if callout_id is None or before is None or part is None or part.check_by is None:
        return
    if order.is_late:
        after = rules.begun_anew(before, part, now=now)
    else:
        no_link = is_silent(people.heard_at(tx, part.person_id), now)
        after = rules.missed(before, part, now=now, no_link=no_link)
    keep(tx, callout_id, before, after, what="missed")
    if not order.is_late and after is not before:
        for person_id in (part.person_id, *people.leads(tx)):
            _ring(tx, callout_id, person_id, "missed")


def lapse(tx: Change, order: Order, now: int) -> None:
    """Nobody ended it: it is over."""
    before = store.find(tx, tx.vault, order.entity)
    if before is not None:
        keep(tx, order.entity, before, rules.ended(before, "lapsed", at=now), what="lapsed")


def forget(tx: Change, order: Order, now: int) -> None:
    """It is a day over and nobody is waited for: nothing it said can be read any more."""
    found = store.find(tx, tx.vault, order.entity)
    if found is not None and not rules.is_settled(found):
        due_at(tx, kind=FORGET, entity_id=order.entity, at=now + rules.FORGET_MS)
        return
    store.forget(tx, order.entity)
    erase(tx, order.entity)


# ---------------------------------------------------------------- what a phone has not confirmed, and who is waited for


def unsent(tx: Tx, vault: Vault, person_id: str) -> list[tuple[str, str]]:
    """Call-outs that this person was asked for and no socket has carried."""
    return _unreached(tx, vault, person_id, "sent_at")


def undelivered(tx: Tx, vault: Vault, person_id: str) -> list[tuple[str, str]]:
    """Call-outs that this person was asked for and no phone of theirs has confirmed."""
    return _unreached(tx, vault, person_id, "delivered_at")


def _unreached(tx: Tx, vault: Vault, person_id: str, rung: rules.Rung) -> list[tuple[str, str]]:
    parts = ((callout_id, each.of(person_id)) for callout_id, each in store.open_ones(tx, vault).items())
    return [
        (callout_id, f"person:{person_id}")
        for callout_id, part in parts
        if part is not None and part.asked_at is not None and getattr(part, rung) is None
    ]


def awaited(tx: Tx, vault: Vault) -> Mapping[str, int]:
    """The phones of those who are out, each with when it was last heard."""
    out = {part.person_id for each in store.known(tx, vault).values() for part in each.asked if part.is_out}
    return people.phones_of(tx, out)


# ---------------------------------------------------------------- timers, the log, pushes


def _time(tx: Change, callout_id: str, before: rules.CalledOut | None, after: rules.CalledOut) -> None:
    is_asking = after.state == "open" and after.step != "phone"
    has_moved = before is None or (before.wave, before.step, before.state) != (after.wave, after.step, after.state)
    if not is_asking:
        cancel(tx, kind=CLIMB, entity_id=callout_id)
    elif has_moved:
        due_at(tx, kind=CLIMB, entity_id=callout_id, at=tx.at + rules.STEP_MS)
    if after.state == "ended":
        cancel(tx, kind="callout.lapse", entity_id=callout_id)
        if before is None or before.state != "ended":
            due_at(tx, kind=FORGET, entity_id=callout_id, at=tx.at + rules.FORGET_MS)


def _time_check(tx: Change, part: rules.Asked, before: rules.Asked | None) -> None:
    if before is not None and (before.check_by, before.missed_at) == (part.check_by, part.missed_at):
        return
    at = rules.look_at(part, tx.at)
    if at is None:
        cancel(tx, kind=CHECK, entity_id=part.id)
    else:
        due_at(tx, kind=CHECK, entity_id=part.id, at=at)


def _note(
    tx: Change, kind: str, entity_id: str, callout_id: str, *, said: Mapping[str, Any], audience: tuple[str, ...]
) -> None:
    record(
        tx,
        kind=f"{kind}.told",
        entity_type=kind,
        entity_id=entity_id,
        coded={},
        personal=said,
        retention=store.KEPT,
        subjects=(callout_id,),
        audience=audience,
    )


def _face(callout: rules.CalledOut) -> dict[str, Any]:
    """What of a call-out those see who are shown it: a phone that has it is no news to the others."""
    told = {name: getattr(callout, name) for name in Callout.__struct_fields__ if hasattr(callout, name)}
    del told["version"]
    silent = [part.person_id for part in callout.asked if part.answer is None]
    return {**told, "silent": silent if callout.step else [], "shown_to": len(callout.asked)}


def _ring(tx: Change, callout_id: str, person_id: str, why: str) -> None:
    """Ring somebody's phones where the site has that; what leaves the house is an opaque id."""
    if not people.rings(tx):
        return
    payload: dict[str, Any] = {"about": PUSH, "entity": callout_id, "person_id": person_id, "why": why}
    if why == "asked":
        payload |= {"unless_listening_until": tx.at + PUSH_MS}
    send_later(tx, kind="push", key=f"{PUSH} {callout_id} {why} {tx.seq} {person_id}", payload=payload)


def _needs_push(tx: Tx, vault: Vault, payload: Mapping[str, Any], now: int) -> bool:
    """Whether it is still of use: who is asked is on call and has not answered; a lead is still needed."""
    callout = store.find(tx, vault, payload["entity"])
    if callout is None:
        return False
    part = callout.of(payload["person_id"])
    match payload["why"]:
        case "asked":
            if callout.state != "open" or part is None or part.asked_at is None or part.answer is not None:
                return False
            is_on_call = part.person_id in people.on_call(tx, vault, now)
            return is_on_call and needs_push(part, since=part.asked_at, now=now)
        case "missed":
            return any(each.missed_at is not None for each in callout.asked)
        case _:
            return callout.step is not None


OUTWARD: Final = {PUSH: Outward(is_wanted=_needs_push, told="callout.told")}
