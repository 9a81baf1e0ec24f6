"""What the desk and the units may say, and what the server says to itself, about calls and who goes."""

from server.dispatch.commands import calls, entering, handovers, ladder, offers, orders, stages, taxonomies, telling
from server.dispatch.commands.changing import correcting, merging
from server.dispatch.commands.intake import notes
from server.dispatch.commands.safety import backups, checkins, helps, rolls, sending
from server.dispatch.commands.shifts import handoffs, units
from server.dispatch.store import alarms as alarm_store
from server.dispatch.store import assignments as assignment_store
from server.dispatch.store import backups as backup_store
from server.dispatch.store import calls as call_store
from server.dispatch.store import checkins as checkin_store
from server.dispatch.store import deliveries
from server.dispatch.store import handoffs as handoff_store
from server.dispatch.store import helps as help_store
from server.dispatch.store import policies as policy_store
from server.dispatch.store import rolls as roll_store
from server.dispatch.store import units as unit_store
from server.dispatch.store.intake import taxonomies as taxonomy_store
from server.doors import Slice

SLICE = Slice(
    handlers={
        "call.take": calls.take,
        "call.meet": calls.meet,
        "call.correct": correcting.correct,
        "call.merge": merging.merge,
        "call.close": calls.close,
        "call.hand_over": handovers.hand_over,
        "call.taken_over": handovers.taken_over,
        "call.tell": telling.tell,
        "call.call_back": telling.call_back,
        "call.note_place": notes.write,
        "call.end_place_note": notes.end,
        "site.count": telling.count,
        "call.erase": calls.erase_call,
        "shift.start": units.start_shift,
        "shift.end": units.end_shift,
        "unit.status": units.set_status,
        "unit.hold": units.hold,
        "assignment.offer": offers.offer,
        "assignment.enter": entering.enter,
        "assignment.accept": offers.accept,
        "assignment.decline": offers.decline,
        "assignment.end": offers.end,
        "assignment.check_in": checkins.check_in,
        "assignment.show": stages.show,
        "assignment.stage": stages.report,
        "assignment.take_back": stages.take_back,
        "help.call": helps.call,
        "help.place": helps.place,
        "help.take": helps.take,
        "help.end": helps.end,
        "help.send": sending.send,
        "help.policy": sending.set_policy,
        "taxonomy.set": taxonomies.set_next,
        "backup.ask": backups.ask,
        "backup.answer": backups.answer,
        "backup.end": backups.end,
        "handoff.give": handoffs.give,
        "handoff.read": handoffs.read,
        "roll.call": rolls.call,
        "roll.answer": rolls.answer,
        "roll.end": rolls.end,
        "alarm.resolve": orders.resolve_alarm,
    },
    orders={
        "alarm.raise": orders.raise_doors_alarm,
        "gap.list": orders.raise_doors_alarm,
        "assignment.check": checkins.look,
        "assignment.climb": ladder.climb,
        "assignment.told": ladder.told,
        "assignment.sent": orders.sent,
        "assignment.delivered": orders.delivered,
        "assignment.expire": orders.expire,
        "assignment.forget": orders.forget,
        "assignment.self_initiated": orders.self_initiated,
        "backup.climb": backups.climb,
        "backup.leave": backups.leave,
        "backup.told": backups.told,
        telling.DEADLINE: telling.back_due,
        "call.forget": calls.forget,
        "call.leave_desk": orders.leave_desk,
        "handoff.late": handoffs.late,
        "handoff.leave": handoffs.leave,
        "handoff.told_late": handoffs.told_late,
        "help.climb": helps.climb,
        "help.forget": helps.forget,
        "help.leave": helps.leave,
        "help.told": helps.told,
        "place_note.end": notes.come_to_an_end,
        "roll.leave": rolls.leave,
        "roll.look": rolls.look,
        "roll.told": rolls.told,
        "unit.back": units.back,
    },
    deadlines={
        "assignment.check": "assignment.check",
        ladder.DEADLINE: "assignment.climb",
        "assignment.expire": "assignment.expire",
        "assignment.forget": "assignment.forget",
        "backup.climb": "backup.climb",
        "backup.leave": "backup.leave",
        telling.DEADLINE: telling.DEADLINE,
        "call.leave_desk": "call.leave_desk",
        handoffs.DEADLINE: "handoff.late",
        "handoff.leave": "handoff.leave",
        helps.DEADLINE: "help.climb",
        "help.forget": "help.forget",
        "help.leave": "help.leave",
        notes.DEADLINE: "place_note.end",
        "roll.leave": "roll.leave",
        checkins.ROLL_DEADLINE: "roll.look",
        "unit.back": "unit.back",
    },
    wanting=("assignment.expire", "assignment.check", telling.DEADLINE),
    loaders={
        "call": call_store.load,
        "assignment": assignment_store.load,
        "unit": unit_store.load,
        "alarm": alarm_store.load,
        "help": help_store.load,
        "handoff": handoff_store.load,
        "help_policy": policy_store.load,
        "taxonomy": taxonomy_store.load,
        "backup": backup_store.load,
        "roll": roll_store.load,
    },
    forget=calls.forgets,
    prerequisites=(stages.needs_assignment, handoffs.late_promise),
    asks="assignment",
    unsent=deliveries.unsent,
    undelivered=deliveries.undelivered,
    awaited=checkin_store.awaited,
    outward=ladder.OUTWARD | backups.OUTWARD | helps.OUTWARD | sending.OUTWARD | rolls.OUTWARD,
    admits={"shift.start": lambda args: args.person_ids},
)
