"""Records of one unit asked or sent to one call, and how far the offer climbed."""

from schemas.base import Count, Id, Line, Ms, Struct
from schemas.codes.dispatch import AssignmentState, Begun, CheckStep, DeclineReason, Ending, Origin, OutcomeState


class Rung(Struct, frozen=True, kw_only=True):
    """How far one offer climbed towards one person: sent to a socket, stored by the phone, shown on its screen.

    Beside it what we did: a provider took a push or a text, or would not; no more is known unless a phone says it rang.
    """

    person_id: Id
    sent_at: Ms | None
    delivered_at: Ms | None
    shown_at: Ms | None
    pushed_at: Ms | None = None
    push_failed_at: Ms | None = None
    texted_at: Ms | None = None
    text_failed_at: Ms | None = None
    rang_at: Ms | None = None


class StageTime(Struct, frozen=True, kw_only=True):
    """When a unit reached a stage, by the device's clock, corrected by its measured skew, and when we heard."""

    stage: AssignmentState
    device_at: Ms
    corrected_at: Ms
    received_at: Ms
    origin: Origin
    said_by: Line | None = None


class Assignment(Struct, frozen=True, kw_only=True):
    """One unit asked or sent to one call.

    At work it checks in by `check_due_at`, null where nothing is asked. `check_step` says what the desk is to do about
    a check-in that did not come; with `no_link` none of the unit's phones is heard: nobody can say that it was missed.
    `instead_of` is the assignment that it was asked in place of; `lost_to` the call sign of who took the call first.
    """

    id: Id
    call_id: Id
    unit_id: Id
    state: AssignmentState
    offered_at: Ms
    answer_by: Ms | None
    accepted_at: Ms | None
    enroute_at: Ms | None
    staged_at: Ms | None
    arrived_at: Ms | None
    contact_at: Ms | None
    transport_at: Ms | None
    dest_at: Ms | None
    cleared_at: Ms | None
    ended_at: Ms | None
    ending: Ending | None
    decline_reason: DeclineReason | None
    self_initiated: bool
    begun: Begun = "offered"
    instead_of: Id | None = None
    wanted: Count = 1
    lost_to: Line | None = None
    checked_at: Ms | None = None
    check_due_at: Ms | None = None
    check_step: CheckStep | None = None
    no_link: bool = False
    outcome: OutcomeState
    origin: Origin
    said_by: Line | None
    ladder: tuple[Rung, ...]
    version: Count
