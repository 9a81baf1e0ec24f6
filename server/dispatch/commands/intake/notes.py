"""Notes about places: written at a call, shown with every open call from there, ended by the clock or by a word."""

from collections.abc import Iterable
from functools import partial
from typing import Any, Final

from schemas.commands import EndPlaceNote, NotePlace
from server.access import Actor
from server.dispatch.commands.own import DESK
from server.dispatch.commands.settling import known_call
from server.dispatch.store import assignments, units
from server.dispatch.store.intake import notes
from server.doors import Order, Received
from server.errors import NotAllowed
from server.journal import Change, cancel, due_at, is_erased, key_name, record, refresh
from server.storage.database import Tx

DAY_MS: Final = 86_400_000

DEADLINE: Final = "place_note.end"


def write(tx: Change, actor: Actor, command: Received[NotePlace], now: int) -> None:
    """The next team should know this of the place. One that would be over by now is only in the journal, without words.

    The words have a key of their own, which dies with the note. Nothing on record says at which call it was written:
    the place stays known to teams when the call is erased, and does not say where the erased call was.

    Raises:
        Dependency: nothing is known of the call yet.
        NotAllowed: this responder was never on a team of the call.
    """
    call, args, note_id = known_call(tx, command.entity), command.args, command.id
    if not actor.roles & DESK and not _was_there(tx, actor, call.id):
        raise NotAllowed("You were on no team of this call.")
    at = command.happened_at(args.at)
    ends_at = at + args.days * DAY_MS
    about: dict[str, Any] = {"entity_type": "place_note", "entity_id": note_id}
    coded = {"kind": args.kind, "at": at, "ends_at": ends_at}
    if ends_at <= now or is_erased(tx, call.id):
        record(tx, kind="place.noted_late", coded=coded, **about)
        return
    words = {"text": args.text}
    sealed = tx.vault.seal(entity=key_name(**about), subjects=(note_id,), retention=notes.KEPT, fields=words)
    role = next(role for role in notes.WRITERS if role in actor.roles)
    by: dict[str, str | int] = {"person_id": actor.person_id, "role": role}
    if not notes.add(tx, note_id, call.id, sealed=sealed, kind=args.kind, written_at=at, ends_at=ends_at, **by):
        return
    record(tx, kind="place.noted", coded=coded, personal=words, retention=notes.KEPT, subjects=(note_id,), **about)
    due_at(tx, kind=DEADLINE, entity_id=note_id, at=ends_at)
    _show(tx, notes.calls_with(tx, [note_id]))


def end(tx: Change, actor: Actor, command: Received[EndPlaceNote], _now: int) -> None:
    """It holds no longer: its key is destroyed. A supervisor says so of any, whoever wrote it of their own.

    Raises:
        Dependency: nothing is known of the call yet.
        NotAllowed: somebody else wrote it.
    """
    known_call(tx, command.entity)
    note_id = command.args.note
    wrote = notes.author(tx, note_id)
    if wrote not in (None, actor.person_id) and "supervisor" not in actor.roles:
        raise NotAllowed("Somebody else wrote this note: ask a supervisor.")
    _destroy(tx, note_id, "place.note_ended")


def come_to_an_end(tx: Change, order: Order, _now: int) -> None:
    """Its days are over."""
    _destroy(tx, order.entity, "place.note_over")


def follow(tx: Change, call_id: str) -> None:
    """The place of the call was put right: what was written at it goes with it, wherever else it was shown."""
    written = notes.written_at_call(tx, call_id)
    before = notes.calls_with(tx, written)
    notes.move(tx, call_id)
    _show(tx, (before | notes.calls_with(tx, written)) - {call_id})


def without(tx: Change, call_id: str) -> None:
    """The call is erased. What is known of its place stays and forgets the call; what only the call showed ends."""
    notes.forget_call(tx, call_id)
    for note_id in notes.written_at_call(tx, call_id):
        _destroy(tx, note_id, "place.note_ended")


def _was_there(tx: Tx, actor: Actor, call_id: str) -> bool:
    return any(units.was_on(tx, actor.person_id, each.unit_id) for each in assignments.of_call(tx, call_id))


def _destroy(tx: Change, note_id: str, kind: str) -> None:
    cancel(tx, kind=DEADLINE, entity_id=note_id)
    if notes.author(tx, note_id) is None:
        return
    shown = notes.calls_with(tx, [note_id])
    notes.drop(tx, note_id)
    record(tx, kind=kind, entity_type="place_note", entity_id=note_id, coded={})
    _show(tx, shown)
    tx.vault.condemn(note_id, notes.KEPT)
    tx.after_commit(partial(tx.vault.destroy, note_id, notes.KEPT))


def _show(tx: Change, call_ids: Iterable[str]) -> None:
    for call_id in sorted(call_ids):
        notes.touch(tx, call_id)
        refresh(tx, "call", call_id)
