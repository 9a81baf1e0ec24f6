"""The record of somebody asked to come too."""

from schemas.base import Count, Id, Line, Ms, Struct
from schemas.codes.dispatch import BackupKind, BackupOutcome, BackupReason, BackupRefusal
from schemas.codes.intake import Answer
from schemas.codes.outcome import AskedBy


class Backup(Struct, frozen=True, kw_only=True):
    """Somebody whom a team at a call asked to come too.

    Once answered, they come, by `due_at` where that is known and from `coming_id` where it is a team of ours; or
    nobody does, and `refusal` says why.
    """

    id: Id
    call_id: Id
    unit_id: Id
    by: Id
    name: Line
    kind: BackupKind
    reason: BackupReason
    asked_by: AskedBy
    asked_at: Ms
    received_at: Ms
    answered_at: Ms | None
    due_at: Ms | None
    coming_id: Id | None
    refusal: BackupRefusal | None
    ended_at: Ms | None
    outcome: BackupOutcome | None
    lights: Answer
    version: Count
