"""What the desk and the units may say, and what the server says to itself, about calls and who goes."""

from server.dispatch.commands import assignments, calls, orders, stages, units
from server.dispatch.store import assignments as assignment_store
from server.dispatch.store import calls as call_store
from server.dispatch.store import units as unit_store
from server.doors import Slice

SLICE = Slice(
    handlers={
        "call.take": calls.take,
        "call.close": calls.close,
        "call.erase": calls.erase_call,
        "shift.start": units.start_shift,
        "shift.end": units.end_shift,
        "unit.status": units.set_status,
        "assignment.offer": assignments.offer,
        "assignment.accept": assignments.accept,
        "assignment.decline": assignments.decline,
        "assignment.end": assignments.end,
        "assignment.show": stages.show,
        "assignment.stage": stages.report,
        "alarm.resolve": assignments.resolve_alarm,
    },
    orders={
        "assignment.sent": orders.sent,
        "assignment.delivered": orders.delivered,
        "assignment.expire": orders.expire,
        "assignment.forget": orders.forget,
        "assignment.self_initiated": orders.self_initiated,
        "call.leave_desk": orders.leave_desk,
    },
    deadlines={
        "assignment.expire": "assignment.expire",
        "assignment.forget": "assignment.forget",
        "call.leave_desk": "call.leave_desk",
    },
    loaders={
        "call": call_store.load,
        "assignment": assignment_store.load,
        "unit": unit_store.load,
        "alarm": assignment_store.load_alarms,
    },
    prerequisites=(stages.needs_assignment,),
    unsent=assignment_store.unsent,
    undelivered=assignment_store.undelivered,
)
