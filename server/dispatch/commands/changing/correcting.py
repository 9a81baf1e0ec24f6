"""Putting a call right: its type, how urgent it is, where it is, what it is about. What stood there before is kept."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from schemas.commands import CorrectCall
from schemas.records import Assignment, Call, Correction
from server.access import Actor
from server.dispatch.commands import ladder
from server.dispatch.commands.intake import notes
from server.dispatch.commands.settling import keep, settle_call
from server.dispatch.commands.timing import timed
from server.dispatch.rules import assignments as rules
from server.dispatch.rules.changing import correcting
from server.dispatch.rules.intake.earlier import known_place
from server.dispatch.rules.intake.taxonomies import answer_ms
from server.dispatch.store import assignments, calls, earlier
from server.dispatch.store.intake import taxonomies
from server.doors import Received
from server.errors import Dependency
from server.journal import Change, due_at, key_name, record
from server.vault import Retention


def correct(tx: Change, _actor: Actor, command: Received[CorrectCall], now: int) -> None:
    """The desk knows better: who is on the call reads it at once, and what runs by its priority or place runs anew.

    Raises:
        Dependency: nothing is known of the call yet.
        Invalid: it says nothing.
    """
    before, args = calls.find(tx, command.entity), command.args
    if before is None:
        raise Dependency("Nothing is known of this call yet.")
    new = correcting.correction(before, args, command.id, at=command.corrected_at)
    after = correcting.corrected(before, new)
    if after is before:
        return
    place, said = calls.words(tx, tx.vault, before.id)
    calls.correct(
        tx,
        after,
        sealed=_worded(tx, before, new, "place", args.place, place, calls.KEPT),
        said=_worded(tx, before, new, "said", args.said, said, calls.SAID_KEPT),
    )
    if args.place is not None or args.place_within is not None:
        stands = (
            args.place if args.place is not None and correcting.counts(before, new, "place") else place.get("place")
        )
        earlier.move(tx, tx.vault, before.id, known_place(stands, after.place_within))
        notes.follow(tx, before.id)
    _tell(tx, before.id, new, args)
    of_call = assignments.of_call(tx, before.id)
    for each in of_call:
        if each.state == "offered":
            _hurry(tx, each, before, after, now)
        elif each.state in rules.TAKEN:
            keep(tx, each, timed(tx, each), kind="assignment.check_set")
    settle_call(tx, before.id, assignments.of_call(tx, before.id))


OTHERS = {"place": "other_places", "said": "other_words"}
"""Under which name those words lie that do not stand."""


def _worded(
    tx: Change,
    call: Call,
    new: Correction,
    name: str,
    words: str | None,
    stood: Mapping[str, Any],
    retention: Retention,
) -> bytes | None:
    """The words as they now stand, with those that do not, as ciphertext; None when nothing was said of them."""
    if words is None:
        return None
    others, old = stood.get(OTHERS[name], {}), stood.get(name)
    if correcting.counts(call, new, name):
        stood, words = {**stood, name: words}, old
    fields = {**stood, OTHERS[name]: others if words is None else {**others, new.id: words}}
    about = key_name("call", call.id)
    return tx.vault.seal(entity=about, subjects=(call.id,), retention=retention, fields=fields)


def _tell(tx: Change, call_id: str, new: Correction, args: CorrectCall) -> None:
    """Put what was said into the journal, words as ciphertext."""
    coded = {name: value for name in correcting.CODED if (value := getattr(new.to, name)) is not None}
    place = None if args.place is None else {"place": args.place}
    about: dict[str, Any] = {"entity_type": "call", "entity_id": call_id, "subjects": (call_id,)}
    told = {"correction": new.id, "at": new.at, **coded}
    record(tx, kind="call.corrected", coded=told, personal=place, retention=calls.KEPT, **about)
    if args.said is not None:
        said = {"said": args.said}
        record(tx, kind="call.said", coded={"correction": new.id}, personal=said, retention=calls.SAID_KEPT, **about)


def _hurry(tx: Change, offered: Assignment, before: Call, after: Call, now: int) -> None:
    """An open offer waits as long as the new priority lets it, and the desk is told when that says so."""
    if before.priority == after.priority:
        return
    wait = answer_ms(after.priority, taxonomies.newest(tx))
    answer_by = correcting.answered_by(offered, after, now, answer_ms=wait)
    keep(tx, offered, replace(offered, answer_by=answer_by), kind="assignment.answer_moved", answer_by=answer_by)
    due_at(tx, kind="assignment.expire", entity_id=offered.id, at=answer_by)
    ladder.run_anew(tx, offered, before.priority, after.priority)
