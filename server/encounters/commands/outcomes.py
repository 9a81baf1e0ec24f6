"""Saving what came of it. A second save for an assignment is added to the first, never put over it."""

from typing import Any

import msgspec

from schemas.commands import RecordEncounter
from schemas.records import OutcomeAnswers
from server.access import Actor
from server.doors import Received
from server.encounters.commands import reviews
from server.encounters.rules import demographics
from server.encounters.rules import outcomes as rules
from server.encounters.rules import reviews as review_rules
from server.encounters.store import outcomes as store
from server.errors import Dependency, Invalid, NotAllowed
from server.journal import Change, key_name, refresh
from server.journal import record as note_down


def record(tx: Change, actor: Actor, command: Received[RecordEncounter], now: int) -> None:
    """Keep what the team saved about a call, or what a partner adds to it.

    Raises:
        NotAllowed: this responder was never on the unit.
        Invalid: the answers contradict each other, or the id belongs to another outcome.
        Dependency: nothing is known yet of this unit going to this call.
    """
    args = command.args
    if not store.was_on(tx, actor.person_id, args.unit_id):
        raise NotAllowed("this team is not yours")
    answers, personal = rules.checked(args.answers), _personal(args)
    assignment_id = store.assignment_of(tx, call_id=args.call_id, unit_id=args.unit_id, named=args.assignment_id)
    if assignment_id is None:
        raise Dependency("Nothing is known yet of this unit going to this call.")
    known = store.encounter_of(tx, assignment_id)
    encounter_id = known or _begin(tx, command, assignment_id, now)
    _keep(tx, actor, command, (answers, personal), encounter_id=encounter_id, now=now)
    note_down(
        tx,
        kind="encounter.recorded" if known is None else "encounter.added",
        entity_type="encounter",
        entity_id=encounter_id,
        coded=_coded(command, assignment_id, answers),
        personal=personal,
        retention=store.KEPT,
        subjects=(args.call_id,),
        audience=(f"call:{args.call_id}",),
    )
    noticed = review_rules.noticed(args.presenting)
    reviews.look_at(tx, encounter_id, call_id=args.call_id, unit_id=args.unit_id, noticed=noticed)
    # The assignment's own row says "written" from now; dispatch reads that from ours.
    refresh(tx, "assignment", assignment_id)


def _begin(tx: Change, command: Received[RecordEncounter], assignment_id: str, now: int) -> str:
    if store.is_known(tx, command.entity):
        raise Invalid("This id already belongs to the outcome of another assignment: save it under a new one.")
    store.add_encounter(
        tx,
        command.entity,
        assignment_id=assignment_id,
        call_id=command.args.call_id,
        unit_id=command.args.unit_id,
        now=now,
    )
    return command.entity


def _keep(
    tx: Change,
    actor: Actor,
    command: Received[RecordEncounter],
    said: tuple[OutcomeAnswers, dict[str, Any] | None],
    *,
    encounter_id: str,
    now: int,
) -> None:
    (answers, personal), sealed = said, None
    if personal is not None:
        about, name = (command.args.call_id,), key_name("encounter", encounter_id)
        sealed = tx.vault.seal(entity=name, subjects=about, retention=store.KEPT, fields=personal)
    save = rules.Save(id=command.id, at=command.corrected_at, answers=answers)
    store.add_save(tx, save, encounter_id=encounter_id, by=actor.person_id, sealed=sealed, now=now)
    saves = store.saves_of(tx, encounter_id)
    store.settle(tx, encounter_id, saves=saves, figures=rules.figures(saves))


def _personal(args: RecordEncounter) -> dict[str, Any] | None:
    """What is sealed: the note, and what was written of the person, under the one key of the outcome."""
    said = demographics.checked(args.demographics, args.answers)
    fields = {
        "note": (args.note or "").strip() or None,
        "demographics": None if said is None else msgspec.to_builtins(said),
        "presenting": list(demographics.noticed(args.presenting, args.answers)) or None,
    }
    return {name: field for name, field in fields.items() if field is not None} or None


def _coded(command: Received[RecordEncounter], assignment_id: str, answers: OutcomeAnswers) -> dict[str, Any]:
    return {
        "call_id": command.args.call_id,
        "unit_id": command.args.unit_id,
        "assignment_id": assignment_id,
        "saved_at": command.corrected_at,
        "answers": msgspec.to_builtins(answers),
    }
