"""What follows from every change of an assignment: its row, its call, its unit, who may read, and the deadlines."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from schemas.codes.dispatch import AlarmKind
from schemas.records import Alarm, Assignment, Call
from server import supervisors
from server.access import SYSTEM
from server.dispatch.commands.timing import timed, wind
from server.dispatch.rules import assignments as rules
from server.dispatch.rules import calls as call_rules
from server.dispatch.rules import moving
from server.dispatch.rules.checkins import VERSION, CheckIn
from server.dispatch.rules.ladder import STOPPED
from server.dispatch.rules.reading import GRACE_MS, asked, readers
from server.dispatch.rules.units import still_holds, unit_status
from server.dispatch.store import alarms, backups, calls, checkins, units
from server.dispatch.store import assignments as store
from server.errors import Dependency, Erased, NotFound
from server.ids import derived
from server.journal import (
    Change,
    cancel,
    due_at,
    ends,
    grant,
    hide,
    is_erased,
    is_shown,
    key_name,
    record,
    refresh,
    revoke,
    show,
    show_all,
)

BACKUP_DEADLINE: Final = "backup.climb"
"""When somebody who was asked to come too is overdue for an answer."""

Coded = str | int | None
"""What may stand in the journal in clear: codes, ids and times."""


def known(tx: Change, assignment_id: str) -> Assignment:
    """The assignment, of a call that was not erased.

    Raises: NotFound, Erased.
    """
    found = store.find(tx, assignment_id)
    if found is None:
        raise NotFound("There is no such assignment.")
    if is_erased(tx, found.call_id):
        raise Erased("deleted for good")
    return found


def check_call(tx: Change, call_id: str) -> None:
    """A fact about a call that we have not heard of waits for it.

    Raises: Dependency.
    """
    if not calls.is_known(tx, call_id):
        raise Dependency("Nothing is known of this call yet.")


def known_call(tx: Change, call_id: str) -> Call:
    """The call that a fact is about; one that we have not heard of is waited for.

    Raises: Dependency.
    """
    found = calls.find(tx, call_id)
    if found is None:
        raise Dependency("Nothing is known of this call yet.")
    return found


def keep(
    tx: Change,
    before: Assignment | None,
    after: Assignment,
    *,
    kind: str,
    said_by: str | None = None,
    **coded: Coded,
) -> None:
    """Write an assignment, note what happened and show it; `settle` carries the rest. What did not change is left.

    Its check-in timer is set anew here, so that nothing can happen to an assignment that forgets it.
    """
    if after is before:
        return
    after = timed(tx, after)
    if before is None:
        store.add(tx, after)
    else:
        store.save(tx, after)
    if after.check_due_at is not None:
        coded |= {"check_due_at": after.check_due_at, "check_rules": VERSION}
    note(tx, after, kind=kind, said_by=said_by, is_new=before is None, **coded)
    show_all(tx, ("desk", f"unit:{after.unit_id}", f"call:{after.call_id}"), "assignment", after.id)
    if before is not None and before.state == "offered" and after.state != "offered":
        _stop_climbing(tx, after)
    if before is not None and before.state in rules.LIVE and after.state in rules.ENDED - {"cleared"}:
        _not_coming(tx, after)
    wind(tx, before, after)
    if after.ended_at is not None:
        due_at(tx, kind="assignment.forget", entity_id=after.id, at=tx.at + GRACE_MS)


def _not_coming(tx: Change, gone: Assignment) -> None:
    """Whoever was told that this unit comes is told nothing of the kind any more: the desk has to answer anew."""
    for backup_id in backups.coming(tx, call_id=gone.call_id, unit_id=gone.unit_id):
        backups.unanswer(tx, backup_id)
        coded = {"call_id": gone.call_id, "unit_id": gone.unit_id}
        record(tx, kind="backup.unanswered", entity_type="backup", entity_id=backup_id, coded=coded)
        refresh(tx, "backup", backup_id)
        due_at(tx, kind=BACKUP_DEADLINE, entity_id=backup_id, at=tx.at + supervisors.ANSWER_MS)


def begin_anew(tx: Change, before: Assignment, now: int) -> None:
    """Have its check-in timer run from now: what came due while nobody could be told was missed by nobody."""
    begun = CheckIn(
        command_id=tx.new_id(f"check {before.id}"),
        assignment_id=before.id,
        unit_id=before.unit_id,
        checked_at=now,
        more_min=0,
        received_at=now,
        origin="server",
    )
    checkins.add(tx, begun)
    keep(tx, before, timed(tx, before), kind="assignment.check_set")


def _stop_climbing(tx: Change, answered: Assignment) -> None:
    """It was answered, or is over: nobody is told of it any more."""
    for kind in ("assignment.expire", "assignment.climb"):
        cancel(tx, kind=kind, entity_id=answered.id)
    take_down(tx, answered, STOPPED)


def note(
    tx: Change, assignment: Assignment, *, kind: str, said_by: str | None = None, is_new: bool = False, **coded: Coded
) -> None:
    """Put what happened to an assignment into the journal; who said it by voice goes in sealed.

    A new one goes when its call is erased. One that is known was tied to it when it was new.
    """
    same = {"call_id": assignment.call_id, "unit_id": assignment.unit_id, "state": assignment.state}
    record(
        tx,
        kind=kind,
        entity_type="assignment",
        entity_id=assignment.id,
        coded={**same, **coded},
        personal=None if said_by is None else {"said_by": said_by},
        retention=store.KEPT,
        subjects=(assignment.call_id,) if is_new or said_by is not None else (),
    )


def sealed_voice(tx: Change, assignment: Assignment, said_by: str | None) -> bytes | None:
    """Who spoke for the unit, as ciphertext that dies with the call."""
    if said_by is None:
        return None
    about, name = (assignment.call_id,), key_name("assignment", assignment.id)
    return tx.vault.seal(entity=name, subjects=about, retention=store.KEPT, fields={"said_by": said_by})


def win(tx: Change, taken: Assignment) -> None:
    """A unit has the call: whom it was asked in place of goes no further, and who is still asked is too late.

    First accept wins: open offers are one round with it and end, unless more units are wanted. A later offer asks for
    one more.
    """
    for other in store.of_call(tx, taken.call_id):
        if other.id == taken.instead_of:
            after = moving.relieve(other, tx.at)
            keep(tx, other, after, kind="assignment.ended", ending=after.ending, by=taken.id)
    if not moving.is_enough(store.of_call(tx, taken.call_id), wanted=taken.wanted):
        return
    unit = units.find(tx, taken.unit_id)
    name = None if unit is None else unit["name"]
    for other in store.of_call(tx, taken.call_id):
        if other.id != taken.id and other.state == "offered":
            keep(tx, other, rules.supersede(other, tx.at, by=name), kind="assignment.superseded", by=taken.id)


def settle(tx: Change, call_id: str, *, at: int) -> None:
    """Bring the call, its units and its readers in line with its assignments; `at` is when what changed happened."""
    assignments = store.of_call(tx, call_id)
    settle_call(tx, call_id, assignments)
    for unit_id in sorted({assignment.unit_id for assignment in assignments}):
        settle_unit(tx, unit_id, at=at)
    settle_readers(tx, call_id, assignments)


def settle_call(tx: Change, call_id: str, assignments: list[Assignment]) -> None:
    """Bring the call's status in line, and show it; closed, it stays on the desk for an hour from now."""
    before = calls.find(tx, call_id)
    assert before is not None, "an assignment has a call"
    after = call_rules.settled(before, assignments, by_hand_at=calls.closed_by_hand_at(tx, call_id))
    if after is not before:
        calls.save(tx, after)
        coded = {"status": after.status, "closed_at": after.closed_at}
        record(tx, kind="call.moved", entity_type="call", entity_id=call_id, coded=coded, subjects=(call_id,))
    if not is_shown(tx, "desk", "call", call_id):
        # It is back after it had left the desk: so are all who were asked or sent.
        for each in assignments:
            show(tx, "desk", "assignment", each.id)
    show_all(tx, ("desk", f"call:{call_id}", f"ask:{call_id}"), "call", call_id)
    if after.closed_at is None:
        cancel(tx, kind="call.leave_desk", entity_id=call_id)
    else:
        due_at(tx, kind="call.leave_desk", entity_id=call_id, at=tx.at + call_rules.ON_DESK_MS)


def settle_unit(tx: Change, unit_id: str, *, at: int) -> None:
    """Bring the unit's status in line with what it says and what it is going on."""
    row = units.find(tx, unit_id)
    if row is None:
        return
    own = row["own_status"]
    if own != "available" and not still_holds(row["own_at"], store.of_unit(tx, unit_id, since=row["own_at"])):
        own = "available"
    status = unit_status(
        own,
        store.states_of(tx, unit_id, since=tx.at),
        on_shift=row["shift_id"] is not None,
        needs_help=bool(row["needs_help"]),
    )
    if status != row["status"]:
        units.save_status(tx, unit_id, status, at)
        show_unit(tx, unit_id, "unit.moved", status=status)


def show_unit(tx: Change, unit_id: str, kind: str, **coded: Coded) -> None:
    """Note what changed about a unit and let the desk and its people read it anew."""
    audience = ("desk", f"unit:{unit_id}")
    record(tx, kind=kind, entity_type="unit", entity_id=unit_id, coded=coded, audience=audience)


def settle_readers(tx: Change, call_id: str, assignments: list[Assignment]) -> None:
    """Let exactly those read the call who may: all of it who went, the call alone who are only asked."""
    since = min((assignment.offered_at for assignment in assignments), default=tx.at)
    crews = sorted({assignment.unit_id for assignment in assignments})
    stays = [stay for unit_id in crews for stay in units.stays(tx, unit_id, since)]
    going = readers(assignments, stays, tx.at)
    asking = asked(assignments, stays) - going.keys()
    _let_in(tx, f"call:{call_id}", going)
    _let_in(tx, f"ask:{call_id}", dict.fromkeys(asking))


def _let_in(tx: Change, scope: str, allowed: Mapping[str, int | None]) -> None:
    before = ends(tx, scope)
    for person_id in before:
        if person_id not in allowed:
            revoke(tx, person_id, scope)
    for person_id, until in sorted(allowed.items()):
        is_same = person_id in before and before[person_id] == until
        if not is_same and units.works_here(tx, person_id):
            grant(tx, person_id, scope, until_at=until)


def raise_alarm(tx: Change, kind: AlarmKind, about: Assignment, *, again: bool = False) -> None:
    """Put what became of an assignment on the strip, once or each time: a person at the desk must take it up."""
    alarm = Alarm(
        id=tx.new_id(f"{kind} {about.id}") if again else derived(about.id, kind),
        kind=kind,
        call_id=about.call_id,
        assignment_id=about.id,
        unit_id=about.unit_id,
        raised_at=tx.at,
        resolved_at=None,
    )
    put_on_strip(tx, alarm)


def take_down(tx: Change, about: Assignment, kinds: Collection[AlarmKind]) -> None:
    """Of these alarms about an assignment nothing is true any more: they leave the strip by themselves."""
    for alarm_id in alarms.untaken(tx, about, kinds):
        alarms.resolve(tx, alarm_id, by=SYSTEM.person_id, at=tx.at)
        record(tx, kind="alarm.over", entity_type="alarm", entity_id=alarm_id, coded={})
        hide(tx, "desk", "alarm", alarm_id)


def put_on_strip(tx: Change, alarm: Alarm) -> None:
    """Raise an alarm, unless it was raised before."""
    coded: dict[str, Any] = {"kind": alarm.kind, "call_id": alarm.call_id, "assignment_id": alarm.assignment_id}
    if alarms.add(tx, alarm):
        record(
            tx,
            kind="alarm.raised",
            entity_type="alarm",
            entity_id=alarm.id,
            coded=coded,
            subjects=() if alarm.call_id is None else (alarm.call_id,),
            audience=("desk",),
        )
