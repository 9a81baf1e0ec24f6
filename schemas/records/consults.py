"""Records of what a team at a call asked a supervisor."""

from schemas.base import Count, Id, Line, Ms, Note, Struct
from schemas.codes.consult import ConsultAnswer, ConsultReason


class Answered(Struct, frozen=True, kw_only=True):
    """What a supervisor said, and when; `note` is null where there is none, or it lies damaged."""

    id: Id
    by: Id
    name: Line
    at: Ms
    answer: ConsultAnswer
    note: Note | None = None


class Consult(Struct, frozen=True, kw_only=True):
    """A team at a call asks a supervisor, who answers, perhaps more than once: the latest answer is what holds.

    `answered_at` is when the first of the `answers` was given. `unreadable` says that a note of them lies damaged on
    the server's disk.
    """

    id: Id
    call_id: Id
    unit_id: Id
    by: Id
    name: Line
    asked_at: Ms
    received_at: Ms
    answered_at: Ms | None
    reason: ConsultReason | None = None
    answers: tuple[Answered, ...] = ()
    unreadable: bool = False
    version: Count
