"""Asking for somebody to come too, and what came of that."""

from schemas.base import Id, Minutes, Ms, Struct
from schemas.codes.dispatch import BackupKind, BackupOutcome, BackupReason, BackupRefusal
from schemas.codes.intake import Answer
from schemas.codes.outcome import AskedBy
from schemas.commands.assignments import Voice


class AskBackup(Struct, frozen=True, kw_only=True):
    """A team at a call asks for somebody to come too; by voice when the desk enters it. Entity: the new backup."""

    call_id: Id
    unit_id: Id
    kind: BackupKind
    reason: BackupReason
    asked_by: AskedBy = "responder"
    asked_at: Ms | None = None
    voice: Voice | None = None


class AnswerBackup(Struct, frozen=True, kw_only=True):
    """The desk says who comes and in how many minutes, or why nobody does. Entity: the backup.

    What it says last counts. With `refusal` nobody comes. `unit_id` is the team that does, if it is one of ours.
    """

    in_min: Minutes | None = None
    unit_id: Id | None = None
    refusal: BackupRefusal | None = None
    at: Ms | None = None


class EndBackup(Struct, frozen=True, kw_only=True):
    """What came of it, as the team saw it or the desk heard; came they with lights and siren? Entity: the backup."""

    outcome: BackupOutcome
    lights: Answer = "unknown"
    at: Ms | None = None
